// The length lab: a dial over all lengths of a payload, and the header that announces each.
import { ByteLab } from './bytelab.js';
import { without } from './fields.js';
import { fitting, length } from './lengthkind.js';
import { lengthAt, lengthOf, MOST, mostLacking, WHOLE } from './lengthstate.js';

/** @typedef {import('./lengthstate.js').State} State */

/** How many bytes come of a frame that announces more. */
const FEW = 5;

/** @extends {ByteLab<State>} */
export class LengthLab extends ByteLab {
  get kind() {
    return length;
  }

  started() {
    this.addEventListener('keydown', (e) => this.#key(e));
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

  /**
   * Set the length, and forget what was typed for it and could not be used.
   * @param {bigint} n
   * @param {string} [merge]
   */
  #to(n, merge) {
    const drafts = without(this.store.state.drafts, 'length');
    this.change({ length: n < 0n ? 0n : n > WHOLE ? WHOLE : n, drafts }, merge);
  }

  /**
   * @param {string} name
   * @param {string} value
   */
  typed(name, value) {
    const { drafts, length: now } = this.store.state;
    if (name === 'place') {
      this.#to(lengthAt(Number(value)), 'place');
      return;
    }
    const others = without(drafts, name);
    if (name === 'came') {
      const n = /^\s*\d{1,5}\s*$/.test(value) ? Number(value) : NaN;
      if (n <= mostLacking(now)) this.change({ came: n, drafts: others }, name);
      else this.change({ drafts: { ...others, [name]: value } }, name);
      return;
    }
    const n = lengthOf(value);
    if (n === null) this.change({ drafts: { ...others, [name]: value } }, name);
    else this.#to(n, name);
  }

  /**
   * @param {string} act
   * @param {HTMLElement} button
   */
  act(act, button) {
    const value = String(button.dataset.form ?? '');
    const { length: n } = this.store.state;
    if (act === 'tick') this.#to(BigInt(value));
    else if (act === 'from') this.change({ masked: value === 'client' });
    else if (act === 'came') this.change({ came: value === 'few' ? FEW : null, drafts: without(this.store.state.drafts, 'came') });
    else if (act === 'form' && value === 'top') this.change({ length: n > MOST ? n : n + MOST + 1n, form: 0, drafts: without(this.store.state.drafts, 'length') });
    else if (act === 'form') this.change({ length: n > MOST ? n - MOST - 1n : n, form: /** @type {0 | 16 | 64} */ (Number(value)), drafts: without(this.store.state.drafts, 'length') });
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const field = /** @type {HTMLInputElement} */ (event.target);
    if (!['place', 'length'].includes(field.name) || event.altKey || event.ctrlKey || event.metaKey) return;
    const n = this.store.state.length;
    /** @type {Record<string, bigint>} */
    const keys = { ArrowUp: n + 1n, ArrowDown: n - 1n, PageUp: 2n * n + BigInt(n === 0n), PageDown: n / 2n };
    if (field.name === 'place') Object.assign(keys, { ArrowRight: n + 1n, ArrowLeft: n - 1n, Home: 0n, End: MOST });
    if (!Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    this.#to(keys[event.key], 'keys');
  }
}
