// The sends of this visit: what was sent, where, and what came back. They are bounded, and are kept
// with the page as text.
import { concat, fromBase64, MAX_BYTES, toBase64 } from '../../base/bytes.js';

/** @typedef {import('../../frame/link.js').Role} Role */
/** @typedef {import('../../codec/codec.js').Deflate} Deflate */

/**
 * One send.
 * @typedef {object} Sent
 * @property {number} n which of this visit, from 1
 * @property {number} first the n of the send that opened its connection
 * @property {number} at when, in milliseconds since 1970
 * @property {Uint8Array} bytes
 * @property {Role} receiver
 * @property {boolean} deflate permessage-deflate was offered
 * @property {string} target of the request; '' for bytes to a client
 * @property {boolean} real
 * @property {string} request the handshake's request, if this send opened the connection
 * @property {string} response the head of its response
 * @property {Deflate | null} agreed
 * @property {Uint8Array} came
 * @property {string} end how the connection ended: fin, reset, limit, timeout, lost, left (the page was), closed (by the page), or '' while it is open
 * @property {string} [problem] why nothing came, as a key of words
 * @property {string} [cause] what the server says about it
 */

/** The most sends that are listed. */
export const MOST = 20;

/** The most bytes of all of them. */
const MOST_BYTES = 8 * MAX_BYTES;

const size = (/** @type {Sent} */ { bytes, came }) => bytes.length + came.length;

/**
 * The newest sends, as many as are listed.
 * @param {Sent[]} sends the newest last
 */
export function bounded(sends) {
  const out = sends.slice(-MOST);
  let total = out.reduce((n, s) => n + size(s), 0);
  while (out.length > 1 && total > MOST_BYTES) total -= size(/** @type {Sent} */ (out.shift()));
  return out;
}

/**
 * The sends before one on its connection, the oldest first, and whether all of them are there.
 * @param {Sent[]} sends
 * @param {Sent} sent
 */
export function before(sends, sent) {
  const list = sends.filter(({ first, n }) => first === sent.first && n < sent.n);
  const whole = sent.n === sent.first || list.some(({ n }) => n === sent.first);
  return { list, whole, came: concat(...list.map(({ came }) => came)) };
}

/**
 * The sends as JSON, in about so many characters; the newest ones come first into it.
 * @param {Sent[]} sends
 * @param {number} room
 */
export function written(sends, room) {
  /** @type {object[]} */
  const out = [];
  let left = room;
  for (const sent of [...sends].reverse()) {
    const one = { ...sent, bytes: toBase64(sent.bytes), came: toBase64(sent.came) };
    left -= JSON.stringify(one).length;
    if (left < 0) break;
    out.unshift(one);
  }
  return out;
}

const ENDS = ['fin', 'reset', 'limit', 'timeout', 'lost', 'left', 'closed', ''];

/**
 * Sends from what was written, which may have become anything since: throws at what cannot be sends.
 * A connection that was open has been left with the page.
 * @param {any} value
 * @returns {Sent[]}
 */
export function read(value) {
  if (!Array.isArray(value)) throw new TypeError('a list of sends');
  return bounded(value.map(readOne));
}

/**
 * @param {any} v
 * @returns {Sent}
 */
function readOne(v) {
  const whole = [v.n, v.first, v.at].every((n) => Number.isInteger(n) && n > 0) && v.first <= v.n;
  const texts = [v.target, v.request, v.response, v.end, v.problem ?? '', v.cause ?? ''].every((s) => typeof s === 'string');
  if (!whole || !texts || !ENDS.includes(v.end) || (v.receiver !== 'server' && v.receiver !== 'client')) throw new TypeError('a send');
  if (v.problem !== undefined && !/^answer\.\w+$/.test(v.problem)) throw new TypeError('a problem');
  return {
    n: v.n,
    first: v.first,
    at: v.at,
    bytes: fromBase64(String(v.bytes)),
    receiver: v.receiver,
    deflate: v.deflate === true,
    target: v.target,
    real: v.real === true,
    request: v.request,
    response: v.response,
    agreed: v.agreed ? deflate(v.agreed) : null,
    came: fromBase64(String(v.came)),
    end: v.end || 'left',
    problem: v.problem,
    cause: v.cause,
  };
}

/**
 * @param {any} v
 * @returns {Deflate}
 */
function deflate(v) {
  const bits = (/** @type {unknown} */ n) => (Number.isInteger(n) && Number(n) >= 8 && Number(n) <= 15 ? Number(n) : 0);
  return {
    serverNoContextTakeover: v.serverNoContextTakeover === true,
    clientNoContextTakeover: v.clientNoContextTakeover === true,
    serverMaxWindowBits: bits(v.serverMaxWindowBits),
    clientMaxWindowBits: bits(v.clientMaxWindowBits),
  };
}
