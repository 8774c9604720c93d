// Writes the request in the forms in which it is copied into a terminal or into code.

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

/** @typedef {{host: string, port: string, tls: boolean}} Place where a terminal sends the request */

/**
 * The place that a Host field names; the page's own address where it names none.
 * @param {Uint8Array | null} value
 * @param {{hostname: string, port: string, protocol: string}} [page]
 * @returns {Place}
 */
export function placeOf(value, page = location) {
  const secure = page.protocol === 'https:';
  const own = { host: page.hostname.replace(/^\[|\]$/g, '') || '127.0.0.1', port: page.port || (secure ? '443' : '80'), tls: secure };
  const named = /^(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9](?:[A-Za-z0-9._-]*)))(?::(\d{1,5}))?$/.exec(value ? decoder.decode(value) : '');
  if (!named) return own;
  const host = named[1] ?? named[2];
  // Without a port it is that of the scheme, which only the page's own server tells.
  const tls = secure && host === own.host && (named[3] ?? '443') === own.port;
  return { host, port: named[3] ?? (tls ? '443' : '80'), tls };
}

/** @type {Record<string, (b: Uint8Array, place: Place) => string>} */
export const FORMS = {
  raw: (b) => new TextDecoder().decode(b),
  shell: (b, { host, port, tls }) =>
    `(printf '${printf(b)}'; sleep 1) | ${tls ? `openssl s_client -quiet -connect ${host.includes(':') ? `[${host}]` : host}:${port}` : `nc ${host} ${port}`}`,
  go: (b) => quoted(b, (line) => `"${escaped(line)}"`, ' +\n\t'),
  python: (b) => `(${quoted(b, (line) => `b"${escaped(line)}"`, '\n ')})`,
};
