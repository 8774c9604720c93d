// The request in forms that go into somebody's terminal or code.

const decoder = new TextDecoder('latin1');

/**
 * A quoted string with what needs it escaped, one source line for each line of the head.
 * @param {Uint8Array} bytes
 * @param {(line: string) => string} quote
 * @param {string} between
 */
const quoted = (bytes, quote, between) => (decoder.decode(bytes).match(/[^\n]*\n|[^\n]+$/g) ?? ['']).map(quote).join(between);

/** @param {string} line */
const escaped = (line) =>
  line.replace(/[\\"]/g, '\\$&').replace(/\r/g, '\\r').replace(/\n/g, '\\n').replace(/[^ -~]/g, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`);

/** @param {Uint8Array} b the bytes as printf writes them, each line of the head for itself */
const printf = (b) =>
  quoted(
    b,
    (line) =>
      line.replace(/\\/g, '\\\\').replace(/%/g, '%%').replace(/'/g, `'\\''`).replace(/\r/g, '\\r').replace(/\n/g, '\\n')
        .replace(/[^ -~]/g, (c) => `\\${c.charCodeAt(0).toString(8).padStart(3, '0')}`),
    '',
  );

/** @type {Record<string, (b: Uint8Array) => string>} */
export const FORMS = {
  raw: (b) => new TextDecoder().decode(b),
  shell: (b) => `(printf '${printf(b)}'; sleep 1) | nc 127.0.0.1 8080`,
  go: (b) => quoted(b, (line) => `"${escaped(line)}"`, ' +\n\t'),
  python: (b) => `(${quoted(b, (line) => `b"${escaped(line)}"`, '\n ')})`,
};
