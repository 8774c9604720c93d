// The cells of a dump's row: pairs or words of hexadecimal, octal, decimals, or characters as `od -c` shows them.
import { column } from './column.js';
import { unescaped } from './escapes.js';
import { refuse } from './reading.js';

/** @typedef {{bytes: number[], start: number, end: number}} Cell bytes and their characters' place in the text */
/** @typedef {import('./dumpline.js').DumpLine} DumpLine */

/**
 * A way to read rows.
 * @typedef {object} Mode
 * @property {string} form
 * @property {RegExp} cell sticky; its first group is the cell
 * @property {(cell: string) => number[] | null} bytes
 * @property {(row: DumpLine) => boolean} fits whether a row can be of this kind
 * @property {boolean} [padded] the last cell may hold a byte too many, which is zero
 */

// A hyphen parts pairs, as in 7f-9f; elsewhere it is a sign.
const GAP = '(?:[\\s|│┊┆]|(?<=[\\da-f])-(?=[\\da-f]{2}))*';
const END = '(?=[\\s|│┊┆-]|$)';
const pairs = (/** @type {string} */ hex) => (hex.match(/../g) ?? []).map((p) => parseInt(p, 16));
const words = (/** @type {DumpLine} */ row) => [6, 7].includes(row.offset.length) && !/:/.test(row.text);

/** The modes, the likelier first. @type {Mode[]} */
export const MODES = [
  // hexdump and od without options: numbers of 16 bits, whose low byte comes first.
  { form: 'words', padded: true, cell: cell('[\\da-f]{4}|[\\da-f]{8}|[\\da-f]{16}'), bytes: (c) => pairs(c).reverse(), fits: (row) => words(row) && /^[\da-f]{4}(?:[\da-f]{4}){0,3}(?:\s|$)/i.test(row.body) },
  { form: 'words', padded: true, cell: cell('[01][0-7]{5}'), bytes: (c) => [parseInt(c, 8) & 255, parseInt(c, 8) >> 8], fits: (row) => words(row) && /^\s*[01][0-7]{5}(?:\s|$)/.test(row.body) },
  { form: 'dump', cell: cell('0x[\\da-f]{2}(?![\\da-f])|(?:[\\da-f]{2})+'), bytes: (c) => pairs(c.replace(/^0x/i, '')), fits: (row) => !/^\s*[01][0-7]{5}(?:\s+[01][0-7]{5})*\s*$/.test(row.body) || !words(row) },
  // xxd -e: like words, with a column that tells.
  { form: 'words', cell: cell('(?:[\\da-f]{2}){2,8}'), bytes: (c) => pairs(c).reverse(), fits: (row) => /^(?:[\da-f]{2}){2,8}\s+.*[^\s\da-f]/i.test(row.body) },
  { form: 'octal', cell: cell('[0-3][0-7]{2}'), bytes: (c) => [parseInt(c, 8)], fits: () => true },
  { form: 'dec', cell: cell("-?\\d{1,3}(?:\\s+'(?:\\\\[^']+|\\\\'|[^'\\\\])')?"), bytes: decimal, fits: (row) => !/^0\d/.test(row.body) },
];

/** @param {string} pattern */
function cell(pattern) {
  return new RegExp(`${GAP}(${pattern})${END}`, 'iy');
}

/**
 * @param {string} text a number; gdb's x/c has the character beside it
 */
function decimal(text) {
  const [, digits, char] = /^(-?\d+)(?:\s+'(.*)')?$/s.exec(text) ?? [];
  const value = Number(digits);
  if (value > 255 || value < -128) return null;
  if (char !== undefined && unescaped(char, 0, char.length).bytes[0] !== (value & 255)) return null;
  return [value & 255];
}

/**
 * The cells of a row.
 * @param {DumpLine} row
 * @param {Mode} mode
 * @param {number | null} count how many bytes there are, where the next offset tells
 * @param {boolean} last whether the row may hold a byte too many
 * @returns {Cell[]} throws a BytesError
 */
export function cells(row, mode, count, last) {
  /** @type {(Cell & {to: number})[]} */
  const all = [];
  const { body, bodyAt } = row;
  for (let at = 0; at < body.length && all.length < 256; ) {
    mode.cell.lastIndex = at;
    const match = mode.cell.exec(body);
    const bytes = match && mode.bytes(match[1]);
    if (!match || !bytes) break;
    at = mode.cell.lastIndex;
    all.push({ bytes, start: bodyAt + at - match[1].length, end: bodyAt + at, to: at });
  }
  let bare = null;
  let wrong = -1;
  // The column's text may look like cells: of the ways to part them, the one whose column shows the bytes.
  for (let n = all.length; n >= 0; n--) {
    const bytes = all.slice(0, n).flatMap((c) => c.bytes);
    if (count !== null && bytes.length !== count && !(mode.padded && last && bytes.length === count + 1)) continue;
    const to = n ? all[n - 1].to : 0;
    if (!n && body) break;
    const says = column(body.slice(to), bytes);
    if (says === -2) return all.slice(0, n);
    if (says === -1) bare ??= all.slice(0, n);
    else if (wrong < 0) wrong = to + says;
  }
  if (bare) return bare;
  if (wrong >= 0) {
    const isColumn = wrong < body.length && all.length > 0;
    refuse(isColumn ? 'column' : 'bad', bodyAt + wrong, { what: body[wrong] ?? '', form: mode.form });
  }
  if (count !== null && all.length) refuse('short', bodyAt + Math.max(0, (all.at(-1)?.to ?? 1) - 1), { n: all.flatMap((c) => c.bytes).length, max: count });
  return refuse('bad', bodyAt + (all.at(-1)?.to ?? 0), { what: body[all.at(-1)?.to ?? 0] ?? '', form: mode.form });
}
