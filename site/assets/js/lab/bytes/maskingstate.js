// The masking lab's state, and what comes of it: which byte of the key each byte is XORed with, the
// result, and what a receiver reads.
import { BytesError, fromHex, toHex } from '../../base/bytes.js';
import { mask } from '../../codec/frame.js';
import { utf8 } from '../../frame/view.js';
import { t } from '../../base/words.js';

/** @typedef {import('../../codec/codec.js').Codec} Codec */
/** @typedef {'' | 'read' | 'frame'} Split how the payload is cut: not at all, into two reads of one frame, into two frames */

/**
 * @typedef {object} State
 * @property {Uint8Array} bytes what goes in: a payload, or one to unmask
 * @property {boolean} hexed it is shown in hexadecimal
 * @property {Uint8Array} key
 * @property {Uint8Array} next the key of the second frame
 * @property {boolean} unmask
 * @property {number} at the byte that is looked at
 * @property {number} shift how many bytes after the payload's first one the key begins
 * @property {Split} split
 * @property {number} cut the first byte after the cut, at least 1
 * @property {Record<string, string>} drafts what was typed and cannot be used, by the field's name
 */

/** The most bytes that go in: all of them have a column. */
export const MOST = 64;

export const KEY = Uint8Array.of(0x37, 0xfa, 0x21, 0x3d);
const NEXT = Uint8Array.of(0x9c, 0x04, 0xb7, 0x5e);

/**
 * Bytes as they were typed.
 * @param {string} text
 * @param {boolean} hexed
 * @returns {Uint8Array | {problem: string}}
 */
export function bytesOf(text, hexed) {
  try {
    const bytes = hexed ? fromHex(text) : new TextEncoder().encode(text);
    return bytes.length > MOST ? { problem: t('mask.bad.long', { n: bytes.length, max: MOST }) } : bytes;
  } catch (error) {
    if (!(error instanceof BytesError)) throw error;
    if (error.kind === 'long') return { problem: t('mask.bad.long', { n: error.detail.n ?? 0, max: MOST }) };
    return { problem: t(error.kind === 'odd' ? 'mask.bad.odd' : 'mask.bad.hex', { at: error.detail.at ?? 0 }) };
  }
}

/**
 * A key as it was typed.
 * @param {string} text
 * @returns {Uint8Array | {problem: string}}
 */
export function keyOf(text) {
  const bytes = bytesOf(text, true);
  return 'problem' in bytes || bytes.length !== 4 ? { problem: t('mask.bad.key') } : bytes;
}

/**
 * @param {Map<string, string>} fields
 * @returns {State | {problem: string}}
 */
export function read(fields) {
  const bytes = bytesOf(fields.get('hex') ?? fields.get('text') ?? (fields.size ? '' : 'WebSocket'), fields.has('hex'));
  const key = keyOf(fields.get('key') ?? toHex(KEY));
  const next = keyOf(fields.get('next') ?? toHex(NEXT));
  for (const one of [bytes, key, next]) if ('problem' in one) return one;
  const way = fields.get('way') ?? '';
  const split = fields.get('split') ?? '';
  if (!['', 'unmask'].includes(way)) return { problem: t('bytelab.bad', { name: 'way', value: way }) };
  if (!['', 'read', 'frame'].includes(split)) return { problem: t('bytelab.bad', { name: 'split', value: split }) };
  const numbers = { at: 0, shift: 0, cut: 0 };
  for (const name of /** @type {const} */ (['at', 'shift', 'cut'])) {
    const text = fields.get(name) ?? '';
    if (!/^\d{0,4}$/.test(text)) return { problem: t('bytelab.bad', { name, value: text }) };
    numbers[name] = Number(text);
  }
  /** @type {Record<string, string>} */
  const drafts = {};
  for (const name of ['input', 'key', 'next']) {
    const text = fields.get(`typed-${name}`);
    if (text !== undefined) drafts[name] = text;
  }
  const known = ['text', 'hex', 'key', 'next', 'way', 'at', 'shift', 'split', 'cut', 'typed-input', 'typed-key', 'typed-next'];
  const other = [...fields.keys()].find((name) => !known.includes(name));
  if (other !== undefined) return { problem: t('bytelab.unknown', { name: other }) };
  return fitting({
    bytes: /** @type {Uint8Array} */ (bytes), key: /** @type {Uint8Array} */ (key), next: /** @type {Uint8Array} */ (next),
    hexed: fields.has('hex'), unmask: way === 'unmask', split: /** @type {Split} */ (split), drafts, ...numbers,
    cut: numbers.cut || Math.ceil(/** @type {Uint8Array} */ (bytes).length / 2),
  });
}

