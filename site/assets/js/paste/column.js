// The column of a hex dump that shows its bytes as characters. It is held against the bytes, not skipped.

/**
 * Whether a character can be what a dump shows for a byte. A byte that is not printable
 * ASCII is a dot, or what tools with a wider set of characters show.
 * @param {string} c
 * @param {number} byte
 */
function shows(c, byte) {
  if (byte > 0x20 && byte < 0x7f) return c === String.fromCharCode(byte);
  if (byte === 0x20) return c === ' ' || c === '.' || c === '_' || c > '~';
  return c === '.' || c === ' ' || c === '_' || c > '~' || (byte === 0 && c === '0');
}

/**
 * Compare a column with the bytes of its line.
 * @param {string} rest what follows the bytes in the line
 * @param {number[]} bytes
 * @returns {number} -1: there is nothing, or only a border; -2: it shows the bytes; else the index in rest of a character that does not
 */
export function column(rest, bytes) {
  if (/^[\s|│┊┆║]*$/.test(rest) && !(rest.includes('|') && bytes.every((b) => b === 0x20))) return -1;
  // hexyl and its like close the column in box-drawing lines, and draw more of them before it.
  const box = /│([^│]*)│\s*$/.exec(rest);
  if (box) {
    const at = compare(rest.slice(0, box.index + 1 + box[1].length), box.index + 1, bytes);
    return at < 0 ? -2 : at;
  }
  const border = /^\s*[|│┊║>*]/.exec(rest);
  const edge = /[|│┊║<*]\s*$/.exec(rest);
  let worst = 0;
  // Within a border every character counts; without, spaces at either end may be the dump's or the bytes'.
  if (border && edge && edge.index >= border[0].length) {
    const at = compare(rest.slice(0, edge.index), border[0].length, bytes);
    if (at < 0) return -2;
    worst = at;
  }
  const first = rest.search(/\S/);
  const least = border && /\S/.test(rest[first]) ? first : Math.min(first, 1);
  for (let at = first; at >= least; at--) {
    const wrong = compare(rest.trimEnd(), at, bytes);
    if (wrong < 0) return -2;
    worst = Math.max(worst, wrong);
  }
  return worst;
}

/**
 * @param {string} text
 * @param {number} from
 * @param {number[]} bytes
 * @returns {number} -1: every byte is shown; else the index of the first character that does not
 */
function compare(text, from, bytes) {
  const plain = along(text, from, bytes, false);
  return plain < 0 ? plain : Math.min(along(text, from, bytes, true), plain) < 0 ? -1 : plain;
}

/**
 * @param {string} text
 * @param {number} at
 * @param {number[]} bytes
 * @param {boolean} halves a space or a line is between every eight
 */
function along(text, at, bytes, halves) {
  for (let i = 0; i < bytes.length; i++) {
    if (halves && i && i % 8 === 0 && at < text.length && /[ │┊┆|]/.test(text[at])) at++;
    // The end of a line of spaces is often lost.
    if (at >= text.length ? bytes[i] !== 0x20 : !shows(text[at], bytes[i])) return Math.min(at, text.length - 1);
    at++;
  }
  return /^[\s│┊┆|]*$/.test(text.slice(at)) ? -1 : at;
}
