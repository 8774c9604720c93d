// The commands of the search: each does what a control of the page does, or goes to the lab that has it.
import { t } from '../../base/words.js';
import { mention } from '../../element/say.js';
import { choose } from '../theme.js';

const CONTINUES = 'framelab.act';

/** @param {string} selector */
const press = (selector) => {
  const control = /** @type {HTMLElement | null} */ (document.querySelector(selector));
  control?.click();
  return control !== null;
};

/** @param {boolean} on */
const mask = (on) => {
  const box = /** @type {HTMLInputElement | null} */ (document.querySelector('frame-builder [name=mask]'));
  if (box && box.checked !== on) box.click();
  return box !== null;
};

/** @param {string} name */
const theme = (name) => {
  choose(name);
  mention(t(`theme.${name}`));
  return true;
};

/** The acts. Each gives false where the page has nothing for it. @type {Record<string, () => boolean>} */
const ACTS = {
  paste: () => press('[data-act=paste]'),
  send: () => press('frame-builder [data-act=send], handshake-bench [data-act=send]'),
  mask: () => mask(true),
  unmask: () => mask(false),
  undo: () => press('[data-act=undo]'),
  redo: () => press('[data-act=redo]'),
  share: () => press('[data-share]'),
  'theme-light': () => theme('light'),
  'theme-dark': () => theme('dark'),
  'theme-auto': () => theme('auto'),
  language: () => press('a[data-lang]'),
  stage() {
    const url = new URL(location.href);
    if (url.searchParams.get('stage') === '1') url.searchParams.delete('stage');
    else url.searchParams.set('stage', '1');
    location.assign(url);
    return true;
  },
};

/**
 * @param {string} act
 * @param {URL} builder the frame builder's address
 */
export function run(act, builder) {
  if (ACTS[act]?.()) return;
  try {
    sessionStorage.setItem(CONTINUES, act);
  } catch {
    // The lab opens all the same.
  }
  location.assign(builder);
}

/** Do on this page what was asked for on the one before, once its lab is there. */
export function resume() {
  const act = sessionStorage.getItem(CONTINUES);
  sessionStorage.removeItem(CONTINUES);
  const lab = document.querySelector('frame-builder');
  if (!act || !lab) return;
  const go = () => {
    if (!lab.hasAttribute('live')) return;
    living.disconnect();
    ACTS[act]?.();
  };
  const living = new MutationObserver(go);
  living.observe(lab, { attributes: true, attributeFilter: ['live'] });
  go();
}
