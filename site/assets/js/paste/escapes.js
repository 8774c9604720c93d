// Reads what string literals contain: the escapes of C, Go, Rust, JavaScript, Python, PHP, Ruby, Java and the shell.
import { refuse, Sink } from './reading.js';

/** @type {Record<string, number>} */
const SHORT = { n: 10, r: 13, t: 9, a: 7, b: 8, f: 12, v: 11, e: 27, E: 27, '\\': 92, "'": 39, '"': 34, '`': 96, '?': 63, '/': 47, $: 36 };

const encoder = new TextEncoder();
const ESCAPE = /\\x([\da-f]{0,2})|\\([0-7]{1,3})|\\u\{([\da-f]{1,6})\}|\\u([\da-f]{4})|\\(\r\n|[\s\S])|([^\\])/giu;

/**
 * @typedef {object} Literal how a string is to be read
 * @property {boolean} [raw] a backslash is a backslash
 * @property {boolean} [printf] the shell's printf reads it, for which % begins a conversion
 * @property {boolean} [latin1] a \\u escape below 256 is that byte, not the character's UTF-8
 */

/**
 * The bytes of what a string literal holds; a character without an escape is itself, in UTF-8.
 * @param {string} text with the characters as they were pasted
 * @param {number} from
 * @param {number} to
 * @param {Literal} [how]
 */
export function unescaped(text, from, to, { raw = false, printf = false, latin1 = false } = {}) {
  const sink = new Sink();
  const body = text.slice(from, to);
  let percent = false;
  /** @param {string} s @param {number} start @param {number} end */
  const put = (s, start, end) => {
    for (const b of encoder.encode(s)) sink.put(b, start, end);
  };
  for (const match of body.matchAll(raw ? /()()()()()([^])/gu : ESCAPE)) {
    const [whole, hex, octal, point, unit, short, other] = match;
    const start = from + match.index;
    const end = start + whole.length;
    if (other) {
      if (other === '\ufffd' || /^[\ud800-\udfff]$/.test(other)) refuse('lost', start, { what: other });
      if (printf && other === '%') {
        // %% is one percent sign; any other conversion prints something else.
        percent = !percent;
        if (percent && body[match.index + 1] !== '%') refuse('escape', start, { what: body.slice(match.index, match.index + 2) });
        if (percent) continue;
      }
      put(other, start, end);
    } else if (hex !== undefined) {
      if (hex.length < 2) refuse('odd', start);
      sink.put(parseInt(hex, 16), start, end);
    } else if (octal) {
      const value = parseInt(octal, 8);
      if (value > 255) refuse('range', start, { what: whole });
      sink.put(value, start, end);
    } else if (point || unit) {
      const code = parseInt(point || unit, 16);
      if (code > 0x10ffff) refuse('escape', start, { what: whole });
      if (code === 0xfffd) refuse('lost', start, { what: whole });
      if (latin1 && code > 255) refuse('range', start, { what: whole });
      if (latin1) sink.put(code, start, end);
      else if (code >= 0xd800 && code < 0xe000) surrogate(body, match.index, code, start, sink);
      else put(String.fromCodePoint(code), start, end);
    } else if (short === '\n' || short === '\r' || short === '\r\n') {
      continue; // the string continues in the next line
    } else {
      if (!Object.hasOwn(SHORT, short)) refuse('escape', start, { what: whole });
      sink.put(SHORT[short], start, end);
    }
  }
  return sink;
}

/**
 * Half of a pair of \u escapes, which together are one character.
 * @param {string} body
 * @param {number} at
 * @param {number} code
 * @param {number} start
 * @param {Sink} sink
 */
function surrogate(body, at, code, start, sink) {
  const pair = /^\\u(d[89ab][\da-f]{2})\\u(d[c-f][\da-f]{2})/i.exec(body.slice(code < 0xdc00 ? at : Math.max(0, at - 6)));
  if (!pair) refuse('lost', start, { what: body.slice(at, at + 6) });
  if (code >= 0xdc00) return;
  for (const b of encoder.encode(String.fromCharCode(parseInt(pair[1], 16), parseInt(pair[2], 16)))) sink.put(b, start, start + 12);
}

/**
 * Whether a string's \u escapes can mean bytes as well as characters: all fit in a byte, some not in ASCII.
 * @param {string} body
 */
export function latin(body) {
  const codes = [...body.matchAll(/\\u(?:([\da-f]{4})|\{([\da-f]+)\})/gi)].map((m) => parseInt(m[1] ?? m[2], 16));
  return codes.some((c) => c > 127) && codes.every((c) => c < 256);
}

/** Whether a text has an escape that names a byte. */
export const escapes = (/** @type {string} */ body) => /\\(?:x[\da-f]|[0-7]|u[\da-f{])/i.test(body);
