// Compressed messages (RFC 7692). No DOM; for browsers and node.
import {
  DEFLATE_CLIENT_BITS, DEFLATE_CLIENT_NO_TAKEOVER, DEFLATE_SERVER_BITS, DEFLATE_SERVER_NO_TAKEOVER, WINDOW_BITS_MAX, WINDOW_BITS_MIN,
} from './layout.js';
import { CodecError } from './module.js';
import { readSpans } from './spans.js';

/** @typedef {import('./codec.js').Codec} Codec */
/** @typedef {import('./spans.js').Span} Span */

/**
 * The parameters of permessage-deflate that were agreed on (RFC 7692 §7.1); absent as in the answer.
 * @typedef {object} Deflate
 * @property {boolean} [serverNoContextTakeover] the server compresses each message by itself
 * @property {boolean} [clientNoContextTakeover]
 * @property {number} [serverMaxWindowBits] 8 to 15
 * @property {number} [clientMaxWindowBits]
 */

/**
 * The parameters as the module reads them.
 * @param {Deflate} deflate
 */
export function deflateNumber({ serverNoContextTakeover = false, clientNoContextTakeover = false, serverMaxWindowBits = 0, clientMaxWindowBits = 0 }) {
  for (const bits of [serverMaxWindowBits, clientMaxWindowBits]) {
    if (bits !== 0 && !(Number.isInteger(bits) && bits >= WINDOW_BITS_MIN && bits <= WINDOW_BITS_MAX)) {
      throw new CodecError(`A window has ${WINDOW_BITS_MIN} to ${WINDOW_BITS_MAX} bits, not ${bits}.`);
    };
  }
  return (
    (serverNoContextTakeover ? DEFLATE_SERVER_NO_TAKEOVER : 0) | (clientNoContextTakeover ? DEFLATE_CLIENT_NO_TAKEOVER : 0) |
    (serverMaxWindowBits << DEFLATE_SERVER_BITS) | (clientMaxWindowBits << DEFLATE_CLIENT_BITS)
  );
}

/**
 * @param {number} n
 * @returns {Deflate}
 */
export const deflateOf = (n) => ({
  serverNoContextTakeover: (n & DEFLATE_SERVER_NO_TAKEOVER) !== 0,
  clientNoContextTakeover: (n & DEFLATE_CLIENT_NO_TAKEOVER) !== 0,
  serverMaxWindowBits: (n >> DEFLATE_SERVER_BITS) & 15,
  clientMaxWindowBits: (n >> DEFLATE_CLIENT_BITS) & 15,
});

/**
 * Dissect a stream of frames in which permessage-deflate is in use.
 * @param {Codec} codec
 * @param {Uint8Array} bytes
 * @param {{receiver: import('./codec.js').Role, limits?: import('./codec.js').Limits, deflate?: Deflate, midway?: boolean}} context
 *   midway: messages may have come before these bytes, and be referred to
 * @returns {{spans: Span[], inflated: Uint8Array}} inflated: the bytes of the spans whose source is "inflated", one after
 *   the other, the first 1,048,576 of them
 */
export function dissectInflated(codec, bytes, { receiver, limits = {}, deflate = {}, midway = false }) {
  const { module } = codec;
  const record = module.record('dissectInflated', module.write(bytes), codec.role(receiver), 0, ...codec.limits(limits), deflateNumber(deflate), Number(midway));
  if (record.length === 1) throw new CodecError('These are too many frames to dissect in one call.');
  const n = new DataView(record.buffer, record.byteOffset).getUint32(0, true);
  return { inflated: record.slice(4, 4 + n), spans: readSpans(codec.tables, record.subarray(4 + n)) };
}

/** The bytes 00 00 ff ff, which a compressed message is sent without. */
const TAIL = 4;

/**
 * A message as a sender compresses it, without a message before it (RFC 7692 §7.2.1), also when it becomes longer by it.
 * @param {Codec} codec
 * @param {Uint8Array} message
 * @returns {Uint8Array} the payload of its one frame, unmasked
 */
export const compress = (codec, message) => compressAll(codec, [[message]])[0][0];

/**
 * Messages of one connection as a sender compresses them one after the other (RFC 7692 §7.2.1), also those that become
 * longer by it.
 * @param {Codec} codec
 * @param {Uint8Array[][]} messages of each its fragments: at least one
 * @param {Deflate} [deflate] what was agreed on; the sender is a server
 * @returns {Uint8Array[][]} the payloads of their frames, unmasked
 */
export function compressAll(codec, messages, deflate = {}) {
  const sender = codec.conn({ role: 'server', deflate });
  try {
    return messages.map((fragments) => {
      // All as fragments that are not the last, because a whole message that becomes longer is sent as it is. They keep
      // the tail.
      const payloads = fragments.map((fragment, i) => {
        sender.send(i ? 0 : 2, fragment, false);
        const frame = sender.output();
        return frame.subarray(codec.header(frame)?.size);
      });
      sender.send(0, new Uint8Array());
      sender.output();
      const last = payloads[payloads.length - 1];
      return [...payloads.slice(0, -1), last.subarray(0, last.length - TAIL)];
    });
  } finally {
    sender.free();
  }
}

/**
 * Dissect a compressed message's blocks (RFC 1951 §3.2).
 * @param {Codec} codec
 * @param {Uint8Array} message its frames' payloads together, unmasked
 * @param {number} before how many bytes of the messages before a match may refer to
 * @param {number} [bits] the sender's window, 8 to 15
 * @returns {Span[]} bits count from each byte's lowest
 */
export function dissectDeflate(codec, message, before, bits = WINDOW_BITS_MAX) {
  const { module } = codec;
  const record = module.record('dissectDeflate', module.write(message), bits, Math.min(before, 2 ** 32 - 1));
  if (record.length === 1) throw new CodecError('This message is too large for its blocks to be dissected.');
  return readSpans(codec.tables, record);
}
