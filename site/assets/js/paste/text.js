// Pasted text with the characters that word processors, web pages and input methods put in for plain ones.

/** White space and invisible characters; each is one UTF-16 unit, so that places stay. */
const BLANK = /[\u00a0\u00ad\u1680\u180e\u2000-\u200f\u202a-\u202f\u205f-\u2064\u3000\ufeff]/g;

/**
 * The text with a plain character for each such one. Every index stays as it is; what
 * a string literal holds is to be taken from the text itself.
 * @param {string} text
 */
export function plain(text) {
  if (/^[\n\r\x20-_a-}\t]*$/.test(text)) return text;
  let out = text
    .replace(BLANK, ' ')
    .replace(/^[^\S\n\r]*(?:```|~~~)\w*[^\S\n\r]*$/gm, (fence) => ' '.repeat(fence.length)) // Markdown's
    .replace(/[\u2028\u2029]/g, '\n')
    .replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/[\u2010-\u2013\u2212]/g, '-')
    .replace(/\u3001/g, ',');
  // Beside straight quotes the curly ones are characters of what is quoted.
  if (!out.includes('"')) out = out.replace(/[\u201c-\u201f]/g, '"');
  if (!out.includes("'")) out = out.replace(/[\u2018-\u201b]/g, "'");
  return out;
}

/**
 * @typedef {object} Line
 * @property {string} text without its end
 * @property {number} start its first character's index
 */

/**
 * @param {string} text
 * @returns {Line[]}
 */
export function lines(text) {
  const out = [];
  let start = 0;
  for (const end of text.matchAll(/\r\n|\n|\r/g)) {
    out.push({ text: text.slice(start, end.index), start });
    start = end.index + end[0].length;
  }
  out.push({ text: text.slice(start), start });
  return out;
}

/**
 * The line and character of an index.
 * @param {string} text
 * @param {number} index from 0
 * @returns {{line: number, column: number, of: number}} from 1; of: how many lines have anything in them
 */
export function place(text, index) {
  const all = lines(text);
  let line = all.length - 1;
  while (line > 0 && all[line].start > index) line--;
  return { line: line + 1, column: index - all[line].start + 1, of: all.filter((l) => l.text.trim()).length };
}
