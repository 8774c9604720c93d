// Tells what the receiver understood of a send, and how much it sends back: the same codec in this page
// takes the same bytes.
import { view } from '../../frame/view.js';
import { Peer } from './peer.js';
import { before } from './sends.js';

/** @typedef {import('../../codec/codec.js').Codec} Codec */
/** @typedef {import('../../codec/codec.js').ConnEvent} ConnEvent */
/** @typedef {import('./sends.js').Sent} Sent */

/**
 * @typedef {object} Understood
 * @property {ConnEvent[]} events
 * @property {number} frames how many frames it sends back, pings of its own not counted
 * @property {number[]} at how many of them it has sent after each frame of the send
 * @property {boolean} over it then ends the connection
 */

/** @type {WeakMap<Sent, Understood>} */
const known = new WeakMap();

/**
 * @param {Codec} codec
 * @param {Sent[]} sends
 * @param {Sent} sent whose handshake is over
 * @returns {Understood}
 */
export function understood(codec, sends, sent) {
  const cached = known.get(sent);
  if (cached) return cached;
  const count = (/** @type {Uint8Array} */ bytes) => view(codec, bytes, side(sent), sent.agreed ?? false, true).frames.filter(answers).length;
  const peer = new Peer(codec, { receiver: sent.receiver, deflate: sent.agreed, target: sent.target });
  try {
    for (const { bytes } of before(sends, sent).list) peer.receive(bytes);
    peer.output();
    /** @type {number[]} */
    const at = [];
    let [frames, heard] = [0, 0];
    const events = peer.receive(sent.bytes, (now) => {
      frames += count(peer.output());
      // Another endpoint is taken to answer each message once.
      if (sent.receiver === 'server' && !peer.echoes) heard += now.filter(({ kind }) => kind === 'message').length;
      at.push(frames + heard);
    });
    frames += count(peer.output());
    const result = { events, frames, at, over: peer.over };
    known.set(sent, result);
    return result;
  } finally {
    peer.free();
  }
}

/**
 * The receiver of the answer.
 * @param {Sent} sent
 */
export const side = ({ receiver }) => (receiver === 'server' ? 'client' : 'server');

/** A whole frame that is not a ping. @param {import('../../frame/view.js').Frame} frame */
const answers = ({ missing, opcode }) => missing === 0n && opcode !== 9;

/**
 * The frames that came back for a send, after those of the sends before it on its connection.
 * @param {Codec} codec
 * @param {Sent[]} sends
 * @param {Sent} sent
 */
export function cameBack(codec, sends, sent) {
  const earlier = before(sends, sent);
  const bytes = new Uint8Array(earlier.came.length + sent.came.length);
  bytes.set(earlier.came);
  bytes.set(sent.came, earlier.came.length);
  const all = view(codec, bytes, side(sent), sent.agreed ?? false, !earlier.whole);
  const frames = all.frames.filter(({ end }) => end > earlier.came.length);
  return { all, frames, answers: frames.filter(answers).length };
}

/**
 * The frames that came back for one frame of a send.
 * @param {Codec} codec
 * @param {Sent[]} sends
 * @param {Sent} sent
 * @param {number} i which of its frames
 */
export function answersTo(codec, sends, sent, i) {
  const { all, frames } = cameBack(codec, sends, sent);
  const whole = frames.filter((f) => f.missing === 0n && !f.afterClose);
  const { at } = understood(codec, sends, sent);
  const own = whole.filter(answers).slice(i ? at[i - 1] : 0, at[i]);
  // The last frame shows what a server sends by itself, if nothing else came.
  const others = i === at.length - 1 && !whole.some(answers) ? whole : [];
  return { back: all, frames: own.length ? own : others };
}
