// Draws the masking lab's table and the steps of one byte.
import { hex } from '../base/bytes.js';
import { html } from '../base/html.js';
import { characters } from '../frame/view.js';
import { t } from '../base/words.js';

/** The most payload bytes that the table shows. */
export const SHOWN = 24;

/**
 * @param {Uint8Array} plain
 * @param {Uint8Array} key
 * @param {Uint8Array} wire
 * @param {number} at
 */
export function tableHTML(plain, key, wire, at) {
  const n = Math.min(plain.length, SHOWN);
  const byte = (/** @type {import('../frame/view.js').Character} */ c, /** @type {number} */ i) => html`
    <button type="button" class="maskbyte" data-at="${i}" tabindex="${i === at ? 0 : -1}" aria-pressed="${i === at}">
    <span class="payload"><span class="unseen">${t('mask.byte', { i })} ${i === c.start && c.text ? `“${c.text}” ` : ''}</span>${hex(plain[i])}</span>
    <span class="key"><span class="unseen">⊕ </span>${hex(key[i & 3])}</span><span class="out"><span class="unseen">= </span>${hex(wire[i])}</span></button>`;
  const drawn = characters(plain).filter((c) => c.start < n).map((c) => {
    const bytes = Array.from({ length: Math.min(c.size, n - c.start) }, (_, k) => byte(c, c.start + k));
    return html`<div class="maskchar"><span class="glyph${c.text ? '' : ' none'}" aria-hidden="true">${c.text}</span><div class="columns">${bytes}</div></div>`;
  });
  const more = plain.length > n ? html`<span class="more">${t('more', { n: plain.length - n })}</span>` : '';
  return html`
    <div class="labels" aria-hidden="true"><span>${t('mask.row.text')}</span><span>${t('mask.row.plain')}</span><span>⊕ ${t('row.key')}</span><span>= ${t('row.wire')}</span></div>
    <div class="maskbytes" role="group" aria-label="${t('mask.bytes')}">${drawn}</div>${more}`;
}

/**
 * @param {number} plain
 * @param {Uint8Array} key
 * @param {number} wire
 * @param {number} i
 */
export function stepHTML(plain, key, wire, i) {
  const j = i & 3;
  const rows = [
    ['payload', t('mask.row.plain'), plain],
    ['key', `⊕ ${t('row.key')}`, key[j]],
    ['out', `= ${t('row.wire')}`, wire],
  ];
  const bits = rows.map(
    ([hue, name, value]) =>
      html`<div class="bitrow ${hue}"><span>${name}</span><code>${hex(Number(value))}</code><span class="eight">${Number(value).toString(2).padStart(8, '0').split('').map((b) => html`<i data-b="${b}">${b}</i>`)}</span></div>`,
  );
  return html`<p>${t('mask.step', { i, j, plain: hex(plain), key: hex(key[j]), wire: hex(wire) })}</p><div aria-hidden="true">${bits}</div>`;
}
