// Heads in source code: in string literals with escapes, or as an object of fields.

/** @type {Map<string, string>} */
const ESCAPES = new Map(Object.entries({ n: '\n', r: '\r', t: '\t', '0': '\0', a: '\x07', b: '\b', e: '\x1b', f: '\f', v: '\v' }));

/**
 * A literal's text. A byte that \x or an octal escape gives, and that is not ASCII, becomes
 * a lone surrogate U+DC80 to U+DCFF.
 * @param {string} inside
 */
const unescaped = (inside) =>
  inside.replace(/\\(?:x([0-9a-fA-F]{2})|u\{?([0-9a-fA-F]{4,6})\}?|([0-3]?[0-7]{1,2})|\r?\n|([^]))/g, (_, x, u, octal, c) => {
    if (x || octal) {
      const byte = x ? parseInt(x, 16) : parseInt(octal, 8);
      return String.fromCharCode(byte < 0x80 ? byte : 0xdc00 + byte);
    }
    if (u) return String.fromCodePoint(Math.min(parseInt(u, 16), 0x10ffff));
    return c === undefined ? '' : (ESCAPES.get(c) ?? c);
  });

const STRING = /"((?:\\[^]|[^"\\])*)"|'((?:\\[^]|[^'\\])*)'|`((?:\\[^]|[^`\\])*)`/g;

/**
 * The text of the string literals in a piece of code, one after the other, or of escapes
 * without quotes round them.
 * @param {string} text
 * @returns {string | null} null where there is no escaped line end
 */
export function literalText(text) {
  // Python's http.client writes the fields of a response as "header: Name: value".
  if (/^reply: /m.test(text)) text = text.replace(/^header: (.*)$/gm, (_, line) => JSON.stringify(`${line}\r\n`));
  if (!/\\r\\n|\\n|\\x0d\\x0a|\\015\\012/i.test(text) || /\\r\\n\s*$/m.test(text.split(/\r?\n/).find((l) => /^\s+\S.*\\r\\n\s*$/.test(l)) ?? '')) return null;
  const strings = [...text.matchAll(STRING)];
  const escaped = strings.filter((m) => /\\[rnx0]/.test(m[0]));
  if (!escaped.length) return unescaped(text.trim().replace(/\r?\n/g, '')).replace(/\r\n?/g, '\n');
  const first = text.indexOf(escaped[0][0]);
  const last = text.lastIndexOf(escaped[escaped.length - 1][0]);
  return strings
    .filter((m) => m.index >= first && m.index <= last)
    .map((m) => unescaped(m[1] ?? m[2] ?? m[3]))
    .join('')
    .replace(/\r\n?/g, '\n');
}

const QUOTED = /("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')/.source;
const HAR = new RegExp(`["']?name["']?\\s*:\\s*${QUOTED}\\s*,\\s*["']?value["']?\\s*:\\s*${QUOTED}`, 'g');
const ENTRY = new RegExp(`(${QUOTED.slice(1, -1)}|[A-Za-z][\\w-]*)\\s*(?::|=>|=)\\s*(?:\\[\\]string\\{|\\[)?\\s*${QUOTED}(?!\\s*(?::|=))`, 'g');
const PAIR = new RegExp(`[[({]\\s*${QUOTED}\\s*,\\s*${QUOTED}\\s*[\\])}]`, 'g');

/**
 * The fields that an object, a map or a list of pairs holds, in JSON, JavaScript, Python,
 * PHP, Ruby or Go.
 * @param {string} text
 * @returns {[name: string, value: string][] | null}
 */
export function objectFields(text) {
  const all = (/** @type {RegExp} */ form) => [...text.matchAll(form)].map((m) => /** @type {[string, string]} */ ([value(m[1]), value(m[2])]));
  let fields = all(HAR);
  if (!fields.length && /[{[(]|=>/.test(text)) fields = all(ENTRY);
  if (!fields.length) fields = all(PAIR);
  const url = /^\s*(?:await\s+)?fetch\(\s*["']([^"']*)["']/.exec(text)?.[1];
  const real = fields.filter(([name]) => /^:?[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name) && !/^(?:method|mode|body|credentials|referrer|referrerPolicy|headers)$/.test(name));
  if (!real.some(([name]) => /^(?::|host$|upgrade$|connection$|origin$|cookie$|user-agent$|sec-|accept|content-|server$)/i.test(name))) return null;
  if (url) real.unshift(['Request URL', url]);
  return real;
}

/** @param {string} literal */
const value = (literal) => unescaped(/^["']/.test(literal) ? literal.slice(1, -1) : literal);
