// A connection over which bytes go as they are, legal or not, after a proper handshake: a real one
// to the local server, or one to the other side inside this page.
import { concat, random } from '../../base/bytes.js';
import { respond, writeRequest } from '../../codec/handshake.js';
import { headEnd } from '../../wire/capture.js';
import { Run } from '../../wire/raw.js';
import { Peer } from './peer.js';

/** @typedef {import('../../codec/codec.js').Codec} Codec */
/** @typedef {import('../../codec/codec.js').Deflate} Deflate */
/** @typedef {import('../../frame/link.js').Role} Role */

/**
 * Where bytes go.
 * @typedef {object} To
 * @property {Role} receiver
 * @property {string} target of the request
 * @property {boolean} deflate offer permessage-deflate
 * @property {string[]} subprotocols
 */

/**
 * Is told what comes over a connection after its handshake.
 * @typedef {object} Hearer
 * @property {(bytes: Uint8Array) => void} came
 * @property {(how: string, error?: Error) => void} end fin, reset, limit, timeout, or lost: then with a key of words
 */

/**
 * The opening handshake.
 * @typedef {object} Handshake
 * @property {string} request
 * @property {string} response its head
 * @property {Deflate | null} agreed
 * @property {string} [refused] the server's own sentence when it did not switch protocols
 */

/**
 * @typedef {object} Connection
 * @property {boolean} real
 * @property {() => Promise<Handshake>} begin rejected with a key of words
 * @property {(bytes: Uint8Array) => void} send
 * @property {() => void} end
 */

/** How long the server may take to answer the handshake, in milliseconds. */
const PATIENCE = 5000;

const text = (/** @type {Uint8Array} */ bytes) => new TextDecoder().decode(bytes);

/**
 * The request of a handshake with this page's server.
 * @param {Codec} codec
 * @param {To} to
 */
function requestFor(codec, { target, deflate, subprotocols }) {
  return writeRequest(codec, {
    host: location.host || 'localhost',
    target,
    key: random(16),
    origin: location.origin,
    subprotocols,
    extensions: deflate ? 'permessage-deflate' : '',
  });
}

/**
 * The parameters of permessage-deflate in a response.
 * @param {string} response
 * @returns {Deflate | null}
 */
export function agreedIn(response) {
  const [, line] = /^sec-websocket-extensions:(.*)$/im.exec(response) ?? [];
  if (line === undefined || !/permessage-deflate/i.test(line)) return null;
  const bits = (/** @type {string} */ side) => Number(new RegExp(`${side}_max_window_bits\\s*=\\s*"?(\\d+)`, 'i').exec(line)?.[1] ?? 0);
  return {
    serverNoContextTakeover: /server_no_context_takeover/i.test(line),
    clientNoContextTakeover: /client_no_context_takeover/i.test(line),
    serverMaxWindowBits: bits('server'),
    clientMaxWindowBits: bits('client'),
  };
}

/** @implements {Connection} */
export class RealConnection {
  real = true;
  #came = new Uint8Array();
  #opened = false;
  /** Called when the response may be there, or the connection has ended. */
  #look = () => {};
  /** @type {Error | undefined} */
  #error;

  /**
   * @param {Codec} codec
   * @param {To} to
   * @param {Hearer} hearer
   */
  constructor(codec, to, hearer) {
    this.codec = codec;
    this.to = to;
    this.hearer = hearer;
    this.run = new Run({
      came: (bytes) => this.#take(bytes),
      end: (how) => this.#ended(how),
      failed: (error) => {
        this.#error = error;
        this.#ended('lost');
      },
    });
  }

  /** @param {Uint8Array} bytes */
  #take(bytes) {
    if (this.#opened) this.hearer.came(bytes);
    else {
      this.#came = concat(this.#came, bytes);
      this.#look();
    }
  }

  /** @param {string} how */
  #ended(how) {
    if (this.#opened) this.hearer.end(how, this.#error);
    this.#look();
  }

  /** @returns {Promise<Handshake>} */
  async begin() {
    const request = requestFor(this.codec, this.to);
    this.run.play([{ bytes: request }], 'stay');
    let timer = 0;
    await new Promise((resolve, reject) => {
      timer = setTimeout(() => reject(new Error('answer.timeout')), PATIENCE);
      this.#look = () => {
        const answered = headEnd(this.#came) >= 0 && text(this.#came.subarray(0, 13)) === 'HTTP/1.1 101 ';
        if (answered || (this.run.over && !this.#error)) resolve(null);
        else if (this.#error) reject(this.#error);
      };
      this.#look();
    }).finally(() => clearTimeout(timer));
    const end = headEnd(this.#came);
    const response = text(this.#came.subarray(0, end < 0 ? this.#came.length : end));
    const rest = end < 0 ? new Uint8Array() : this.#came.slice(end);
    if (!response.startsWith('HTTP/1.1 101 ')) {
      this.end();
      return { request: text(request), response, agreed: null, refused: text(rest).trim() || response.split('\r\n')[0] };
    }
    this.#opened = true;
    if (rest.length) this.hearer.came(rest);
    if (this.run.over) this.hearer.end('fin');
    return { request: text(request), response, agreed: agreedIn(response) };
  }

  /** @param {Uint8Array} bytes */
  send(bytes) {
    this.run.play([{ bytes }], 'stay');
  }

  end() {
    this.run.end();
  }
}

/** @implements {Connection} */
export class PageConnection {
  real = false;
  /** @type {Peer | undefined} */
  #peer;

  /**
   * @param {Codec} codec
   * @param {To} to
   * @param {Hearer} hearer
   */
  constructor(codec, to, hearer) {
    this.codec = codec;
    this.to = to;
    this.hearer = hearer;
  }

  /** @returns {Promise<Handshake>} */
  async begin() {
    const { codec, to } = this;
    /** @type {Deflate | null} */
    let agreed = to.deflate ? {} : null;
    let heads = { request: '', response: '' };
    if (to.receiver === 'server') {
      const request = requestFor(codec, to);
      const answer = respond(codec, request, { subprotocols: to.subprotocols, deflate: to.deflate ? wanted(to.target) : null });
      agreed = answer.deflate;
      heads = { request: text(request), response: text(answer.bytes) };
    }
    this.#peer = new Peer(codec, { ...to, deflate: agreed });
    this.#flush();
    return { ...heads, agreed };
  }

  /** @param {Uint8Array} bytes */
  send(bytes) {
    this.#peer?.receive(bytes);
    this.#flush();
  }

  #flush() {
    const peer = this.#peer;
    if (!peer) return;
    const bytes = peer.output();
    if (bytes.length) this.hearer.came(bytes);
    if (!peer.over) return;
    this.end();
    this.hearer.end('fin');
  }

  end() {
    this.#peer?.free();
    this.#peer = undefined;
  }
}

/**
 * The parameters that /echo wants, as its query says.
 * @param {string} target
 * @returns {Deflate}
 */
function wanted(target) {
  const takeover = new URLSearchParams(target.split('?')[1] ?? '').get('takeover') ?? 'none';
  return {
    serverNoContextTakeover: takeover === 'none' || takeover === 'client',
    clientNoContextTakeover: takeover === 'none' || takeover === 'server',
  };
}
