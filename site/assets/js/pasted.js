// What people paste, read as bytes: plain hexadecimal, code of any language, bits, or a hex dump.
import { BytesError, checked, fromHex } from './bytes.js';
import { parseDump } from './hexdump.js';
import { literals, unescaped } from './literal.js';

/** @typedef {'hex' | 'dump' | 'string' | 'list' | 'bits'} Form how bytes were read */
/** @typedef {{bytes: Uint8Array, form: Form}} Pasted */

/**
 * Bytes in any common form, and as which they were read. What could be read in two
 * ways is read in the stricter one or refused, never guessed at silently.
 * @param {string} text
 * @returns {Pasted} throws a BytesError
 */
export function parsePasted(text) {
  const dump = parseDump(text);
  if (dump) return { bytes: dump, form: 'dump' };
  const quoted = literals(text);
  const around = without(text, quoted);
  if (quoted.length && !/[[{(][^[\]{}()]*(,|0x)/i.test(around)) return ofLiterals(text, quoted, around);
  if (text.includes('\\') && !quoted.length) return { bytes: checked(bare(text)), form: 'string' };
  const bracketed = /[[{(]/.test(text);
  if (bracketed || /[,;]|0x|(^|\s)0b[01]{8}|(^|\s)0o[0-7]/i.test(text)) return ofList(text, bracketed);
  if (/^\s*[01]{8}(\s+[01]{8})+\s*$/.test(text)) {
    return { bytes: checked(text.trim().split(/\s+/).map((b) => parseInt(b, 2))), form: 'bits' };
  }
  return { bytes: hexGroups(text), form: 'hex' };
}

/**
 * A text with spaces for its quoted strings.
 * @param {string} text
 * @param {import('./literal.js').Literal[]} quoted
 */
function without(text, quoted) {
  let at = 0;
  const parts = quoted.flatMap(({ start, end }) => {
    const before = text.slice(at, start);
    at = end;
    return [before, ' '.repeat(end - start)];
  });
  return parts.join('') + text.slice(at);
}

/**
 * Quoted strings: bytes where the language has them with escapes, else hexadecimal.
 * @param {string} text
 * @param {import('./literal.js').Literal[]} quoted
 * @param {string} around the text without them
 * @returns {Pasted}
 */
function ofLiterals(text, quoted, around) {
  const strings = /\\/.test(text) || /(^|[^\w])b\s*$|\b(byte|printf|echo)\b/i.test(around.slice(0, quoted[0].end).trimEnd());
  const stray = around.indexOf('\\');
  if (stray >= 0) throw new BytesError('bad', { at: stray + 1, what: '\\', form: 'string' });
  if (strings) return { bytes: checked(quoted.flatMap((q) => unescaped(q.text, q.start + 1))), form: 'string' };
  const blank = quoted.reduce((t, q) => t + ' '.repeat(q.start + 1 - t.length) + q.text + ' ', '');
  return { bytes: hexGroups(blank), form: 'hex' };
}

/**
 * Escapes without quotes round them: only escapes, for nothing says where other characters begin.
 * @param {string} text
 */
function bare(text) {
  const other = /\\x[0-9a-f]{2}|\\[0-7]{3}|\s+|([^])/gi;
  for (const match of text.matchAll(other)) {
    if (match[1]) throw new BytesError('bad', { at: (match.index ?? 0) + 1, what: match[1], form: 'string' });
  }
  return unescaped(text.replace(/\s/g, ''), 1);
}

/**
 * A list: numbers as code writes them, or pairs of hexadecimal digits.
 * @param {string} text
 * @param {boolean} bracketed
 * @returns {Pasted}
 */
function ofList(text, bracketed) {
  const items = [...(bracketed ? inside(text) : text).matchAll(/'(?:\\.|[^'\\])'|[^\s,;]+/g)];
  const marked = items.some((m) => /^0x/i.test(m[0]));
  const letters = items.some((m) => /^\d*[a-f][\da-f]*$/i.test(m[0]) && !/^0[xbo]/i.test(m[0]));
  const short = items.every((m) => /^[\da-f]{2}$/i.test(m[0]));
  const asHex = !marked && (letters || (!bracketed && short));
  const commas = bracketed || text.includes(',');
  /** @type {number[]} */
  const out = [];
  for (const { 0: word, index } of items) {
    const at = (index ?? 0) + 1;
    if (asHex) {
      if (!/^[\da-f]{2}$/i.test(word)) throw new BytesError('bad', { at, what: word, form: 'hex' });
      out.push(parseInt(word, 16));
    } else {
      for (const b of word.startsWith("'") ? unescaped(word.slice(1, -1), at + 1) : number(word, at, commas)) out.push(b);
    }
  }
  return { bytes: checked(out), form: asHex ? 'hex' : items.length && items.every((m) => /^0b/i.test(m[0])) ? 'bits' : 'list' };
}

/**
 * What stands in the innermost brackets, with spaces for all else: of braces, or
 * else of square ones, or else of round ones.
 * @param {string} text
 */
function inside(text) {
  for (const group of [/\{([^{}]*)\}/g, /\[([^[\]]*)\]/g, /\(([^()]*)\)/g]) {
    let out = '';
    for (const match of text.matchAll(group)) {
      if (match[1].trim()) out += ' '.repeat((match.index ?? 0) + 1 - out.length) + match[1] + ' ';
    }
    if (out || (group.source.startsWith('\\{') && /\{\s*\}/.test(text))) return out;
  }
  throw new BytesError('bad', { at: text.search(/[[{(]/) + 1, what: text[text.search(/[[{(]/)], form: 'list' });
}

/**
 * @param {string} word
 * @param {number} at its first character, from 1
 * @param {boolean} decimal numbers without a mark may stand here
 */
function number(word, at, decimal) {
  const match = /^0(x|b|o)([\da-f]+)(?:u8|u)?$/i.exec(word);
  if (!match) {
    if (!decimal || !/^\d+$/.test(word) || /^0\d\d/.test(word)) throw new BytesError('bad', { at, what: word, form: 'list' });
    return [byte(Number(word), word, at)];
  }
  const digits = match[2];
  switch (match[1].toLowerCase()) {
    case 'x':
      if (digits.length <= 2) return [parseInt(digits, 16)];
      if (digits.length % 2) throw new BytesError('odd', { at: at + 1 + digits.length });
      return [...fromHex(digits)];
    case 'b':
      if (!/^[01]+$/.test(digits)) throw new BytesError('bad', { at, what: word, form: 'bits' });
      if (digits.length > 8 && digits.length % 8) throw new BytesError('bits', { n: digits.length });
      return (digits.match(/.{1,8}/g) ?? []).map((b) => parseInt(b, 2));
    default:
      if (!/^[0-7]+$/.test(digits)) throw new BytesError('bad', { at, what: word, form: 'list' });
      return [byte(parseInt(digits, 8), word, at)];
  }
}

/**
 * @param {number} value
 * @param {string} what
 * @param {number} at
 */
function byte(value, what, at) {
  if (value > 255) throw new BytesError('range', { at, what });
  return value;
}

/**
 * Hexadecimal in groups of whole bytes; colons or hyphens may stand between pairs.
 * @param {string} text
 */
function hexGroups(text) {
  const pairs = /^\s*[0-9a-f]{2}([:-]\s*[0-9a-f]{2})+\s*$/i.test(text) ? text.replace(/[:-]/g, ' ') : text;
  for (const match of pairs.matchAll(/\S+/g)) {
    if (match[0].length % 2 && /^[0-9a-f]+$/i.test(match[0])) throw new BytesError('odd', { at: (match.index ?? 0) + match[0].length });
  }
  return fromHex(pairs);
}
