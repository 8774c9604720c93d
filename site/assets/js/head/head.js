// Reads a head into its lines, each with what the codec says about it.
import { equal } from '../base/bytes.js';

/** @typedef {import('../codec/codec.js').Codec} Codec */
/** @typedef {import('../codec/codec.js').Span} Span */
/** @typedef {'request' | 'response'} Side */

/** The most lines that are drawn, and judged one by one. Real heads have fewer. */
export const DRAWN = 160;

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
 * @property {number} end of the text before the line's end
 * @property {number} next where the next line begins
 * @property {string} name "request", "status", "interim", "blank", "empty" (before the request line), a field's name in lower case, or "" where none is known
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
 * @property {number} first the line with which the head begins: interim responses may come before it
 * @property {{lines: number, bytes: number}} undrawn what follows the lines
 * @property {string | null} rule the first that it breaks and that its receiver does not have to ignore
 * @property {string | null} ignored the first that its receiver has to ignore
 * @property {number} broken how many rules it breaks
 * @property {number} size bytes up to the end of the head
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
  const head = spans.findLast((s) => s.field === 'head');
  const start = head?.start ?? 0;
  const leaves = spans.filter((s) => s.depth === 1 || s.field === 'after-head');
  const own = leaves.filter((s) => s.start >= start);
  const empty = own.find((s) => s.field === 'empty-lines');
  const from = empty ? empty.start + empty.bits : start;
  const absent = (/** @type {Span} */ s) => s.bits === 0 && s.field.startsWith('missing.');
  const missing = own.filter((s) => absent(s) && s.rule).map((s) => ({ field: s.field, rule: /** @type {string} */ (s.rule) }));
  const receiver = side === 'request' ? 'server' : 'client';
  const all = own.filter((s) => s.rule);
  const ignored = all.filter((s) => s.field === 'field.value' && codec.rules.byName(s.rule).duty[receiver] === 'ignore');
  const broken = all.filter((s) => !ignored.includes(s));
  const whole = own.some((s) => s.field === 'head.end' && s.bits === 16);
  const refused = broken.some((s) => s.rule === 'response.status');
  const { cut, lines: undrawn, at } = split(bytes);
  const lines = judged(side, bytes, cut, leaves.filter((s) => !absent(s)), { whole, refused, from: from / 8 });
  return {
    side, bytes, lines, missing, whole,
    stuck: own.some((s) => s.field === 'head.fault'),
    first: Math.max(0, lines.findIndex((l) => l.start === from / 8)),
    undrawn: { lines: undrawn, bytes: undrawn ? bytes.length - at : 0 },
    rule: first(codec, broken),
    ignored: ignored.length ? ignored[0].rule : null,
    broken: all.length,
    size: (start + (head?.bits ?? 0)) / 8,
  };
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

/**
 * The first lines, and how many follow them from `at` on.
 * @param {Uint8Array} bytes
 */
function split(bytes) {
  /** @type {{start: number, end: number, next: number}[]} */
  const cut = [];
  let lines = 0;
  let start = 0;
  const add = (/** @type {number} */ end, /** @type {number} */ next) => {
    if (cut.length < DRAWN) cut.push({ start, end, next });
    else lines++;
    start = next;
  };
  for (let i = 0; i + 1 < bytes.length; i++) {
    if (bytes[i] !== 13 || bytes[i + 1] !== 10) continue;
    add(i, i + 2);
    i++;
  }
  if (start < bytes.length || !cut.length) add(bytes.length, bytes.length);
  return { cut, lines, at: cut[cut.length - 1].next };
}

/**
 * @param {Side} side
 * @param {Uint8Array} bytes
 * @param {{start: number, end: number, next: number}[]} cut
 * @param {Span[]} spans in their order
 * @param {{whole: boolean, refused: boolean, from: number}} head from: where the first line of the head that counts begins
 * @returns {Line[]}
 */
function judged(side, bytes, cut, spans, { whole, refused, from }) {
  let at = 0;
  return cut.map((line) => {
    while (at < spans.length && (spans[at].start + spans[at].bits) / 8 <= line.start && spans[at].start / 8 < line.start) at++;
    const parts = [];
    for (let i = at; i < spans.length && spans[i].start / 8 < line.next; i++) {
      const s = spans[i];
      if ((s.start + s.bits) / 8 <= line.start && s.bits) continue;
      parts.push({ start: Math.max(s.start / 8, line.start), end: Math.min((s.start + s.bits) / 8, line.next), field: s.field, rule: s.rule });
    }
    const [lead] = parts;
    const named = parts.find((p) => p.field === 'field.name');
    let name = '';
    if (lead?.field === 'empty-lines') name = 'empty';
    else if (line.start < from) name = lead?.field === 'http-version' ? 'interim' : '';
    else if (line.start === from) name = side === 'request' ? 'request' : 'status';
    else if (lead?.field === 'head.end') name = 'blank';
    else if (named) name = String.fromCharCode(...bytes.subarray(named.start, Math.min(named.end, named.start + 64))).toLowerCase();
    const rule = parts.find((p) => p.rule)?.rule ?? null;
    /** @type {Line['state']} */
    let state = NEEDED[side].includes(name) ? 'needed' : 'optional';
    if (rule) state = 'broken';
    else if (lead?.field === 'after-head') state = 'after';
    else if (lead?.field === 'head.unread' || line.start < from || (refused && line.start > from && name !== 'blank')) state = 'idle';
    else if (parts.some((p) => p.field === 'field.value.ignored')) state = 'idle';
    else if (!whole && line.next === bytes.length && line.end === line.next) state = 'waiting';
    return { ...line, name, state, rule, parts };
  });
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
 * The first line, as text.
 * @param {Head} head
 */
export function firstLine(head) {
  const { start, end } = head.lines[head.first];
  return String.fromCharCode(...head.bytes.subarray(start, Math.min(end, start + 200)));
}

/**
 * The bytes after the head.
 * @param {Head} head
 */
export const afterHead = (head) => (head.whole ? head.bytes.subarray(head.size) : new Uint8Array());

/**
 * Where a new line is put: before the blank line, or at the end.
 * @param {Head} head
 */
export function roomAt(head) {
  const blank = head.lines.find((l) => l.name === 'blank' && l.start > head.lines[head.first].start);
  return blank ? blank.start : head.bytes.length;
}

/**
 * Whether the bytes end with the end of a line, or there are no bytes.
 * @param {Uint8Array} bytes
 */
export const endsLine = (bytes) => bytes.length === 0 || equal(bytes.subarray(-2), new Uint8Array([13, 10]));
