// Strings as code writes them: quotes, and the escapes of C, Go, JavaScript, Python and the shell.
import { BytesError } from './bytes.js';

/**
 * @typedef {object} Literal
 * @property {string} text what stands between the quotes, with its escapes
 * @property {number} start of the opening quote
 * @property {number} end behind the closing quote
 */

/**
 * The quoted strings in some code.
 * @param {string} code
 * @returns {Literal[]}
 */
export function literals(code) {
  const out = [];
  for (let i = 0; i < code.length; i++) {
    const quote = code[i];
    if (quote !== '"' && quote !== "'") continue;
    let end = i + 1;
    while (end < code.length && code[end] !== quote) end += code[end] === '\\' ? 2 : 1;
    if (end >= code.length) break;
    out.push({ text: code.slice(i + 1, end), start: i, end: end + 1 });
    i = end;
  }
  return out;
}

/** @type {Record<string, number>} */
const SHORT = { n: 10, r: 13, t: 9, a: 7, b: 8, f: 12, v: 11, e: 27, '\\': 92, "'": 39, '"': 34 };

const encoder = new TextEncoder();

/**
 * The bytes of a string with escapes; its other characters are themselves, in UTF-8.
 * @param {string} text
 * @param {number} at its first character's place, from 1 on the next
 * @returns {number[]}
 */
export function unescaped(text, at) {
  /** @type {number[]} */
  const out = [];
  for (const match of text.matchAll(/\\x([\da-f]{0,2})|\\([0-7]{1,3})|\\u([\da-f]{4})|\\([^])|[^\\]+/gi)) {
    const [whole, hex, octal, unit, short] = match;
    const place = at + (match.index ?? 0);
    if (hex !== undefined) {
      if (hex.length < 2) throw new BytesError('odd', { at: place });
      out.push(parseInt(hex, 16));
    } else if (octal !== undefined) {
      const value = parseInt(octal, 8);
      if (value > 255) throw new BytesError('range', { at: place, what: whole });
      out.push(value);
    } else if (short !== undefined) {
      if (!Object.hasOwn(SHORT, short)) throw new BytesError('bad', { at: place, what: whole, form: 'string' });
      out.push(SHORT[short]);
    } else {
      for (const b of encoder.encode(unit ? String.fromCharCode(parseInt(unit, 16)) : whole)) out.push(b);
    }
  }
  return out;
}
