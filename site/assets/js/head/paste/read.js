// Reads a handshake's heads from pasted text: plain, from curl -v, a curl command, a browser's list
// of headers, a log, a capture or source code. No DOM; for browsers and node.
import { curlHead } from './curl.js';
import { literalText, objectFields } from './code.js';
import { fieldsOf } from './list.js';
import { HeadTextError } from './error.js';
import { linesOf } from './lines.js';

/** @typedef {'request' | 'response'} Side */
/** @typedef {'plain' | 'marked' | 'curl' | 'list' | 'object' | 'string' | 'wireshark' | 'log'} Form how a text was read */

/**
 * @typedef {object} Heads
 * @property {Form} form
 * @property {Partial<Record<Side, Uint8Array>>} heads each with the blank line that ends it
 * @property {boolean} whole the text had a first line: it is a head, not some fields of one
 */

/**
 * Read a text as a request, a response, or both.
 * @param {string} text
 * @returns {Heads | null} null: there is nothing; throws a HeadTextError where a line cannot be explained
 */
export function readHeads(text) {
  if (!text.trim()) return null;
  const curl = curlHead(text);
  if (curl) return { form: 'curl', whole: true, heads: { request: encode(curl) } };
  const literal = literalText(text);
  if (literal !== null) return asLines(literal, 'string') ?? listed(literal, 'string') ?? refuse(text);
  const object = objectFields(text);
  if (object) return listed(object.map(([name, value]) => `${name}: ${value}`).join('\n'), 'object') ?? refuse(text);
  return asLines(text, 'plain') ?? listed(text, 'list') ?? refuse(text);
}

/**
 * @param {string} text
 * @param {Form} form
 * @returns {Heads | null} null: no line is a first line
 */
function asLines(text, form) {
  const read = linesOf(text);
  if (!read) return null;
  /** @type {Heads['heads']} */
  const heads = {};
  let browser = false;
  for (const { side, lines, rest } of read.heads) {
    const path = inBrowser(lines);
    browser ||= path !== lines[0];
    heads[side] ??= encode(`${[path, ...lines.slice(1)].join('\r\n')}\r\n\r\n${rest}`);
  }
  return { form: browser ? 'list' : form === 'plain' ? read.form : form, whole: true, heads };
}

/**
 * The first line as it went over the wire: a browser's tools show a whole wss: address in it.
 * @param {string[]} lines
 */
function inBrowser(lines) {
  const line = /^(\S+ )wss?:\/\/([^/?#\s]+)(\/\S*)?( HTTP\/1\.1)$/i.exec(lines[0]);
  const host = lines.find((l) => /^host:/i.test(l))?.slice(5).trim();
  return line && line[2] === host ? `${line[1]}${line[3] ?? '/'}${line[4]}` : lines[0];
}

/**
 * @param {string} text
 * @param {Form} form
 * @returns {Heads | null} null: it is not a list of fields
 */
function listed(text, form) {
  const sides = fieldsOf(text);
  if (!sides) return null;
  /** @type {Heads['heads']} */
  const heads = {};
  let whole = false;
  for (const { side, first, fields } of sides) {
    whole ||= first !== '';
    const line = first || (side === 'request' ? 'GET / HTTP/1.1' : 'HTTP/1.1 101 Switching Protocols');
    heads[side] = encode([line, ...fields, '', ''].join('\r\n'));
  }
  return { form, whole, heads };
}

/**
 * @param {string} text
 * @returns {never}
 */
function refuse(text) {
  const lines = text.split(/\r\n?|\n/);
  const at = lines.findIndex((l) => l.trim() && !/^[!#$%&'*+.^_`|~0-9A-Za-z-]+\s*:/.test(l.trim()));
  const line = at < 0 ? lines.findIndex((l) => l.trim()) : at;
  throw new HeadTextError(line + 1, lines[line].trim().slice(0, 60));
}

const encoder = new TextEncoder();

/**
 * Text as bytes. The lone surrogates U+DC80 to U+DCFF are bytes that are not text.
 * @param {string} text
 */
function encode(text) {
  const out = [];
  for (const part of text.split(/([\udc80-\udcff])/u)) {
    const code = part.charCodeAt(0);
    if (part.length === 1 && code >= 0xdc80 && code <= 0xdcff) out.push(code - 0xdc00);
    else for (const b of encoder.encode(part)) out.push(b);
  }
  return Uint8Array.from(out);
}
