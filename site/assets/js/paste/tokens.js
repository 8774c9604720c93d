// Code of any language, cut into what all of them have: words, numbers, strings, comments, brackets.

/**
 * @typedef {object} Token
 * @property {'word' | 'number' | 'string' | 'comment' | 'angle' | 'mark' | 'line'} kind mark: any other character; line: a line's end;
 *   angle: hexadecimal in angle brackets, as Node.js and Apple's Foundation print bytes
 * @property {string} text as in the text
 * @property {number} start its first character's index
 * @property {number} end the index after its last character
 * @property {string} [prefix] of a string: b, r, x, $ …, in lower case
 * @property {number} [from] of a string or angle: the index after the opening quote
 * @property {number} [to] of a string or angle: the index of the closing quote
 */

const [COMMA, ZERO, NINE] = [0x2c, 0x30, 0x39];
const SPACE = /(?:[^\S\n\r]|\\(?=[^\S\n\r]*[\n\r]))+/y;
const LINE = /\r\n|\n|\r/y;
const COMMENT = /\/\*[^]{0,20000}?\*\/|\(\*[^]{0,20000}?\*\)|<!--[^]{0,20000}?-->|\/\/[^\n\r]*|#(?=[ \t!]|[a-wyz]|$)[^\n\r]*|--(?= )[^\n\r]*/iy;
const ANGLE = /<(?:(?:Slow)?Buffer\b|(?=\s*(?:[0-9a-f]{2})+[\s>]))[^<>"']*>/iy;
const PREFIX = /(?:[bcrlux@$]|br|rb|cr|ur|u8|h)?(?="|'|`)/iy;
const NUMBER = /(?:[-+](?=\d))?(?:\d|[$&](?=[\dh]))[\w#]*(?:\.\d+)*|\\?x[0-9a-f]{2}\b|#x[0-9a-f]{1,2}\b/iy;
const WORD = /'(?:static|_|[a-z])\b(?!')|[A-Za-z_$@\u00aa-\ud7ff\uf900-\ufffd][\w$\u00aa-\u2000\u2e80-\ud7ff]*/y;

/**
 * Cut code into tokens. Nothing is refused here: a quote that is not closed is a mark.
 * @param {string} code with plain characters: see text.js
 * @returns {Token[]}
 */
export function tokens(code) {
  /** @type {Token[]} */
  const out = [];
  let at = 0;
  /** @param {RegExp} pattern */
  const take = (pattern) => {
    pattern.lastIndex = at;
    return pattern.exec(code)?.[0] ?? '';
  };
  /** @param {Token['kind']} kind @param {string} text @param {Partial<Token>} [more] */
  const add = (kind, text, more = {}) => {
    if (!text) return false;
    out.push({ kind, text, start: at, end: at + text.length, ...more });
    at += text.length;
    return true;
  };
  while (at < code.length) {
    // Long lists of numbers are most of what is long.
    const c = code.charCodeAt(at);
    if (c === COMMA) {
      add('mark', ',');
      continue;
    }
    if (c >= ZERO && c <= NINE && add('number', take(NUMBER))) continue;
    const space = take(SPACE);
    if (space) {
      at += space.length;
      continue;
    }
    // A URL's slashes do not begin a comment; nor does # inside a word.
    const before = code[at - 1] ?? ' ';
    if (!(before === ':' && code[at] === '/') && !(code[at] === '#' && /[\w&]/.test(before)) && add('comment', take(COMMENT))) continue;
    if (add('line', take(LINE))) continue;
    const angle = take(ANGLE);
    if (angle) {
      add('angle', angle, { from: at + (/^<(?:Slow)?(?:Buffer)?/i.exec(angle)?.[0].length ?? 1), to: at + angle.length - 1 });
      continue;
    }
    const string = quoted(code, at, /\w/.test(before) ? '' : take(PREFIX));
    if (string) {
      add('string', code.slice(at, string.end), string);
      continue;
    }
    if (add('number', take(NUMBER)) || add('word', take(WORD))) continue;
    add('mark', code[at]);
  }
  return out;
}

/**
 * The string literal at an index, or null when none begins there or it is not closed.
 * @param {string} code
 * @param {number} at
 * @param {string} prefix
 */
function quoted(code, at, prefix) {
  const open = at + prefix.length;
  const quote = code[open];
  if (quote !== '"' && quote !== "'" && quote !== '`') return null;
  const triple = quote !== '`' && code.startsWith(quote.repeat(3), open);
  const close = triple ? quote.repeat(3) : quote;
  // Rust's &'static has a quote that opens nothing.
  if (quote === "'" && !prefix && /^'[a-z]\w*(?!['\w\\])/.test(code.slice(open, open + 40)) && code[open - 1] === '&') return null;
  for (let i = open + close.length; i < code.length; i++) {
    if (code.startsWith(close, i)) return { prefix: prefix.toLowerCase(), from: open + close.length, to: i, end: i + close.length };
    if (code[i] === '\\') i += code.startsWith('\r\n', i + 1) ? 2 : 1;
    else if (!triple && quote === '"' && /[\n\r]/.test(code[i])) return null;
    else if (!triple && quote === "'" && /[\n\r]/.test(code[i]) && !shell(code, open)) return null;
  }
  return null;
}

/**
 * Whether a single quote is the shell's, whose strings may have several lines.
 * @param {string} code
 * @param {number} open
 */
const shell = (code, open) => /(?:printf|echo)\b[^\n\r'"]*$/.test(code.slice(Math.max(0, open - 80), open));
