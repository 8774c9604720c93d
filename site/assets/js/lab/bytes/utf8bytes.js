// Bytes as someone types them into the UTF-8 lab: hexadecimal, escapes, code points, percent signs.
import { BytesError, fromHex } from '../../base/bytes.js';
import { unescaped } from '../../paste/escapes.js';

/**
 * The number of a character in UTF-8, also one that no character may have.
 * @param {number} n below 2 to the power of 21
 */
export function encoded(n) {
  if (n < 0x80) return [n];
  if (n < 0x800) return [0xc0 | (n >> 6), 0x80 | (n & 63)];
  if (n < 0x10000) return [0xe0 | (n >> 12), 0x80 | ((n >> 6) & 63), 0x80 | (n & 63)];
  return [0xf0 | (n >> 18), 0x80 | ((n >> 12) & 63), 0x80 | ((n >> 6) & 63), 0x80 | (n & 63)];
}

const QUOTES = /^\s*(?:[a-z]{0,2})(["'`])([\s\S]*)\1\s*;?\s*$/i;
const POINT = /^U\+([\da-f]{1,6})$/i;
const NUMBER = /^(?:0x|\$|#x?)?([\da-f]+)h?$/i;

/**
 * @param {string} text ed a0 80, 0xED, 0xA0, "\xed\xa0\x80", %ED%A0%80 or U+D800
 * @returns {Uint8Array} throws a BytesError
 */
export function typedBytes(text) {
  const quoted = QUOTES.exec(text);
  if (quoted || text.includes('\\')) {
    const body = quoted ? quoted[2] : text.trim();
    const sink = unescaped(body, 0, body.length);
    return Uint8Array.from(sink.bytes);
  }
  if (text.includes('%')) return percent(text.trim());
  /** @type {number[]} */
  const out = [];
  for (const match of text.matchAll(/[^\s,;:|{}()[\]-]+/g)) {
    const [token] = match;
    const at = match.index + 1;
    const point = POINT.exec(token);
    if (point) {
      const n = parseInt(point[1], 16);
      if (n >= 1 << 21) throw new BytesError('escape', { at, what: token });
      out.push(...encoded(n));
      continue;
    }
    const number = NUMBER.exec(token);
    if (!number) {
      const wrong = [...token].find((c) => !/[\da-f]/i.test(c)) ?? token;
      throw new BytesError('bad', { at: at + token.indexOf(wrong), what: wrong, form: 'hex' });
    }
    const digits = number[1].length === 1 ? `0${number[1]}` : number[1];
    if (digits.length % 2) throw new BytesError('odd', { at: at + token.length - 1 });
    out.push(...fromHex(digits));
  }
  return Uint8Array.from(out);
}

/** @param {string} text */
function percent(text) {
  /** @type {number[]} */
  const out = [];
  for (const match of text.matchAll(/%([\da-f]{2})|%|[^%]+/gi)) {
    if (match[1]) out.push(parseInt(match[1], 16));
    else if (match[0] === '%') throw new BytesError('escape', { at: match.index + 1, what: text.slice(match.index, match.index + 3) });
    else out.push(...new TextEncoder().encode(match[0]));
  }
  return Uint8Array.from(out);
}
