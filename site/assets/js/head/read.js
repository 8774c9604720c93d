// Reads a request and its response: their lines, the server's answer, and the bytes after each
// head.
import { derive, wrongAccept } from '../codec/accept.js';
import { dissectRequest, dissectResponse } from '../codec/handshake.js';
import { afterHead, readHead, valueOf } from './head.js';
import { answerTo } from './server.js';
import { has, t } from '../base/words.js';

/** @typedef {import('../codec/codec.js').Codec} Codec */
/** @typedef {import('./head.js').Head} Head */
/** @typedef {import('./head.js').Side} Side */
/** @typedef {import('./after.js').After} After */
/** @typedef {{side: Side, bytes: Uint8Array, rule: null, view: null}} Unread what follows a head while the script that reads frames is on its way */

/**
 * @typedef {object} Reading
 * @property {Head} request
 * @property {Head} response
 * @property {import('./server.js').Answer} answer what the server answers
 * @property {Partial<Record<Side, After | Unread | null>>} frames what follows each head where the protocol has been switched
 * @property {string} mistake the words on a wrong accept value; empty for none
 */

/**
 * @param {Codec} codec
 * @param {{request: Uint8Array, response: Uint8Array | null}} bytes response: someone's own, null for the server's answer
 * @param {import('./server.js').Local | null} local the local server, where there is one
 * @param {typeof import('./after.js').readAfter} [readAfter] absent while its script is on its way
 * @returns {Reading}
 */
export function readHandshake(codec, { request: asked, response: own }, local, readAfter) {
  const request = readHead(codec, 'request', asked, dissectRequest(codec, asked));
  const answer = answerTo(codec, request, local);
  const shown = own ?? answer.bytes;
  const response = readHead(codec, 'response', shown, shown.length ? dissectResponse(codec, shown, asked) : []);
  const open = own !== null && response.whole && !response.rule;
  const deflate = valueOf(response, 'sec-websocket-extensions') ? answer.deflate : null;
  /** @param {Side} side @param {Uint8Array} bytes @param {import('./server.js').Answer['deflate']} agreed */
  const after = (side, bytes, agreed) => {
    if (!bytes.length) return null;
    return readAfter ? readAfter(codec, side, bytes, agreed) : { side, bytes, rule: null, view: null };
  };
  const frames = {
    request: answer.status === 101 ? after('request', afterHead(request), answer.deflate) : null,
    response: open ? after('response', afterHead(response), deflate) : null,
  };
  const key = valueOf(request, 'sec-websocket-key');
  const got = valueOf(response, 'sec-websocket-accept');
  const mistake = key && got && response.rule === 'response.accept.wrong' ? wrongAccept(codec, key, got) : '';
  return { request, response, answer, frames, mistake: has(`ex.finding.accept.${mistake}`) ? t(`ex.finding.accept.${mistake}`) : '' };
}

/**
 * How the bytes after a head are read.
 * @param {Pick<Reading, 'response' | 'answer' | 'frames'>} reading
 * @param {Side} side
 * @returns {'frames' | 'unread' | 'body' | ''}
 */
export function following({ response, answer, frames }, side) {
  if (frames[side]) return 'frames';
  if (side === 'response') return response.rule === 'response.status' ? 'body' : '';
  return answer.status ? 'unread' : '';
}

/** @type {Record<string, string>} header fields, by the codec's name for an absent one */
const FIELD = {
  'missing.host': 'host', 'missing.upgrade': 'upgrade', 'missing.connection': 'connection',
  'missing.key': 'sec-websocket-key', 'missing.version13': 'sec-websocket-version', 'missing.accept': 'sec-websocket-accept',
};

/**
 * The lines that can be added, by the field that is missing.
 * @param {Codec} codec
 * @param {Uint8Array} example the request from which they are
 * @param {Head} request whose key an accept value is for
 * @returns {Map<string, string>}
 */
export function offers(codec, example, request) {
  const lines = new TextDecoder('latin1').decode(example).split('\r\n');
  const offers = new Map(Object.entries(FIELD).map(([missing, name]) => [missing, lines.find((l) => l.toLowerCase().startsWith(`${name}:`)) ?? '']));
  const key = valueOf(request, 'sec-websocket-key');
  return offers.set('missing.accept', `Sec-WebSocket-Accept: ${key ? derive(codec, key).accept : ''}`);
}

/**
 * The line that is looked at first: the key's, because everything else depends on it.
 * @param {Head} request
 */
export const keyLine = (request) => Math.max(0, request.lines.findIndex((l) => l.name === 'sec-websocket-key'));
