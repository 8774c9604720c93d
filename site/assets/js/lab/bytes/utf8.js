// The UTF-8 lab: bytes read one at a time.
import { arrowTo } from '../../element/arrows.js';
import { ByteLab } from './bytelab.js';
import { utf8Lab } from './utf8kind.js';
import { scene } from './utf8scene.js';
import { bytesOf, fitting, read } from './utf8state.js';
import { EXAMPLES } from './utf8view.js';

/** @typedef {import('./utf8state.js').State} State */

/** Milliseconds between the bytes of a text that plays. */
const BEAT = 700;

/** @extends {ByteLab<State>} */
export class UTF8Lab extends ByteLab {
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #playing;

  get kind() {
    return utf8Lab;
  }

  started() {
    this.addEventListener('keydown', (e) => this.#key(e));
  }

  disconnectedCallback() {
    this.#stop();
  }

  draw() {
    super.draw();
    const play = this.querySelector('.play');
    play?.classList.toggle('plays', this.#playing !== undefined);
  }

  /** How many steps have been taken, and how many there are. */
  #steps() {
    const { fed, ended, steps } = scene(this.codec, this.store.state);
    return { step: fed + Number(ended), steps };
  }

  /** @param {number} fed */
  #feed(fed) {
    this.store.change({ fed: Math.max(0, Math.min(fed, this.#steps().steps)) }, 'fed');
  }

  #stop() {
    clearInterval(this.#playing);
    this.#playing = undefined;
  }

  #play() {
    const beat = () => {
      const { step, steps } = this.#steps();
      if (step + 1 >= steps) this.#stop();
      this.#feed(step + 1);
    };
    this.#playing = setInterval(beat, BEAT);
    beat();
  }

  /**
   * @param {string} act
   * @param {HTMLElement} button
   */
  act(act, button) {
    const playing = this.#playing !== undefined;
    this.#stop();
    const { step, steps } = this.#steps();
    if (act === 'next') this.#feed(step + 1);
    else if (act === 'back') this.#feed(step - 1);
    else if (act === 'first') this.#feed(0);
    else if (act === 'last') this.#feed(steps);
    else if (act === 'feed') this.#feed(Number(button.dataset.to));
    else if (act === 'play' && playing) this.draw();
    else if (act === 'play') this.#play();
    else if (act === 'as') this.store.change({ as: /** @type {import('./utf8state.js').Form} */ (button.dataset.form ?? '') });
    else if (act === 'example') this.#example(Number(button.dataset.example));
  }

  /** @param {number} i */
  #example(i) {
    const state = read(new Map(Object.entries(EXAMPLES[i].fields)));
    if (!('problem' in state)) this.store.change(state);
  }

  /**
   * @param {string} name
   * @param {string} text
   */
  typed(name, text) {
    const s = this.store.state;
    this.#stop();
    if (name === 'cut') {
      this.store.change({ cut: Number(text), fed: Number(text) }, 'cut');
      return;
    }
    const bytes = bytesOf(text, name === 'bytes');
    const drafts = { ...s.drafts };
    delete drafts[name];
    if ('problem' in bytes) this.store.change({ drafts: { ...drafts, [name]: text } }, name);
    else this.store.change(fitting({ ...s, bytes, drafts: {}, cut: Math.ceil(bytes.length / 2), fed: bytes.length }), name);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const button = /** @type {HTMLElement} */ (event.target);
    if (!button.matches('.ucell') || event.altKey || event.ctrlKey || event.metaKey) return;
    const cells = /** @type {HTMLElement[]} */ ([...this.querySelectorAll('.ucell')]);
    const to = arrowTo(event.key, cells.indexOf(button), cells.length);
    if (to === null) return;
    event.preventDefault();
    this.#stop();
    this.#feed(to + 1);
    /** @type {HTMLElement | null} */ (this.querySelectorAll('.ucell')[to])?.focus();
  }
}
