// A lab's state in the page's address. The address follows the state a moment later, because
// browsers refuse too many changes of it.
import { notice } from '../element/say.js';
import { t } from '../base/words.js';

/** Milliseconds. */
const LATER = 150;

/**
 * @template {object} S
 * @param {() => string} format gives the fragment of the state as it is, with its #; empty for none
 * @param {(fragment: string) => S | {problem: string} | null} parse null: the fragment is not a state
 * @param {string} [bad] the key of the words for a fragment that cannot be read
 */
export function addressBar(format, parse, bad = 'link.bad') {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** The address's fragment when the change was asked for. */
  let before = '';
  const drop = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  const flush = () => {
    if (timer === undefined) return;
    drop();
    // Someone followed a link meanwhile; its hashchange comes in a moment.
    if (location.hash !== before) return;
    try {
      history.replaceState(null, '', format() || location.href.replace(/#.*$/s, ''));
    } catch {
      // Some browsers allow only so many changes in a time; the next change tries again.
    }
  };
  // pagehide is for phones, which do not always send beforeunload; "leave" is the page's own link to the other language.
  for (const leaving of ['beforeunload', 'pagehide', 'leave']) addEventListener(leaving, flush);

  /**
   * The state in the address, if it differs from the one that is shown. The page says why an
   * address cannot be read.
   * @returns {S | null}
   */
  const linked = () => {
    const { hash } = location;
    const state = parse(hash);
    if (!state || format() === hash) return null;
    if (!('problem' in state)) return /** @type {S} */ (state);
    notice(t(bad, { why: state.problem, text: hash.slice(0, 200) }));
    return null;
  };
  return {
    linked,
    /**
     * Follow links to other states on the same page.
     * @param {(state: S) => void} take
     */
    listen: (take) =>
      addEventListener('hashchange', () => {
        drop();
        const state = linked();
        if (state) take(state);
      }),
    /** Have the address follow the state. */
    show() {
      drop();
      before = location.hash;
      timer = setTimeout(flush, LATER);
    },
  };
}
