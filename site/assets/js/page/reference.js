// The reference: marks in its contents where someone is, filters its rows, and unfolds the one of the address.
import { t } from '../base/words.js';

/** How far below the window's top a heading may be to count as read, in pixels. */
const READ = 140;

/** @param {string} selector @param {ParentNode} [from] */
const all = (selector, from = document) => /** @type {HTMLElement[]} */ ([...from.querySelectorAll(selector)]);

export function referencePage() {
  const links = new Map(all('.refnav a').map((a) => [a.getAttribute('href'), a]));
  const headings = all('.refhead');
  let waits = false;
  const mark = () => {
    waits = false;
    const here = headings.filter((h) => h.offsetParent && h.getBoundingClientRect().top < READ).at(-1);
    const link = links.get(`#${here?.id}`);
    for (const a of links.values()) {
      if (a === link) a.setAttribute('aria-current', 'location');
      else a.removeAttribute('aria-current');
    }
  };
  const soon = () => {
    if (!waits) requestAnimationFrame(mark);
    waits = true;
  };
  addEventListener('scroll', soon, { passive: true });
  mark();

  const unfold = () => {
    const row = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const fold = row?.querySelector(':scope > details');
    if (!fold) return;
    fold.setAttribute('open', '');
    row?.scrollIntoView({ block: 'start' });
  };
  addEventListener('hashchange', () => {
    if (field.value) {
      field.value = '';
      filter();
    }
    unfold();
  });

  const box = /** @type {HTMLElement} */ (document.querySelector('.reffilter'));
  const field = /** @type {HTMLInputElement} */ (box.querySelector('input'));
  const says = /** @type {HTMLElement} */ (box.querySelector('[role=status]'));
  const rows = all('.refrows > li').map((row) => ({ row, text: (row.textContent ?? '').toLowerCase() }));
  const filter = () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let n = 0;
    for (const { row, text } of rows) {
      row.hidden = !words.every((word) => text.includes(word));
      n += Number(!row.hidden);
    }
    // A heading without rows goes with them.
    for (const list of all('.refrows')) {
      list.hidden = !list.querySelector(':scope > li:not([hidden])');
      if (list.previousElementSibling?.matches('h3')) /** @type {HTMLElement} */ (list.previousElementSibling).hidden = list.hidden;
    }
    for (const part of all('.refparts > section')) part.hidden = !part.querySelector('.refrows:not([hidden])');
    says.textContent = !words.length ? '' : n ? t('reference.filter.n', { n }) : t('reference.filter.none', { query: field.value });
    mark();
  };
  field.addEventListener('input', filter);
  unfold();
}
