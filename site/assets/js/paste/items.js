// A row of numbers: in which base they are written, from what they say and from what they cannot be.
import { unescaped } from './escapes.js';
import { hopeful } from './frames.js';
import { byte, bytesOf, marked } from './number.js';
import { refuse, Sink } from './reading.js';

/**
 * @typedef {object} Item
 * @property {string} text
 * @property {number} start its first character's index
 * @property {boolean} [char] what is between the quotes of a character literal
 */

/** @typedef {import('./reading.js').Reading} Reading */
/** @typedef {{bracketed: boolean, commas: boolean}} Row whether the items are in brackets, and whether commas separate them */

/**
 * The readings of a row of items, the likelier first.
 * @param {Item[]} items
 * @param {Row} row
 * @param {string} text with the characters as they were pasted
 * @returns {Reading[]} at least one; throws a BytesError
 */
export function interpret(items, row, text) {
  if (items.some((i) => i.char || marked(i.text) || i.text.startsWith('-'))) return [ofMarked(items, row, text)];
  const can = /** @type {(Reading | null)[]} */ ([
    hexadecimal(items, row),
    bits(items),
    octal(items),
    decimal(items),
  ]);
  const [hex, binary, oct, dec] = can;
  const grouped = items.every((i) => i.text.length === 8) || items.every((i) => i.text.length === 4);
  const order = [];
  if (binary && (items.length > 1 || !hex) && (grouped || !hex)) order.push(binary);
  const zeros = items.some((i) => /^0\d\d/.test(i.text));
  // Within brackets numbers are decimal unless they say otherwise; a leading zero does.
  if (row.bracketed && dec && !zeros) order.push(dec);
  order.push(hex);
  if (zeros) order.push(oct, dec);
  order.push(dec, oct, binary);
  const out = [...new Set(order)].filter((r) => r !== null);
  if (!out.length) explain(items, row);
  if (row.bracketed || row.commas) out.sort((a, b) => Number(hopeful(b.bytes)) - Number(hopeful(a.bytes)));
  return out;
}

/**
 * @param {Item[]} items
 * @param {Row} row
 * @param {string} text
 */
function ofMarked(items, { bracketed, commas }, text) {
  const sink = new Sink();
  const signed = items.find((i) => /^-/.test(i.text) && !i.char);
  let binary = true;
  for (const { text: word, start, char } of items) {
    const end = start + word.length;
    if (char) {
      sink.append(unescaped(text, start, end));
      binary = false;
      continue;
    }
    const number = marked(word);
    binary &&= number?.base === 2;
    if (number) {
      const bytes = bytesOf(number, word, start);
      const width = number.base === 16 ? 2 : 8;
      if (bytes.length === 1) sink.put(bytes[0], start, end);
      else bytes.forEach((b, i) => sink.put(b, i ? start + number.at + i * width : start, i === bytes.length - 1 ? end : start + number.at + (i + 1) * width));
      continue;
    }
    // Without brackets or commas a number that is not marked may be in either base; with a zero in front it may be octal.
    if (!/^-?\d+$/.test(word) || !(bracketed || commas || signed) || /^-?0\d\d/.test(word)) refuse('bad', start, { what: word, form: 'list' });
    const value = Number(word);
    if (signed && value > 127) refuse('range', start, { what: word });
    sink.put(byte(value, word, start), start, end);
  }
  return sink.reading(binary ? 'bits' : 'list');
}

/**
 * @param {Item[]} items
 * @param {Row} row
 */
function hexadecimal(items, { bracketed, commas }) {
  const sink = new Sink();
  const apart = bracketed && items.some((i) => /[a-f]/i.test(i.text));
  for (const { text, start } of items) {
    if (!/^[\da-f]+$/i.test(text)) return null;
    if (text.length === 1 && apart) sink.put(parseInt(text, 16), start, start + 1);
    else if (text.length % 2 || ((bracketed || commas) && text.length > 2)) return null;
    else for (let i = 0; i < text.length; i += 2) sink.put(parseInt(text.slice(i, i + 2), 16), start + i, start + i + 2);
  }
  return sink.reading('hex');
}

/** @param {Item[]} items */
function bits(items) {
  if (!items.every((i) => /^[01][01_]*$/.test(i.text))) return null;
  const sink = new Sink();
  let value = 0;
  let n = 0;
  let first = 0;
  for (const { text, start } of items) {
    for (let i = 0; i < text.length; i++) {
      if (text[i] === '_') continue;
      if (n === 0) first = start + i;
      sink.mark(start + i, start + i + 1);
      value = (value << 1) | Number(text[i]);
      if (++n < 8) continue;
      sink.put(value, Math.max(first, start), start + i + 1);
      value = n = 0;
    }
  }
  return n || !sink.bytes.length ? null : sink.reading('bits');
}

/** @param {Item[]} items */
function octal(items) {
  return items.every((i) => /^[0-3][0-7]{2}$/.test(i.text)) ? inBase(items, 8, 'octal') : null;
}

/** @param {Item[]} items */
function decimal(items) {
  const padded = items.every((i) => i.text.length === 3);
  if (!items.every((i) => /^\d{1,3}$/.test(i.text) && Number(i.text) < 256 && (padded || !/^0\d/.test(i.text)))) return null;
  return inBase(items, 10, 'dec');
}

/**
 * @param {Item[]} items
 * @param {number} base
 * @param {string} form
 */
function inBase(items, base, form) {
  const sink = new Sink();
  for (const { text, start } of items) sink.put(parseInt(text, base), start, start + text.length);
  return sink.reading(form);
}

/**
 * Say why items that could be in no base are refused.
 * @param {Item[]} items
 * @param {Row} row
 * @returns {never}
 */
function explain(items, row) {
  const decimals = items.every((i) => /^\d+$/.test(i.text)) && (row.bracketed || row.commas || items.every((i) => i.text.length <= 3));
  for (const { text, start } of items) {
    if (decimals && Number(text) > 255) refuse('range', start, { what: text });
    const other = text.search(/[^\da-f]/i);
    if (other >= 0) refuse('bad', start + other, { what: text[other], form: 'hex' });
  }
  for (const { text, start } of items) {
    if (decimals && /^0\d/.test(text)) refuse('bad', start, { what: text, form: 'dec' });
    if (text.length % 2) refuse('odd', start + text.length - 1);
  }
  const long = items.find((i) => i.text.length > 2) ?? items[0];
  refuse(/^[01]+$/.test(long.text) ? 'bits' : 'words', long.start, { what: long.text, n: long.text.length });
}
