// Sorting: cards in a tray, bins below. A card is picked up by pressing it and put
// down by pressing a bin; with the focus on a card, the bin's number puts it there,
// 0 back into the tray. A mouse may also drag.
import { items } from './choice.js';
import { announce } from '../element/say.js';
import { t } from '../base/words.js';

/** @typedef {import('./controls.js').Control} Control */

/**
 * @param {HTMLElement} box
 * @param {() => void} changed
 * @returns {Control}
 */
export function sortControl(box, changed) {
  const tray = /** @type {HTMLElement} */ (box.querySelector('.tray'));
  const bins = /** @type {HTMLElement[]} */ ([...box.querySelectorAll('.bin')]);
  const cards = /** @type {HTMLElement[]} */ ([...box.querySelectorAll('.card')]);
  const order = cards.map((c) => String(c.dataset.id));
  /** @type {HTMLElement | null} */
  let held = null;

  const binOf = (/** @type {HTMLElement} */ card) => String(/** @type {HTMLElement} */ (card.closest('[data-bin]')).dataset.bin);
  /**
   * @param {HTMLElement} card
   * @param {string} bin
   */
  const put = (card, bin) => {
    const list = bin ? /** @type {HTMLElement} */ (box.querySelector(`ul[data-bin="${CSS.escape(bin)}"]`)) : tray;
    const item = /** @type {HTMLElement} */ (card.closest('li'));
    const rank = order.indexOf(String(card.dataset.id));
    const before = [...list.children].find((e) => order.indexOf(String(e.getAttribute('data-item'))) > rank);
    list.insertBefore(item, before ?? null);
    name(card);
  };
  /** @param {HTMLElement} card */
  const name = (card) => {
    const bin = bins.find((b) => b.dataset.drop === binOf(card));
    const where = bin?.querySelector('.put')?.getAttribute('data-name');
    card.setAttribute('aria-label', where ? t('ex.sort.card.in', { what: String(card.dataset.name), bin: where }) : t('ex.sort.card', { what: String(card.dataset.name) }));
  };
  /** @param {HTMLElement | null} card */
  const hold = (card) => {
    held?.setAttribute('aria-pressed', 'false');
    held = card;
    card?.setAttribute('aria-pressed', 'true');
    box.querySelector('.sort')?.classList.toggle('holding', card !== null);
  };
  /**
   * @param {HTMLElement} card
   * @param {string} bin
   */
  const place = (card, bin) => {
    // The focus goes to the next card without a bin.
    const next = cards.slice(cards.indexOf(card) + 1).concat(cards).find((c) => c !== card && binOf(c) === '');
    put(card, bin);
    hold(null);
    (bin && next ? next : card).focus();
    announce(card.getAttribute('aria-label') ?? '');
    changed();
  };
  box.addEventListener('click', (e) => {
    const target = /** @type {HTMLElement} */ (e.target);
    const card = /** @type {HTMLElement | null} */ (target.closest('.card'));
    const bin = /** @type {HTMLElement | null} */ (target.closest('[data-drop]'));
    if (card) hold(card === held ? null : card);
    else if (held && bin) place(held, String(bin.dataset.drop));
    else if (held && target.closest('.tray')) place(held, '');
  });
  box.addEventListener('keydown', (e) => {
    const card = /** @type {HTMLElement | null} */ (/** @type {HTMLElement} */ (e.target).closest('.card'));
    if (e.ctrlKey || e.altKey || e.metaKey) return;
    if (e.key === 'Escape' && held) hold(null);
    else if (card && /^[0-9]$/.test(e.key) && Number(e.key) <= bins.length) place(card, e.key === '0' ? '' : String(bins[Number(e.key) - 1].dataset.drop));
    else return;
    e.preventDefault();
  });
  dragging(box, (id, target) => {
    const card = cards.find((c) => c.dataset.id === id);
    const bin = /** @type {HTMLElement | null} */ (target.closest('[data-drop]'));
    if (card && (bin || target.closest('.tray'))) place(card, String(bin?.dataset.drop ?? ''));
  });
  cards.forEach(name);

  const draft = () => cards.filter((c) => binOf(c)).map((c) => `${c.dataset.id}=${binOf(c)}`).join(',');
  return {
    ...items(box),
    draft,
    restore(text) {
      const pairs = new Map(text.split(',').map((p) => /** @type {[string, string]} */ (p.split('='))));
      for (const c of cards) {
        const bin = pairs.get(String(c.dataset.id)) ?? '';
        put(c, bins.some((b) => b.dataset.drop === bin) ? bin : '');
      }
    },
    answer: () => ({ bytes: new TextEncoder().encode(draft()) }),
  };
}

/**
 * Dragging with the mouse, beside the buttons.
 * @param {HTMLElement} box
 * @param {(id: string, target: HTMLElement) => void} dropped
 */
export function dragging(box, dropped) {
  let id = '';
  box.addEventListener('dragstart', (e) => {
    const card = /** @type {HTMLElement} */ (e.target).closest('[draggable]');
    id = card?.getAttribute('data-id') ?? card?.getAttribute('data-item') ?? '';
    e.dataTransfer?.setData('text/plain', id);
  });
  box.addEventListener('dragover', (e) => {
    if (id) e.preventDefault();
  });
  box.addEventListener('drop', (e) => {
    if (!id) return;
    e.preventDefault();
    dropped(id, /** @type {HTMLElement} */ (e.target));
    id = '';
  });
}