/**
 * The state with its places inside the payload. Masked bytes are not text.
 * @param {State} state
 * @returns {State}
 */
export function fitting(state) {
  const last = Math.max(0, state.bytes.length - 1);
  const within = (/** @type {number} */ n, /** @type {number} */ least = 0) => Math.max(least, Math.min(n, last));
  // Two parts need two bytes.
  const split = state.bytes.length < 2 ? '' : state.split;
  return { ...state, split, hexed: state.hexed || state.unmask, at: within(state.at), shift: within(state.shift), cut: within(state.cut, 1) };
}

/**
 * @param {State} s
 * @returns {Record<string, string>}
 */
export const write = (s) => ({
  ...(s.hexed ? { hex: toHex(s.bytes) } : { text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(s.bytes) }),
  key: toHex(s.key),
  way: s.unmask ? 'unmask' : '',
  at: s.at ? String(s.at) : '',
  shift: s.shift ? String(s.shift) : '',
  split: s.split,
  cut: s.split ? String(s.cut) : '',
  next: s.split === 'frame' ? toHex(s.next) : '',
  ...Object.fromEntries(Object.entries(s.drafts).map(([name, text]) => [`typed-${name}`, text])),
});

/**
 * A part of the payload that has a key of its own.
 * @typedef {{from: number, to: number, key: Uint8Array, begins: number}} Part begins: the byte that key byte 0 is XORed with, as the key is placed
 */

/**
 * @param {State} s
 * @returns {Part[]}
 */
export const parts = ({ bytes, key, next, split, cut, shift }) =>
  split === 'frame'
    ? [{ from: 0, to: cut, key, begins: shift }, { from: cut, to: bytes.length, key: next, begins: cut }]
    : [{ from: 0, to: bytes.length, key, begins: shift }];

/** The remainder of a division by 4, of negative numbers too. @param {number} n */
export const mod4 = (n) => ((n % 4) + 4) % 4;

/**
 * @typedef {object} Scene
 * @property {Uint8Array} result what comes out, with the key where it is placed
 * @property {{value: number, used: number, needed: number, n: number, wrong: boolean}[]} keys for each byte: the key's byte, its number, the number that it should have; n: the byte's number in its frame; wrong: the key's byte has the wrong value
 * @property {Uint8Array} wire the payload as the frame carries it
 * @property {Uint8Array} got what a receiver reads in it
 * @property {boolean} misplaced some byte is XORed with the wrong byte of the key
 */

/**
 * @param {Codec} codec
 * @param {State} s
 * @returns {Scene}
 */
export function scene(codec, s) {
  const all = parts(s);
  const keys = all.flatMap(({ from, to, key, begins }) => Array.from({ length: to - from }, (_, k) => {
    const used = mod4(from + k - begins);
    return { value: key[used], used, needed: mod4(k), n: k, wrong: key[used] !== key[mod4(k)] };
  }));
  /** @param {Uint8Array} bytes @param {boolean} placed as the key is placed, or right */
  const xor = (bytes, placed) => {
    const out = new Uint8Array(bytes.length);
    for (const { from, to, key, begins } of all) out.set(mask(codec, bytes.subarray(from, to), key, placed ? mod4(from - begins) : 0), from);
    return out;
  };
  const result = xor(s.bytes, true);
  const wire = s.unmask ? s.bytes : result;
  return { result, keys, wire, got: s.unmask ? result : xor(result, false), misplaced: keys.some(({ wrong }) => wrong) };
}

/**
 * The payload as a receiver reads it that begins again with key byte 0 at the second read.
 * @param {Codec} codec
 * @param {State} s
 * @param {Scene} now
 */
export function restarted(codec, { key, cut }, { wire }) {
  const out = new Uint8Array(wire.length);
  out.set(mask(codec, wire.subarray(0, cut), key), 0);
  out.set(mask(codec, wire.subarray(cut), key), cut);
  return out;
}

/**
 * Whether the payload is a text.
 * @param {State} s
 */
export const isText = ({ bytes, hexed, unmask }) => !unmask && (!hexed || utf8(bytes) !== null);
