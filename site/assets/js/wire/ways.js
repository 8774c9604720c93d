// The two ways from a client to a server that echoes. Both show every byte: inside the page both
// sides are the codec's; over the browser's own WebSocket the local server taps the connection.
import { fromBase64, random, toBase64 } from '../base/bytes.js';
import { respond, writeRequest } from '../codec/handshake.js';
import { endpoint } from './server.js';
import { t } from '../base/words.js';

/** @typedef {import('../codec/codec.js').Codec} Codec */
/** @typedef {import('./capture.js').Capture} Capture */

/**
 * @typedef {object} Way
 * @property {(text: string) => Promise<void>} send resolves when the echo has come, and the capture has both; rejects with a key of words
 * @property {() => void} end
 * @property {boolean} over
 */

/** @typedef {{echo: string, tap: string}} Addresses of /echo, and of /tap/ without an id */

/**
 * Where a WebSocket that is tapped can go, or null without a local server.
 * @returns {Promise<Addresses | null>}
 */
export async function tapped() {
  const [echo, tap] = await Promise.all([endpoint('echo'), endpoint('tap')]);
  return echo && tap ? { echo, tap } : null;
}

/** How long the local server may take, in milliseconds. */
const PATIENCE = 5000;

/**
 * The sentence for a sending that failed.
 * @param {unknown} error
 */
export function wayFailed(error) {
  const known = error instanceof Error && error.message.startsWith('answer.');
  return t(known ? error.message : 'answer.failed', { s: PATIENCE / 1000, why: known ? String(error.cause) : '' });
}

/** @implements {Way} */
export class PageWay {
  over = false;
  /** @type {{client: import('../codec/conn.js').Conn, server: import('../codec/conn.js').Conn} | null} */
  sides = null;

  /**
   * @param {Codec} codec
   * @param {Capture} capture
   */
  constructor(codec, capture) {
    this.codec = codec;
    this.capture = capture;
  }

  /** @param {string} text */
  async send(text) {
    const { client, server } = (this.sides ??= this.open());
    client.send(1, new TextEncoder().encode(text));
    const out = client.output();
    this.capture.take('client', out);
    for (const event of server.receive(out)) if (event.kind === 'message') server.send(event.opcode, event.data);
    const back = server.output();
    this.capture.take('server', back);
    client.receive(back);
  }

  open() {
    const request = writeRequest(this.codec, { host: location.host || 'localhost', target: '/echo', key: random(16) });
    this.capture.take('client', request);
    this.capture.take('server', respond(this.codec, request).bytes);
    return { client: this.codec.conn({ role: 'client', keys: () => random(4) }), server: this.codec.conn({ role: 'server' }) };
  }

  end() {
    this.sides?.client.free();
    this.sides?.server.free();
    this.sides = null;
    this.over = true;
  }
}

/** @implements {Way} */
export class TappedWay {
  over = false;
  /** @type {WebSocket | null} */
  socket = null;
  /** @type {WebSocket | null} */
  tap = null;
  /** @type {Promise<WebSocket> | null} */
  opening = null;
  /** Called whenever something has come: checks whether all has. */
  looks = new Set();
  /** Why it is over. @type {string | undefined} */
  why;

  /**
   * @param {Addresses} addresses
   * @param {Capture} capture
   */
  constructor(addresses, capture) {
    this.addresses = addresses;
    this.capture = capture;
  }

  /** @param {string} text */
  async send(text) {
    const socket = await (this.opening ??= this.open());
    const n = this.capture.server.messages;
    socket.send(text);
    await this.until(() => this.capture.server.messages > n);
  }

  /** The tap first, so that it misses nothing. */
  async open() {
    const id = toBase64(random(16)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
    const tap = (this.tap = new WebSocket(this.addresses.tap + id));
    tap.onmessage = ({ data }) => this.record(JSON.parse(data));
    tap.onclose = () => this.lost('answer.failed');
    await this.until(() => tap.readyState === WebSocket.OPEN, tap);
    const address = new URL(this.addresses.echo);
    // Lesson 0 shows payloads as they are, and every browser offers to compress them.
    address.searchParams.set('deflate', 'off');
    address.searchParams.set('tap', id);
    const socket = (this.socket = new WebSocket(address));
    socket.onclose = () => this.lost('answer.failed');
    await this.until(() => socket.readyState === WebSocket.OPEN && this.capture.server.head, socket);
    return socket;
  }

  /** @param {{type: string, from: 'client' | 'server', data: string}} record as the server's capture has it */
  record(record) {
    if (record.type === 'dropped') this.lost('answer.dropped');
    if (record.type !== 'bytes') return;
    this.capture.take(record.from, fromBase64(record.data));
    for (const look of this.looks) look();
  }

  /** @param {string} why as a key of words */
  lost(why) {
    this.over = true;
    this.why ??= why;
    for (const look of this.looks) look();
  }

  /**
   * @param {() => boolean} come
   * @param {WebSocket} [socket] one whose opening is awaited
   * @returns {Promise<void>}
   */
  until(come, socket) {
    return new Promise((resolve, reject) => {
      const look = () => {
        if (come()) done(resolve);
        else if (this.over) done(() => reject(new Error(this.why)));
      };
      const timer = setTimeout(() => done(() => reject(new Error('answer.timeout'))), PATIENCE);
      const done = (/** @type {() => void} */ how) => {
        clearTimeout(timer);
        this.looks.delete(look);
        socket?.removeEventListener('open', look);
        how();
      };
      this.looks.add(look);
      socket?.addEventListener('open', look);
      look();
    });
  }

  end() {
    this.lost('answer.failed');
    this.socket?.close(1000);
    this.tap?.close(1000);
  }
}
