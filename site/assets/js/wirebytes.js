// A frame's bytes in a line of text, with their hues.
import { toHex } from './bytes.js';

/** @typedef {import('./view.js').Frame} Frame */

/** The most bytes of a frame that its row in a list shows. */
const SHOWN = 16;

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
    return part.length ? `<span class="${HUES[i]}">${toHex(part, ' ')}</span>` : '';
  });
  return parts.filter(Boolean).join(' ');
}

/**
 * The same as a paragraph of a list of frames, as far as there is room.
 * @param {Frame} f
 * @param {Uint8Array} bytes
 */
export const wireBytes = (f, bytes) => `<p class="wirebytes">${coloured(f, bytes, SHOWN)}${f.end - f.start > SHOWN ? ' …' : ''}</p>`;
