// The lab of lesson 0: one message, and everything that it is on the wire. It goes over the browser's
// own WebSocket where a local server taps it, else inside the page.
import { fromBase64, toBase64, toHex } from '../base/bytes.js';
import { Capture } from '../wire/capture.js';
import { onAct, press } from '../element/element.js';
import { html } from '../base/html.js';
import { fragment } from '../element/morph.js';
import { announce, fail } from '../element/say.js';
import { keeps, resume } from '../state/pagestate.js';
import { Lab } from './lab.js';
import { PageWay, TappedWay, tapped, wayFailed } from '../wire/ways.js';
import { t } from '../base/words.js';

/** @typedef {import('../codec/codec.js').Codec} Codec */
/** @typedef {import('../wire/capture.js').Side} Side */
/** @typedef {import('../frame/view.js').Frame} Frame */
/** @typedef {{from: Side, bytes: string, opcode: number | null}} Seen a head, whose opcode is null, or a frame; the bytes in base64 */

export class EchoLab extends Lab {
  /** @type {import('../wire/ways.js').Addresses | null} */
  addresses = null;
  real = false;
  /** @type {import('../wire/ways.js').Way | null} */
  way = null;
  pings = 0;
  /** The heads and frames since the lab was begun, to be drawn again with its page. @type {Seen[]} */
  seen = [];

  async connectedCallback() {
    const form = /** @type {HTMLFormElement} */ (this.querySelector('form'));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const { value } = /** @type {HTMLInputElement} */ (form.elements.namedItem('message'));
      Promise.all([this.ready, this.begun]).then(([codec]) => this.send(codec, value)).catch(fail);
    });
    onAct(this.piece('ways'), (_, button) => this.choose(button.dataset.way === 'real'));
    this.loaded().then((there) => there && this.setAttribute('live', ''));
    this.begun = tapped().then((addresses) => {
      this.addresses = addresses;
      this.piece('ways').hidden = addresses === null;
      this.choose(addresses !== null);
      resume('echo-lab', (value) => this.#resume(value));
      keeps('echo-lab', (room) => this.#kept(room));
    });
    await this.begun;
  }

  /** @param {number} room characters */
  #kept(room) {
    const size = this.seen.reduce((n, { bytes }) => n + bytes.length + 40, 0);
    return this.seen.length && size < room ? { real: this.real, seen: this.seen } : undefined;
  }

  /** @param {any} value what was kept; throws at what cannot be this lab's */
  #resume({ real, seen }) {
    const all = seen.map((/** @type {Seen} */ { from, bytes, opcode }) => {
      if (from !== 'client' && from !== 'server') throw new TypeError('a side');
      if (opcode !== null && !Number.isInteger(opcode)) throw new TypeError('an opcode');
      return { from, bytes: fromBase64(String(bytes)), opcode };
    });
    if ((real === true) !== this.real && this.addresses) this.choose(real === true);
    for (const { from, bytes, opcode } of /** @type {{from: Side, bytes: Uint8Array, opcode: number | null}[]} */ (all)) {
      if (opcode === null) this.head(from, bytes);
      else this.shown(from, bytes, opcode);
    }
  }

  disconnectedCallback() {
    this.way?.end();
  }

  /** @param {boolean} real */
  choose(real) {
    this.real = real;
    this.way?.end();
    this.way = null;
    this.piece('timeline').replaceChildren();
    this.seen = [];
    this.piece('alive').hidden = true;
    this.piece('which').textContent = t(real ? 'echo.which.real' : 'echo.which.page', { url: this.addresses?.echo ?? '' });
    press(this.querySelectorAll('[data-way]'), (b) => (b.dataset.way === 'real') === real);
  }

  /**
   * @param {Codec} codec
   * @param {string} text
   */
  async send(codec, text) {
    if (!this.way || this.way.over) {
      const capture = new Capture(codec, {
        head: (from, bytes) => this.head(from, bytes),
        frame: (from, bytes, frame) => this.frame(from, bytes, frame),
      });
      this.way = this.real && this.addresses ? new TappedWay(this.addresses, capture) : new PageWay(codec, capture);
      this.pings = 0;
      this.piece('alive').hidden = true;
    }
    const { way } = this;
    try {
      await way.send(text);
    } catch (error) {
      way.end();
      this.add('note', html`<p class="complaint">${wayFailed(error)}</p>`);
      announce(wayFailed(error));
      return;
    }
    announce(t('echo.said', { n: new TextEncoder().encode(text).length }));
  }

  /**
   * @param {string} way
   * @param {import('../base/html.js').HTML} inside
   */
  add(way, inside) {
    const item = document.createElement('li');
    item.className = way;
    item.append(fragment(inside));
    this.piece('timeline').append(item);
  }

  /**
   * @param {Side} from
   * @param {Uint8Array} bytes
   */
  head(from, bytes) {
    this.seen.push({ from, bytes: toBase64(bytes), opcode: null });
    const client = from === 'client';
    const text = new TextDecoder().decode(bytes).trimEnd();
    this.add(client ? 'out' : 'in', html`<p class="what"><span>${t(client ? 'echo.request' : 'echo.response')}</span></p><pre>${text}</pre>`);
    if (!client) this.add('hair', html`<p>${t('echo.frames')}</p>`);
  }

  /**
   * @param {Side} from
   * @param {Uint8Array} bytes
   * @param {Frame} frame
   */
  frame(from, bytes, frame) {
    this.dispatchEvent(new CustomEvent('framelab-frame', { bubbles: true, detail: { from, bytes, frame } }));
    this.shown(from, bytes, frame.opcode ?? 0);
  }

  /**
   * @param {Side} from
   * @param {Uint8Array} bytes
   * @param {number} opcode
   */
  shown(from, bytes, opcode) {
    this.seen.push({ from, bytes: toBase64(bytes), opcode });
    if (opcode === 1) this.add(from === 'client' ? 'out' : 'in', frameHTML(from, bytes));
    else this.alive(bytes, opcode);
  }

  /**
   * Pings and pongs come while someone reads. They share one line, so that nothing moves.
   * @param {Uint8Array} bytes
   * @param {number} opcode
   */
  alive(bytes, opcode) {
    if (opcode === 9) {
      this.pings++;
      this.ping = toHex(bytes, ' ');
    } else if (opcode === 10) {
      this.piece('alive').hidden = false;
      this.piece('alive').textContent = t('echo.alive', { n: this.pings, ping: this.ping ?? '', pong: toHex(bytes, ' ') });
    }
  }
}

/**
 * @param {Side} from
 * @param {Uint8Array} bytes
 */
function frameHTML(from, bytes) {
  const [title, receiver] = from === 'client' ? ['echo.frame.out', 'server'] : ['echo.frame.in', 'client'];
  return html`<p class="what"><span>${t(title, { n: bytes.length })}</span></p>
    <echo-frame data-bytes="${toHex(bytes)}" data-receiver="${receiver}"><div class="figure" role="group" data-part="figure" aria-label="${t('home.figure')}"></div>
    <p class="says" data-part="says"></p></echo-frame>`;
}
