// Computes what the UTF-8 lab shows from its state: its characters, what is awaited after the bytes
// that have been read, the first impossible byte, and the frames that carry the bytes.
import { concat } from '../../base/bytes.js';
import { dissectUTF8 } from '../../codec/utf8.js';
import { writeFrame } from '../../codec/frame.js';

/** @typedef {import('../../codec/codec.js').Codec} Codec */
/** @typedef {import('../../codec/codec.js').Span} Span */
/** @typedef {import('./utf8state.js').State} State */

/**
 * Some bits of a byte.
 * @typedef {object} Bits
 * @property {number} byte
 * @property {boolean} prefix they say what the byte is; otherwise they are bits of the number
 * @property {string} bits
 */

/**
 * A character, or its bytes so far.
 * @typedef {object} Character
 * @property {number} start its first byte
 * @property {number} size how many of its bytes there are
 * @property {number} due how many it still awaits
 * @property {number} number its number, once no byte is due
 * @property {number} low the least that its next byte may be
 * @property {number} high the most
 * @property {Bits[]} bits
 */

/**
 * @typedef {object} Fault
 * @property {number} at the first impossible byte; the text's end where it is cut
 * @property {string} why the codec's name for the reason, without its "utf8."
 * @property {number} low the least that the byte might have been; 0 where a character might begin
 * @property {number} high
 */

/**
 * @typedef {object} Scene
 * @property {Character[]} characters of the whole text, up to its fault
 * @property {Fault | null} fault
 * @property {number} steps how many steps there are: a byte each up to the fault, and the end
 * @property {number} fed how many bytes have been read
 * @property {boolean} ended the text has ended
 * @property {Character | null} now the character that the last byte read belongs to
 * @property {Fault | null} found the fault, once it has been read
 * @property {Uint8Array} frames as they are sent
 * @property {number[]} headers how many bytes of header each frame has
 * @property {string | null} rule what the frames break
 */

const KEY = Uint8Array.of(0x37, 0xfa, 0x21, 0x3d);

/**
 * @param {Codec} codec
 * @param {State} s
 * @returns {Scene}
 */
export function scene(codec, s) {
  const whole = read(dissectUTF8(codec, s.bytes, true));
  const { fault } = whole;
  const steps = fault ? (fault.why === 'cut' ? s.bytes.length + 1 : fault.at + 1) : s.bytes.length + 1;
  const step = Math.min(s.fed, steps);
  const ended = step > s.bytes.length;
  const fed = Math.min(step, s.bytes.length);
  const so = read(dissectUTF8(codec, s.bytes.subarray(0, fed), ended));
  const last = so.characters[so.characters.length - 1] ?? null;
  const sent = frames(codec, s);
  const rule = codec.dissect(sent.bytes, { receiver: 'server' }).find((span) => span.rule)?.rule ?? null;
  return { characters: whole.characters, fault, steps, fed, ended, now: fed ? last : null, found: so.fault, frames: sent.bytes, headers: sent.headers, rule };
}

/**
 * The forbidden bytes, read as if a number were allowed in any form and of any size.
 * @param {Scene} now
 * @param {Uint8Array} bytes
 * @returns {{bytes: Uint8Array, n: number, number: number | null} | null} n: how many bytes the first announces; number: null
 * where they are not all there; null: the fault is another one
 */
export function spelled({ found, now }, bytes) {
  if (!found || !['overlong', 'surrogate', 'large'].includes(found.why)) return null;
  const start = now?.due ? now.start : found.at;
  const n = bytes[start] < 0xe0 ? 2 : bytes[start] < 0xf0 ? 3 : 4;
  let end = start + 1;
  while (end < Math.min(start + n, bytes.length) && (bytes[end] & 0xc0) === 0x80) end++;
  const all = bytes.subarray(start, end);
  const number = all.reduce((sum, byte, k) => (k ? 64 * sum + (byte & 63) : byte & (0x7f >> n)), 0);
  return { bytes: all, n, number: all.length === n ? number : null };
}

/**
 * @param {Span[]} spans
 * @returns {{characters: Character[], fault: Fault | null}}
 */
function read(spans) {
  /** @type {Character[]} */
  const characters = [];
  /** @type {Fault | null} */
  let fault = null;
  for (const { field, start, bits, value, missing, rule } of spans) {
    const range = { low: Number(value >> 8n), high: Number(value & 0xffn) };
    if (rule) fault = { at: start >> 3, why: field.slice('utf8.'.length), ...range };
    else if (field === 'utf8.character') {
      const due = Number(missing);
      characters.push({ start: start >> 3, size: bits >> 3, due, number: due ? 0 : Number(value), low: 0, high: 0, ...(due ? range : {}), bits: [] });
    } else {
      characters[characters.length - 1].bits.push({ byte: start >> 3, prefix: field === 'utf8.prefix', bits: value.toString(2).padStart(bits, '0') });
    }
  }
  return { characters, fault };
}

/**
 * The masked frames that carry the bytes: of a text message, or a Close frame with code 1000.
 * @param {Codec} codec
 * @param {State} s
 */
function frames(codec, { bytes, as, cut }) {
  const frame = (/** @type {number} */ opcode, /** @type {boolean} */ fin, /** @type {Uint8Array} */ payload) =>
    writeFrame(codec, { fin, rsv: 0, opcode, masked: true, form: 0, key: KEY }, payload);
  const all = as === 'close' ? [frame(8, true, concat(Uint8Array.of(0x03, 0xe8), bytes))]
    : as === 'frames' ? [frame(1, false, bytes.subarray(0, cut)), frame(0, true, bytes.subarray(cut))]
      : [frame(1, true, bytes)];
  return { bytes: concat(...all), headers: all.map((f) => codec.header(f)?.size ?? 0) };
}
