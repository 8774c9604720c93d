// Reads bytes as exercises accept them: hexadecimal, also with 0x before a byte and commas between
// bytes, as in the lessons and in code.
import { BytesError, fromHex, MAX_BYTES } from '../base/bytes.js';
import { t } from '../base/words.js';

/**
 * @param {string} text
 * @param {number} [wanted] how many bytes are asked for, where that is known
 * @returns {Uint8Array | {error: string}}
 */
export function hexOrError(text, wanted) {
  try {
    return fromHex(digits(text));
  } catch (error) {
    if (!(error instanceof BytesError)) throw error;
    const { at = 0, n = 0 } = error.detail;
    if (error.kind === 'long') return { error: t('paste.long', { n, max: MAX_BYTES }) };
    if (error.kind === 'odd') return { error: t('ex.hex.odd', { at }) };
    if (!isText(text)) return { error: t('ex.hex.bad', { at }) };
    return { error: wanted ? t('ex.hex.text.n', { n: wanted }) : t('ex.hex.text') };
  }
}

/**
 * Where some bytes are in such a text.
 * @param {string} text
 * @param {number} byte
 * @param {number} n
 * @returns {[number, number]}
 */
export function hexRange(text, byte, n) {
  const all = [...digits(text).matchAll(/[0-9a-f]/gi)].map((m) => m.index);
  const from = all[byte * 2] ?? text.length;
  const last = all[(byte + n) * 2 - 1];
  return [from, last === undefined ? text.length : last + 1];
}

/**
 * The text with spaces in place of 0x and commas. Every character keeps its place.
 * @param {string} text
 */
const digits = (text) => text.replace(/(^|[\s,])0x(?=[0-9a-f])/gi, '$1  ').replaceAll(',', ' ');

/**
 * Whether someone typed text in place of its bytes, not just a wrong digit.
 * @param {string} text
 */
function isText(text) {
  const characters = [...text.replace(/\s/g, '')];
  return characters.filter((c) => !/[0-9a-f]/i.test(c)).length * 2 >= characters.length;
}
