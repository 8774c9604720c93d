// The deflate lab's state: two texts of one connection, or compressed bytes by hand for the first.
import { BytesError, fromHex, toHex } from '../../base/bytes.js';
import { t } from '../../base/words.js';

/**
 * @typedef {object} State
 * @property {string} one the first message
 * @property {string} two the second message; empty: there is none
 * @property {Uint8Array | null} hex the first message as compressed bytes, by hand, in place of its text
 * @property {boolean} takeover a message may refer to the one before
 * @property {boolean} lines each line of a message is a frame of its own
 * @property {number} at the code that is looked at, counted through both messages
 * @property {Record<string, string>} drafts what was typed and cannot be used, by the field's name
 */

/** The most bytes of a text, and of compressed bytes by hand. */
export const MOST = 4096;

/** The most frames of a message. */
const FRAMES = 32;

/**
 * The text as it can be written in UTF-8.
 * @param {string} text
 */
const whole = (text) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(new TextEncoder().encode(text));

/**
 * Why a text cannot be used; '' if it can.
 * @param {string} text
 */
export function tooLong(text) {
  const n = new TextEncoder().encode(text).length;
  return n > MOST ? t('zip.bad.long', { n, max: MOST }) : '';
}

/**
 * Compressed bytes as they were typed.
 * @param {string} text
 * @returns {Uint8Array | {problem: string}}
 */
export function compressedOf(text) {
  try {
    const bytes = fromHex(text);
    return bytes.length > MOST ? { problem: t('zip.bad.long', { n: bytes.length, max: MOST }) } : bytes;
  } catch (error) {
    if (!(error instanceof BytesError)) throw error;
    return { problem: t(`paste.${error.kind}`, { at: 0, what: '', n: 0, max: MOST, form: t('paste.form.hex'), ...error.detail }) };
  }
}

const FIELDS = ['one', 'two', 'hex', 'takeover', 'lines', 'at', 'typed-one', 'typed-two', 'typed-hex'];

/**
 * @param {Map<string, string>} fields
 * @returns {State | {problem: string}}
 */
export function read(fields) {
  const other = [...fields.keys()].find((name) => !FIELDS.includes(name));
  if (other !== undefined) return { problem: t('bytelab.unknown', { name: other }) };
  for (const [name, values] of [['takeover', ['', 'off']], ['lines', ['', 'on']]]) {
    const value = fields.get(String(name)) ?? '';
    if (!values.includes(value)) return { problem: t('bytelab.bad', { name: String(name), value }) };
  }
  const at = fields.get('at') ?? '';
  if (!/^\d{0,5}$/.test(at)) return { problem: t('bytelab.bad', { name: 'at', value: at }) };
  const begun = fields.size > 0;
  const one = whole(fields.get('one') ?? (begun ? '' : t('zip.start.one')));
  const two = whole(fields.get('two') ?? (begun ? '' : t('zip.start.two')));
  const problem = tooLong(one) || tooLong(two);
  if (problem) return { problem };
  const typed = fields.get('hex');
  const hex = typed === undefined ? null : compressedOf(typed);
  if (hex && 'problem' in hex) return hex;
  /** @type {Record<string, string>} */
  const drafts = {};
  for (const name of ['one', 'two', 'hex']) {
    const text = fields.get(`typed-${name}`);
    if (text !== undefined) drafts[name] = text;
  }
  return { one, two, hex, takeover: fields.get('takeover') !== 'off', lines: fields.get('lines') === 'on', at: Number(at || (begun ? 0 : t('zip.start.at'))), drafts };
}

/**
 * @param {State} s
 * @returns {Record<string, string>}
 */
export const write = (s) => ({
  ...(s.hex ? { hex: toHex(s.hex) || ' ' } : { one: s.one }), // a space: no bytes, and not the text that the lab begins with
  two: s.two,
  takeover: s.takeover ? '' : 'off',
  lines: s.lines ? 'on' : '',
  at: s.at || !s.one ? String(s.at) : '',
  ...Object.fromEntries(Object.entries(s.drafts).map(([name, text]) => [`typed-${name}`, text])),
});

/**
 * A message's fragments: its lines, each with its line break, or the message as it is.
 * @param {string} text
 * @param {boolean} lines
 */
export function fragments(text, lines) {
  const parts = lines ? text.match(/[^\n]*\n|[^\n]+$/g) ?? [''] : [text];
  const kept = parts.length > FRAMES ? [...parts.slice(0, FRAMES - 1), parts.slice(FRAMES - 1).join('')] : parts;
  return kept.map((part) => new TextEncoder().encode(part));
}
