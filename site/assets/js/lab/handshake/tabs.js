// The bench's three panels, which are tabs where there is room for one only.
import { t } from '../../base/words.js';

/** @typedef {import('../../head/head.js').Head} Head */

/**
 * Show which tab is open, and on each how its head stands.
 * @param {HTMLElement} bench
 * @param {Record<string, Head | undefined>} heads by tab
 */
export function drawTabs(bench, heads) {
  const list = /** @type {HTMLElement} */ (bench.querySelector('[role=tablist]'));
  const narrow = getComputedStyle(list).display !== 'none';
  for (const tab of /** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll('[role=tab]'))) {
    const name = String(tab.dataset.tab);
    const on = name === (bench.dataset.tab ?? 'request');
    tab.setAttribute('aria-selected', String(on));
    tab.setAttribute('tabindex', on ? '0' : '-1');
    const panel = /** @type {HTMLElement} */ (bench.querySelector(`#${tab.getAttribute('aria-controls')}`));
    panel.setAttribute('role', narrow ? 'tabpanel' : 'region');
    panel.toggleAttribute('data-off', !on);
    const head = heads[name];
    if (head) drawMark(/** @type {HTMLElement} */ (tab.querySelector('.hsmark')), head);
  }
}

/**
 * @param {HTMLElement} mark
 * @param {Head} head
 */
function drawMark(mark, head) {
  const state = head.broken ? 'broken' : head.whole ? 'needed' : 'waiting';
  mark.className = `hsmark ${state}`;
  mark.textContent = { broken: '✕', needed: '✓', waiting: '…' }[state];
  mark.setAttribute('aria-label', t(`hs.tab.${state}`));
}

/**
 * The tab that a key goes to from another, if any.
 * @param {HTMLElement} tab
 * @param {string} key
 * @returns {HTMLElement | null}
 */
export function tabAfter(tab, key) {
  const all = /** @type {HTMLElement[]} */ ([...(tab.parentElement?.children ?? [])]);
  const at = all.indexOf(tab);
  /** @type {Record<string, number>} */
  const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: all.length - 1 };
  return Object.hasOwn(to, key) ? all[(to[key] + all.length) % all.length] : null;
}
