// Computes the server's response: that of the local server, as its server.json describes it, or that
// of the server in this page, which supports the subprotocol "chat" at every path.
import { refusal, respond } from '../codec/handshake.js';
import { characters } from '../frame/view.js';
import { valueOf } from './head.js';
import { t } from '../base/words.js';

/** @typedef {import('../codec/codec.js').Codec} Codec */
/** @typedef {import('../codec/codec.js').Deflate} Deflate */
/** @typedef {import('./head.js').Head} Head */

/** The subprotocols that the server in this page supports. */
export const SPOKEN = ['chat'];

/**
 * An answer as the page computes it.
 * @typedef {object} Answer
 * @property {number} status 0 while the request is not whole, and where no answer can be computed
 * @property {Uint8Array} bytes
 * @property {string | null} rule why the request is refused
 * @property {number} size of the request's head, in bytes
 * @property {Deflate | null} deflate what is agreed on
 * @property {string} why the sentence of a refusal for another reason than a rule
 * @property {string} elsewhere the path at which no WebSocket answers that is computed here
 * @property {boolean} query parameters in the target may change the answer
 */

/**
 * The local server, as its server.json tells.
 * @typedef {object} Local
 * @property {Map<string, {subprotocols: string[], deflate: Deflate | null}>} webSockets by path
 * @property {Set<string>} hosts
 * @property {Set<string>} origins
 * @property {{host: string, origin: string, example: string}} refusals
 * @property {Map<string, string>} sentences by rule
 * @property {number} most the longest head that it reads, in bytes
 */

/**
 * @param {Codec} codec
 * @param {Head} head the request's
 * @param {Local | null} local
 * @returns {Answer}
 */
export function answerTo(codec, head, local) {
  const request = head.bytes;
  const more = { why: '', elsewhere: '', query: false };
  if (!local) {
    const answer = respond(codec, request, { subprotocols: SPOKEN, deflate: {}, sentence: (rule) => t(`rule.${rule}`) });
    return { ...answer, ...more };
  }
  const { path, query } = target(head);
  const socket = local.webSockets.get(path);
  const answer = respond(codec, request, {
    ...(socket ?? {}),
    most: local.most,
    sentence: (rule) => local.sentences.get(rule) ?? t(`rule.${rule}`),
  });
  // A head that cannot be read, or whose body has no known end, is refused at every path.
  const early = answer.size === 0 || (answer.rule && EARLY.has(answer.rule));
  if (early) return { ...answer, ...more };
  const forbidden = (/** @type {string} */ why) => ({ ...answer, ...more, status: 403, bytes: refusal(codec, 403, `${why}\n`), rule: null, deflate: null, why });
  if (!socket) {
    const why = path ? whyRefused(inOrder(head), local) : '';
    return why ? forbidden(why) : { ...answer, ...more, status: 0, bytes: new Uint8Array(), rule: null, elsewhere: path || '/' };
  }
  if (answer.rule) return { ...answer, ...more };
  const why = whyRefused([['host', valueOf(head, 'host')], ['origin', valueOf(head, 'origin')]], local);
  if (why) return forbidden(why);
  return { ...answer, ...more, query };
}

/** The rules on bodies, which are judged before the path. */
const EARLY = new Set(['request.transfer-encoding', 'request.content-length.duplicate', 'request.content-length.malformed']);

/** @typedef {[name: 'host' | 'origin', value: Uint8Array | null][]} Named */

/**
 * The fields that name a place, in their order, which is how those of a web page's request are
 * judged; none where another field is judged before them.
 * @param {Head} head
 * @returns {Named}
 */
function inOrder(head) {
  const names = head.lines.map((l) => l.name);
  if (names.includes('expect') || names.filter((n) => n === 'host').length !== 1) return [];
  const places = /** @type {('host' | 'origin')[]} */ (names.filter((n) => n === 'host' || n === 'origin'));
  return places.map((name) => [name, valueOf(head, name)]);
}

/**
 * Why the local server does not talk to a Host, or to an Origin's pages; empty where it does.
 * @param {Named} named
 * @param {Local} local
 */
function whyRefused(named, { hosts, origins, refusals }) {
  for (const [name, value] of named) {
    if (value && !(name === 'host' ? hosts : origins).has(lower(value))) return said(refusals[name], value, refusals.example);
  }
  return '';
}

const latin1 = new TextDecoder('latin1');

/** @param {Uint8Array} value */
const lower = (value) => latin1.decode(value).replace(/[A-Z]/g, (c) => c.toLowerCase());

/** How many bytes of a name the server repeats. */
const REPEATED = 100;

/**
 * @param {string} sentence
 * @param {Uint8Array} name
 * @param {string} example
 */
function said(sentence, name, example) {
  const text = characters(name.subarray(0, REPEATED)).map((c) => (/^[\x20-\x7e]|^[^\x00-\x7f\ufffd]/.test(c.text) ? c.text : '?')).join('');
  const quoted = `\u201c${text}${name.length > REPEATED ? '\u2026' : ''}\u201d`;
  return sentence.split('{name}').join(quoted) + (/(?:^|\.|\/\/)example\.com$/.test(lower(name)) ? example : '');
}

/**
 * A request's path, and whether a query follows it.
 * @param {Head} head
 */
function target(head) {
  const part = head.lines[0].parts.find((p) => p.field === 'target');
  const all = part ? latin1.decode(head.bytes.subarray(part.start, part.end)) : '';
  const [before] = all.split(/[?#]/);
  const path = before.startsWith('/') ? before : before.replace(/^[^/]+:\/\/[^/]*/, '');
  return { path, query: all.length > before.length && all[before.length] === '?' };
}
