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
 * @property {Kinds[]} at how many of each kind it has sent after each frame of the send
 * @property {boolean} over it then ends the connection
 */

/**
 * Frames that answer, by kind. A kind keeps its order; a pong may overtake an echo.
 * @typedef {{pong: number, close: number, data: number}} Kinds
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
  const answered = (/** @type {Uint8Array} */ bytes) => view(codec, bytes, side(sent), sent.agreed ?? false, true).frames.filter(answers);
  const peer = new Peer(codec, { receiver: sent.receiver, deflate: sent.agreed, target: sent.target });
  try {
    for (const { bytes } of before(sends, sent).list) peer.receive(bytes);
    peer.output();
    /** @type {Kinds[]} */
    const at = [];
    const kinds = { pong: 0, close: 0, data: 0 };
    let frames = 0;
    const events = peer.receive(sent.bytes, (now) => {
      for (const frame of answered(peer.output())) {
        kinds[kindOf(frame)]++;
        frames++;
      }
      // Another endpoint is taken to answer each message once.
      if (sent.receiver === 'server' && !peer.echoes) kinds.data += now.filter(({ kind }) => kind === 'message').length;
      at.push({ ...kinds });
    });
    frames += answered(peer.output()).length;
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

/** @param {import('../../frame/view.js').Frame} frame @returns {keyof Kinds} */
const kindOf = ({ opcode }) => (opcode === 10 ? 'pong' : opcode === 8 ? 'close' : 'data');

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
  const own = whole.filter(answers).filter((frame, _, all) => {
    const kind = kindOf(frame);
    const nth = all.filter((f) => kindOf(f) === kind).indexOf(frame);
    return nth >= (at[i - 1]?.[kind] ?? 0) && nth < at[i][kind];
  });
  // The last frame shows what a server sends by itself, if nothing else came.
  const others = i === at.length - 1 && !whole.some(answers) ? whole : [];
  return { back: all, frames: own.length ? own : others };
}
