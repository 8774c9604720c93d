// Sends bytes as they are over a real TCP connection: /raw of the local server plays them to the
// server itself and tells what comes back.
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

/**
 * Is told what happens on a run's connection.
 * @typedef {object} Hearer
 * @property {(bytes: Uint8Array) => void} came
 * @property {(bytes: Uint8Array) => void} [sent]
 * @property {(at: number) => void} [unsent] TCP did not take the bytes from here on
 * @property {(how: string) => void} end how the connection ended, as in Played
 * @property {(error: Error) => void} failed with a key of words, whose cause is what the server says
 */

/** How long the server is waited for after the last piece, in milliseconds. */
export const WAIT = 1000;

/** How long all of it may take, in milliseconds. */
const PATIENCE = 10000;

/** Whether a local server plays bytes. */
export const plays = async () => (await endpoint('raw')) !== null;

/** One connection on which the local server plays bytes. */
export class Run {
  /** @param {Hearer} hearer */
  constructor(hearer) {
    this.hearer = hearer;
    this.open = this.#open();
    this.begun = false;
    this.over = false;
  }

  /** @returns {Promise<WebSocket>} */
  async #open() {
    const socket = new WebSocket(String(await endpoint('raw')));
    await new Promise((resolve) => {
      socket.onopen = resolve;
      socket.onclose = () => {
        this.#fail(new Error('answer.failed'));
        resolve(null);
      };
    });
    socket.onmessage = ({ data }) => this.#hear(JSON.parse(data));
    return socket;
  }

  /**
   * Write pieces: at first to a new connection, then to the same one as long as that stays open.
   * @param {Piece[]} pieces
   * @param {'wait' | 'fin' | 'stay'} [then] what follows: the wait for the server's end, the end of this side, or more pieces
   * @param {number} [waitMs]
   */
  async play(pieces, then = 'wait', waitMs = WAIT) {
    const continues = this.begun;
    this.begun = true;
    const plan = { continues, pieces: pieces.map(({ bytes, pauseMs = 0 }) => ({ hex: toHex(bytes), pauseMs })), then, waitMs };
    const socket = await this.open;
    if (!this.over) socket.send(JSON.stringify(plan));
  }

  /** @param {{type: string, from: string, data: string, at: number, how: string, why: string}} record */
  #hear(record) {
    const { came, sent, unsent } = this.hearer;
    if (this.over) return;
    if (record.type === 'bytes') (record.from === 'server' ? came : sent)?.(fromBase64(record.data));
    else if (record.type === 'unsent') unsent?.(record.at);
    else if (record.type === 'refused') this.#fail(new Error('answer.refused', { cause: record.why }));
    else if (record.type === 'end') {
      this.end();
      this.hearer.end(record.how);
    }
  }

  /** @param {Error} error */
  #fail(error) {
    if (this.over) return;
    this.end();
    this.hearer.failed(error);
  }

  /** Leave the connection, which ends it. */
  end() {
    this.over = true;
    this.open.then((socket) => socket.close(1000));
  }
}

/**
 * Play pieces over a connection of their own.
 * @param {Piece[]} pieces
 * @returns {Promise<Played>} rejected with a key of words, whose cause is what the server says
 */
export function play(pieces) {
  let sent = new Uint8Array();
  let came = new Uint8Array();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      run.end();
      reject(new Error('answer.timeout'));
    }, PATIENCE);
    const run = new Run({
      came: (bytes) => (came = concat(came, bytes)),
      sent: (bytes) => (sent = concat(sent, bytes)),
      unsent: (at) => (sent = sent.slice(0, at)),
      end: (how) => {
        clearTimeout(timer);
        resolve({ sent, came, how });
      },
      failed: (error) => {
        clearTimeout(timer);
        reject(error);
      },
    });
    run.play(pieces);
  });
}
