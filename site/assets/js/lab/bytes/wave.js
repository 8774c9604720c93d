// Bytes as a wave, in the labs for bytes: the site's drawing rule for bits.
import { html } from '../../base/html.js';
import { bitsOf } from '../wire/timeline.js';
import { waveform } from '../wire/waveform.js';

/**
 * @param {{value: number, hue: string, first?: string}[]} bytes first: the hue of a byte's first bit, where that is a field of its own
 */
export function waveHTML(bytes) {
  const paths = waveform(bytes.map(({ value, hue }) => ({ hue, bits: bitsOf(value), level: 1 })), bytes.map(({ first }) => first ?? ''));
  const drawn = Object.entries(paths).map(([hue, d]) => html`<path class="${hue}" d="${d}"/>`);
  return html`<svg class="bwave" viewBox="0 0 ${8 * Math.max(1, bytes.length)} 2" preserveAspectRatio="none" aria-hidden="true">${drawn}</svg>`;
}
