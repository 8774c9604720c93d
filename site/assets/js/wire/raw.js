// Sends bytes as they are over a real TCP connection: /raw of the local server plays them to the
// server itself and returns what came back.
import { concat, fromBase64, toHex } from '../base/bytes.js';
import { endpoint } from './server.js';

/** @typedef {{bytes: Uint8Array, pauseMs?: number}} Piece one write, after a pause */

/**
 * The bytes that passed.
 * @typedef {object} Played
 * @property {Uint8Array} sent what TCP took
 * @property {Uint8Array} came what the server wrote
 * @property {string} how the connection ended: fin, reset, limit, or timeout when the server left it open
 */

/** How long the server is waited for after the last piece, in milliseconds. */
const WAIT = 1000;

/** How long all of it may take, in milliseconds. */
const PATIENCE = 10000;

/** Whether a local server plays bytes. */
export const plays = async () => (await endpoint('raw')) !== null;

/**
 * @param {Piece[]} pieces
 * @param {{enough?: (came: Uint8Array) => boolean}} [until] whether nothing more is awaited
 * @returns {Promise<Played>} rejected with a key of words, whose cause is what the server says
 */
export async function play(pieces, { enough = () => false } = {}) {
  const socket = new WebSocket(String(await endpoint('raw')));
  const plan = { pieces: pieces.map(({ bytes, pauseMs = 0 }) => ({ hex: toHex(bytes), pauseMs })), waitMs: WAIT };
  const parts = { client: /** @type {Uint8Array[]} */ ([]), server: /** @type {Uint8Array[]} */ ([]) };
  let timer = 0;
  /** @type {Promise<{type: string, how: string, why: string}>} */
  const end = new Promise((resolve, reject) => {
    timer = setTimeout(() => reject(new Error('answer.timeout')), PATIENCE);
    socket.onopen = () => socket.send(JSON.stringify(plan));
    socket.onclose = () => reject(new Error('answer.failed'));
    socket.onmessage = ({ data }) => {
      const record = JSON.parse(data);
      if (record.type === 'bytes') {
        parts[/** @type {'client' | 'server'} */ (record.from)].push(fromBase64(record.data));
        if (record.from === 'server' && enough(concat(...parts.server))) resolve({ type: 'end', how: 'timeout', why: '' });
      } else if (record.type === 'unsent') {
        parts.client = [concat(...parts.client).subarray(0, record.at)];
      } else if (record.type === 'end' || record.type === 'refused') resolve(record);
    };
  });
  try {
    const last = await end;
    if (last.type === 'refused') throw new Error('answer.refused', { cause: last.why });
    return { sent: concat(...parts.client), came: concat(...parts.server), how: last.how };
  } finally {
    clearTimeout(timer);
    socket.onclose = null;
    socket.close(1000);
  }
}
