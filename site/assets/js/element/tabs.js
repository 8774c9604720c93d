// Tabs: buttons with the role tab and a data-tab, each with the panel that it controls.
import { arrowTo } from './arrows.js';

/** @param {Element} root */
const tabsOf = (root) => /** @type {HTMLElement[]} */ ([...root.querySelectorAll('[role=tab]')]);

/**
 * @param {Element} root
 * @param {string} name
 */
export const hasTab = (root, name) => tabsOf(root).some((tab) => tab.dataset.tab === name);

/**
 * Show which tab is open.
 * @param {Element} root
 * @param {string} name
 * @param {(panel: HTMLElement, on: boolean, tab: HTMLElement) => void} show shows or hides a tab's panel
 */
export function drawTabs(root, name, show) {
  for (const tab of tabsOf(root)) {
    const on = tab.dataset.tab === name;
    tab.setAttribute('aria-selected', String(on));
    tab.setAttribute('tabindex', on ? '0' : '-1');
    show(/** @type {HTMLElement} */ (root.querySelector(`#${tab.getAttribute('aria-controls')}`)), on, tab);
  }
}

/**
 * Have the arrow keys, Home and End open the tabs.
 * @param {HTMLElement} root
 * @param {(name: string) => void} open
 */
export function onTabKey(root, open) {
  root.addEventListener('keydown', (event) => {
    const tabs = tabsOf(root);
    const at = tabs.indexOf(/** @type {HTMLElement} */ (event.target));
    const next = at < 0 ? null : arrowTo(event.key, at, tabs.length, { wrap: true });
    if (next === null) return;
    event.preventDefault();
    open(String(tabs[next].dataset.tab));
    tabs[next].focus();
  });
}
