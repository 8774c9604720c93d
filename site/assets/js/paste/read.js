// Pasted text as bytes: every reader looks at it, and what only one way explains is read that way.
import { BytesError } from '../base/bytes.js';
import { base64 } from './base64.js';
import { lists } from './code.js';
import { dump } from './dump.js';
import { loose } from './loose.js';
import { messages } from './messages.js';
import { odChar } from './odchar.js';
import { percent } from './percent.js';
import { permalink } from './permalink.js';
import { alike, refuse, Sink } from './reading.js';
import { strings } from './strings.js';
import { plain } from './text.js';
import { within } from './whatis.js';
import { yaml } from './yaml.js';

/** @typedef {import('./reading.js').Reading} Reading */

/** The most characters of a text that is read. */
export const MAX_TEXT = 16 << 20;

/** Of a text with more characters than this the first way to read it is enough. */
const LONG = 100_000;

/**
 * The ways to read a text, the likelier first. In each of them every character is a
 * byte's, or something that the reader knows to have no bytes.
 * @param {string} text
 * @returns {Reading[]} at least one; throws a BytesError that says where the first character is that cannot be explained
 */
export function readings(text) {
  if (text.length > MAX_TEXT) refuse('size', 0, { n: text.length, max: MAX_TEXT });
  const code = plain(text);
  const body = code.trim();
  const long = body.length > LONG;
  if (!body) return [{ form: 'hex', bytes: new Uint8Array(), spans: [], notes: [] }];
  if (/^(?:[A-Z]{3,10} \S+ HTTP\/\d|HTTP\/\d\.\d \d{3})/.test(body)) refuse('http', code.indexOf(body));
  /** @type {Reading[]} */
  const out = [];
  /** @type {BytesError | null} */
  let worst = null;
  /** @param {() => Reading[] | Reading | null} reader */
  const attempt = (reader) => {
    if (long && out.length) return;
    try {
      out.push(...[reader() ?? []].flat());
    } catch (error) {
      if (!(error instanceof BytesError)) throw error;
      if (error.kind === 'long' || 'final' in error) throw error;
      if (!worst || (error.detail.at ?? 0) > (worst.detail.at ?? 0)) worst = error;
    }
  };
  attempt(() => (long ? pairs(code) : null));
  if (long) attempt(() => base64(code));
  attempt(() => permalink(code));
  if (!out.length) attempt(() => messages(text));
  if (!out.length) attempt(() => yaml(code));
  if (!out.length) attempt(() => odChar(code));
  let weak = /** @type {Reading[]} */ ([]);
  if (!out.length) {
    attempt(() => {
      const found = dump(code);
      if (found?.error) throw Object.assign(found.error, { final: true });
      if (found?.weak) weak = found.readings;
      return found?.weak ? null : (found?.readings ?? null);
    });
  }
  // A dump with offsets that follow, or a column that shows the bytes, is nothing else.
  const sure = out.length > 0 && !/^\s*[\da-f]{4,}(?: [\da-f]{2})+\s*$/i.test(code);
  if (!sure) {
    attempt(() => percent(code));
    attempt(() => lists(code, text));
    attempt(() => strings(code, text));
    attempt(() => loose(code, text));
    attempt(() => base64(code));
  }
  out.push(...weak);
  if (!out.length) throw worst ?? new BytesError('unexplained', { at: code.search(/\S/) + 1, what: body.slice(0, 20) });
  const found = out.flatMap(within);
  return found.filter((r, i) => found.findIndex((other) => alike(other, r)) === i);
}

/**
 * A long text of nothing but pairs of hexadecimal digits.
 * @param {string} text
 * @returns {Reading | null}
 */
function pairs(text) {
  if (!/^[\da-fA-F\s]*$/.test(text) || !/^\s*(?:[\da-f]{2})+(?:\s|$)/i.test(text.slice(0, 1000))) return null;
  const sink = new Sink();
  for (const { 0: group, index } of text.matchAll(/\S+/g)) {
    // A decimal or an offset is for other readers.
    if (group.length % 2 || (group.length > 2 && group.length < 9)) return null;
    for (let i = 0; i < group.length; i += 2) sink.put(parseInt(group.slice(i, i + 2), 16), index + i, index + i + 2);
  }
  return sink.reading('hex');
}

/**
 * A file's bytes as text, where they are text; else as they are.
 * @param {Uint8Array} bytes
 * @returns {{text: string} | {readings: Reading[]}}
 */
export function fileReadings(bytes) {
  const text = decoded(bytes);
  if (text !== null) return { text };
  const whole = { form: 'file', bytes, spans: [], notes: [] };
  return { readings: within(whole) };
}

/**
 * @param {Uint8Array} bytes
 * @returns {string | null} null: they are not text
 */
function decoded(bytes) {
  const [a, b] = bytes;
  const name = a === 0xff && b === 0xfe ? 'utf-16le' : a === 0xfe && b === 0xff ? 'utf-16be' : 'utf-8';
  try {
    const text = new TextDecoder(name, { fatal: true, ignoreBOM: false }).decode(bytes);
    return /[\0-\x08\x0e-\x1a\x1c-\x1f\x7f]/.test(text) ? null : text;
  } catch {
    return null;
  }
}
