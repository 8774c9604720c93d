// Sends bytes as they are, legal or not: with a local server over a real connection; without one,
// and for bytes to a client, to the codec's Conn inside this page.
import { random } from '../base/bytes.js';
import { writeRequest } from '../codec/handshake.js';
import { headEnd } from './capture.js';
import { play, plays } from './raw.js';
import { view } from '../frame/view.js';

/** @typedef {import('../frame/view.js').View} View */
/** @typedef {import('../codec/codec.js').Codec} Codec */
/** @typedef {import('../codec/codec.js').ConnEvent} ConnEvent */

/**
 * @typedef {object} Answer
 * @property {boolean} real it went over a real connection
 * @property {ConnEvent[]} events what the receiver understood
 * @property {Uint8Array} bytes what it sent back
 * @property {boolean} deflate whether permessage-deflate was in use
 * @property {boolean} over both Close frames have passed, or the connection failed
 */

/**
 * @param {Codec} codec
 * @param {View} v
 * @returns {Promise<Answer>} rejected with a key of words
 */
export async function send(codec, v) {
  const answer = sendInPage(codec, v);
  return v.receiver === 'server' && (await plays()) ? sendReal(codec, v, answer) : answer;
}

/**
 * Hand the bytes to a fresh connection inside this page. A message is echoed, as at /echo;
 * compressed where permessage-deflate has been agreed on.
 * @param {Codec} codec
 * @param {View} v
 * @returns {Answer}
 */
export function sendInPage(codec, v) {
  const conn = codec.conn({ role: v.receiver, keys: () => random(4), deflate: v.deflate === true ? {} : v.deflate || null });
  try {
    /** @type {ConnEvent[]} */
    const events = [];
    // Frame by frame, so that a message is echoed before the Close after it is answered.
    for (const frame of v.frames) {
      for (const event of conn.receive(v.bytes.subarray(frame.start, frame.end))) {
        events.push(event);
        if (event.kind === 'message' && v.receiver === 'server') conn.send(event.opcode, event.data);
      }
    }
    return { real: false, events, bytes: conn.output(), deflate: Boolean(v.deflate), over: conn.state !== 'open' };
  } finally {
    conn.free();
  }
}

/** When the frames follow the request, in milliseconds: the 101 has come by then. */
const AFTER_101 = 100;

/**
 * Have the bytes played after a handshake with /echo.
 * @param {Codec} codec
 * @param {View} v
 * @param {Answer} expected the same codec's in this page: it tells what was understood, and how much is to come
 * @returns {Promise<Answer>}
 */
async function sendReal(codec, v, expected) {
  const request = writeRequest(codec, {
    host: location.host,
    target: v.deflate && v.frames.length > 1 ? '/echo?takeover=both' : '/echo',
    key: random(16),
    origin: location.origin,
    extensions: v.deflate ? 'permessage-deflate' : '',
  });
  /** @param {Uint8Array} came */
  const behind = (came) => came.subarray(headEnd(came) < 0 ? came.length : headEnd(came));
  /** @param {Uint8Array} bytes */
  const whole = (bytes) => view(codec, bytes, 'client', v.deflate).frames.filter((f) => f.missing === 0n).length;
  const awaited = whole(expected.bytes);
  const { came } = await play([{ bytes: request }, { bytes: v.bytes, pauseMs: AFTER_101 }], {
    enough: (bytes) => !expected.over && awaited > 0 && whole(behind(bytes)) >= awaited,
  });
  const rest = behind(came);
  const [status, ...head] = new TextDecoder().decode(came.subarray(0, came.length - rest.length)).split('\r\n');
  if (!status.startsWith('HTTP/1.1 101 ')) throw new Error('answer.refused', { cause: new TextDecoder().decode(rest).trim() || status });
  const deflate = head.some((line) => /^sec-websocket-extensions:/i.test(line));
  return { ...expected, real: true, bytes: rest, deflate };
}
