// The state of a receiver between the frames of a stream. The codec's connection says it: it is given the
// frames one after the other.

/**
 * The state after a frame.
 * @typedef {object} Between
 * @property {{opcode: number, frames: number} | null} receiving the message that has begun and not ended
 * @property {boolean} closing a Close frame has come
 * @property {boolean} failed a rule was broken
 * @property {number} window how many bytes of earlier messages the next compressed message may refer to
 */

/** A key for the receiver's own frames, which nothing sends. */
const KEY = new Uint8Array(4);

/**
 * @param {import('../codec/codec.js').Codec} codec
 * @param {import('./view.js').View} v
 * @param {number} most after how many frames
 * @returns {(Between | null)[]} by frame; null where the connection refuses what may be right after bytes that are not here
 */
export function between(codec, v, most) {
  const deflate = v.deflate === true ? {} : v.deflate || null;
  const conn = codec.conn({ role: v.receiver, keys: () => KEY, deflate });
  /** @type {(Between | null)[]} */
  const out = [];
  let broken = false;
  let failed = false;
  try {
    for (const f of v.frames.slice(0, most)) {
      const events = conn.receive(v.bytes.subarray(f.start, f.end));
      broken ||= f.broken.length > 0;
      failed ||= events.some(({ kind }) => kind === 'fail');
      const unsure = failed && !broken;
      out.push(unsure ? null : { receiving: conn.receiving, closing: conn.state === 'closing', failed, window: conn.window });
    }
  } finally {
    conn.free();
  }
  return out;
}
