// Choosing, matching and numbers, with the browser's own form controls.
import { shorten } from '../base/shorten.js';
import { t } from '../base/words.js';

/** @typedef {import('./controls.js').Control} Control */

const bytesOf = (/** @type {string} */ text) => ({ bytes: new TextEncoder().encode(text) });

/**
 * Where an item is, in its own words.
 * @param {HTMLElement} box
 * @returns {Pick<Control, 'place' | 'outline'>}
 */
export function items(box) {
  const find = (/** @type {string} */ id) => /** @type {HTMLElement | null} */ (box.querySelector(`[data-item="${CSS.escape(id)}"]`));
  return {
    place(place) {
      if (place.kind !== 'item') return '';
      const item = find(place.item);
      const named = item?.querySelector('[data-name]')?.getAttribute('data-name');
      const words = named ?? item?.querySelector('span')?.innerText ?? place.item;
      return shorten(words, 48);
    },
    outline(place, go) {
      for (const e of box.querySelectorAll('.found')) e.classList.remove('found');
      const item = place?.kind === 'item' ? find(place.item) : null;
      if (!item) return;
      item.classList.add('found');
      if (go) /** @type {HTMLElement | null} */ (item.querySelector('input, select, button'))?.focus();
    },
  };
}

/**
 * @param {HTMLElement} box
 * @param {() => void} changed
 * @returns {Control}
 */
export function chooseControl(box, changed) {
  const all = /** @type {HTMLInputElement[]} */ ([...box.querySelectorAll('input')]);
  box.addEventListener('change', changed);
  const draft = () => all.filter((i) => i.checked).map((i) => i.value).join(',');
  return {
    ...items(box),
    draft,
    restore(text) {
      const chosen = text.split(',');
      for (const i of all) i.checked = chosen.includes(i.value);
    },
    answer: () => bytesOf(draft()),
  };
}

/**
 * @param {HTMLElement} box
 * @param {() => void} changed
 * @returns {Control}
 */
export function matchControl(box, changed) {
  const all = /** @type {HTMLSelectElement[]} */ ([...box.querySelectorAll('select')]);
  box.addEventListener('change', changed);
  const draft = () => all.filter((s) => s.value).map((s) => `${s.dataset.id}=${s.value}`).join(',');
  return {
    ...items(box),
    draft,
    restore(text) {
      const pairs = new Map(text.split(',').map((p) => /** @type {[string, string]} */ (p.split('='))));
      for (const s of all) s.value = pairs.get(String(s.dataset.id)) ?? '';
    },
    answer: () => bytesOf(draft()),
  };
}

/**
 * @param {HTMLElement} box
 * @param {() => void} changed
 * @returns {Control}
 */
export function numberControl(box, changed) {
  const field = /** @type {HTMLInputElement} */ (box.querySelector('input'));
  field.addEventListener('input', changed);
  return {
    draft: () => field.value,
    restore: (text) => void (field.value = text),
    answer: () => (field.value.trim() ? bytesOf(field.value.trim()) : { problem: t('ex.number.none') }),
    place: () => '',
    outline: (place, go) => void (place && go && field.focus()),
  };
}
