// The figure's time in the page's address, "#wire=2.55": a copied address opens there.
import { linkedTime } from './timeline.js';

/** Milliseconds: browsers refuse too many changes of an address. */
const LATER = 150;

/**
 * @param {HTMLElement} wire the first one on a page has the address
 * @param {(at: number) => void} jump
 */
export function linked(wire, jump) {
  const mine = document.querySelector(wire.localName) === wire;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {number | null} */
  let time = null;
  const follow = () => {
    const at = mine ? linkedTime(location.hash) : null;
    if (at !== null) jump(at);
  };
  const drop = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  const flush = () => {
    if (timer === undefined) return;
    drop();
    try {
      history.replaceState(null, '', time === null ? location.href.replace(/#.*$/s, '') : `#wire=${Math.round(time * 100) / 100}`);
    } catch {
      // Some browsers allow only so many changes in a time; the next change tries again.
    }
  };
  addEventListener('hashchange', () => {
    drop();
    follow();
  });
  // pagehide is for phones, which do not always send beforeunload; "leave" is the page's own link to the other language.
  for (const leaving of ['beforeunload', 'pagehide', 'leave']) addEventListener(leaving, flush);
  return {
    follow,
    /**
     * Have the address follow someone who moved to a time.
     * @param {number} at
     */
    show(at) {
      if (!mine) return;
      time = at;
      drop();
      timer = setTimeout(flush, LATER);
    },
    /** The figure shows another message: the address names no time any more. */
    leave() {
      drop();
      if (!mine || linkedTime(location.hash) === null) return;
      time = null;
      timer = setTimeout(flush, LATER);
    },
  };
}
