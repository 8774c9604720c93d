// Hex dumps: an offset, bytes, and often a column of characters. Offsets and columns are held against the bytes.
import { BytesError } from '../base/bytes.js';
import { cells, MODES } from './dumpcells.js';
import { dumpLine } from './dumpline.js';
import { refuse, Sink } from './reading.js';
import { lines } from './text.js';

/** @typedef {import('./reading.js').Reading} Reading */
/** @typedef {import('./dumpline.js').DumpLine} DumpLine */

/** Offsets in each base: od writes seven octal digits, or with -A d decimal ones, as xxd -d does. @type {Record<number, RegExp>} */
const BASES = { 16: /^/, 8: /^[0-7]{7}$/, 10: /^\d{7,8}$/ };

/**
 * The readings of a text as a hex dump; weak: what looks like an offset may as well be bytes.
 * @param {string} text with plain characters
 * @returns {{readings: Reading[], weak: boolean, error?: BytesError} | null} null: it is not one; error: it is one, with this fault; throws a BytesError where it may be one
 */
export function dump(text) {
  const all = lines(text).map(dumpLine).map((l) => (l.kind === 'columns' ? { ...l, kind: /** @type {const} */ ('filler') } : l));
  const rows = all.filter((l) => l.kind === 'row');
  const full = rows.filter((l) => l.body);
  if (!full.length) return null;
  const sure = rows.some((l) => l.sure) || rows.length > 2;
  const odd = all.find((l) => l.kind === 'other');
  if (odd) return rows.length > 1 && rows.every((l) => l.sure) ? refuse('unexplained', odd.start + Math.max(0, odd.text.search(/\S/)), { what: odd.text.trim().slice(0, 20) }) : null;
  if (!sure && rows.length === 1 && !/^[\da-f]{2}(?:\s+[\da-f]{2})*\s*(?:\|.*\|\s*)?$/i.test(full[0].body)) return null;
  try {
    const readings = sides(all) ?? ways(all);
    return { readings, weak: !sure && rows.length === 1 && Number(rows[0].offset) !== 0 };
  } catch (error) {
    if (!(error instanceof BytesError)) throw error;
    // A dump that contradicts itself is not to be read as something else.
    if (full.every((l) => l.certain)) return { readings: [], weak: false, error };
    if (sure) throw error;
    return null;
  }
}

/**
 * The two directions of a followed stream. One is indented, and each has its own offsets.
 * @param {DumpLine[]} all
 * @returns {Reading[] | null}
 */
function sides(all) {
  const indents = [...new Set(all.filter((l) => l.kind === 'row').map((l) => l.indent))];
  if (indents.length !== 2) return null;
  const [first, second] = indents.sort((a, b) => a.length - b.length);
  // A selection often begins after the indent of its first line.
  const begins = [first, second].map((indent) => all.find((l) => l.kind === 'row' && l.indent === indent && l.body));
  if (!begins.every((l) => l && Number(l.offset) === 0)) return null;
  return [first, second].map((indent, i) => {
    const [reading] = ways(all.filter((l) => l.kind === 'filler' || l.indent === indent));
    return { ...reading, stream: { from: i ? 'second' : 'first' }, parts: undefined };
  });
}

/**
 * Every way to read the rows in which offsets and columns are right.
 * @param {DumpLine[]} all
 * @returns {Reading[]}
 */
function ways(all) {
  const rows = all.filter((l) => l.kind === 'row');
  const full = rows.filter((l) => l.body);
  /** @type {Reading[]} */
  const out = [];
  /** @type {BytesError | null} */
  let worst = null;
  for (const mode of MODES) {
    if (!full.every(mode.fits) || (mode.form === 'dec' && out.some((r) => r.form !== 'octal'))) continue;
    for (const base of [16, 8, 10]) {
      if (!rows.every((l) => BASES[base].test(l.offset))) continue;
      try {
        out.push(read(all, mode, base));
        break;
      } catch (error) {
        if (!(error instanceof BytesError)) throw error;
        if (!worst || Number(error.detail.at) > Number(worst.detail.at)) worst = error;
      }
    }
  }
  if (out.length) return out;
  throw worst ?? new BytesError('bad', { at: rows[0].bodyAt + 1, what: rows[0].body.slice(0, 1), form: 'dump' });
}

/**
 * @param {DumpLine[]} all
 * @param {import('./dumpcells.js').Mode} mode
 * @param {number} base of the offsets
 * @returns {Reading}
 */
function read(all, mode, base) {
  const sink = new Sink();
  const rows = all.filter((l) => l.kind !== 'filler');
  /** @type {number[]} */
  const parts = [];
  /** Where the current dump begins: in the sink, and by its offset. */
  let began = 0;
  let first = 0;
  let fresh = true;
  /** @type {import('./dumpcells.js').Cell[]} */
  let before = [];
  rows.forEach((row, i) => {
    if (row.kind === 'repeat') {
      if (!before.length || fresh) refuse('repeat', row.start + row.text.indexOf('*'));
      const next = rows[i + 1];
      if (next?.kind !== 'row') refuse('cut', row.start + row.text.indexOf('*'), { what: '*' });
      const size = before.reduce((n, c) => n + c.bytes.length, 0);
      const gap = parseInt(next.offset, base) - first - (sink.bytes.length - began);
      if (gap < 0 || gap % size) refuse('offset', next.offsetAt, { what: next.offset, n: sink.bytes.length - began });
      const mark = row.start + row.text.indexOf('*');
      for (let n = 0; n < gap; n += size) for (const c of before) for (const b of c.bytes) sink.put(b, mark, mark + 1);
      return;
    }
    const offset = parseInt(row.offset, base);
    if (fresh || (row.body && offset === first && sink.bytes.length > began)) {
      if (!fresh || !parts.length) parts.push(sink.bytes.length);
      began = sink.bytes.length;
      first = offset;
      fresh = false;
    }
    const behind = sink.bytes.length - began;
    // A word's second byte that is not in the file is zero.
    if (mode.padded && !row.body && offset === first + behind - 1 && sink.bytes.at(-1) === 0) sink.bytes.pop();
    else if (offset !== first + behind) refuse('offset', row.offsetAt, { what: row.offset, n: behind });
    if (!row.body) return;
    const next = rows[i + 1];
    const follows = next?.kind === 'row' && parseInt(next.offset, base) > offset;
    const count = follows ? parseInt(next.offset, base) - offset : null;
    if (base === 10 && next?.body && count && count % 4) refuse('offset', next.offsetAt, { what: next.offset, n: 16 });
    before = cells(row, mode, count !== null && count <= 256 ? count : null, !next?.body);
    for (const c of before) c.bytes.forEach((b, k) => spread(sink, b, c, k, mode.form));
  });
  const reading = sink.reading(mode.form, parts.length > 1 ? [{ key: 'joined', params: { n: parts.length } }] : []);
  return parts.length > 1 ? { ...reading, parts } : reading;
}

/**
 * @param {Sink} sink
 * @param {number} byte
 * @param {import('./dumpcells.js').Cell} c
 * @param {number} k the byte's place in the cell
 * @param {string} form
 */
function spread(sink, byte, c, k, form) {
  const width = (c.end - c.start) / c.bytes.length;
  if (form !== 'dump' || width !== 2) sink.put(byte, c.start, c.end);
  else sink.put(byte, c.start + 2 * k, c.start + 2 * k + 2);
}
