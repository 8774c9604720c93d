// Ordering: each item goes up or down by its buttons; a mouse may also drag.
import { items } from './choice.js';
import { dragging } from './sort.js';
import { announce } from '../element/say.js';
import { t } from '../base/words.js';

/** @typedef {import('./controls.js').Control} Control */

/**
 * @param {HTMLElement} box
 * @param {Uint8Array} start the order to begin with
 * @param {() => void} changed
 * @returns {Control}
 */
export function orderControl(box, start, changed) {
  const list = /** @type {HTMLElement} */ (box.querySelector('ol'));
  const ids = () => [...list.children].map((e) => String(e.getAttribute('data-item')));
  const draft = () => ids().join(',');
  /** @param {string} text */
  const restore = (text) => {
    for (const id of text.split(',')) {
      const item = list.querySelector(`[data-item="${CSS.escape(id)}"]`);
      if (item) list.append(item);
    }
  };
  const moved = (/** @type {Element} */ item) => {
    announce(t('ex.order.now', { n: [...list.children].indexOf(item) + 1, all: list.children.length }));
    changed();
  };
  list.addEventListener('click', (e) => {
    const button = /** @type {HTMLElement} */ (e.target).closest('button');
    const item = button?.closest('li');
    if (!button || !item) return;
    const up = button.dataset.move === '-1';
    const other = up ? item.previousElementSibling : item.nextElementSibling;
    if (!other) return;
    if (up) other.before(item);
    else other.after(item);
    button.focus();
    moved(item);
  });
  dragging(list, (id, target) => {
    const item = list.querySelector(`[data-item="${CSS.escape(id)}"]`);
    const over = target.closest('li');
    if (!item || !over || over === item) return;
    if (ids().indexOf(id) < ids().indexOf(String(over.dataset.item))) over.after(item);
    else over.before(item);
    moved(item);
  });
  restore(new TextDecoder().decode(start));
  return { ...items(box), draft, restore, answer: () => ({ bytes: new TextEncoder().encode(draft()) }) };
}
