// Answers that are observed: the frames of messages that really were sent, over the
// browser's WebSocket where the local server taps it, else inside the page.
import { fromHex, toHex } from './bytes.js';
import { Capture } from './capture.js';
import { hexOrError } from './fields.js';
import { codec as loadCodec } from './module.js';
import { announce, fail } from './page.js';
import { framesHTML } from './stream.js';
import { view } from './view.js';
import { PageWay, TappedWay, tapped, wayFailed } from './ways.js';
import { t } from './words.js';

export class ObserveSends extends HTMLElement {
  changes = () => {};
  hex = '';
  /** @type {import('./ways.js').Way | null} */
  way = null;

  connectedCallback() {
    const form = /** @type {HTMLFormElement} */ (this.querySelector('form'));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const { value } = /** @type {HTMLInputElement} */ (form.elements.namedItem('message'));
      Promise.all([loadCodec(), tapped()])
        .then(([codec, addresses]) => this.send(codec, addresses, value))
        .catch((error) => this.complain(wayFailed(error)));
    });
    tapped().then((addresses) => {
      if (addresses) this.piece('how').textContent = t('ex.observe.how.real', { url: addresses.echo });
    });
  }

  disconnectedCallback() {
    this.way?.end();
  }

  /** @param {string} name */
  piece(name) {
    return /** @type {HTMLElement} */ (this.querySelector(`[data-part="${name}"]`));
  }

  /** @param {string} text */
  complain(text) {
    this.piece('complaint').textContent = text;
  }

  /**
   * @param {import('./codec.js').Codec} codec
   * @param {import('./ways.js').Addresses | null} addresses
   * @param {string} text
   */
  async send(codec, addresses, text) {
    if (!this.way || this.way.over) {
      const capture = new Capture(codec, { head: () => {}, frame: (from, bytes, frame) => this.seen(codec, from, bytes, frame) });
      this.way = addresses ? new TappedWay(addresses, capture) : new PageWay(codec, capture);
    }
    this.complain('');
    await this.way.send(text);
  }

  /**
   * @param {import('./codec.js').Codec} codec
   * @param {import('./capture.js').Side} from
   * @param {Uint8Array} bytes
   * @param {import('./view.js').Frame} frame
   */
  seen(codec, from, bytes, frame) {
    if (from !== 'client' || frame.opcode !== 1) return; // a pong is the browser's own affair
    this.hex += toHex(bytes);
    this.draw(codec);
    this.changes();
    announce(t('ex.observe.sent', { n: bytes.length, bytes: toHex(bytes.subarray(0, 16), ' ') }));
  }

  /** @param {import('./codec.js').Codec} codec */
  draw(codec) {
    const template = document.createElement('template');
    template.innerHTML = this.hex ? framesHTML(codec, view(codec, fromHex(this.hex), 'server'), false) : '';
    this.piece('seen').replaceChildren(...(template.content.firstElementChild?.children ?? []));
  }

  draft() {
    return this.hex;
  }

  /** @param {string} draft */
  restore(draft) {
    this.hex = 'error' in hexOrError(draft) ? '' : draft.replace(/\s/g, '');
    loadCodec().then((codec) => this.draw(codec)).catch(fail);
  }

  answer() {
    return { bytes: fromHex(this.hex) };
  }

  place() {
    return '';
  }

  /**
   * @param {import('./codec-mark.js').Place | null} place
   * @param {boolean} go
   */
  outline(place, go) {
    if (place && go) this.querySelector('input')?.focus();
  }
}
