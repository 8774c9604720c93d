// A head as its lines, each with what the codec says of it.
import { equal } from './bytes.js';

/** @typedef {import('./codec.js').Codec} Codec */
/** @typedef {import('./codec.js').Span} Span */
/** @typedef {'request' | 'response'} Side */

/**
 * Some bytes of a line that are one field of the dissection.
 * @typedef {object} Part
 * @property {number} start
 * @property {number} end
 * @property {string} field
 * @property {string | null} rule
 */

/**
 * @typedef {object} Line
 * @property {number} start in bytes
 * @property {number} end of what stands before the line's end
 * @property {number} next where the next line begins
 * @property {string} name "request", "status", "blank", "empty" (before the request line), a field's name in lower case, or "" where none is known
 * @property {'needed' | 'optional' | 'broken' | 'waiting' | 'idle' | 'after'} state
 * @property {string | null} rule the first that it breaks
 * @property {Part[]} parts
 */

/**
 * @typedef {object} Head
 * @property {Side} side
 * @property {Uint8Array} bytes
 * @property {Line[]} lines
 * @property {{field: string, rule: string}[]} missing required fields that are absent
 * @property {boolean} whole its blank line is there
 * @property {boolean} stuck at a byte that no head has
 * @property {string | null} rule the first that it breaks
 * @property {number} broken how many rules it breaks
 * @property {number} size bytes of the head
 */

const NEEDED = {
  request: ['request', 'blank', 'host', 'upgrade', 'connection', 'sec-websocket-key', 'sec-websocket-version'],
  response: ['status', 'blank', 'upgrade', 'connection', 'sec-websocket-accept'],
};

/**
 * @param {Codec} codec
 * @param {Side} side
 * @param {Uint8Array} bytes
 * @param {Span[]} spans
 * @returns {Head}
 */
export function readHead(codec, side, bytes, spans) {
  const leaves = spans.filter((s) => s.depth === 1 || s.field === 'after-head');
  const parts = leaves.filter((s) => s.bits > 0);
  const missing = leaves.filter((s) => s.bits === 0 && s.rule).map((s) => ({ field: s.field, rule: /** @type {string} */ (s.rule) }));
  const broken = leaves.filter((s) => s.rule);
  const whole = parts.some((s) => s.field === 'head.end' && s.bits === 16);
  const stuck = parts.some((s) => s.field === 'head.fault');
  const refused = broken.some((s) => s.rule === 'response.status');
  const empty = parts.find((s) => s.field === 'empty-lines');
  const start = empty ? empty.bits / 8 : 0;
  const lines = split(bytes).map((line) => judged(side, bytes, line, parts, { start, whole, refused }));
  const head = spans.find((s) => s.field === 'head');
  return { side, bytes, lines, missing, whole, stuck, rule: first(codec, broken), broken: broken.length, size: (head?.bits ?? 0) / 8 };
}

/**
 * The first broken rule: what breaks the reading of the head comes before what a whole head lacks.
 * @param {Codec} codec
 * @param {Span[]} broken
 */
function first(codec, broken) {
  const early = broken.find((s) => s.bits > 0 && !s.field.startsWith('field.value'));
  if (early) return early.rule;
  const ids = broken.map((s) => codec.rules.byName(s.rule).id);
  return ids.length ? codec.rules.names[Math.min(...ids)] : null;
}

/** @param {Uint8Array} bytes */
function split(bytes) {
  const lines = [];
  let start = 0;
  for (let i = 0; i + 1 < bytes.length; i++) {
    if (bytes[i] !== 13 || bytes[i + 1] !== 10) continue;
    lines.push({ start, end: i, next: i + 2 });
    start = i + 2;
    i++;
  }
  if (start < bytes.length || !lines.length) lines.push({ start, end: bytes.length, next: bytes.length });
  return lines;
}

/**
 * @param {Side} side
 * @param {Uint8Array} bytes
 * @param {{start: number, end: number, next: number}} line
 * @param {Span[]} spans
 * @param {{start: number, whole: boolean, refused: boolean}} head start: of its first line, which empty lines may come before
 * @returns {Line}
 */
function judged(side, bytes, line, spans, { start, whole, refused }) {
  const parts = spans
    .filter((s) => s.start / 8 < line.next && (s.start + s.bits) / 8 > line.start)
    .map((s) => ({ start: Math.max(s.start / 8, line.start), end: Math.min((s.start + s.bits) / 8, line.next), field: s.field, rule: s.rule }));
  const [lead] = parts;
  const named = parts.find((p) => p.field === 'field.name');
  let name = '';
  if (lead?.field === 'empty-lines') name = 'empty';
  else if (line.start === start) name = side === 'request' ? 'request' : 'status';
  else if (lead?.field === 'head.end') name = 'blank';
  else if (named) name = String.fromCharCode(...bytes.subarray(named.start, Math.min(named.end, named.start + 64))).toLowerCase();
  const rule = parts.find((p) => p.rule)?.rule ?? null;
  /** @type {Line['state']} */
  let state = NEEDED[side].includes(name) ? 'needed' : 'optional';
  if (rule) state = 'broken';
  else if (lead?.field === 'after-head') state = 'after';
  else if (lead?.field === 'head.unread' || (refused && line.start > 0 && name !== 'blank')) state = 'idle';
  else if (name === 'empty' || parts.some((p) => p.field === 'field.value.ignored')) state = 'idle';
  else if (!whole && line.next === bytes.length && line.end === line.next) state = 'waiting';
  return { ...line, name, state, rule, parts };
}

/**
 * The value of the first field of a name; null without one.
 * @param {Head} head
 * @param {string} name in lower case
 */
export function valueOf(head, name) {
  const line = head.lines.find((l) => l.name === name && l.parts.some((p) => p.field === 'field.colon'));
  if (!line) return null;
  const value = line.parts.find((p) => p.field === 'field.value' || p.field === 'field.value.ignored');
  return head.bytes.subarray(value?.start ?? line.end, value?.end ?? line.end);
}

/**
 * Whether a request may offer permessage-deflate; what it offers is the codec's to read.
 * @param {Head} head
 */
export const offersDeflate = (head) =>
  head.lines.some((l) => l.name === 'sec-websocket-extensions' && new TextDecoder().decode(head.bytes.subarray(l.start, l.end)).includes('permessage-deflate'));

/**
 * The first line, as text.
 * @param {Head} head
 */
export const firstLine = (head) => String.fromCharCode(...head.bytes.subarray(0, Math.min(head.lines[0].end, 200)));

/**
 * Where a new line is put: before the blank line, or at the end.
 * @param {Head} head
 */
export function roomAt(head) {
  const blank = head.lines.find((l) => l.name === 'blank');
  return blank ? blank.start : head.bytes.length;
}

/**
 * Whether the bytes end with a line's end, or are none.
 * @param {Uint8Array} bytes
 */
export const endsLine = (bytes) => bytes.length === 0 || equal(bytes.subarray(-2), new Uint8Array([13, 10]));
