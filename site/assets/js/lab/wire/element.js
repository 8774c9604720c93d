// A message's way over the wire: typed in a browser, sent, and echoed by a server. Every
// step can be played, stepped through, dragged to and linked to; every byte can be pressed.
import { fromBase64, fromHex, toBase64 } from '../../base/bytes.js';
import { typed } from '../../frame/fieldread.js';
import { format } from '../../frame/link.js';
import { morph } from '../../element/morph.js';
import { announce, fail } from '../../element/say.js';
import { keeps, resume } from '../../state/pagestate.js';
import { Lab } from '../lab.js';
import { Callout } from './callout.js';
import { Drawing } from './drawing.js';
import { echoes, Exchange } from './exchange.js';
import { Player } from './player.js';
import { linkedTime, LAST, REST, scene, STAGES } from './timeline.js';
import { framed, train } from './train.js';
import { costHTML, sentenceHTML } from './words.js';
import { t } from '../../base/words.js';

/** @typedef {import('./train.js').Train} Train */
/** @typedef {import('./exchange.js').Exchanged} Exchanged */

/** The keys that move the time's slider, and the way they move it. @type {Record<string, 1 | -1>} */
const STEPS = { ArrowRight: 1, ArrowUp: 1, PageUp: 1, ArrowLeft: -1, ArrowDown: -1, PageDown: -1 };

/**
 * A custom element: data-bytes is the frame that it begins with, a client's masked text.
 * Beside the figure (skeleton.js) it may have the parts "cost", "source" and "open".
 */
export class FrameWire extends Lab {
  /** @type {Train} */
  // @ts-ignore set before anything is drawn
  train;
  /** The last exchange, if it is shown. @type {Exchanged | null} */
  exchanged = null;
  #begin = () => {};
  /** A press before the codec is there waits for this. @type {Promise<void>} */
  #begun = new Promise((begin) => (this.#begin = begin));
  /** The stage whose sentence is shown. */
  #stage = '';

  get form() {
    return /** @type {HTMLFormElement} */ (this.querySelector('form'));
  }

  get field() {
    return /** @type {HTMLInputElement} */ (this.form.elements.namedItem('message'));
  }

