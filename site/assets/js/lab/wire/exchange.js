// One message to the server and its echo back, byte for byte: over this browser's own
// connection where a local server taps it, else between two of the codec's connections in this page.
import { equal } from '../../base/bytes.js';
import { view } from '../../frame/view.js';
import { t } from '../../base/words.js';
import { Capture } from '../../wire/capture.js';
import { PageWay, TappedWay, tapped, wayFailed } from '../../wire/ways.js';

/** @typedef {import('../../codec/codec.js').Codec} Codec */
/** @typedef {import('../../wire/capture.js').Side} Side */

/**
 * The sent bytes, and those that came.
 * @typedef {object} Exchanged
 * @property {Uint8Array} sent the client's frame
 * @property {Uint8Array} came the echo
 * @property {boolean} real they are those of this browser's connection
 * @property {string} why there is no such connection, in a sentence; or why its bytes cannot be shown; ''
 * @property {number} pieces in how many frames the browser sent it
 */

export class Exchange {
  /** @type {import('../../wire/ways.js').Way | null} */
  #way = null;
  /** @type {{client: Uint8Array[], server: Uint8Array[]}} */
  #seen = { client: [], server: [] };

  /** @param {Codec} codec */
  constructor(codec) {
    this.codec = codec;
  }

  /** The exchange before, which is waited for. @type {Promise<unknown>} */
  #before = Promise.resolve();

  /**
   * @param {string} text
   * @returns {Promise<Exchanged>}
   */
  send(text) {
    const now = this.#before.then(() => this.#exchange(text));
    this.#before = now.catch(() => {});
    return now;
  }

  /**
   * @param {string} text
   * @returns {Promise<Exchanged>}
   */
  async #exchange(text) {
    const addresses = await tapped();
    if (!addresses) return { ...(await this.#inPage(text)), real: false, why: '', pieces: 1 };
    if (!this.#way || this.#way.over) this.#way = new TappedWay(addresses, this.#capture());
    this.#seen = { client: [], server: [] };
    const way = this.#way;
    try {
      await way.send(text);
    } catch (error) {
      this.end();
      return { ...(await this.#inPage(text)), real: false, why: wayFailed(error), pieces: 1 };
    }
    const { client, server } = this.#seen;
    // A browser may cut a long message into several frames, and a server its echo.
    if (client.length !== 1 || server.length !== 1) return { ...(await this.#inPage(text)), real: false, why: '', pieces: client.length };
    if (!echoes(view(this.codec, client[0], 'server'), view(this.codec, server[0], 'client'))) {
      return { ...(await this.#inPage(text)), real: false, why: t('wire.other'), pieces: 1 };
    }
    return { sent: client[0], came: server[0], real: true, why: '', pieces: 1 };
  }

  /** Frames that belong to the message; pings pass by. */
  #capture() {
    return new Capture(this.codec, {
      head() {},
      frame: (from, bytes, { opcode }) => {
        if ((opcode ?? 8) < 8) this.#seen[from].push(bytes);
      },
    });
  }

  /** @param {string} text */
  async #inPage(text) {
    this.#seen = { client: [], server: [] };
    const way = new PageWay(this.codec, this.#capture());
    await way.send(text);
    way.end();
    return { sent: this.#seen.client[0], came: this.#seen.server[0] };
  }

  end() {
    this.#way?.end();
    this.#way = null;
  }
}

/**
 * Whether a frame has the same payload as another.
 * @param {import('../../frame/view.js').View} out
 * @param {import('../../frame/view.js').View} back
 */
export function echoes({ first: out }, { first: back }) {
  return Boolean(out?.plain && back?.plain && !back.missing && equal(out.plain, back.plain));
}
