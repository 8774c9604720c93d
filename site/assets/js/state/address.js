// The page's address follows the state a moment later: browsers refuse too many changes of it.

/** Milliseconds. */
const LATER = 150;

/** @type {Set<AddressBar>} */
const bars = new Set();

/** Have the address say what the page shows, now. */
export const flushAddress = () => bars.forEach((bar) => bar.flush());

export class AddressBar {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  timer;
  fragment = '';
  /** The address when the change was asked for. */
  before = '';

  constructor() {
    bars.add(this);
    // Who leaves at once takes the address along; pagehide is for phones, which may not say beforeunload.
    for (const leaving of ['beforeunload', 'pagehide']) addEventListener(leaving, () => this.flush());
  }

  /**
   * @param {string} fragment with its #; empty for an address without one
   */
  show(fragment) {
    this.drop();
    this.fragment = fragment;
    this.before = location.hash;
    this.timer = setTimeout(() => this.flush(), LATER);
  }

  /** Leave the address as it is. */
  drop() {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  flush() {
    if (this.timer === undefined) return;
    this.drop();
    // Someone followed a link meanwhile; that it was is told in a moment.
    if (location.hash !== this.before) return;
    try {
      history.replaceState(null, '', this.fragment || location.href.replace(/#.*$/s, ''));
    } catch {
      // Some browsers allow so many in so much time; the next change tries again.
    }
  }
}
