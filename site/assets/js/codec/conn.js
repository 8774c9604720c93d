// One side of an open connection, run by the codec's module.
import { EVENT_BYTES, EVENT_CODE, EVENT_CONSUMED, EVENT_KEY_USED, EVENT_KIND, EVENT_OPCODE, EVENT_RULE, RECEIVING_FRAMES, STATE_CLOSE } from './layout.js';
import { CodecError } from './module.js';

/** @typedef {import('./module.js').Calls} Calls */
/** @typedef {import('./tables.js').Tables} Tables */

/**
 * Something that happened on a connection.
 * @typedef {object} ConnEvent
 * @property {string} kind one of the codec's event kinds: message, ping, pong, close, fail
 * @property {number} opcode
 * @property {Uint8Array} data a message, a ping's or pong's payload, or a close reason
 * @property {number} code the close code of close and fail, or 0
 * @property {string | null} rule the broken rule of fail
 */

const NO_BYTES = new Uint8Array();

/** One side of an open connection. Call free() when done with it: nothing else gives its memory back. */
export class Conn {
  /**
   * @param {Calls} module
   * @param {Tables} tables
   * @param {number} handle
   * @param {(() => Uint8Array) | null} keys gives a fresh masking key of 4 bytes; null for a server
   */
  constructor(module, tables, handle, keys) {
    this.module = module;
    this.tables = tables;
    this.handle = handle;
    this.start = module.starts;
    this.keys = keys;
    /** A key that was handed in and not used. @type {number | null} */
    this.key = null;
  }

  /**
   * Take bytes as they came from the peer. Answers to pings and Close frames are then in output().
   * @param {Uint8Array} bytes
   * @returns {ConnEvent[]}
   */
  receive(bytes) {
    const handle = this.alive();
    const n = this.module.write(bytes);
    const events = [];
    for (let from = 0; ; ) {
      const { event, consumed } = this.event('connReceive', n, handle, this.nextKey(), from);
      from += consumed;
      if (event) events.push(event);
      else if (from >= n || consumed === 0) return events;
    }
  }

  /**
   * Tell that the transport has ended.
   * @returns {ConnEvent | null}
   */
  eof() {
    const handle = this.alive();
    return this.event('connEOF', handle, this.nextKey()).event;
  }

  /**
   * Send a frame: a data frame as a whole message or, with fin false and
   * continuation frames after it, a message's fragment.
   * @param {number} opcode 0, 1 or 2
   * @param {Uint8Array} payload
   * @param {boolean} [fin]
   */
  send(opcode, payload, fin = true) {
    if (opcode !== 0 && opcode !== 1 && opcode !== 2) throw new CodecError(`Opcode ${opcode} is not a data frame's.`);
    this.sendFrame(opcode, payload, fin);
  }

  /** @param {Uint8Array} [payload] at most 125 bytes */
  ping(payload = NO_BYTES) {
    this.sendFrame(9, payload, true);
  }

  /** @param {Uint8Array} [payload] at most 125 bytes */
  pong(payload = NO_BYTES) {
    this.sendFrame(10, payload, true);
  }

  /**
   * Start the closing handshake.
   * @param {number} [code] none: a Close frame without a body
   * @param {string} [reason] at most 123 bytes of UTF-8
   */
  close(code, reason = '') {
    if (code === undefined) return this.sendFrame(8, NO_BYTES, true);
    if (!Number.isInteger(code) || code < 0 || code > 0xffff) throw new CodecError(`${code} is not a close code: 0 to 65535.`);
    const text = new TextEncoder().encode(reason);
    const body = new Uint8Array(2 + text.length);
    new DataView(body.buffer).setUint16(0, code);
    body.set(text, 2);
    this.sendFrame(8, body, true);
  }

  /**
   * The bytes that are to be sent to the peer; each is given once.
   * @returns {Uint8Array}
   */
  output() {
    return this.module.record('connOutput', this.alive()).slice();
  }

  /** One of the codec's names of states, such as "open". */
  get state() {
    return this.tables.states[this.module.number('connState', this.alive()) & (STATE_CLOSE - 1)];
  }

  /** Whether the transport is to be closed now (RFC 6455 §7.1.1). */
  get shouldCloseTransport() {
    return this.module.number('connState', this.alive()) >= STATE_CLOSE;
  }

  /**
   * The message that the peer has begun and not ended, and how many of its frames have begun (RFC 6455 §5.4).
   * @returns {{opcode: number, frames: number} | null}
   */
  get receiving() {
    const n = this.module.number('connReceiving', this.alive());
    return n ? { opcode: n % RECEIVING_FRAMES, frames: Math.floor(n / RECEIVING_FRAMES) } : null;
  }

  /** How many bytes of earlier messages the peer's next compressed message may refer to (RFC 7692 §7.1.1). */
  get window() {
    return this.module.number('connWindow', this.alive());
  }

  /** Give the connection's memory back. It cannot be used after that; freeing it again does nothing. */
  free() {
    if (this.handle && this.start === this.module.starts) this.module.number('connFree', this.handle);
    this.handle = 0;
  }

  /** @private */
  alive() {
    if (!this.handle) throw new CodecError('This connection has been freed.');
    if (this.start !== this.module.starts) throw new CodecError('This connection ended when the codec was started again.');
    return this.handle;
  }

  /**
   * The masking key that the next frame is to have, as a number; each is used once.
   * @private
   */
  nextKey() {
    if (!this.keys) return 0;
    this.key ??= keyNumber(this.keys());
    return this.key;
  }

  /**
   * @private
   * @param {number} opcode
   * @param {Uint8Array} payload
   * @param {boolean} fin
   */
  sendFrame(opcode, payload, fin) {
    const handle = this.alive();
    const key = this.nextKey();
    const n = this.module.write(payload);
    const { rule } = this.event('connSend', n, handle, key, opcode, Number(fin));
    if (rule) throw new CodecError(`The codec refuses to send this: ${rule}.`, { rule });
  }

  /**
   * @private
   * @param {string} name
   * @param {...number} args
   * @returns {{event: ConnEvent | null, consumed: number, rule: string | null}}
   */
  event(name, ...args) {
    const record = this.module.record(name, ...args);
    if (record.length < EVENT_BYTES) throw new CodecError('The codec does not know this connection.');
    const view = new DataView(record.buffer, record.byteOffset, record.byteLength);
    if (view.getUint8(EVENT_KEY_USED)) this.key = null;
    const kind = view.getUint8(EVENT_KIND);
    const rule = this.tables.rules.names[view.getUint8(EVENT_RULE)];
    const event = kind === 0 ? null : {
      kind: this.tables.eventKinds[kind],
      opcode: view.getUint8(EVENT_OPCODE),
      data: record.slice(EVENT_BYTES),
      code: view.getUint16(EVENT_CODE, true),
      rule,
    };
    return { event, consumed: view.getUint32(EVENT_CONSUMED, true), rule };
  }
}

/**
 * A masking key as a number, its first byte the most significant.
 * @param {Uint8Array} key
 */
export function keyNumber(key) {
  if (!(key instanceof Uint8Array) || key.length !== 4) throw new CodecError('A masking key is a Uint8Array of 4 bytes.');
  return new DataView(key.buffer, key.byteOffset, 4).getUint32(0);
}
