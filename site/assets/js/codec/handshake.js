// Opening handshakes (RFC 6455 §4): writing and dissecting requests, and the responses of a server.
// No DOM; for browsers and node.
import { deflateNumber, deflateOf } from './deflate.js';
import { ANSWER_BYTES, ANSWER_DEFLATE, ANSWER_PARAMETERS, ANSWER_RULE, ANSWER_SIZE, ANSWER_STATUS } from './layout.js';
import { CodecError } from './module.js';
import { readSpans } from './spans.js';

/** @typedef {import('./codec.js').Codec} Codec */
/** @typedef {import('./deflate.js').Deflate} Deflate */
/** @typedef {import('./spans.js').Span} Span */

/**
 * A handshake request to be written.
 * @typedef {object} RequestParts
 * @property {string} host
 * @property {string} target such as "/chat"
 * @property {Uint8Array} key 16 random bytes
 * @property {string} [origin]
 * @property {string[]} [subprotocols]
 * @property {string} [extensions]
 * @property {[name: string, value: string][]} [fields] further header fields
 */

const encoder = new TextEncoder();

/**
 * Dissect a handshake's request.
 * @param {Codec} codec
 * @param {Uint8Array} bytes
 * @returns {Span[]}
 */
export const dissectRequest = ({ module, tables }, bytes) =>
  readSpans(tables, module.record('dissectRequest', module.write(bytes)));

/**
 * Dissect a handshake's response, judged against the request that it answers.
 * @param {Codec} codec
 * @param {Uint8Array} bytes
 * @param {Uint8Array} request
 * @returns {Span[]}
 */
export const dissectResponse = ({ module, tables }, bytes, request) =>
  readSpans(tables, module.record('dissectResponse', module.write(bytes, request), bytes.length));

/**
 * A server's answer to a handshake request.
 * @param {Codec} codec
 * @param {Uint8Array} request
 * @param {{subprotocols?: string[], deflate?: Deflate | null, most?: number, sentence?: (rule: string) => string}} [server]
 *   subprotocols: those that the server supports; deflate: the parameters that it asks for when it accepts an offer of
 *   permessage-deflate, null for a server that cannot inflate; most: the longest head in bytes that it reads, 0 for the
 *   codec's own limit; sentence: its words on a broken rule
 * @returns {{status: number, bytes: Uint8Array, rule: string | null, size: number, deflate: Deflate | null}} status 0
 *   and no bytes while the request is incomplete; rule: why it is refused; size: the bytes of the request's head, 0
 *   where the head does not end, frames may follow it; deflate: the agreed parameters
 */
export function respond({ module, rules }, request, { subprotocols = [], deflate = null, most = 0, sentence = () => '' } = {}) {
  const wanted = deflate ? 1 + 2 * deflateNumber(deflate) : 0;
  const answer = (/** @type {string} */ said) =>
    module.record('respond', module.write(request, ...[said, ...subprotocols].flatMap(string)), request.length, wanted, most);
  let record = answer('');
  const broken = rules.names[record[ANSWER_RULE]];
  if (broken) record = answer(sentence(broken));
  const view = new DataView(record.buffer, record.byteOffset);
  return {
    status: view.getUint16(ANSWER_STATUS, true),
    bytes: record.slice(ANSWER_BYTES),
    rule: rules.names[view.getUint8(ANSWER_RULE)],
    size: view.getUint32(ANSWER_SIZE, true),
    deflate: view.getUint8(ANSWER_DEFLATE) ? deflateOf(view.getUint32(ANSWER_PARAMETERS, true)) : null,
  };
}

/**
 * The response with which a server refuses for a reason of its own.
 * @param {Codec} codec
 * @param {number} status
 * @param {string} sentence its body
 * @returns {Uint8Array}
 */
export const refusal = ({ module }, status, sentence) => module.record('refusal', module.write(encoder.encode(sentence)), status).slice();

/**
 * A client's handshake request.
 * @param {Codec} codec
 * @param {RequestParts} parts
 * @returns {Uint8Array}
 */
export function writeRequest({ module, rules }, { host, target, key, origin = '', subprotocols = [], extensions = '', fields = [] }) {
  if (!(key instanceof Uint8Array) || key.length !== 16) throw new CodecError('A handshake key is a Uint8Array of 16 bytes.');
  const n = module.write(
    ...[host, target, origin].flatMap(string), u32(16), key, ...string(extensions),
    u32(subprotocols.length), ...subprotocols.flatMap(string), ...fields.flat().flatMap(string),
  );
  const record = module.record('request', n);
  const rule = rules.names[record[0]];
  if (rule) throw new CodecError(`The codec refuses to write this request: ${rule}.`, { rule });
  return record.slice(1);
}

/** @param {number} n */
const u32 = (n) => new Uint8Array([n, n >>> 8, n >>> 16, n >>> 24]);

/**
 * A string as the module reads it: its length and its UTF-8.
 * @param {string} s
 */
function string(s) {
  const bytes = encoder.encode(s);
  return [u32(bytes.length), bytes];
}
