// Draws bits as levels on a wire over them: 1 high, 0 low, each field's part in its hue. The line is never
// broken: a field's part begins where the one before it ends.
import { html } from '../base/html.js';

/** The width of the gaps, in bits: between two fields, and between two bytes. */
export const GAP = 0.2;
export const BYTE_GAP = 0.4;

/**
 * @param {number} value the byte's
 * @param {readonly (readonly [hue: string, width: number])[]} fields
 * @param {number} [before] the last bit of the byte before it, from which the line comes
 */
export function wave(value, fields, before) {
  let bit = 0;
  let x = 0;
  let y = before === undefined ? -1 : level(before);
  let end = -BYTE_GAP;
  const parts = fields.map(([hue, width]) => {
    const first = level((value >> (7 - bit)) & 1);
    let d = y < 0 ? `M0 ${first}` : `M${end} ${y}H${x}`;
    for (let i = 0; i < width; i++, bit++) {
      y = level((value >> (7 - bit)) & 1);
      d += `V${y}H${round(x + i + 1)}`;
    }
    end = round(x + width);
    x = round(end + GAP);
    return html`<path class="${hue}" d="${d}"></path>`;
  });
  return html`<svg class="wave n${fields.length}" viewBox="0 0 ${end} 2" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>`;
}

/** @param {number} bit */
const level = (bit) => (bit ? 0.1 : 1.9);

/** @param {number} x */
const round = (x) => Math.round(x * 10) / 10;
