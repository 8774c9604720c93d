// One store holds the bytes, where someone is in them, and how they came about.
// Every view reads it and every view writes it.

/** @typedef {import('./link.js').Role} Role */
/** @typedef {import('./edit.js').Laid} Laid */

/**
 * @typedef {object} State
 * @property {Uint8Array} bytes
 * @property {Role} receiver
 * @property {Laid | null} laid the frame when its bytes last fitted its header
 */

/** @template [S=State] */
export class Store extends EventTarget {
  /** @param {S} state */
  constructor(state) {
    super();
    this.state = state;
    /** @type {import('./figure.js').Cursor} */
    this.cursor = { byte: null, bit: 0 };
    /** @type {S[]} */
    this.past = [];
    /** @type {S[]} */
    this.future = [];
    this.merging = '';
  }

  /**
   * A change by someone, which can be undone. Changes with the same `merge` that
   * follow each other, as while typing, are undone together.
   * @param {Partial<S>} change
   * @param {string} [merge]
   */
  change(change, merge = '') {
    if (!merge || merge !== this.merging) this.past.push(this.state);
    this.merging = merge;
    this.future = [];
    this.show({ ...this.state, ...change });
  }

  /** @param {S} state */
  show(state) {
    this.state = state;
    this.dispatchEvent(new Event('change'));
  }

  /** @param {Partial<import('./figure.js').Cursor>} change */
  move(change) {
    this.cursor = { ...this.cursor, ...change };
    this.dispatchEvent(new Event('move'));
  }

  undo() {
    this.#step(this.past, this.future);
  }

  redo() {
    this.#step(this.future, this.past);
  }

  /**
   * @param {S[]} from
   * @param {S[]} to
   */
  #step(from, to) {
    const state = from.pop();
    if (!state) return;
    to.push(this.state);
    this.merging = '';
    this.show(state);
  }
}
