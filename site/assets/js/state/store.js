// How a lab keeps what someone does in it. There is one way:
//
// - A Store (here) holds the state, which is all that cannot be computed again: bytes, where someone
//   is in them, drafts that cannot be used yet. The page is drawn from it. It holds the states
//   before and after, too: undo.js lets Ctrl+Z reach it from anywhere on the page.
// - address.js writes a state into the page's address, as a link that can be shared.
// - history.js writes a store as JSON, and pagestate.js keeps that while the tab is open: a reload,
//   Back, and the page in the other language find it again. scroll.js keeps the place on the page.
// - progress.js keeps on this device what was done in exercises, for the next visit.
// - storage.js is the only one that touches the browser's storage. It reads every text as untrusted.

/** @typedef {import('../frame/link.js').Role} Role */
/** @typedef {import('../frame/edit.js').Laid} Laid */

/**
 * @typedef {object} State
 * @property {Uint8Array} bytes
 * @property {Role} receiver
 * @property {boolean} deflate permessage-deflate has been agreed on
 * @property {number} frame the frame that is worked on, from 0
 * @property {Laid | null} laid the frame when its bytes last fitted its header
 * @property {Map<string, Draft>} drafts what was typed and cannot be used yet, by the control's name
 * @property {Uint8Array} [base] home: the frame as its message was typed, from which everything to try starts
 */

/** @typedef {{text: string, error: string}} Draft */

/** The most steps that can be undone, and the most bytes that they hold. */
const STEPS = 200;
const HELD = 32 << 20;

/** @template [S=State] */
export class Store extends EventTarget {
  /** @param {S} state */
  constructor(state) {
    super();
    this.state = state;
    /** @type {import('../frame/figure.js').Cursor} */
    this.cursor = { byte: null, bit: 0 };
    /** @type {S[]} */
    this.past = [];
    /** @type {S[]} */
    this.future = [];
    this.merging = '';
    /** Whether a change must not be, for a link that locks parts. @type {((next: any) => boolean) | undefined} */
    this.refuses = undefined;
  }

  /**
   * A change by someone, which can be undone. Changes with the same `merge` that
   * follow each other, as while typing, are undone together.
   * @param {Partial<S>} change
   * @param {string} [merge]
   */
  change(change, merge = '') {
    if (this.refuses?.({ ...this.state, ...change })) {
      this.move({}); // what a press has shown already is drawn again as it is
      return;
    }
    if (!merge || merge !== this.merging) {
      this.past.push(this.state);
      bound(this.past);
    }
    this.merging = merge;
    this.future = [];
    this.show({ ...this.state, ...change });
  }

  /**
   * The state before the changes with this `merge` began, or the state as it is.
   * @param {string} merge
   */
  before(merge) {
    return merge === this.merging ? (this.past.at(-1) ?? this.state) : this.state;
  }

  /** @param {S} state */
  show(state) {
    this.state = state;
    this.dispatchEvent(new Event('change'));
  }

  /** @param {Partial<import('../frame/figure.js').Cursor>} change */
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

/**
 * Forget the oldest steps beyond the bounds; one step back always stays.
 * @param {unknown[]} past
 */
function bound(past) {
  let held = 0;
  let keep = 0;
  while (keep < Math.min(past.length, STEPS)) {
    held += weight(past[past.length - 1 - keep]);
    if (held > HELD && keep > 0) break;
    keep++;
  }
  past.splice(0, past.length - keep);
}

/**
 * How many bytes a state holds.
 * @param {unknown} value
 * @returns {number}
 */
function weight(value) {
  if (ArrayBuffer.isView(value)) return value.byteLength;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce((sum, part) => sum + weight(part), 0);
}
