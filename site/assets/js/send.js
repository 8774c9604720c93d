// Sending: to the server inside this page, which is the codec's own Conn, or over a
// real WebSocket to the local server for what a browser can send.
import { random } from './bytes.js';
import { plainEcho } from './server.js';
import { utf8 } from './view.js';
import { t } from './words.js';

/** @typedef {import('./view.js').View} View */
/** @typedef {import('./codec.js').Codec} Codec */
/** @typedef {import('./codec.js').ConnEvent} ConnEvent */

/**
 * @typedef {object} Answer
 * @property {boolean} real it went over a real WebSocket
 * @property {string} [why] why it did not, as a key of words
 * @property {ConnEvent[]} events what the receiver understood
 * @property {Uint8Array} bytes what it sent back
 * @property {boolean} over both Close frames have passed, or the connection failed
 * @property {{code: number, reason: string}} [closed] how a real connection ended
 */

/**
 * Send the bytes to the local server when there is one and a browser can send
 * them, else to the server inside this page.
 * @param {Codec} codec
 * @param {View} v
 * @returns {Promise<Answer>}
 */
export async function send(codec, v) {
  const url = await plainEcho();
  if (!url) return sendInPage(codec, v);
  const why = whyNotReal(v);
  return why ? { ...sendInPage(codec, v), why } : sendReal(codec, v, url);
}

/**
 * The sentence for a sending that failed.
 * @param {unknown} error
 */
export function sendFailed(error) {
  const known = error instanceof Error && error.message.startsWith('answer.');
  return t(known ? error.message : 'answer.failed', { s: PATIENCE / 1000 });
}

/**
 * Hand the bytes to a fresh connection inside this page. A message is echoed, as at /echo.
 * @param {Codec} codec
 * @param {View} v
 * @returns {Answer}
 */
function sendInPage(codec, v) {
  const conn = codec.conn({ role: v.receiver, keys: () => random(4) });
  try {
    /** @type {ConnEvent[]} */
    const events = [];
    // Frame by frame, so that a message is echoed before the Close behind it is answered.
    for (const frame of v.frames) {
      for (const event of conn.receive(v.bytes.subarray(frame.start, frame.end))) {
        events.push(event);
        if (event.kind === 'message' && v.receiver === 'server') conn.send(event.opcode, event.data);
      }
    }
    return { real: false, events, bytes: conn.output(), over: conn.state !== 'open' };
  } finally {
    conn.free();
  }
}

/** How long a real server may take to answer, in milliseconds. */
const PATIENCE = 5000;

/**
 * Why a browser cannot send these bytes, as a key of words; null when it can.
 * @param {View} v
 */
function whyNotReal(v) {
  const f = v.first;
  if (v.receiver !== 'server') return 'direction';
  if (!f || f.missing > 0) return 'incomplete';
  if (f.broken.length) return 'broken';
  if (v.rest.length) return 'left';
  const opcode = f.opcode ?? 0;
  if (opcode === 9 || opcode === 10) return 'control';
  if (opcode === 8) {
    const [a, b] = f.plain ?? [];
    const code = a === undefined ? 1000 : (a << 8) | b;
    return code === 1000 || (code >= 3000 && code < 5000) ? null : 'code';
  }
  return f.field.get('fin')?.value === 1n ? null : 'fragment';
}

/**
 * Send the frame's message, or close, over a fresh WebSocket.
 * @param {Codec} codec
 * @param {View} v
 * @param {string} url
 * @returns {Promise<Answer>} rejected with a key of words
 */
function sendReal(codec, v, url) {
  const frame = v.first;
  const plain = frame?.plain ?? new Uint8Array();
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    socket.binaryType = 'arraybuffer';
    const timer = setTimeout(() => {
      reject(new Error('answer.timeout'));
      socket.close();
    }, PATIENCE);
    socket.onerror = () => {
      clearTimeout(timer);
      reject(new Error('answer.failed'));
    };
    socket.onopen = () => {
      if (frame?.opcode === 8) close(socket, plain);
      else socket.send(frame?.opcode === 1 ? (utf8(plain) ?? '') : Uint8Array.from(plain));
    };
    socket.onmessage = ({ data }) => {
      clearTimeout(timer);
      const text = typeof data === 'string';
      const payload = text ? new TextEncoder().encode(data) : new Uint8Array(data);
      const bytes = codec.frame({ fin: true, rsv: 0, opcode: text ? 1 : 2, masked: false, form: 0, key: null }, payload);
      resolve({ real: true, events: [], bytes, over: false });
      socket.close(1000);
    };
    socket.onclose = ({ code, reason }) => {
      clearTimeout(timer);
      resolve({ real: true, events: [], bytes: new Uint8Array(), over: true, closed: { code, reason } });
    };
  });
}

/**
 * @param {WebSocket} socket
 * @param {Uint8Array} body
 */
function close(socket, body) {
  if (body.length === 0) socket.close();
  else socket.close((body[0] << 8) | body[1], utf8(body.subarray(2)) ?? '');
}
