// Moves among a frame's bits and bytes by the keyboard.
import { arrowTo } from '../element/arrows.js';

/** @typedef {import('./framelab.js').FrameLab} FrameLab */

/**
 * Arrows, Home and End move among the bits or the bytes of a part; left and right continue from the
 * header's last bit to the bytes after it, and back.
 * @param {FrameLab} lab
 * @param {KeyboardEvent} event
 * @param {HTMLElement} target the bit or byte that has the focus
 */
export function arrow(lab, event, target) {
  const { key } = event;
  const part = target.closest('[data-part]') ?? lab;
  const isBit = target.dataset.bit !== undefined;
  const aside = key === 'ArrowLeft' || key === 'ArrowRight';
  const all = /** @type {HTMLElement[]} */ ([...part.querySelectorAll(aside ? '[data-bit], [data-byte], .slot' : isBit ? '[data-bit]' : '[data-byte]')]);
  const at = all.indexOf(target);
  const to = arrowTo(key, at, all.length, { line: isBit ? 8 : target.closest('table') ? 1 : 16 });
  if (to === null) return;
  event.preventDefault();
  const next = all[to];
  if (aside && next === target && target.closest('.one')) {
    beside(lab, part, Number(target.dataset.bit) + (key === 'ArrowLeft' ? -1 : 1));
    return;
  }
  next.focus();
  if (next.dataset.byte !== undefined) lab.store.move({ byte: Number(next.dataset.byte) });
}

/**
 * From the bits of a byte that is shown alone to those of the byte beside it.
 * @param {FrameLab} lab
 * @param {Element} part
 * @param {number} bit
 */
function beside(lab, part, bit) {
  // Bits 0 to 15 are the header's, which are in a different part.
  if (bit < 16 || bit >> 3 >= lab.view.bytes.length) return;
  lab.store.move({ byte: bit >> 3, bit });
  /** @type {HTMLElement | null} */ (part.querySelector(`[data-bit="${bit}"]`))?.focus();
}
