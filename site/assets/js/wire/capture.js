// Cuts both directions of one connection, from the first byte of the request, into the two heads
// and the frames after them.
import { concat } from '../base/bytes.js';
import { view } from '../frame/view.js';

/** @typedef {'client' | 'server'} Side */
/** @typedef {import('../codec/codec.js').Codec} Codec */
/** @typedef {import('../frame/view.js').Frame} Frame */

/**
 * Is told each head and each frame, once it is whole.
 * @typedef {object} Watcher
 * @property {(from: Side, bytes: Uint8Array) => void} head
 * @property {(from: Side, bytes: Uint8Array, frame: Frame) => void} frame
 */

export class Capture {
  /**
   * @param {Codec} codec
   * @param {Watcher} watcher
   */
  constructor(codec, watcher) {
    this.codec = codec;
    this.watcher = watcher;
    this.client = new Direction();
    this.server = new Direction();
  }

  /**
   * Take bytes as they passed, in pieces of any size.
   * @param {Side} from
   * @param {Uint8Array} bytes
   */
  take(from, bytes) {
    const d = this[from];
    d.rest = concat(d.rest, bytes);
    if (!d.head) {
      const end = headEnd(d.rest);
      if (end < 0) return;
      d.head = true;
      this.watcher.head(from, d.rest.slice(0, end));
      d.rest = d.rest.slice(end);
    }
    for (const frame of view(this.codec, d.rest, from === 'client' ? 'server' : 'client').frames) {
      if (frame.missing > 0n || frame.unread || frame.afterClose) break;
      if ((frame.opcode ?? 8) < 8 && frame.field.get('fin')?.value === 1n) d.messages++;
      d.taken = frame.end;
      this.watcher.frame(from, d.rest.slice(frame.start, frame.end), frame);
    }
    d.rest = d.rest.slice(d.taken);
    d.taken = 0;
  }
}

class Direction {
  head = false;
  messages = 0;
  /** Bytes of rest that were in whole frames. */
  taken = 0;
  rest = new Uint8Array();
}

/**
 * Where a head ends: after its empty line. -1 while that has not come.
 * @param {Uint8Array} bytes
 */
export function headEnd(bytes) {
  for (let i = 3; i < bytes.length; i++) {
    if (bytes[i] === 10 && bytes[i - 1] === 13 && bytes[i - 2] === 10 && bytes[i - 3] === 13) return i + 1;
  }
  return -1;
}
