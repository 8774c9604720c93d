// Numbers as code writes them: one number, one byte, unless it is in hexadecimal or binary and longer.
import { refuse } from './reading.js';

/**
 * A number that says in which base it is written.
 * @typedef {object} Marked
 * @property {number} base
 * @property {string} digits
 * @property {number} at the first digit's place in the text
 */

/** How languages mark a base: a pattern whose first group is the digits. */
const MARKS = /** @type {[number, RegExp][]} */ ([
  [16, /^0x([\da-f_']+?)_?(?:u8|uy|u|l|ul)?$/i], // C, Go, Rust, Java, JavaScript, Python; F#'s uy
  [16, /^\\?x([\da-f]{2})$/i],
  [16, /^(?:\\u|U\+)00([\da-f]{2})$/i], // JavaScript, Unicode
  [16, /^\\u\{([\da-f]{1,2})\}$/i],
  [16, /^&#x([\da-f]{1,2});$/i], // HTML
  [10, /^&#(\d+);$/],
  [16, /^\$([\da-f]{1,2})$/i], // 6502 and Pascal
  [16, /^&h([\da-f]{1,2})$/i], // Basic
  [16, /^#x([\da-f]{1,2})$/i], // Lisp
  [16, /^16#([\da-f]{1,2})#?$/i], // Erlang, Ada
  [16, /^0?([\da-f]{2})h$/i], // assemblers; 0FFh has a digit in front
  [2, /^0b([01_']+?)_?(?:u8|uy|u|l)?$/i],
  [2, /^2#([01_]+)#?$/],
  [8, /^0o([0-7_]+)$/i],
  [10, /^(\d+)_?(?:u8|i8|uy|y|u)$/i],
]);

/**
 * @param {string} word
 * @returns {Marked | null} null when it does not say
 */
export function marked(word) {
  if (/^0x[\da-f]{1,2}$/i.test(word)) return { base: 16, digits: word.slice(2), at: 2 };
  if (/^\d+$/.test(word)) return null;
  for (const [base, pattern] of MARKS) {
    const match = pattern.exec(word);
    if (match) return { base, digits: match[1].replace(/[_']/g, ''), at: word.indexOf(match[1], base === 16 && /^16#/.test(word) ? 3 : 0) };
  }
  return null;
}

/**
 * The bytes of a marked number.
 * @param {Marked} number
 * @param {string} word
 * @param {number} start the word's place
 * @returns {number[]}
 */
export function bytesOf({ base, digits, at }, word, start) {
  switch (base) {
    case 16:
      if (digits.length <= 2) return [parseInt(digits, 16)];
      if (digits.length % 2) refuse('odd', start + at + digits.length - 1);
      return (digits.match(/../g) ?? []).map((pair) => parseInt(pair, 16));
    case 2:
      if (digits.length > 8 && digits.length % 8) refuse('bits', start, { n: digits.length });
      return (digits.match(/.{1,8}/g) ?? []).map((bits) => parseInt(bits, 2));
    default:
      return [byte(parseInt(digits, base), word, start)];
  }
}

/**
 * @param {number} value
 * @param {string} what as it is written
 * @param {number} start
 */
export function byte(value, what, start) {
  if (value > 255 || value < -128) refuse('range', start, { what });
  return value & 255;
}
