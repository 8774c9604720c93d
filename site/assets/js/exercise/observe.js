// Answers that are observed: the frames of messages that really were sent, over the
// browser's WebSocket where the local server taps it, else inside the page.
import { fromHex, toHex } from '../base/bytes.js';
import { Capture } from '../wire/capture.js';
import { Lab } from '../lab/lab.js';
import { fragment } from '../element/morph.js';
import { announce, fail } from '../element/say.js';
import { framesHTML } from '../frame/stream.js';
import { view } from '../frame/view.js';
import { PageWay, TappedWay, tapped, wayFailed } from '../wire/ways.js';
import { t } from '../base/words.js';

/** The most bytes of frames that are kept: as many as can be marked. Of more, the oldest go. */
const MOST = 64 << 10;
/** How many bytes of a frame are read out. */
const SAID = 16;

export class ObserveSends extends Lab {
  changes = () => {};
  /** The frames that were seen, in hexadecimal. @type {string[]} */
  frames = [];
  /** @type {import('../wire/ways.js').Way | null} */
  way = null;

  connectedCallback() {
    const form = /** @type {HTMLFormElement} */ (this.querySelector('form'));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const { value } = /** @type {HTMLInputElement} */ (form.elements.namedItem('message'));
      Promise.all([this.ready, tapped()])
        .then(([codec, addresses]) => this.send(codec, addresses, value))
        .catch((error) => this.complain(wayFailed(error)));
    });
    // A message of the page's other lab was sent from this page too.
    this.sent = (/** @type {Event} */ event) => {
      if (!(event instanceof CustomEvent) || event.target === this) return;
      const { from, bytes, frame } = event.detail;
      this.ready.then((codec) => this.seen(codec, from, bytes, frame)).catch(fail);
    };
    document.addEventListener('framelab-frame', this.sent);
    this.loaded().then((there) => there && this.setAttribute('live', ''));
    tapped().then((addresses) => {
      if (addresses) this.piece('how').textContent = t('ex.observe.how.real', { url: addresses.echo });
    });
  }

  disconnectedCallback() {
    this.way?.end();
    if (this.sent) document.removeEventListener('framelab-frame', this.sent);
  }

  /** @param {string} text */
  complain(text) {
    this.piece('complaint').textContent = text;
  }

  /**
   * @param {import('../codec/codec.js').Codec} codec
   * @param {import('../wire/ways.js').Addresses | null} addresses
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
   * @param {import('../codec/codec.js').Codec} codec
   * @param {import('../wire/capture.js').Side} from
   * @param {Uint8Array} bytes
   * @param {import('../frame/view.js').Frame} frame
   */
  seen(codec, from, bytes, frame) {
    if (from !== 'client' || frame.opcode !== 1) return; // a pong is the browser's own affair
    this.frames.push(toHex(bytes));
    while (this.frames.length > 1 && this.frames.join('').length > 2 * MOST) this.frames.shift();
    this.draw(codec);
    this.changes();
    announce(t('ex.observe.sent', { n: bytes.length, bytes: toHex(bytes.subarray(0, SAID), ' ') + (bytes.length > SAID ? ' …' : '') }));
  }

  /** @param {import('../codec/codec.js').Codec} codec */
  draw(codec) {
    const drawn = fragment(this.frames.length ? framesHTML(codec, view(codec, this.answer().bytes, 'server'), { at: false }) : '');
    this.piece('seen').replaceChildren(...(drawn.firstElementChild?.children ?? []));
  }

  draft() {
    return this.frames.join('');
  }

  /** @param {string} draft */
  restore(draft) {
    const bytes = fromHex(draft);
    if (bytes.length > MOST) throw new RangeError('more than can be marked');
    this.frames = bytes.length ? [toHex(bytes)] : [];
    this.ready.then((codec) => this.draw(codec)).catch(() => {}); // that it did not come is said once
  }

  answer() {
    return { bytes: fromHex(this.draft()) };
  }

  place() {
    return '';
  }

  /**
   * @param {import('../codec/mark.js').Place | null} place
   * @param {boolean} go
   */
  outline(place, go) {
    if (place && go) this.querySelector('input')?.focus();
  }
}
