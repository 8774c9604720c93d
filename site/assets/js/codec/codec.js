// The codec in JavaScript: the same Go code as in the local server, as a
// WebAssembly module. Its names of rules, fields and the like come from the
// module itself. No DOM; for browsers and node.
import { Conn } from './conn.js';
import { deflateNumber } from './deflate.js';
import { HEADER_FIN, HEADER_FORM, HEADER_KEY, HEADER_LENGTH, HEADER_MASKED, HEADER_OPCODE, HEADER_RSV, HEADER_SIZE } from './layout.js';
import { CodecError, start } from './module.js';
import { readSpans } from './spans.js';
import { readTables } from './tables.js';

export { CodecError, Conn };

/** @typedef {import('./module.js').Calls} Calls */
/** @typedef {import('./module.js').GoConstructor} GoConstructor */
/** @typedef {import('./tables.js').Rule} Rule */
/** @typedef {import('./spans.js').Span} Span */
/** @typedef {import('./conn.js').ConnEvent} ConnEvent */
/** @typedef {import('./deflate.js').Deflate} Deflate */
/** @typedef {'client' | 'server'} Role */

/**
 * @typedef {object} Header
 * @property {boolean} fin
 * @property {number} rsv 4, 2 and 1 for RSV1, RSV2 and RSV3
 * @property {number} opcode
 * @property {boolean} masked
 * @property {0 | 7 | 16 | 64} form the number of bits of the length; 0, for writing only: the fewest that hold it
 * @property {Uint8Array | null} key 4 bytes as on the wire, null without a mask
 */

/** @typedef {Header & {length: bigint, size: number}} ParsedHeader bytes of the payload, bytes of the header */
/**
 * The limits of an endpoint: bytes of a frame and of a message, frames of a message. 0 or absent: none.
 * @typedef {{maxFrame?: number, maxMessage?: number, maxFragments?: number}} Limits
 */

/**
 * Load the codec.
 * @param {{module: URL | string | BufferSource, Go?: GoConstructor}} source the module's address or bytes, and the
 *   constructor that wasm_exec.js defines, which a module built by the standard Go toolchain needs
 * @returns {Promise<Codec>} rejected with a CodecError
 */
export async function load({ module, Go }) {
  return new Codec(await start(module, Go));
}

/** The codec. Every call is finished when it returns, and the caller owns its result. */
export class Codec {
  /** @param {Calls} module */
  constructor(module) {
    this.module = module;
    const tables = readTables(module.record('tables').slice());
    this.tables = tables;
    this.rules = tables.rules;
    /** Names of fields. */
    this.fields = tables.fields;
    /** All sixteen opcodes, by value. */
    this.opcodes = tables.opcodes;
    /** Ranges of close codes that are allowed in a Close frame. */
    this.sendableRanges = tables.sendable;
  }

  /**
   * Dissect a stream of frames.
   * @param {Uint8Array} bytes
   * @param {{receiver: Role, rsv?: number, limits?: Limits}} context receiver: the side that gets the bytes; rsv: the bits that a negotiated extension defines
   * @returns {Span[]}
   */
  dissect(bytes, { receiver, rsv = 0, limits = {} }) {
    const role = this.role(receiver);
    if (!Number.isInteger(rsv) || rsv < 0 || rsv > 7) throw new CodecError(`RSV ${rsv} is not three bits: 0 to 7.`);
    const n = this.module.write(bytes);
    const record = this.module.record('dissect', n, role, rsv, ...this.limits(limits));
    if (record.length === 1) throw new CodecError('These are too many frames to dissect in one call.');
    return readSpans(this.tables, record);
  }

  /**
   * The header at the front of bytes, legal or not; null when there are too few bytes for it.
   * @param {Uint8Array} bytes
   * @returns {ParsedHeader | null}
   */
  header(bytes) {
    const front = bytes instanceof Uint8Array ? bytes.subarray(0, 14) : bytes;
    const record = this.module.record('header', this.module.write(front));
    if (record.length === 0) return null;
    const masked = record[HEADER_MASKED] !== 0;
    return {
      fin: record[HEADER_FIN] !== 0,
      rsv: record[HEADER_RSV],
      opcode: record[HEADER_OPCODE],
      masked,
      form: /** @type {0 | 7 | 16 | 64} */ (record[HEADER_FORM]),
      key: masked ? record.slice(HEADER_KEY, HEADER_KEY + 4) : null,
      length: new DataView(record.buffer, record.byteOffset).getBigUint64(HEADER_LENGTH, true),
      size: record[HEADER_SIZE],
    };
  }

  /**
   * One side of an open connection.
   * @param {{role: Role, keys?: () => Uint8Array, limits?: Limits, deflate?: Deflate | null}} config keys: for a client,
   *   gives a fresh random masking key of 4 bytes; may be asked one frame ahead; deflate: permessage-deflate is in use
   * @returns {Conn}
   */
  conn({ role, keys, limits = {}, deflate = null }) {
    const id = this.role(role);
    if (role === 'client' && typeof keys !== 'function') throw new CodecError('A client needs a source of masking keys.');
    const handle = deflate
      ? this.module.number('connDeflate', id, ...this.limits(limits), deflateNumber(deflate))
      : this.module.number('connNew', id, ...this.limits(limits));
    if (!handle) throw new CodecError('The codec cannot open such a connection.');
    return new Conn(this.module, this.tables, handle, role === 'client' && keys ? keys : null);
  }

  /**
   * @package
   * @param {Role} role
   */
  role(role) {
    const id = this.tables.roles.indexOf(role);
    if (id < 1) throw new CodecError(`There is no role named ${role}.`);
    return id;
  }

  /**
   * @package
   * @param {Limits} limits
   */
  limits({ maxFrame = 0, maxMessage = 0, maxFragments = 0 }) {
    return [maxFrame, maxMessage, maxFragments].map((n) => {
      if (!Number.isInteger(n) || n < 0 || n >= 2 ** 32) throw new CodecError(`${n} is not a limit: 0 to 4294967295.`);
      return n;
    });
  }
}
