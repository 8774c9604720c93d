// A message's way over the wire: typed in a browser, sent, and echoed by a server. Every
// step can be played, stepped through, dragged to and linked to; every byte can be pressed.
import { fromBase64, fromHex, toBase64 } from '../../base/bytes.js';
import { typed } from '../../frame/fieldread.js';
import { format } from '../../frame/link.js';
import { morph } from '../../element/morph.js';
import { announce, fail } from '../../element/say.js';
import { codec as loadCodec } from '../../codec/loaded.js';
import { keeps, resume } from '../../state/pagestate.js';
import { Lab } from '../lab.js';
import { echoes, Exchange } from './exchange.js';
import { Figure } from './figure.js';
import { linked } from './linked.js';
import { LAST, REST } from './timeline.js';
import { framed, train } from './train.js';
import { costHTML } from './words.js';
import { t } from '../../base/words.js';

/** @typedef {import('./train.js').Train} Train */
/** @typedef {import('./exchange.js').Exchanged} Exchanged */

/**
 * A custom element: data-bytes is the frame that it begins with, a client's masked text.
 * Beside the figure (skeleton.js) it may have the parts "cost", "source" and "open".
 */
export class FrameWire extends Lab {
  /** The last exchange, if it is shown. @type {Exchanged | null} */
  exchanged = null;
  /** @type {Figure | undefined} */
  figure;
  /** @type {ReturnType<typeof linked> | undefined} */
  address;
  #begin = () => {};
  /** A press before the codec is there waits for this. @type {Promise<void>} */
  #begun = new Promise((begin) => (this.#begin = begin));

  /** The codec and what is kept of a page: the page's own, which a script that comes later is given. */
  static page = { codec: loadCodec, keeps, resume };

  get ready() {
    return FrameWire.page.codec();
  }

  get form() {
    return /** @type {HTMLFormElement} */ (this.querySelector('form'));
  }

  get field() {
    return /** @type {HTMLInputElement} */ (this.form.elements.namedItem('message'));
  }

  async connectedCallback() {
    /** @param {(event: any) => unknown} act */
    const soon = (act) => (/** @type {any} */ event) => {
      this.#begun.then(() => act(event)).catch(fail);
    };
    const send = soon(() => this.#send());
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      send(event);
    });
    this.addEventListener('click', soon((e) => this.figure?.clicked(e)));
    if (!(await this.loaded())) return;
    this.#start();
    this.setAttribute('live', '');
    if (this.figure) this.figure.heard = true;
    this.#begin();
  }

  disconnectedCallback() {
    this.figure?.player.stop();
    this.exchange?.end();
  }

  #start() {
    const { field, form } = this;
    this.exchange = new Exchange(this.codec);
    this.address = linked(this, (at) => this.figure?.jump(at));
    this.figure = new Figure(this, train(this.codec, fromHex(this.dataset.bytes ?? '')), () => this.address?.show(this.#time));
    field.addEventListener('input', () => this.#typed());
    this.#keep();
    // Text that was typed or sent before this script came counts.
    if (field.value !== this.train.text && !this.#complaint()) this.#typed(false);
    this.address.follow();
    if (form.dataset.waiting !== undefined) this.#send();
  }

  get #time() {
    return this.figure?.time ?? REST;
  }

  get train() {
    return /** @type {Figure} */ (this.figure).train;
  }

  /** The message, and what came of it, outlast a reload and a change of language. */
  #keep() {
    const { page } = FrameWire;
    const name = `frame-wire ${[...document.querySelectorAll('frame-wire')].indexOf(this)}`;
    page.resume(name, (kept) => {
      if (typeof kept.text !== 'string' || !(kept.at >= 0 && kept.at <= LAST)) throw new TypeError('a message and a time');
      if (kept.sent !== undefined) {
        const [sent, came] = [fromBase64(String(kept.sent)), fromBase64(String(kept.came))];
        const found = train(this.codec, sent, came);
        if (found.text !== kept.text || !echoes(found.out, found.back)) throw new TypeError('another message');
        this.#take({ sent, came, real: kept.real === true, why: '', pieces: 1 }, found);
      }
      this.field.value = kept.text;
      if (this.train.text !== kept.text) this.#typed(false);
      this.figure?.jump(kept.at);
    });
    page.keeps(name, (room) => {
      const { value, defaultValue } = this.field;
      const { sent, came, real } = this.exchanged ?? {};
      if (!sent && value === defaultValue) return undefined;
      const fits = sent && came && this.train.text === value && 2 * sent.length + 2 * came.length < room;
      return { text: value, at: this.figure?.player.plays ? LAST : this.#time, ...(fits && { sent: toBase64(sent), came: toBase64(came), real }) };
    });
  }

  /** Why what was typed cannot be sent, in words; '' where it can. */
  #complaint() {
    const typing = typed(this.field.value, new Uint8Array());
    const words = 'error' in typing ? typing.error : '';
    const note = this.piece('fieldnote');
    note.textContent = words;
    note.hidden = !words;
    this.field.toggleAttribute('aria-invalid', false);
    if (words) this.field.setAttribute('aria-invalid', 'true');
    return words;
  }

  /** @param {boolean} [heard] */
  #typed(heard = true) {
    const complaint = this.#complaint();
    if (complaint) {
      if (heard) announce(complaint);
      return;
    }
    const payload = new TextEncoder().encode(this.field.value);
    // The key stays while someone types, so that only what is typed changes.
    const now = train(this.codec, framed(this.codec, payload, Uint8Array.from(this.train.key)));
    this.exchanged = null;
    if (heard) this.address?.leave();
    this.#renew(now);
    this.figure?.jump(REST);
    if (heard) announce(this.piece('cost')?.textContent ?? '');
  }

  /** @param {Train} now */
  #renew(now) {
    this.figure?.renew(now);
    const cost = this.piece('cost');
    if (cost) morph(cost, costHTML(now));
    const open = /** @type {HTMLAnchorElement | null} */ (this.piece('open'));
    if (open) {
      const link = format(now.out.bytes, 'server');
      open.href = `${open.href.split('#')[0]}${link}`;
      open.hidden = link === '';
    }
    this.#source();
  }

  /** Say whose bytes these are. */
  #source() {
    const place = this.piece('source');
    if (!place) return;
    const { real, why, pieces } = this.exchanged ?? {};
    const words = !this.exchanged ? 'wire.source.example' : real ? 'wire.source.real' : (pieces ?? 1) > 1 ? 'wire.source.pieces' : 'wire.source.page';
    place.textContent = `${why ? `${why} ` : ''}${t(words, { n: pieces ?? 1 })}`;
    place.className = why ? 'complaint' : 'note';
  }

  async #send() {
    if (this.#complaint()) {
      this.field.focus();
      return;
    }
    const text = this.field.value;
    this.address?.leave();
    this.figure?.jump(0);
    const came = await /** @type {Exchange} */ (this.exchange).send(text);
    if (this.field.value !== text) return; // something else was typed meanwhile
    this.#take(came, train(this.codec, came.sent, came.came));
    // An exercise of the page may count it.
    this.dispatchEvent(new CustomEvent('framelab-frame', { bubbles: true, detail: { from: 'client', bytes: came.sent, frame: this.train.out.first } }));
    if (came.why) announce(this.piece('source')?.textContent ?? came.why);
    this.figure?.begin();
  }

  /**
   * @param {Exchanged} exchanged
   * @param {Train} now
   */
  #take(exchanged, now) {
    this.exchanged = exchanged;
    this.#renew(now);
  }
}
