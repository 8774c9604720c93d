// Sending what the frame builder holds. The panel with the choices and the answers is a script and a
// style of its own, which come when someone sends.
import { fail } from '../../element/say.js';
import { keeps, resume } from '../../state/pagestate.js';

/** @typedef {import('./panel.js').SendPanel} SendPanel */
/** @typedef {import('./panel.js').Builder} Builder */

/** The name under which the page keeps the sends. */
const KEPT = 'sends';

/**
 * @param {HTMLElement} box the panel's place, with data-script and data-sheet
 * @param {Builder} builder
 */
export function sending(box, builder) {
  /** @type {Promise<SendPanel> | null} */
  let panel = null;
  const load = async () => {
    const address = (/** @type {string | undefined} */ path) => new URL(String(path), document.baseURI).href;
    const [script] = await Promise.all([import(address(box.dataset.script)), styled(address(box.dataset.sheet))]);
    /** @type {SendPanel} */
    const made = await script.SendPanel.make(box, builder);
    resume(KEPT, (value) => made.resume(value));
    keeps(KEPT, (room) => made.kept(room));
    return made;
  };
  /** @param {(panel: SendPanel) => unknown} act */
  const soon = (act) => {
    panel ??= load();
    return panel.then(act).catch((error) => {
      panel = null; // it can be asked for again
      fail(error);
    });
  };
  let left = false;
  resume(KEPT, () => (left = true));
  if (left) soon((p) => p.draw());
  return {
    send: () => soon((p) => p.send()),
    choose: () => soon((p) => p.choose()),
    /** @param {string} form */
    copy: (form) => soon((p) => p.copy(form)),
    /** The builder's bytes have changed. */
    changed: () => panel && soon((p) => p.changed()),
  };
}

/**
 * @param {string} href
 * @returns {Promise<unknown>}
 */
function styled(href) {
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = href;
  const there = new Promise((resolve, reject) => {
    link.onload = resolve;
    link.onerror = () => reject(new Error(href));
  });
  document.head.append(link);
  return there;
}
