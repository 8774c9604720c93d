// Lists of fields without a first line, as a browser's tools copy them: "Name: value" line
// by line, or name and value on lines of their own, HTTP/2's :method and the like among them.

/** @typedef {import('./read.js').Side} Side */
/** @typedef {{side: Side, first: string, fields: string[]}} Listed first: the first line, empty where nothing says it */

const NAME = /^:?[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const TITLE = /^(?:▼|▾)?\s*(general|request headers?|response headers?|headers|view (?:source|parsed)|raw|provisional headers are shown)(?: \(.*\))?:?$/i;

/**
 * @param {string} text
 * @returns {Listed[] | null} null where a line is not a field
 */
export function fieldsOf(text) {
  const lines = text.split(/\r\n?|\n/).map((l) => l.trim()).filter(Boolean);
  /** @type {Side | null} */
  let titled = null;
  /** @type {[string, string, Side | null][]} */
  const found = [];
  const pairs = inPairs(lines.filter((l) => !TITLE.test(l)));
  for (let i = 0; i < lines.length; i++) {
    const title = TITLE.exec(lines[i]);
    if (title) {
      if (/^re/i.test(title[1])) titled = /^request/i.test(title[1]) ? 'request' : 'response';
      continue;
    }
    const line = lines[i].replace(/^[<>] /, '');
    const field = /^(:?[^\s:]+|Request URL|Request Method|Status Code|Remote Address|Referrer Policy)\s*:(?:\s+(.*)|)$/i.exec(line) ?? /^(:?[^\s:]+):(.*)$/.exec(line);
    if (pairs && i + 1 < lines.length) found.push([line.replace(/:$/, ''), lines[++i], titled]);
    else if (field) found.push([field[1], (field[2] ?? '').trim(), titled]);
    else return null;
  }
  if (!found.some(([name]) => /^(?::|host$|upgrade$|connection$|origin$|cookie$|user-agent$|request url$|sec-websocket-|accept|content-|server$|date$)/i.test(name))) return null;
  return ['request', 'response'].flatMap((side) => {
    const own = found.filter((f) => (f[2] ?? guess(found)) === side).map(([name, value]) => /** @type {[string, string]} */ ([name, value]));
    return own.length ? [compose(/** @type {Side} */ (side), own)] : [];
  });
}

/**
 * Whether names and values are on lines of their own.
 * @param {string[]} lines
 */
const inPairs = (lines) =>
  lines.length >= 2 && lines.length % 2 === 0 && lines.every((l, i) => i % 2 === 1 || NAME.test(l.replace(/:$/, ''))) &&
  lines.some((l, i) => i % 2 === 1 && !/^[^\s:]+:\s/.test(l));

/**
 * @param {[string, string, Side | null][]} fields
 * @returns {Side}
 */
const guess = (fields) => (fields.some(([name]) => /^(?::status|sec-websocket-accept|status code)$/i.test(name)) ? 'response' : 'request');

/**
 * @param {Side} side
 * @param {[string, string][]} all
 * @returns {Listed}
 */
function compose(side, all) {
  const said = new Map(all.map(([name, value]) => [name.toLowerCase(), value]));
  const fields = all.filter(([name]) => NAME.test(name) && !name.startsWith(':')).map(([name, value]) => `${name}: ${value}`);
  if (side === 'response') {
    const status = said.get(':status') ?? said.get('status code') ?? '';
    return { side, first: status && `HTTP/1.1 ${/\s/.test(status) ? status : `${status} ${status === '101' ? 'Switching Protocols' : ''}`}`, fields };
  }
  const authority = said.get(':authority');
  if (authority !== undefined && !said.has('host')) fields.unshift(`Host: ${authority}`);
  const url = /^\w+:\/\/([^/?#]*)([^#]*)/.exec(said.get('request url') ?? '');
  if (url && authority === undefined && !said.has('host')) fields.unshift(`Host: ${url[1]}`);
  const target = said.get(':path') ?? (url && (url[2].startsWith('/') ? url[2] : `/${url[2]}`));
  const method = said.get(':method') ?? said.get('request method') ?? 'GET';
  // RFC 8441's CONNECT is in HTTP/2 what GET with Upgrade is in HTTP/1.1.
  return { side, first: target ? `${method === 'CONNECT' ? 'GET' : method} ${target} HTTP/1.1` : '', fields };
}
