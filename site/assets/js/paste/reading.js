// The result of a reader of pasted text: the bytes, and which characters became them.
import { BytesError, MAX_BYTES } from '../base/bytes.js';

/** @typedef {'server' | 'client'} Role */
/** @typedef {{key: string, params?: Record<string, string | number>}} Note the end of a key paste.note.<key>, and its parameters */

/**
 * One way to read a text.
 * @typedef {object} Reading
 * @property {string} form its name is the words paste.form.<form>
 * @property {Uint8Array} bytes
 * @property {number[]} spans the characters that became bytes, as start, end, start, end … in ascending order
 * @property {Note[]} notes what else there is to say of it
 * @property {Stream} [stream] of a text with both directions, the one that this is
 * @property {number[]} [parts] where each of several dumps begins in the bytes
 * @property {Role} [receiver] as the text says; else the mask bits tell
 * @property {boolean} [deflate] the text says that permessage-deflate is in use
 * @property {Message[]} [messages] messages, not frames: there are no bytes until frames are built from them
 */

/** @typedef {{from: Role | 'first' | 'second'}} Stream who sent it: as the text names it, or the side that it shows first or second */
/** @typedef {{opcode: number, payload: Uint8Array}} Message a frame's opcode and its unmasked payload */

/** Collects bytes with the characters that they come from. */
export class Sink {
  /** @type {number[]} */
  bytes = [];
  /** @type {number[]} */
  spans = [];

  /**
   * @param {number} byte 0 to 255
   * @param {number} start its first character's index
   * @param {number} end the index after its last character
   */
  put(byte, start, end) {
    if (this.bytes.length >= MAX_BYTES) throw new BytesError('long', { n: this.bytes.length + 1, max: MAX_BYTES });
    this.bytes.push(byte);
    this.mark(start, end);
  }

  /**
   * @param {number} start
   * @param {number} end
   */
  mark(start, end) {
    const { spans } = this;
    const last = spans.length - 1;
    if (last > 0 && spans[last] >= start) spans[last] = Math.max(spans[last], end);
    else spans.push(start, end);
  }

  /** @param {Sink} other one whose characters come later */
  append(other) {
    if (this.bytes.length + other.bytes.length > MAX_BYTES) throw new BytesError('long', { n: this.bytes.length + other.bytes.length, max: MAX_BYTES });
    for (const b of other.bytes) this.bytes.push(b);
    for (let i = 0; i < other.spans.length; i += 2) this.mark(other.spans[i], other.spans[i + 1]);
  }

  /**
   * @param {string} form
   * @param {Note[]} [notes]
   * @returns {Reading}
   */
  reading(form, notes = []) {
    return { form, bytes: Uint8Array.from(this.bytes), spans: this.spans, notes };
  }
}

/**
 * Refuse a text at a character.
 * @param {import('../base/bytes.js').Wrong} kind
 * @param {number} index of the character, from 0
 * @param {{what?: string, form?: string, n?: number, max?: number}} [detail]
 * @returns {never}
 */
export function refuse(kind, index, detail = {}) {
  throw new BytesError(kind, { at: index + 1, ...detail });
}

/**
 * @param {Reading} a
 * @param {Reading} b
 */
export const alike = (a, b) =>
  a.bytes.length === b.bytes.length && a.messages === b.messages && a.stream?.from === b.stream?.from && a.bytes.every((x, i) => x === b.bytes[i]);
