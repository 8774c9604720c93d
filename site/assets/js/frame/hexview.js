// Draws bytes in hexadecimal: one field to type the frame in, and rows of 16 bytes of the whole stream, of which only
// the visible ones are drawn.
import { hex, toHex } from '../base/bytes.js';
import { complaint, LATE, waiting } from './fieldcontrols.js';
import { fieldIn } from './view.js';
import { html } from '../base/html.js';
import { t } from '../base/words.js';

/** @typedef {import('./view.js').View} View */

const ROW = 16;
const ROW_HEIGHT = 32;
const IN_SIGHT = 14;

/**
 * @param {Uint8Array} bytes the frame's, and what follows it where that is not a frame of its own
 * @param {import('./drafts.js').Drafts} drafts
 * @param {string} label
 */
export function hexHTML(bytes, drafts, label) {
  const draft = drafts.get('all');
  const late = bytes.length > LATE && !draft;
  return html`<div class="wide"><div class="control"><label for="f-all">${label}</label>
    <textarea id="f-all" name="all" rows="4" autocomplete="off" spellcheck="false" aria-describedby="h-all${draft ? ' e-all' : ''}"${draft ? html` aria-invalid="true"` : ''}${late ? waiting(bytes.length) : ''}>${draft?.text ?? (late ? '' : toHex(bytes, ' '))}</textarea>${complaint('all', draft)}
    <p class="note" id="h-all">${t('hex.help')}</p></div></div>`;
}

/**
 * The rows in sight, of a list that scrolls.
 * @param {View} v of the stream
 * @param {number} frame the selected one's number, from 0
 * @param {number} scrolled pixels
 * @param {number | null} chosen the chosen byte, from the begin of that frame
 * @returns {{shown: import('../base/html.js').HTML, top: number, height: number}}
 */
export function rows(v, frame, scrolled, chosen) {
  const count = Math.ceil(v.bytes.length / ROW);
  const first = Math.max(0, Math.min(Math.floor(scrolled / ROW_HEIGHT) - 2, count - IN_SIGHT));
  const all = [];
  for (let r = first; r < Math.min(count, first + IN_SIGHT); r++) all.push(rowHTML(v, frame, r * ROW, chosen));
  return { shown: html`${all}`, top: first * ROW_HEIGHT, height: count * ROW_HEIGHT };
}

/**
 * The number of the frame that a byte belongs to.
 * @param {View} v
 * @param {number} byte
 * @returns {number} -1: none
 */
export const frameAt = (v, byte) => v.frames.findIndex(({ start, end }) => byte >= start && byte < end);

/**
 * @param {View} v
 * @param {number} frame
 * @param {number} from
 * @param {number | null} chosen
 */
function rowHTML(v, frame, from, chosen) {
  const to = Math.min(from + ROW, v.bytes.length);
  const front = v.frames[frame]?.start ?? v.bytes.length;
  const cells = [];
  let text = '';
  let n = frameAt(v, from);
  for (let i = from; i < to; i++) {
    const b = v.bytes[i];
    if (n >= 0 && i >= v.frames[n].end) n = v.frames[n + 1] ? n + 1 : -1;
    const f = v.frames[n];
    const field = f ? fieldIn(f, i) : 'left';
    const at = i - front;
    const own = t('byte.name', { field: fieldWords(field), byte: f ? i - f.start : i, hex: hex(b) });
    const name = f && n !== frame ? `${t('stream.frame', { n: n + 1 })}, ${own}` : own;
    const stop = chosen === at || (i === front && (chosen === null || chosen + front >= v.bytes.length));
    cells.push(html`<button type="button" class="h ${hue(field)}${n === frame ? '' : ' other'}" data-byte="${at}" tabindex="${stop ? 0 : -1}"${chosen === at ? html` aria-current="true"` : ''}
      aria-label="${name}">${hex(b)}</button>`);
    text += b > 0x20 && b < 0x7f ? String.fromCharCode(b) : '·';
  }
  return html`<div class="hexrow"><span class="offset">${from.toString(16).padStart(5, '0')}</span><span class="hs">${cells}</span><span class="ascii" aria-hidden="true">${text}</span></div>`;
}

/** @param {ReturnType<typeof fieldIn>} field */
export const hue = (field) => (field === 'extended' ? 'length' : field);

/** @param {ReturnType<typeof fieldIn>} field */
export function fieldWords(field) {
  switch (field) {
    case 'flags':
      return t('drawer.field.flags');
    case 'length':
      return t('drawer.field.length');
    case 'extended':
      return t('field.length.extended');
    case 'left':
      return t('cells.left');
    default:
      return t(`field.${field}`);
  }
}

