// The two ways to edit. On the wire: a bit or byte changes and every other byte
// stays. By field: the frame is laid out again, so length, key and masked bytes follow.
import { concat, random } from '../base/bytes.js';
import { writeFrame } from '../codec/frame.js';

/** @typedef {import('./view.js').View} View */
/** @typedef {import('../codec/codec.js').Codec} Codec */

/**
 * The fields of the frame that is worked on, as a field edit starts from them.
 * @typedef {object} Fields
 * @property {boolean} fin
 * @property {number} rsv RSV1 to RSV3 as 4, 2, 1
 * @property {number} opcode
 * @property {boolean} masked
 * @property {0 | 7 | 16 | 64} form in how many bits the length is written; 0: the fewest
 * @property {Uint8Array | null} key
 * @property {Uint8Array} payload unmasked
 */

/**
 * @param {Uint8Array} bytes
 * @param {number} bit
 */
export function flip(bytes, bit) {
  return withByte(bytes, bit >> 3, bytes[bit >> 3] ^ (0x80 >> (bit & 7)));
}

/**
 * @param {Uint8Array} bytes
 * @param {number} at
 * @param {number} value
 */
export function withByte(bytes, at, value) {
  const out = bytes.slice();
  out[at] = value;
  return out;
}

/**
 * The fields of the first frame; what is not there yet is taken as zero.
 * @param {View} v
 * @returns {Fields}
 */
export function fields(v) {
  const f = v.first;
  const b0 = v.bytes[0] ?? 0x81;
  return {
    fin: (b0 & 0x80) !== 0,
    rsv: (b0 >> 4) & 7,
    opcode: b0 & 15,
    masked: f?.masked ?? false,
    form: formOf(v),
    key: f && f.key.length === 4 ? f.key : null,
    payload: f ? (f.plain ?? f.wire) : new Uint8Array(),
  };
}

/**
 * The whole message that the first frame is compressed from.
 * @param {View} v
 * @returns {Uint8Array | null} null when it is not compressed, or cannot be inflated to its end
 */
export function message(v) {
  const f = v.first;
  const part = f?.compressed;
  if (!f || !part?.inflated || !part.message || part.reach || f.broken.length || part.inflated.length < part.size) return null;
  return part.inflated;
}

/**
 * The form that the length is written in, where it is not the shortest one.
 * @param {View} v
 */
function formOf(v) {
  const f = v.first;
  const extended = f?.field.get('length.extended');
  if (!f || !extended || f.broken.every((s) => s.rule !== 'frame.length.not-minimal')) return 0;
  return f.field.get('length')?.value === 126n ? 16 : 64;
}

/** How many bytes fit in each form. */
const FITS = { 0: Infinity, 7: 125, 16: 0xffff, 64: Infinity };

/**
 * The frame with some fields changed, laid out again; the bytes after it stay.
 * @param {Codec} codec
 * @param {View} v
 * @param {Partial<Fields>} change
 */
export function withFields(codec, v, change) {
  return concat(lay(codec, { ...fields(v), ...change }), v.rest);
}

/**
 * A frame's bytes.
 * @param {Codec} codec
 * @param {Fields} f
 */
export function lay(codec, f) {
  const form = f.payload.length > FITS[f.form] ? 0 : f.form;
  return writeFrame(codec, { ...f, form, key: f.masked ? (f.key ?? random(4)) : null }, f.payload);
}

/**
 * A frame when its bytes last fitted its header: "lay it out again" goes back to it.
 * @typedef {{payload: Uint8Array, key: Uint8Array | null, rest: Uint8Array}} Laid
 */

/**
 * @param {View} v
 * @param {boolean} [sure] what follows the frame is known not to be a part of it
 * @returns {Laid | null} null when the bytes do not fit the header
 */
export function laid(v, sure = false) {
  const f = v.first;
  if (!f || f.missing > 0 || f.plain === null) return null;
  const next = v.frames[1];
  if (!sure && next && !next.afterClose && (next.missing > 0 || misread(v))) return null;
  return { payload: f.plain, key: f.key.length === 4 ? f.key : null, rest: v.rest };
}

/**
 * Whether the bytes after the first frame do not look like frames at all.
 * @param {View} v
 */
const misread = (v) =>
  Number(v.frames.at(-1)?.missing) > 0 &&
  v.frames[1].broken.some((s) => s.depth === 1 && s.source === 'wire' && !/^frame\.(continuation|message)/.test(String(s.rule)));

/**
 * The header as it is now with the payload from before: a pressed bit as if it had been a change
 * of a field.
 * @param {Codec} codec
 * @param {View} v
 * @param {Laid | null} before
 */
export function layAgain(codec, v, before) {
  const now = fields(v);
  const all = v.bytes.subarray(v.first?.payloadAt ?? v.bytes.length);
  const { payload, key, rest } = before ?? { payload: all, key: now.key, rest: new Uint8Array() };
  // Without a key before, lay draws one: the bytes in the key's place are payload now.
  return concat(lay(codec, { ...now, form: 0, payload, key }), rest);
}

/**
 * A payload made longer by saying it again, or shorter at a character's border.
 * @param {Uint8Array} payload
 * @param {number} n bytes
 */
export function resized(payload, n) {
  if (n <= payload.length) {
    let end = n;
    while (end > 0 && end < payload.length && (payload[end] & 0xc0) === 0x80) end--;
    return pad(payload.subarray(0, end), n);
  }
  const out = pad(payload, n);
  // Once for each whole copy that fits; what is left over stays dots.
  for (let at = payload.length; at > 0 && at + payload.length <= n; at += payload.length) out.set(payload, at);
  return out;
}

/**
 * @param {Uint8Array} bytes
 * @param {number} n
 */
function pad(bytes, n) {
  const out = new Uint8Array(n).fill(0x2e);
  out.set(bytes);
  return out;
}
