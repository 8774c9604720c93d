// Writes a frame's bytes in a line of text, with their hues.
import { toHex } from '../base/bytes.js';
import { html } from '../base/html.js';

/** @typedef {import('./view.js').Frame} Frame */

const HUES = ['flags', 'length', 'length', 'key', 'payload'];

/**
 * @param {Frame} f
 * @param {Uint8Array} bytes among which the frame is
 * @param {number} [most] how many of the frame's are written
 */
export function coloured(f, bytes, most = Infinity) {
  const key = f.field.get('key');
  const last = Math.min(f.end, f.start + most);
  let at = f.start;
  const parts = [f.start + 1, f.start + 2, key ? key.start / 8 : f.payloadAt, f.payloadAt, f.end].map((border, i) => {
    const part = bytes.subarray(at, Math.min(border, last));
    at = Math.max(at, Math.min(border, last));
    return part.length ? html`<span class="${HUES[i]}">${toHex(part, ' ')}</span>` : '';
  });
  return parts.filter(Boolean).map((part, i) => (i ? html` ${part}` : part));
}

/**
 * The same as a paragraph of a list of frames.
 * @param {Frame} f
 * @param {Uint8Array} bytes
 * @param {number} most
 */
export const wireBytes = (f, bytes, most) => html`<p class="wirebytes">${coloured(f, bytes, most)}${f.end - f.start > most ? ' …' : ''}</p>`;
