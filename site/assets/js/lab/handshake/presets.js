// "Break it": the example, broken in one way each.
import { fromBase64, toBase64, toHex } from '../../base/bytes.js';
import { derive, guid, sha1 } from '../../codec/accept.js';

/** @typedef {import('../../codec/codec.js').Codec} Codec */

const decoder = new TextDecoder('latin1');
const encoder = new TextEncoder();

/**
 * A request to the RFC's server, or to the default address, as one to the server of this page.
 * @param {Uint8Array} request
 */
export const ours = (request) =>
  encoder.encode(
    decoder
      .decode(request)
      .replace('GET /chat ', 'GET /mychat ')
      .replace(/(\r\nHost: )(server\.example\.com|127\.0\.0\.1:8080)/, `$1${location.host}`)
      .replace(/(\r\nOrigin: )http:\/\/example\.com/, `$1${location.origin}`),
  );

/**
 * Changes to the request's text.
 * @type {Record<string, (head: string) => string>}
 */
const REQUEST = {
  post: (h) => h.replace(/^GET/, 'POST'),
  http10: (h) => h.replace('HTTP/1.1', 'HTTP/1.0'),
  'no-host': (h) => h.replace(/\r\nHost:[^\r]*/i, ''),
  'no-token': (h) => h.replace(/\r\n(Connection:)[^\r]*/i, '\r\n$1 keep-alive'),
  'short-key': (h) => h.replace(/(\r\nSec-WebSocket-Key: )([^\r]*)/i, (_, name, key) => name + toBase64(fromBase64(key).subarray(0, 15))),
  'version-8': (h) => h.replace(/(\r\nSec-WebSocket-Version: )[^\r]*/i, '$18'),
};

/**
 * The classic ways to a wrong accept value, computed from the key.
 * @type {Record<string, (codec: Codec, key: Uint8Array) => Uint8Array | string>}
 */
const ACCEPT = {
  'key-decoded': (codec, key) => sha1(codec, join(fromBase64(decoder.decode(key)), guid(codec))),
  'hex-encoded': (codec, key) => encoder.encode(toHex(derive(codec, key).sha1)),
  'leading-space': (codec, key) => sha1(codec, join(encoder.encode(' '), key, guid(codec))),
  'guid-lower-case': (codec, key) => sha1(codec, join(key, encoder.encode(decoder.decode(guid(codec)).toLowerCase()))),
  'no-guid': (codec, key) => sha1(codec, key),
  'key-echoed': (_, key) => decoder.decode(key),
};

/** @param {...Uint8Array} parts */
const join = (...parts) => Uint8Array.from(parts.flatMap((p) => [...p]));

/**
 * The example's request, broken in one way.
 * @param {string} name
 * @param {Uint8Array} sample
 */
export const brokenRequest = (name, sample) => encoder.encode(REQUEST[name](decoder.decode(sample)));

/**
 * A right response, broken in one way.
 * @param {Codec} codec
 * @param {string} name
 * @param {Uint8Array} response
 * @param {Uint8Array} key
 */
export function brokenResponse(codec, name, response, key) {
  const head = decoder.decode(response);
  if (name === 'status-200') return encoder.encode(head.replace(/101 [^\r]*/, '200 OK'));
  if (name === 'subprotocol') {
    return encoder.encode(head.replace(/\r\nSec-WebSocket-Protocol:[^\r]*/i, '').replace(/\r\n\r\n$/, '\r\nSec-WebSocket-Protocol: soap\r\n\r\n'));
  }
  const value = ACCEPT[name](codec, key);
  return encoder.encode(head.replace(/(\r\nSec-WebSocket-Accept: )[^\r]*/i, (_, field) => field + (typeof value === 'string' ? value : toBase64(value))));
}
