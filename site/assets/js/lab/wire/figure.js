// The wire's figure, live: it can be played, stepped through and dragged to any time, and every
// byte can be pressed.
import { piece } from '../../element/element.js';
import { morph } from '../../element/morph.js';
import { announce } from '../../element/say.js';
import { t } from '../../base/words.js';
import { Callout } from './callout.js';
import { Drawing } from './drawing.js';
import { Player } from './player.js';
import { LAST, REST, scene, TURN } from './timeline.js';
import { sentenceHTML, stageName } from './words.js';

/** @typedef {import('./train.js').Train} Train */

/** The keys that move the time's slider, and the way they move it. @type {Record<string, 1 | -1>} */
const STEPS = { ArrowRight: 1, ArrowUp: 1, PageUp: 1, ArrowLeft: -1, ArrowDown: -1, PageDown: -1 };

export class Figure {
  /** The stage whose sentence is shown. */
  #stage = '';
  /** The train that is drawn. @type {Train | undefined} */
  #drawn;
  /** Changes of stage are said. */
  heard = false;
  /** It plays by itself, after a send. */
  #alone = false;

  /**
   * @param {HTMLElement} root with what skeleton.js draws
   * @param {Train} train
   * @param {() => void} [moved] called when someone has moved to a time
   */
  constructor(root, train, moved = () => {}) {
    this.root = root;
    this.train = train;
    this.moved = moved;
    this.drawing = new Drawing(root);
    this.player = new Player(REST, { draw: (at) => this.#draw(at), playing: (on) => this.#playing(on) });
    this.callout = new Callout(piece(root, 'stage'), piece(root, 'callout'), () => ({ train: this.#at(this.time), scene: scene(this.#at(this.time), this.time) }));
    const { slider } = this;
    slider.addEventListener('input', () => {
      this.jump(Number(slider.value));
      moved();
    });
    slider.addEventListener('keydown', (event) => this.#slid(event));
    addEventListener('resize', () => this.callout.place());
  }

  get slider() {
    return /** @type {HTMLInputElement} */ (this.root.querySelector('[name="time"]'));
  }

  get time() {
    return this.player.at;
  }

  /**
   * Another message.
   * @param {Train} train
   */
  renew(train) {
    this.callout.close();
    this.train = train;
    this.#stage = '';
    this.#drawn = undefined;
  }

  /** @param {number} at */
  jump(at) {
    this.callout.close();
    this.player.jump(at);
  }

  /** Play all of it, after a send. */
  begin() {
    this.#alone = true;
    this.player.begin();
  }

  /**
   * A press on the figure.
   * @param {MouseEvent} event
   */
  clicked(event) {
    const button = /** @type {HTMLElement} */ (event.target).closest('button');
    if (!button || !this.root.contains(button)) return;
    const { act, stage, cell, gap } = button.dataset;
    if (cell !== undefined || gap !== undefined) {
      this.player.stop();
      this.callout.toggle(button);
    } else if (act === 'shut') this.callout.close();
    else if (stage !== undefined) {
      this.jump(Number(stage));
      this.moved();
    } else if (act) this.#act(act);
  }

  /** @param {string} act */
  #act(act) {
    const { player } = this;
    this.#alone = false;
    this.callout.close();
    if (act === 'play' && player.plays) player.stop();
    else if (act === 'play') player.play();
    else if (act === 'next' || act === 'back') player.step(act === 'next' ? 1 : -1);
    else if (act === 'first' || act === 'last') this.jump(act === 'first' ? 0 : LAST);
    else return;
    this.moved();
  }

  /** @param {KeyboardEvent} event */
  #slid(event) {
    const way = STEPS[event.key];
    if (!way || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.callout.close();
    this.player.step(way);
    this.moved();
  }

  /** @param {boolean} on */
  #playing(on) {
    const button = /** @type {HTMLElement} */ (this.root.querySelector('.steps .play'));
    button.classList.toggle('plays', on);
    button.setAttribute('aria-label', t(on ? 'wire.pause' : 'wire.play'));
    if (on) return;
    this.callout.settle();
    if (!this.#alone) this.moved();
    this.#alone = false;
  }

  /**
   * The train that is on the wire at a time: the answer has cells of its own where it is not the same payload.
   * @param {number} at
   * @returns {Train}
   */
  #at(at) {
    return (at > TURN && this.train.reply) || this.train;
  }

  /** @param {number} at */
  #draw(at) {
    const train = this.#at(at);
    if (this.#drawn !== train) this.drawing.renew(train);
    this.#drawn = train;
    const now = scene(train, at);
    this.drawing.show(train, now);
    const { slider } = this;
    slider.value = String(at);
    const { first, last } = this.player;
    slider.style.setProperty('--done', String((at - first) / (last - first)));
    const eq = now.stage === 3 ? (now.loupe?.at ?? 0) : 0;
    const stage = `${now.stage} ${eq}`;
    if (stage !== this.#stage) this.#says(now.stage, eq, this.#stage.split(' ')[0] !== String(now.stage));
    this.#stage = stage;
    if (!this.player.plays) this.callout.settle();
  }

  /**
   * @param {number} stage
   * @param {number} at the payload byte of the sentence about XOR
   * @param {boolean} other it is another stage than before
   */
  #says(stage, at, other) {
    const place = piece(this.root, 'says');
    morph(place, sentenceHTML(this.train, stage, at));
    if (!other) return;
    this.slider.setAttribute('aria-valuetext', stageName(this.train, stage));
    for (const name of piece(this.root, 'stages').querySelectorAll('button')) {
      if (Number(name.dataset.stage) === stage) name.setAttribute('aria-current', 'step');
      else name.removeAttribute('aria-current');
    }
    // The first sentence is read with the page.
    if (this.heard) announce(`${stageName(this.train, stage)}. ${place.textContent}`);
  }
}
