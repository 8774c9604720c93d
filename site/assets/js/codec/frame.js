// Writing and masking frames (RFC 6455 §5). No DOM; for browsers and node.
import { keyNumber } from './conn.js';
import { HEADER_BYTES, HEADER_FIN, HEADER_FORM, HEADER_KEY, HEADER_LENGTH, HEADER_MASKED, HEADER_OPCODE, HEADER_RSV } from './layout.js';
import { CodecError } from './module.js';

/** @typedef {import('./codec.js').Codec} Codec */

/**
 * A frame's bytes, legal or not.
 * @param {Codec} codec
 * @param {import('./codec.js').Header} header a form too small for the payload is widened
 * @param {Uint8Array} payload is masked on the way when the header says so
 * @returns {Uint8Array}
 */
export function writeFrame({ module }, header, payload) {
  return module.record('frame', module.write(headerRecord(header), payload)).slice();
}

/**
 * A header's bytes alone, whatever length it announces.
 * @param {Codec} codec
 * @param {import('./codec.js').Header & {length: bigint}} header a form too small for the length is widened
 * @returns {Uint8Array} 2 to 14 bytes
 */
export function writeHeader({ module }, header) {
  const record = headerRecord(header);
  if (header.length < 0n || header.length >= 1n << 64n) throw new CodecError(`${header.length} is not a length: 64 bits hold it.`);
  new DataView(record.buffer).setBigUint64(HEADER_LENGTH, header.length, true);
  return module.record('frameHeader', module.write(record)).slice();
}

/** @param {import('./codec.js').Header} header */
function headerRecord({ fin, rsv, opcode, masked, form, key }) {
  if (!Number.isInteger(rsv) || rsv < 0 || rsv > 7) throw new CodecError(`RSV ${rsv} is not three bits: 0 to 7.`);
  if (!Number.isInteger(opcode) || opcode < 0 || opcode > 15) throw new CodecError(`Opcode ${opcode} is not four bits: 0 to 15.`);
  if (![0, 7, 16, 64].includes(form)) throw new CodecError(`A length is written in 7, 16 or 64 bits, not ${form}.`);
  const header = new Uint8Array(HEADER_BYTES);
  header[HEADER_FIN] = Number(fin);
  header[HEADER_RSV] = rsv;
  header[HEADER_OPCODE] = opcode;
  header[HEADER_MASKED] = Number(masked);
  header[HEADER_FORM] = form;
  if (masked) new DataView(header.buffer).setUint32(HEADER_KEY, keyNumber(/** @type {Uint8Array} */ (key)));
  return header;
}

/**
 * Mask or unmask bytes (RFC 6455 §5.3).
 * @param {Codec} codec
 * @param {Uint8Array} bytes
 * @param {Uint8Array} key 4 bytes
 * @param {number} [offset] of the bytes in their payload
 * @returns {Uint8Array}
 */
export function mask({ module }, bytes, key, offset = 0) {
  if (!Number.isSafeInteger(offset) || offset < 0) throw new CodecError(`${offset} is not an offset.`);
  return module.record('mask', module.write(bytes), keyNumber(key), offset % 4).slice();
}
