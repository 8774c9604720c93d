// The masking lab: a key that can be dragged along a payload, and each byte bit by bit.
import { random } from '../../base/bytes.js';
import { utf8 } from '../../frame/view.js';
import { arrowTo } from '../../element/arrows.js';
import { announce } from '../../element/say.js';
import { ByteLab } from './bytelab.js';
import { without } from './fields.js';
import { masking } from './maskingkind.js';
import { bytesOf, fitting, keyOf, scene } from './maskingstate.js';
import { sliding } from './sliding.js';
import { t } from '../../base/words.js';

/** @typedef {import('./maskingstate.js').State} State */

/** Milliseconds for each byte while it plays. */
const STEP = 700;

/** @extends {ByteLab<State>} */
export class MaskingLab extends ByteLab {
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #playing;
  #step = '';

  get kind() {
    return masking;
  }

  started() {
    this.addEventListener('keydown', (e) => this.#key(e));
    sliding(this, '.mgrip', { at: () => this.store.state.shift, to: (shift) => this.change({ shift }, 'shift'), width: () => this.#cell() });
    sliding(this, '.mcut', { at: () => this.store.state.cut, to: (cut) => this.change({ cut }, 'cut'), width: () => this.#cell() });
  }

  disconnectedCallback() {
    this.#pause();
  }

  /** The width of a column, in pixels. */
  #cell() {
    return this.querySelector('.mcell')?.getBoundingClientRect().width ?? 1;
  }

  /**
   * @param {Partial<State>} change
   * @param {string} [merge]
   */
  change(change, merge) {
    const before = this.store.state;
    const state = fitting({ ...before, ...change });
    if (Object.entries(state).some(([name, value]) => value !== /** @type {any} */ (before)[name])) this.store.change(state, merge);
  }

  draw() {
    super.draw();
    const play = this.querySelector('.steps .play');
    play?.classList.toggle('plays', this.#playing !== undefined);
    play?.setAttribute('aria-label', t(this.#playing === undefined ? 'wire.play' : 'wire.pause'));
    this.#reveal();
  }

  /** Scroll the row of bytes, not the page, to the byte that is looked at. */
  #reveal() {
    const box = this.querySelector('.mscroll');
    const cell = this.querySelector('.mcell[aria-pressed="true"]');
    if (!box || !cell || box.scrollWidth <= box.clientWidth) return;
    const [a, b] = [cell.getBoundingClientRect(), box.getBoundingClientRect()];
    const name = this.querySelector('.mname')?.getBoundingClientRect().width ?? 0;
    if (a.left < b.left + name) box.scrollLeft += a.left - b.left - name - 8;
    else if (a.right > b.right) box.scrollLeft += a.right - b.right + 8;
  }

  /** The sentence, or where that is the same the step. */
  say() {
    const step = this.querySelector('[data-part="step"]')?.textContent ?? '';
    const before = this.#step;
    this.#step = step;
    super.say();
    if (before && step !== before && this.#playing === undefined) announce(step);
  }

  /**
   * @param {string} name
   * @param {string} value
   */
  typed(name, value) {
    const { drafts, hexed } = this.store.state;
    const bytes = name === 'input' ? bytesOf(value, hexed) : keyOf(value);
    const others = without(drafts, name);
    if ('problem' in bytes) this.change({ drafts: { ...others, [name]: value } }, name);
    else this.change({ [name === 'input' ? 'bytes' : name]: bytes, drafts: others }, name);
  }

  /**
   * @param {string} act
   * @param {HTMLElement} button
   */
  act(act, button) {
    const { at, bytes } = this.store.state;
    const value = String(button.dataset.form ?? '');
    if (act !== 'play') this.#pause();
    switch (act) {
      case 'byte':
        return this.change({ at: Number(button.dataset.at) }, 'at');
      case 'bit':
        return this.#flip('bytes', bytes, at, Number(button.dataset.bit));
      case 'keybit':
        return this.#flipKey(Number(button.dataset.bit));
      case 'way':
        return this.#turn(value === 'unmask');
      case 'split':
        return this.change({ split: /** @type {any} */ (value), shift: 0, drafts: without(this.store.state.drafts, 'next'), ...(!this.store.state.split && { cut: Math.ceil(bytes.length / 2) }) });
      case 'form':
        return this.change({ hexed: value === 'hex', drafts: without(this.store.state.drafts, 'input') });
      case 'newkey':
        return this.change({ [value]: random(4), drafts: without(this.store.state.drafts, value) });
      case 'zerokey':
        return this.change({ [value]: new Uint8Array(4), drafts: without(this.store.state.drafts, value) });
      case 'play':
        return this.#play();
      default:
        return this.#go({ first: 0, back: at - 1, next: at + 1, last: bytes.length }[act] ?? at);
    }
  }

  /** Turn the figure around: the result goes in, because unmasking is masking once more. @param {boolean} unmask */
  #turn(unmask) {
    const { state } = this.store;
    if (unmask === state.unmask) return;
    const { result } = scene(this.codec, state);
    this.change({ unmask, bytes: result, hexed: unmask || utf8(result) === null, drafts: without(state.drafts, 'input'), shift: 0 });
  }

  /** @param {number} at */
  #go(at) {
    this.change({ at }, 'at');
  }

  #play() {
    if (this.#playing !== undefined) {
      this.#pause();
      this.draw();
      return;
    }
    const last = () => this.store.state.bytes.length - 1;
    if (this.store.state.at >= last()) this.#go(0);
    this.#playing = setInterval(() => {
      this.#go(this.store.state.at + 1);
      if (this.store.state.at < last()) return;
      this.#pause();
      this.draw();
      this.say();
    }, STEP);
    this.draw();
  }

  #pause() {
    clearInterval(this.#playing);
    this.#playing = undefined;
  }

  /**
   * @param {'bytes' | 'key' | 'next'} name
   * @param {Uint8Array} bytes
   * @param {number} at
   * @param {number} bit 0 is the leftmost one
   */
  #flip(name, bytes, at, bit) {
    const out = bytes.slice();
    out[at] ^= 0x80 >> bit;
    const { hexed, drafts } = this.store.state;
    const text = name !== 'bytes' || (!hexed && utf8(out) !== null);
    this.change({ [name]: out, hexed: hexed || !text, drafts: without(drafts, name === 'bytes' ? 'input' : name) });
  }

  /** @param {number} bit */
  #flipKey(bit) {
    const { at, split, cut, key, next } = this.store.state;
    const { used } = scene(this.codec, this.store.state).keys[at];
    if (split === 'frame' && at >= cut) this.#flip('next', next, used, bit);
    else this.#flip('key', key, used, bit);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    const { act } = target.dataset;
    if (event.altKey || event.ctrlKey || event.metaKey || !act || !['byte', 'bit', 'keybit'].includes(act)) return;
    const all = /** @type {HTMLElement[]} */ ([...this.querySelectorAll(`[data-act="${act}"]`)]);
    if (act !== 'byte' && (event.key === '0' || event.key === '1')) {
      event.preventDefault();
      if (target.dataset.b !== event.key) target.click();
      return;
    }
    const to = arrowTo(event.key, all.indexOf(target), all.length);
    if (to === null) return;
    event.preventDefault();
    if (act === 'byte') this.#go(to);
    else target.tabIndex = -1;
    all[to].tabIndex = 0;
    all[to].focus();
  }
}
