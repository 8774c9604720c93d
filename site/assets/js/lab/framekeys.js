// The keys of a frame's figure: arrows move, 0 and 1 set a bit, two hexadecimal digits set a byte.
import { arrow } from './arrows.js';
import { withByte } from '../frame/edit.js';

/**
 * A key that is pressed on a bit, a byte, or the place of a field that is not there.
 * @param {import('./framelab.js').FrameLab} lab
 * @param {KeyboardEvent} event
 */
export function key(lab, event) {
  const target = /** @type {HTMLElement} */ (event.target);
  const typing = target.matches('input:not([type=checkbox]), textarea, select');
  if (event.altKey || event.ctrlKey || event.metaKey || typing) return;
  if (target.dataset.bit !== undefined) bitKey(lab, event, Number(target.dataset.bit));
  else if (target.dataset.byte !== undefined && /^[0-9a-f]$/i.test(event.key)) lab.hexKey(event, target, Number(target.dataset.byte));
  else if (target.dataset.byte !== undefined || target.matches('.slot')) arrow(lab, event, target);
}

/**
 * @param {import('./framelab.js').FrameLab} lab
 * @param {KeyboardEvent} event
 * @param {number} bit
 */
function bitKey(lab, event, bit) {
  if (event.key === '0' || event.key === '1') {
    event.preventDefault();
    const now = (lab.view.bytes[bit >> 3] >> (7 - (bit & 7))) & 1;
    if (now !== Number(event.key)) lab.press(bit);
    return;
  }
  arrow(lab, event, /** @type {HTMLElement} */ (event.target));
}

/**
 * Two hexadecimal digits typed on a byte are its value; the focus then goes to the next one.
 * @param {import('./framelab.js').FrameLab} lab
 * @param {KeyboardEvent} event
 * @param {HTMLElement} target
 * @param {number} byte
 */
export function digit(lab, event, target, byte) {
  event.preventDefault();
  if (!lab.codec) return;
  const digit = parseInt(event.key, 16);
  const { bytes } = lab.view;
  const second = lab.half === byte;
  const merge = `digits ${byte}`;
  if (!second) lab.store.merging = ''; // the first digit begins a step of its own
  lab.wire(withByte(bytes, byte, second ? (bytes[byte] & 0xf0) | digit : (digit << 4) | (bytes[byte] & 15)), merge);
  lab.half = second ? null : byte;
  if (!second) return;
  const part = target.closest('[data-part]')?.getAttribute('data-part');
  const next = /** @type {HTMLElement | null} */ (lab.querySelector(`[data-part="${part}"] [data-byte="${byte + 1}"]`));
  next?.focus();
  if (next) lab.store.move({ byte: byte + 1 });
}
