// Talks with the other side: sends over a new connection, or over the one that was kept, and waits
// until what is expected has come.
import { concat } from '../../base/bytes.js';
import { WAIT } from '../../wire/raw.js';
import { PageConnection, RealConnection } from './connection.js';
import { bounded } from './sends.js';
import { asked, pathOf } from './target.js';
import { cameBack, understood } from './understood.js';

/** @typedef {import('./sends.js').Sent} Sent */
/** @typedef {import('./connection.js').Connection} Connection */

/** A connection with the sends that went over it. @typedef {{key: string, first: number, sends: number, last: Sent, conn: Connection, over: boolean}} Link */

/** Pings that come less often are not waited for, in milliseconds. */
const MOST_EVERY = 4000;

/**
 * Have a send say why nothing came.
 * @param {Sent} sent
 * @param {unknown} error
 */
function failed(sent, error) {
  const known = error instanceof Error && error.message.startsWith('answer.');
  Object.assign(sent, { problem: known ? error.message : 'answer.failed', cause: known ? String(error.cause ?? '') : '', end: 'lost' });
}

export class Talk {
  /** Those of this visit, the newest last. @type {Sent[]} */
  sends = [];
  /** The connection stays open for the next send. */
  keep = false;
  /** The connection that is open. @type {Link | null} */
  link = null;
  /** Called whenever something has come: checks whether all has. */
  #looks = new Set();

  /**
   * @param {import('../../codec/codec.js').Codec} codec
   * @param {Record<string, {subprotocols: string[]}>} webSockets by path
   * @param {() => void} heard is called whenever something has come
   */
  constructor(codec, webSockets, heard) {
    this.codec = codec;
    this.webSockets = webSockets;
    this.heard = heard;
  }

  /**
   * Send, and wait for the answer. A send that fails says why.
   * @param {Sent} sent
   */
  async send(sent) {
    sent.n = (this.sends[this.sends.length - 1]?.n ?? 0) + 1;
    sent.first = sent.n;
    this.sends = bounded([...this.sends, sent]);
    const { keep } = this;
    try {
      const link = await this.#linkFor(sent);
      if (link) await this.#over(link, sent, keep);
    } catch (error) {
      failed(sent, error);
    }
  }

  /**
   * The connection for a send: the one that is open, if it leads to the same place, or a new one.
   * @param {Sent} sent
   * @returns {Promise<Link | null>} null: the server refused the handshake, which the send says
   */
  async #linkFor(sent) {
    const { target, receiver, deflate, real } = sent;
    const key = JSON.stringify([target, receiver, deflate, real]);
    const open = this.link;
    if (open && !open.over && open.key === key) {
      const { first, agreed } = open.last;
      Object.assign(sent, { first, agreed });
      open.last = sent;
      open.sends++;
      return open;
    }
    this.leave();
    /** @type {Link} */
    const link = { key, first: sent.n, sends: 1, last: sent, over: false, conn: /** @type {any} */ (null) };
    const { subprotocols = [] } = this.webSockets[pathOf(target)] ?? {};
    const hearer = {
      came: (/** @type {Uint8Array} */ bytes) => {
        link.last.came = concat(link.last.came, bytes);
        this.#heard();
      },
      end: (/** @type {string} */ how, /** @type {Error | undefined} */ error) => {
        link.over = true;
        link.last.end ||= how;
        if (error) failed(link.last, error);
        this.#heard();
      },
    };
    const Kind = real ? RealConnection : PageConnection;
    link.conn = new Kind(this.codec, { target, receiver, deflate, subprotocols }, hearer);
    const { refused, ...heads } = await link.conn.begin();
    Object.assign(sent, heads);
    if (refused !== undefined) {
      Object.assign(sent, { problem: 'answer.handshake', cause: refused, end: 'fin' });
      return null;
    }
    this.link = link;
    return link;
  }

  /**
   * Send over a connection, and wait until what is expected has come.
   * @param {Link} link
   * @param {Sent} sent
   * @param {boolean} keep
   */
  async #over(link, sent, keep) {
    const asks = asked(sent.target);
    const every = Number(asks.get('ping')) || 0;
    const wait = WAIT + (Number(asks.get('delay')) || 0) + 2 * Math.min(every, MOST_EVERY);
    const echo = pathOf(sent.target) === '/echo' || !sent.target;
    const expected = understood(this.codec, this.sends, sent);
    const all = () => echo && !every && !expected.over && expected.frames > 0 && cameBack(this.codec, this.sends, sent).answers >= expected.frames;
    link.conn.send(sent.bytes);
    this.heard();
    await this.#until(() => link.over || all(), sent.real ? wait : 0);
    if (!keep && this.link === link) this.leave();
  }

  /**
   * @param {() => boolean} come
   * @param {number} most milliseconds
   * @returns {Promise<void>}
   */
  #until(come, most) {
    return new Promise((resolve) => {
      const look = () => {
        if (come()) done();
      };
      const done = () => {
        clearTimeout(timer);
        this.#looks.delete(look);
        resolve();
      };
      const timer = setTimeout(done, most);
      this.#looks.add(look);
      look();
    });
  }

  #heard() {
    for (const look of [...this.#looks]) look();
    this.heard();
  }

  /** End the connection that is open. */
  leave() {
    const { link } = this;
    this.link = null;
    if (!link) return;
    link.conn.end();
    link.last.end ||= 'closed';
    link.over = true;
  }
}
