// Bytes as a wave, in the labs for bytes: the site's drawing rule for bits.
import { html } from '../../base/html.js';
import { bitsOf } from '../wire/timeline.js';
import { waveform } from '../wire/waveform.js';

/**
 * @param {{value: number, hue: string, first?: string, lit?: number}[]} bytes first: the hue of a byte's first bit, where that is a field of its own; lit: a byte whose bits that are 1 are lit
 */
export function waveHTML(bytes) {
  const paths = waveform(bytes.map(({ value, hue }) => ({ hue, bits: bitsOf(value), level: 1 })), bytes.map(({ first }) => first ?? ''));
  const drawn = Object.entries(paths).map(([hue, d]) => html`<path class="${hue}" d="${d}"/>`);
  const lit = bytes.flatMap(({ value, lit = 0 }, i) => bitsOf(lit).map((b, k) => (b ? `M${8 * i + k} ${bitsOf(value)[k] ? 0 : 2}h1` : ''))).join('');
  if (lit) drawn.push(html`<path class="lit" d="${lit}"/>`);
  return html`<svg class="bwave" viewBox="0 0 ${8 * Math.max(1, bytes.length)} 2" preserveAspectRatio="none" aria-hidden="true">${drawn}</svg>`;
}
