// Hex dumps as xxd, hexdump -C, od -tx1, tcpdump -X and Wireshark write them: an offset,
// up to 16 bytes, and what of them is ASCII.
import { checked, MAX_BYTES, BytesError } from './bytes.js';

/** The most bytes of a line. */
const LINE = 16;

/** @typedef {{offset: number, colon: boolean, digits: number, body: string, gap: number}} Line */

/**
 * The bytes of a hex dump, or null when the text is none.
 * @param {string} text
 * @returns {Uint8Array | null}
 */
export function parseDump(text) {
  const lines = text.split(/\r?\n/).filter((l) => l.trim());
  /** @type {number[]} */
  const out = [];
  /** @type {number[]} */
  let last = [];
  /** @type {number | null} */
  let base = null;
  let squeezed = false;
  for (let i = 0; i < lines.length; i++) {
    if (lines[i].trim() === '*' && i > 0) {
      squeezed = true;
      continue;
    }
    const line = split(lines[i]);
    if (!line) return null;
    if (base === null) {
      if (!isFirst(line, lines.length)) return null;
      base = line.offset;
    }
    // An asterisk stands for lines like the one before.
    while (squeezed && last.length && base + out.length < line.offset) {
      if (line.offset - base > MAX_BYTES) throw new BytesError('long', { n: line.offset - base, max: MAX_BYTES });
      out.push(...last);
    }
    squeezed = false;
    if (line.offset !== base + out.length) return null;
    const next = lines[i + 1] === undefined ? null : split(lines[i + 1]);
    const bytes = pairs(line, next ? next.offset - line.offset : null);
    if (!bytes) return null;
    out.push(...bytes);
    last = bytes;
  }
  return lines.length ? checked(out) : null;
}

/**
 * @param {string} text
 * @returns {Line | null}
 */
function split(text) {
  const match = /^\s*(?:0x)?([0-9a-f]{4,16})(:?)(?:(\s+)(.*))?$/i.exec(text);
  if (!match) return null;
  const [, digits, colon, gap, body] = match;
  return { offset: parseInt(digits, 16), colon: colon === ':', digits: digits.length, gap: gap?.length ?? 0, body: body ?? '' };
}

/**
 * Whether a dump can begin with this line: plain hexadecimal in groups must not pass for one.
 * @param {Line} line
 * @param {number} count lines
 */
function isFirst(line, count) {
  if (line.colon) return line.body !== '';
  if (line.offset !== 0) return false;
  // hexdump without -C writes 16-bit numbers, whose bytes stand the other way round.
  if (line.digits === 7 && /^[0-9a-f]{4}(\s|$)/i.test(line.body)) return false;
  return count > 1 || (line.gap > 1 && /^[0-9a-f]{2}(\s|$)/i.test(line.body));
}

/**
 * A line's bytes, without what stands beside them as text.
 * @param {Line} line
 * @param {number | null} count how many there are, when the next line's offset tells
 */
function pairs(line, count) {
  const framed = / \|.*\|\s*$/.exec(line.body);
  let rest = framed ? line.body.slice(0, framed.index) : line.body;
  const most = count !== null && count > 0 && count <= LINE ? count : LINE;
  /** @type {number[]} */
  const out = [];
  while (out.length < most) {
    const match = /^((?:[0-9a-f]{2}){1,2})(\s+|$)/i.exec(rest);
    if (!match) break;
    for (let i = 0; i < match[1].length; i += 2) out.push(parseInt(match[1].slice(i, i + 2), 16));
    rest = rest.slice(match[0].length);
    // The text is set apart by spaces; so is the second half of a line of pairs.
    const half = out.length === 8 && match[1].length === 2 && match[2].length === 2;
    if (!framed && count === null && match[2].length > 1 && !half) break;
  }
  if (out.length > most || (count !== null && out.length !== count)) return null;
  return out.length || line.body === '' ? out : null;
}
