// The UTF-8 lab's state: some bytes, what they are sent as, and how many of them have been read.
import { BytesError, toHex } from '../../base/bytes.js';
import { utf8 } from '../../frame/view.js';
import { t } from '../../base/words.js';
import { typedBytes } from './utf8bytes.js';

/** @typedef {'' | 'frames' | 'close'} Form what the bytes are: a text message in one frame or in two, or the reason of a Close frame */

/**
 * @typedef {object} State
 * @property {Uint8Array} bytes
 * @property {Form} as
 * @property {number} cut how many of them are in the first of two frames
 * @property {number} fed how many have been read; one more: the text has ended, too
 * @property {Record<string, string>} drafts what was typed and cannot be used, by the field's name
 */

/** The most bytes: all of them are drawn. */
export const MOST = 256;

/**
 * Bytes as they were typed.
 * @param {string} text
 * @param {boolean} hexed they are written as bytes, not as the text that they hold
 * @returns {Uint8Array | {problem: string}}
 */
export function bytesOf(text, hexed) {
  try {
    const bytes = hexed ? typedBytes(text) : new TextEncoder().encode(text);
    return bytes.length > MOST ? { problem: t('chars.bad.long', { n: bytes.length, max: MOST }) } : bytes;
  } catch (error) {
    if (!(error instanceof BytesError)) throw error;
    return { problem: t(`paste.${error.kind}`, { at: 0, what: '', n: 0, max: MOST, ...error.detail, form: t('paste.form.hex') }) };
  }
}

const FIELDS = ['text', 'hex', 'as', 'cut', 'fed', 'typed-text', 'typed-bytes'];

/**
 * @param {Map<string, string>} fields
 * @returns {State | {problem: string}}
 */
export function read(fields) {
  const other = [...fields.keys()].find((name) => !FIELDS.includes(name));
  if (other !== undefined) return { problem: t('bytelab.unknown', { name: other }) };
  const begun = fields.size > 0;
  const hex = fields.get('hex');
  const bytes = bytesOf(hex ?? fields.get('text') ?? (begun ? '' : t('chars.start.text')), hex !== undefined);
  if ('problem' in bytes) return bytes;
  const as = fields.get('as') ?? '';
  if (!['', 'frames', 'close'].includes(as)) return { problem: t('bytelab.bad', { name: 'as', value: as }) };
  const numbers = { cut: Math.ceil(bytes.length / 2), fed: begun ? 0 : 2 };
  for (const name of /** @type {const} */ (['cut', 'fed'])) {
    const text = fields.get(name) ?? '';
    if (!/^\d{0,4}$/.test(text)) return { problem: t('bytelab.bad', { name, value: text }) };
    if (text) numbers[name] = Number(text);
  }
  /** @type {Record<string, string>} */
  const drafts = {};
  for (const name of ['text', 'bytes']) {
    const text = fields.get(`typed-${name}`);
    if (text !== undefined) drafts[name] = text;
  }
  return fitting({ bytes, as: /** @type {Form} */ (as), drafts, ...numbers });
}

/**
 * The state with its places inside the text.
 * @param {State} s
 * @returns {State}
 */
export const fitting = (s) => ({ ...s, cut: Math.min(s.cut, s.bytes.length), fed: Math.min(s.fed, s.bytes.length + 1) });

/**
 * @param {State} s
 * @returns {Record<string, string>}
 */
export const write = (s) => {
  const text = utf8(s.bytes);
  return {
    ...(text === null ? { hex: toHex(s.bytes) } : { text }),
    as: s.as,
    cut: s.as === 'frames' ? String(s.cut) : '',
    // An empty text is not the text that the lab begins with.
    fed: s.fed || !s.bytes.length ? String(s.fed) : '',
    ...Object.fromEntries(Object.entries(s.drafts).map(([name, typed]) => [`typed-${name}`, typed])),
  };
};
