// Draws all bytes in hexadecimal: one field to type in, and rows of 16, of which only the visible ones are drawn.
import { hex, toHex } from '../base/bytes.js';
import { complaint, LATE, waiting } from './fields.js';
import { fieldOf } from './view.js';
import { html } from '../base/html.js';
import { t } from '../base/words.js';

/** @typedef {import('./view.js').View} View */

const ROW = 16;
const ROW_HEIGHT = 32;
const IN_SIGHT = 14;

/**
 * @param {View} v
 * @param {import('./fields.js').Drafts} drafts
 */
export function hexHTML(v, drafts) {
  const draft = drafts.get('all');
  const late = v.bytes.length > LATE && !draft;
  return html`<div class="wide"><div class="control"><label for="f-all">${t('hex.label')}</label>
    <textarea id="f-all" name="all" rows="4" autocomplete="off" spellcheck="false" aria-describedby="h-all${draft ? ' e-all' : ''}"${draft ? html` aria-invalid="true"` : ''}${late ? waiting(v.bytes.length) : ''}>${draft?.text ?? (late ? '' : toHex(v.bytes, ' '))}</textarea>${complaint('all', draft)}
    <p class="note" id="h-all">${t('hex.help')}</p></div></div>`;
}

/**
 * The rows in sight, of a list that scrolls.
 * @param {View} v
 * @param {number} scrolled pixels
 * @param {number | null} chosen
 * @returns {{shown: import('../base/html.js').HTML, top: number, height: number}}
 */
export function rows(v, scrolled, chosen) {
  const count = Math.ceil(v.bytes.length / ROW);
  const first = Math.max(0, Math.min(Math.floor(scrolled / ROW_HEIGHT) - 2, count - IN_SIGHT));
  const all = [];
  for (let r = first; r < Math.min(count, first + IN_SIGHT); r++) all.push(rowHTML(v, r * ROW, chosen));
  return { shown: html`${all}`, top: first * ROW_HEIGHT, height: count * ROW_HEIGHT };
}

/**
 * @param {View} v
 * @param {number} from
 * @param {number | null} chosen
 */
function rowHTML(v, from, chosen) {
  const to = Math.min(from + ROW, v.bytes.length);
  const cells = [];
  let text = '';
  for (let i = from; i < to; i++) {
    const b = v.bytes[i];
    const field = fieldOf(v, i);
    const name = t('byte.name', { field: fieldWords(field), byte: i, hex: hex(b) });
    const stop = chosen === i || (i === 0 && (chosen === null || chosen >= v.bytes.length));
    cells.push(html`<button type="button" class="h ${hue(field)}" data-byte="${i}" tabindex="${stop ? 0 : -1}"${chosen === i ? html` aria-current="true"` : ''}
      aria-label="${name}">${hex(b)}</button>`);
    text += b > 0x20 && b < 0x7f ? String.fromCharCode(b) : '·';
  }
  return html`<div class="hexrow"><span class="offset">${from.toString(16).padStart(5, '0')}</span><span class="hs">${cells}</span><span class="ascii" aria-hidden="true">${text}</span></div>`;
}

/** @param {ReturnType<typeof fieldOf>} field */
export const hue = (field) => (field === 'extended' ? 'length' : field);

/** @param {ReturnType<typeof fieldOf>} field */
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