  get slider() {
    return /** @type {HTMLInputElement} */ (this.querySelector('[name="time"]'));
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
    this.addEventListener('click', soon((e) => this.#clicked(e)));
    if (!(await this.loaded())) return;
    this.#start();
    this.setAttribute('live', '');
    this.#begin();
  }

  disconnectedCallback() {
    this.player?.stop();
    this.exchange?.end();
  }

  #start() {
    const { field, slider, form } = this;
    this.train = train(this.codec, fromHex(this.dataset.bytes ?? ''));
    this.exchange = new Exchange(this.codec);
    this.drawing = new Drawing(this);
    this.player = new Player(REST, { draw: (at) => this.#draw(at), playing: (on) => this.#playing(on) });
    this.callout = new Callout(this.piece('stage'), this.piece('callout'), () => ({ train: this.train, scene: scene(this.train, this.#time) }));
    field.addEventListener('input', () => this.#typed());
    slider.addEventListener('input', () => this.#jump(Number(slider.value)));
    slider.addEventListener('keydown', (event) => this.#slid(event));
    addEventListener('resize', () => this.callout?.place());
    addEventListener('hashchange', () => this.#linked());
    this.#keep();
    // Text that was typed or sent before this script came counts.
    if (field.value !== this.train.text && !this.#complaint()) this.#typed();
    this.#linked();
    if (form.dataset.waiting !== undefined) this.#send();
  }

  get #time() {
    return this.player?.at ?? REST;
  }

  /** The message, and what came of it, outlast a reload and a change of language. */
  #keep() {
    const name = `frame-wire ${[...document.querySelectorAll('frame-wire')].indexOf(this)}`;
    resume(name, (kept) => {
      if (typeof kept.text !== 'string' || !(kept.at >= 0 && kept.at <= LAST)) throw new TypeError('a message and a time');
      if (kept.sent !== undefined) {
        const [sent, came] = [fromBase64(String(kept.sent)), fromBase64(String(kept.came))];
        const found = train(this.codec, sent, came);
        if (found.text !== kept.text || !echoes(found.out, found.back)) throw new TypeError('another message');
        this.#take({ sent, came, real: kept.real === true, why: '', pieces: 1 }, found);
      }
      this.field.value = kept.text;
      if (this.train.text !== kept.text) this.#typed(false);
      this.player?.jump(kept.at);
    });
    keeps(name, (room) => {
      const { value, defaultValue } = this.field;
      const { sent, came, real } = this.exchanged ?? {};
      if (!sent && value === defaultValue) return undefined;
      const fits = sent && came && this.train.text === value && 2 * sent.length + 2 * came.length < room;
      return { text: value, at: this.player?.plays ? LAST : this.#time, ...(fits && { sent: toBase64(sent), came: toBase64(came), real }) };
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
    this.#renew(now);
    this.player?.jump(REST);
    if (heard) announce(this.piece('cost')?.textContent ?? '');
  }

  /** @param {Train} now */
  #renew(now) {
    this.callout?.close();
    this.train = now;
    this.#stage = '';
    this.drawing?.renew(now);
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
    this.callout?.close();
    this.player?.jump(0);
    const came = await /** @type {Exchange} */ (this.exchange).send(text);
    if (this.field.value !== text) return; // something else was typed meanwhile
    this.#take(came, train(this.codec, came.sent, came.came));
    if (came.why) announce(this.piece('source')?.textContent ?? came.why);
    this.player?.begin();
  }

  /**
   * @param {Exchanged} exchanged
   * @param {Train} now
   */
  #take(exchanged, now) {
    this.exchanged = exchanged;
    this.#renew(now);
  }

  #linked() {
    const at = linkedTime(location.hash);
    if (at !== null) this.#jump(at);
  }

  /** @param {number} at */
  #jump(at) {
    this.callout?.close();
    this.player?.jump(at);
  }

  /** @param {KeyboardEvent} event */
  #slid(event) {
    const way = STEPS[event.key];
    if (!way || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.callout?.close();
    this.player?.step(way);
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const button = /** @type {HTMLElement} */ (event.target).closest('button');
    if (!button || !this.contains(button)) return;
    const { act, stage, cell, gap } = button.dataset;
    if (cell !== undefined || gap !== undefined) {
      this.player?.stop();
      this.callout?.toggle(button);
    } else if (act === 'shut') this.callout?.close();
    else if (stage !== undefined) this.#jump(Number(stage));
    else if (act) this.#act(act);
  }

  /** @param {string} act */
  #act(act) {
    const { player } = this;
    if (!player) return;
    this.callout?.close();
    if (act === 'play' && player.plays) player.stop();
    else if (act === 'play') player.play();
    else if (act === 'next' || act === 'back') player.step(act === 'next' ? 1 : -1);
    else this.#jump(act === 'first' ? 0 : LAST);
  }

  /** @param {boolean} on */
  #playing(on) {
    const button = /** @type {HTMLElement} */ (this.querySelector('.steps .play'));
    button.classList.toggle('plays', on);
    button.setAttribute('aria-label', t(on ? 'wire.pause' : 'wire.play'));
    if (!on) this.callout?.settle();
  }

  /** @param {number} at */
  #draw(at) {
    const now = scene(this.train, at);
    this.drawing?.show(this.train, now);
    const { slider } = this;
    slider.value = String(at);
    slider.style.setProperty('--done', String(at / LAST));
    const eq = now.stage === 3 ? (now.loupe?.at ?? 0) : 0;
    const stage = `${now.stage} ${eq}`;
    if (stage !== this.#stage) this.#says(now.stage, eq, this.#stage.split(' ')[0] !== String(now.stage));
    this.#stage = stage;
    if (!this.player?.plays) this.callout?.settle();
  }

  /**
   * @param {number} stage
   * @param {number} at the payload byte of the sentence about XOR
   * @param {boolean} other it is another stage than before
   */
  #says(stage, at, other) {
    const place = this.piece('says');
    morph(place, sentenceHTML(this.train, stage, at));
    if (!other) return;
    this.slider.setAttribute('aria-valuetext', t(`wire.stage.${STAGES[stage]}`));
    for (const name of this.piece('stages').querySelectorAll('button')) {
      if (Number(name.dataset.stage) === stage) name.setAttribute('aria-current', 'step');
      else name.removeAttribute('aria-current');
    }
    // The first sentence is read with the page.
    if (this.hasAttribute('live')) announce(`${t(`wire.stage.${STAGES[stage]}`)}. ${place.textContent}`);
  }
}
