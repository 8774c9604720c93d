// Sec-WebSocket-Accept in its steps, and what servers get wrong about it
// (RFC 6455 §4.2.2 item 5.4). No DOM; for browsers and node.
import { DIGEST_BYTES } from './layout.js';

/** @typedef {import('./codec.js').Codec} Codec */

/**
 * @param {Codec} codec
 * @param {Uint8Array} bytes
 * @returns {Uint8Array} the SHA-1 digest, 20 bytes
 */
export const sha1 = ({ module }, bytes) => module.record('sha1', module.write(bytes)).slice();

/**
 * @param {Codec} codec
 * @returns {Uint8Array} the 36 bytes that follow the key
 */
export const guid = ({ module }) => module.record('guid').slice();

/**
 * @param {Codec} codec
 * @param {Uint8Array} key a Sec-WebSocket-Key as it is in the request
 * @returns {{sha1: Uint8Array, accept: string}} the 20-byte digest of key and GUID, and its base64
 */
export function derive({ module }, key) {
  const record = module.record('accept', module.write(key));
  return { sha1: record.slice(0, DIGEST_BYTES), accept: String.fromCharCode(...record.subarray(DIGEST_BYTES)) };
}

/**
 * The mistake of a server that computed this value.
 * @param {Codec} codec
 * @param {Uint8Array} key
 * @param {Uint8Array} got
 * @returns {string} the stable name of a mistake, such as "key-decoded"; "right" for none, "unknown" for none that is known
 */
export const wrongAccept = ({ module }, key, got) =>
  String.fromCharCode(...module.record('wrongAccept', module.write(key, got), key.length));
