// The bench's three panels, which are tabs where there is room for one only.
import { t } from '../../base/words.js';
import { drawTabs as drawAll } from '../../element/tabs.js';

/** @typedef {import('../../head/head.js').Head} Head */

/**
 * Whether the bench shows one panel at a time.
 * @param {HTMLElement} bench
 */
export const isNarrow = (bench) => getComputedStyle(/** @type {HTMLElement} */ (bench.querySelector('[role=tablist]'))).display !== 'none';

/**
 * Show which tab is open, and on each tab the state of its head.
 * @param {HTMLElement} bench
 * @param {boolean} narrow
 * @param {Record<string, Head | undefined>} heads by tab
 */
export function drawTabs(bench, narrow, heads) {
  drawAll(bench, bench.dataset.tab ?? 'request', (panel, on, tab) => {
    panel.setAttribute('role', narrow ? 'tabpanel' : 'region');
    panel.toggleAttribute('data-off', !on);
    const head = heads[String(tab.dataset.tab)];
    if (head) drawMark(/** @type {HTMLElement} */ (tab.querySelector('.hsmark')), head);
  });
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
