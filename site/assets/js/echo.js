// Lesson 0's lab: one message and everything that it is on the wire, over the
// browser's own WebSocket where a local server taps it, else inside the page.
import { toHex } from './bytes.js';
import { Capture } from './capture.js';
import { escape } from './html.js';
import { codec as loadCodec } from './module.js';
import { announce, fail } from './page.js';
import { PageWay, TappedWay, tapped, wayFailed } from './ways.js';
import { t } from './words.js';

/** @typedef {import('./codec.js').Codec} Codec */
/** @typedef {import('./capture.js').Side} Side */
/** @typedef {import('./view.js').Frame} Frame */

/** The most bytes of a payload that the timeline shows. */
const SHOWN = 24;

export class EchoLab extends HTMLElement {
  /** @type {import('./ways.js').Addresses | null} */
  addresses = null;
  real = false;
  /** @type {import('./ways.js').Way | null} */
  way = null;
  pings = 0;

  async connectedCallback() {
    const form = /** @type {HTMLFormElement} */ (this.querySelector('form'));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const { value } = /** @type {HTMLInputElement} */ (form.elements.namedItem('message'));
      Promise.all([loadCodec(), this.ready]).then(([codec]) => this.send(codec, value)).catch(fail);
    });
    this.piece('ways').addEventListener('click', (e) => {
      const way = /** @type {HTMLElement} */ (e.target).closest('[data-way]')?.getAttribute('data-way');
      if (way) this.choose(way === 'real');
    });
    this.ready = tapped().then((addresses) => {
      this.addresses = addresses;
      this.piece('ways').hidden = addresses === null;
      this.choose(addresses !== null);
    });
    await this.ready;
  }

  disconnectedCallback() {
    this.way?.end();
  }

  /** @param {string} name */
  piece(name) {
    return /** @type {HTMLElement} */ (this.querySelector(`[data-part="${name}"]`));
  }

  /** @param {boolean} real */
  choose(real) {
    this.real = real;
    this.way?.end();
    this.way = null;
    this.piece('timeline').innerHTML = '';
    this.piece('alive').hidden = true;
    this.piece('which').textContent = t(real ? 'echo.which.real' : 'echo.which.page', { url: this.addresses?.echo ?? '' });
    for (const b of this.querySelectorAll('[data-way]')) b.setAttribute('aria-pressed', String((b.getAttribute('data-way') === 'real') === real));
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
      this.add('note', `<p class="complaint">${escape(wayFailed(error))}</p>`);
      announce(wayFailed(error));
      return;
    }
    announce(t('echo.said', { n: new TextEncoder().encode(text).length }));
  }

  /**
   * @param {string} way
   * @param {string} html
   */
  add(way, html) {
    const item = document.createElement('li');
    item.className = way;
    item.innerHTML = html;
    this.piece('timeline').append(item);
  }

  /**
   * @param {Side} from
   * @param {Uint8Array} bytes
   */
  head(from, bytes) {
    const client = from === 'client';
    const text = new TextDecoder().decode(bytes).trimEnd();
    this.add(client ? 'out' : 'in', `<p class="what">${escape(t(client ? 'echo.request' : 'echo.response'))}</p><pre>${escape(text)}</pre>`);
    if (!client) this.add('hair', `<p>${escape(t('echo.frames'))}</p>`);
  }

  /**
   * @param {Side} from
   * @param {Uint8Array} bytes
   * @param {Frame} frame
   */
  frame(from, bytes, frame) {
    if (frame.opcode === 1) this.add(from === 'client' ? 'out' : 'in', frameHTML(from, bytes, frame));
    else this.alive(bytes, frame);
  }

  /**
   * Pings and pongs come while somebody reads: they stand in one line, so that nothing moves.
   * @param {Uint8Array} bytes
   * @param {Frame} frame
   */
  alive(bytes, frame) {
    if (frame.opcode === 9) {
      this.pings++;
      this.ping = toHex(bytes, ' ');
    } else if (frame.opcode === 10) {
      this.piece('alive').hidden = false;
      this.piece('alive').textContent = t('echo.alive', { n: this.pings, ping: this.ping ?? '', pong: toHex(bytes, ' ') });
    }
  }
}

/**
 * @param {Side} from
 * @param {Uint8Array} bytes
 * @param {Frame} f
 */
function frameHTML(from, bytes, f) {
  const parts = [
    ['flags', bytes.subarray(0, 1)],
    ['length', bytes.subarray(1, f.payloadAt - f.start - f.key.length)],
    ['key', f.key],
    ['payload', f.wire.subarray(0, SHOWN)],
  ];
  const html = parts.map(([hue, part]) => (part.length ? `<span class="${hue}">${toHex(/** @type {Uint8Array} */ (part), ' ')}</span>` : '')).filter(Boolean);
  const title = t(from === 'client' ? 'echo.frame.out' : 'echo.frame.in', { n: bytes.length });
  const key = f.masked ? t('echo.key', { key: toHex(f.key, ' ') }) : t('echo.nokey');
  const text = new TextDecoder().decode(f.plain ?? f.wire);
  const payload = t('echo.payload', { n: f.wire.length, text: [...text].slice(0, 40).join('') });
  return (
    `<p class="what">${escape(title)}</p><p class="wirebytes">${html.join(' ')}${f.wire.length > SHOWN ? ' …' : ''}</p>` +
    `<p class="legend"><span class="flags">${escape(t('echo.flags', { hex: toHex(bytes.subarray(0, 1)) }))}</span> <span class="length">${escape(t('echo.length'))}</span>` +
    ` <span class="key">${escape(key)}</span> <span class="payload">${escape(payload)}</span></p>`
  );
}
