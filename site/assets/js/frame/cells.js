// Draws bytes of a frame as cells. Every field of whole bytes is made of them.
import { hex } from '../base/bytes.js';
import { html } from '../base/html.js';
import { t } from '../base/words.js';

/** @typedef {import('./view.js').View} View */

/**
 * @typedef {object} Shape
 * @property {boolean} lines the payload with its key and unmasked bytes under it
 * @property {number} most payload bytes shown before "+n more"
 * @property {boolean} judged what breaks a rule is marked
 * @property {boolean} left the bytes after the frame are drawn
 */

/** The shapes of a frame's figure: a strip, the builder's, and an answer's that is not marked yet. */
export const STRIP = { lines: false, most: 12, judged: true, left: true };
export const FULL = { lines: true, most: 16, judged: true, left: true };
export const ANSWER = { lines: false, most: 16, judged: false, left: true };

/**
 * A name that says so where its field breaks a rule.
 * @param {string} name
 * @param {boolean} broken
 */
export const named = (name, broken) => (broken ? t('name.broken', { name }) : name);

/**
 * @param {string} kind
 * @param {string} label the text under the cells, which is the group's name too
 * @param {import('../base/html.js').Part} inside
 * @param {boolean} broken
 */
export function group(kind, label, inside, broken) {
  return html`<div class="group ${kind}${broken ? ' broken' : ''}" data-of="${kind}" role="group" aria-label="${named(label, broken)}">
    <div class="cells">${inside}</div><div class="brace" aria-hidden="true">${breakable(label)}</div></div>`;
}

/**
 * The place of a field that the frame does not have. It is slim; its words are seen on hover and focus.
 * @param {string} kind
 * @param {string} label
 * @param {string} key
 */
export const slot = (kind, label, key) =>
  html`<div class="group ${kind} empty"><button type="button" class="slot" tabindex="-1"><span class="slotwords">${label}: ${t(key)}</span></button></div>`;

/** @param {string} key */
export const none = (key) => html`<span class="none">${t(key)}</span>`;

/**
 * @param {View} v
 * @param {number} from
 * @param {number} to
 * @param {string} hue
 * @param {string} name
 * @param {number | null} chosen
 * @param {boolean} broken
 */
export function range(v, from, to, hue, name, chosen, broken) {
  const all = [];
  for (let i = from; i < to; i++) all.push(cell(i, v.bytes[i], hue, name, chosen === i, broken));
  return all;
}

/**
 * @param {number} byte
 * @param {number} value
 * @param {string} hue
 * @param {string} field
 * @param {boolean} chosen
 * @param {boolean} broken
 */
export function cell(byte, value, hue, field, chosen, broken) {
  const name = named(t('byte.name', { field, byte, hex: hex(value) }), broken);
  return html`<button type="button" class="cell ${hue}" data-byte="${byte}" tabindex="${chosen ? 0 : -1}"${chosen ? html` aria-current="true"` : ''}
    aria-label="${name}">${hex(value)}</button>`;
}

/** The most awaited bytes that are drawn one by one. */
const GHOSTS = 8n;

/**
 * Dashed cells for bytes that are awaited.
 * @param {bigint} n
 * @param {string} hue
 */
export function ghosts(n, hue) {
  if (n === 0n) return '';
  const drawn = Array.from({ length: Number(n < GHOSTS ? n : GHOSTS) }, () => html`<span class="cell ghost ${hue}" aria-hidden="true"></span>`);
  return html`${drawn}${n > GHOSTS ? html`<span class="more">${t('more', { n: n - GHOSTS })}</span>` : ''}`;
}

/**
 * A name in which a line can break after each comma of a long number.
 * @param {string} label
 */
const breakable = (label) => (label.includes(',') ? label.split(',').map((part, i) => html`${i ? html`,<wbr>` : ''}${part}`) : label);
