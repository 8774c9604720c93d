// Characters as `od -c` and `hexdump -c` show them: four columns a byte, a character, an escape or three octal digits.
import { refuse, Sink } from './reading.js';
import { lines } from './text.js';

/** @type {Record<string, number>} */
const SHORT = { '\\0': 0, '\\a': 7, '\\b': 8, '\\t': 9, '\\n': 10, '\\v': 11, '\\f': 12, '\\r': 13 };

/**
 * @param {string} text with plain characters
 * @returns {import('./reading.js').Reading | null} null: it is not that; throws a BytesError
 */
export function odChar(text) {
  const rows = lines(text.replaceAll('\t', ' ')).filter((l) => l.text.trim()).map(({ text: row, start }) => ({ text: row.trimStart(), start: start + row.search(/\S/) }));
  if (!rows.length || !rows.every((r) => /^[0-7a-f]{7}(?:(?: {3}\S| {2}\\\S| [0-3][0-7]{2}| {4})+| *)$/i.test(r.text.trimEnd()))) return null;
  if (!rows.some((r) => /^\S+ .*(?: {3}[^\d\s]| \\)/.test(r.text))) return null;
  const base = rows.every((r) => /^[0-7]{7}/.test(r.text)) && follows(rows, 8) ? 8 : 16;
  const sink = new Sink();
  const first = parseInt(rows[0].text, base);
  rows.forEach(({ text: row, start }, i) => {
    const offset = parseInt(row.slice(0, 7), base);
    if (offset !== first + sink.bytes.length) refuse('offset', start, { what: row.slice(0, 7), n: sink.bytes.length });
    const next = rows[i + 1];
    const count = next ? parseInt(next.text.slice(0, 7), base) - offset : Math.ceil((row.trimEnd().length - 7) / 4);
    for (let n = 0; n < count; n++) {
      const at = 7 + 4 * n;
      // A space at the end of a line is often lost.
      const cell = row.slice(at, at + 4).padEnd(4);
      const word = cell.trim();
      const value = word === '' ? 32 : SHORT[word] ?? (word.length === 1 ? word.charCodeAt(0) : /^[0-3][0-7]{2}$/.test(word) ? parseInt(word, 8) : -1);
      if (value < 0 || value > 255) refuse('bad', start + at + cell.search(/\S/), { what: word, form: 'chars' });
      const from = start + Math.min(row.length, at + (word === '' ? 3 : cell.search(/\S/)));
      sink.put(value, from, Math.max(from, Math.min(start + row.length, start + at + 4)));
    }
    if (row.slice(7 + 4 * count).trim()) refuse('short', start, { n: Math.ceil((row.trimEnd().length - 7) / 4), max: count });
  });
  return sink.reading('chars');
}

/**
 * @param {import('./text.js').Line[]} rows
 * @param {number} base
 */
function follows(rows, base) {
  return rows.every((r, i) => {
    const next = rows[i + 1];
    return !next || Math.abs(parseInt(next.text, base) - parseInt(r.text, base) - (r.text.trimEnd().length - 7) / 4) < 2 || !next.text.slice(7).trim();
  });
}
