// Bytes written line by line, with labels before them and notes after them: hexadecimal, decimals, bits, escapes.
import { BytesError } from '../base/bytes.js';
import { column } from './column.js';
import { dumpLine } from './dumpline.js';
import { interpret } from './items.js';
import { note, starts, way } from './labels.js';
import { refuse } from './reading.js';
import { lines } from './text.js';
import { tokens } from './tokens.js';

/** @typedef {import('./items.js').Item} Item */
/** @typedef {import('./reading.js').Reading} Reading */

const ITEM = /\\x[\da-f]{2}|\\u00[\da-f]{2}|\\u\{[\da-f]{1,2}\}|U\+00[\da-f]{2}\b|&#(?:\d{1,3}|x[\da-f]{1,2});|\\[0-3][0-7]{2}|(?:0x[\da-f]+(?:u8)?|0b[01_]+|0o[0-7]+|x[\da-f]{2}|[$#]x?[\da-f]{2}|&h[\da-f]{1,2}|0?[\da-f]{2}h|(?:[\da-f]{2}:)+[\da-f]{2}:?|(?:[\da-f]{2}-)+[\da-f]{2}-?|-?[\da-f]+(?:_[01]+)*)(?=[\s,;|"'()\\.\u2026<>\]}]|$)/iy;
const CUT = /^[\s,]*(?:[[(]?(?:\u2026|\.{3}|truncated|snip|cut off)|[[(]?(?:and |\+)?\d+ more\b)/i;

/**
 * @typedef {object} Row the bytes of a line
 * @property {Item[]} items
 * @property {string} label
 * @property {number | null} index
 * @property {boolean} commas
 */

/**
 * @param {string} text with plain characters
 * @param {string} original the same as it was pasted
 * @returns {Reading[]} throws a BytesError
 */
export function loose(text, original) {
  const bare = withoutComments(text);
  /** @type {Row[]} */
  const rows = [];
  // tshark indents what the server sent.
  const followed = /^Follow: \w+,raw/m.test(text);
  for (const { text: line, start } of lines(bare)) {
    if (dumpLine({ text: line, start }).kind === 'filler') continue;
    const found = row(line, start);
    rows.push(followed ? { ...found, label: /^\s/.test(line) ? '<' : '>' } : found);
  }
  if (!rows.length) refuse('unexplained', Math.max(0, text.search(/\S/)), { what: text.trim().slice(0, 12) });
  const counted = counts(rows);
  const bracketed = counted && rows.every((r) => r.items.length === 1);
  const commas = rows.some((r) => r.commas);
  differ(rows);
  const labels = rows.some((r) => /[^\W\d_]/.test(r.label));
  const all = rows.flatMap((r) => r.items);
  // "I said: face" is a sentence.
  if (labels && !all.some((i) => /\d/.test(i.text))) refuse('unexplained', all[0].start, { what: all[0].text });
  return directions(rows, { bracketed, commas }, original) ?? interpret(all, { bracketed, commas }, original);
}

/**
 * The text with spaces for its comments, fences and line continuations.
 * @param {string} text
 */
function withoutComments(text) {
  const parts = [];
  let at = 0;
  for (const { kind, start, end } of tokens(text)) {
    if (kind !== 'comment') continue;
    parts.push(text.slice(at, start), text.slice(start, end).replace(/[^\n\r]/g, ' '));
    at = end;
  }
  return (parts.join('') + text.slice(at)).replace(/\\(?=[^\S\n\r]*(?:[\n\r]|$))/g, ' ').replace(/`/g, ' ');
}

/**
 * A line's bytes: after the first label that is followed only by bytes and notes.
 * @param {string} line
 * @param {number} start
 * @returns {Row} throws a BytesError
 */
function row(line, start) {
  /** @type {BytesError | null} */
  let worst = null;
  for (const { at, firm, index } of starts(line)) {
    if (!firm && !/^\s*0x/i.test(line.slice(at))) continue;
    try {
      const found = items(line, at, start);
      return { ...found, label: line.slice(0, at), index };
    } catch (error) {
      if (!(error instanceof BytesError)) throw error;
      if (!worst || Number(error.detail.at) > Number(worst.detail.at)) worst = error;
    }
  }
  throw worst;
}

/**
 * @param {string} line
 * @param {number} from
 * @param {number} start
 * @returns {{items: Item[], commas: boolean}} throws a BytesError
 */
function items(line, from, start) {
  /** @type {Item[]} */
  const out = [];
  let commas = false;
  let at = from + line.slice(from).search(/\S|$/);
  const ends = [];
  while (at < line.length) {
    ITEM.lastIndex = at;
    const match = ITEM.exec(line);
    if (!match) break;
    const word = match[0];
    // Escapes follow each other; so do only pairs with colons.
    if (/[\da-f][:-][\da-f]/i.test(word)) {
      for (const pair of word.matchAll(/[\da-f]{2}/gi)) {
        out.push({ text: pair[0], start: start + at + pair.index });
        ends.push(at + pair.index + 2);
      }
    } else {
      out.push({ text: octal(word), start: start + at });
      ends.push(at + word.length);
    }
    at += word.length;
    const gap = /^(?:[^\S\n]*[,;|][^\S\n]*(?=[^\s]|$)|[^\S\n]+|(?=\\|&#))/.exec(line.slice(at, at + 200));
    if (!gap) break;
    if (/[,;]/.test(gap[0]) && /[\da-f\\$&#-]/i.test(line[at + gap[0].length] ?? '')) commas = true;
    at += gap[0].length;
  }
  const colons = ends.filter((e, i) => i && /[:-]/.test(line[out[i].start - start - 1])).length;
  if (colons && colons < out.length - 1) refuse('unexplained', start + from + line.slice(from).search(/[:-]/), { what: ':' });
  if (!out.length) refuseWord(line, at < line.length ? at : line.search(/\S/), start);
  // A column of characters may look like bytes; so may its dots be a cut.
  const shown = columnAt(out, ends, line);
  if (shown >= 0) return { items: out.slice(0, shown), commas };
  const last = ends[ends.length - 1];
  const end = /^[:-]$/.test(line.slice(last).trim()) ? line.length : last; // pairs continue in the next line
  const rest = line.slice(end);
  if (CUT.test(rest)) refuse('cut', start + end + rest.search(/[^\s,]/), { what: rest.trim().slice(0, 12) });
  const wrong = note(rest);
  if (wrong >= 0) refuseWord(line, end + wrong + Math.max(0, rest.slice(wrong).search(/\S/)), start);
  return { items: out, commas };
}

/** @param {string} word an octal escape is a number in base 8; other words stay */
const octal = (word) => (/^\\[0-7]{3}$/.test(word) ? `0o${word.slice(1)}` : word);

/**
 * How many items there are before a column that shows them; -1 without one.
 * @param {Item[]} all
 * @param {number[]} ends
 * @param {string} line
 */
function columnAt(all, ends, line) {
  if (all.length > 80) return -1;
  const values = [];
  const counts = [];
  for (const { text } of all) {
    const hex = /^(?:0x)?((?:[\da-f]{2})+)$/i.exec(text)?.[1];
    if (!hex) break;
    for (const pair of hex.match(/../g) ?? []) values.push(parseInt(pair, 16));
    counts.push(values.length);
  }
  for (let n = counts.length; n > 0 && counts[n - 1] > 1; n--) {
    const rest = line.slice(ends[n - 1]);
    if (/^ ?(?:\.{3}|\u2026+)\s*$/.test(rest)) return -1;
    if (column(rest, values.slice(0, counts[n - 1])) === -2 && /^\s/.test(rest)) return n;
  }
  return -1;
}

/**
 * @param {string} line
 * @param {number} at
 * @param {number} start
 * @returns {never}
 */
function refuseWord(line, at, start) {
  const word = /^[^\s,;]+/.exec(line.slice(at))?.[0] ?? '';
  const other = word.search(/[^\da-f]/i);
  if (/\\(?:x[\da-f]{2}|[0-3][0-7]{2})$/i.test(line.slice(0, at))) refuse('bad', start + at, { what: word[0] ?? line[at], form: 'string' });
  if (CUT.test(word)) refuse('cut', start + at, { what: word });
  if (/^[\da-f]{1,2}[^\da-f:]/i.test(word) && other < 3) refuse('bad', start + at + other, { what: word[other], form: 'hex' });
  if (/^[[({<"'`]/.test(word) && !/[\])}>"'`]/.test(line.slice(at + 1))) refuse('open', start + at, { what: word[0] });
  return refuse('unexplained', start + Math.min(at, Math.max(0, line.length - 1)), { what: word.slice(0, 20) });
}

/**
 * Refuse a single number that has another label than the bytes: Opcode: 1.
 * @param {Row[]} rows
 */
function differ(rows) {
  const names = rows.map((r) => r.label.replace(/[^A-Za-z\u00aa-\ud7ff]+/g, ' ').trim());
  if (new Set(names.filter(Boolean)).size < 2) return;
  const odd = rows.find((r) => r.items.length === 1 && /^\d$|^\d{3}$/.test(r.items[0].text));
  if (odd) refuse('unexplained', odd.items[0].start, { what: odd.items[0].text });
}

/**
 * Whether labels count the items, as a debugger's do. Then they have to count them all.
 * @param {Row[]} rows
 */
function counts(rows) {
  if (rows.some((r) => r.index === null) || rows.some((r) => r.items.length > 1 && /[^\W\d]/.test(r.label))) return false;
  const first = Number(rows[0].index);
  // Lines may be numbered instead, where the numbers have several bytes each.
  if (first < 2 && rows.length > 1 && rows.every((r, i) => r.index === first + i) && rows.some((r) => r.items.length > 1)) return false;
  // R and Lua count from one.
  let next = first === 1 ? 1 : 0;
  for (const { items: all, index, label } of rows) {
    if (index !== next && !(rows.length === 1 && (index === all.length || /[^\W\d_]/.test(label)))) {
      refuse('offset', all[0].start - label.length + Math.max(0, label.search(/\d/)), { what: String(index), n: next });
    }
    next += all.length;
  }
  return true;
}

/**
 * Two streams, where labels name both directions.
 * @param {Row[]} rows
 * @param {import('./items.js').Row} how
 * @param {string} original
 * @returns {Reading[] | null}
 */
function directions(rows, how, original) {
  let last = /** @type {ReturnType<typeof way>} */ (null);
  const ways = rows.map((r) => (last = way(r.label) ?? (r.label.trim() ? null : last)));
  if (!ways.includes('sent') || !ways.includes('received') || ways.includes(null)) return null;
  return /** @type {const} */ (['sent', 'received']).map((side) => {
    const [reading] = interpret(rows.filter((_, i) => ways[i] === side).flatMap((r) => r.items), how, original);
    return { ...reading, stream: { from: side === 'sent' ? 'client' : 'server' } };
  });
}
