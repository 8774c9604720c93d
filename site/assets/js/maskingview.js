// The masking lab's table and the steps of one byte, as HTML.
import { hex } from './bytes.js';
import { escape } from './html.js';
import { characters } from './view.js';
import { t } from './words.js';

/** The most payload bytes that the table shows. */
export const SHOWN = 24;

/**
 * @param {Uint8Array} plain
 * @param {Uint8Array} key
 * @param {Uint8Array} wire
 * @param {number} at
 */
export function tableHTML(plain, key, wire, at) {
  let html = `<div class="labels" aria-hidden="true"><span>${escape(t('mask.row.text'))}</span><span>${escape(t('mask.row.plain'))}</span><span>⊕ ${escape(t('row.key'))}</span><span>= ${escape(t('row.wire'))}</span></div><div class="maskbytes" role="group" aria-label="${escape(t('mask.bytes'))}">`;
  const n = Math.min(plain.length, SHOWN);
  for (const c of characters(plain)) {
    if (c.start >= n) break;
    html += `<div class="maskchar"><span class="glyph${c.text ? '' : ' none'}" aria-hidden="true">${escape(c.text)}</span><div class="columns">`;
    for (let i = c.start; i < Math.min(c.start + c.size, n); i++) {
      html +=
        `<button type="button" class="maskbyte" data-at="${i}" tabindex="${i === at ? 0 : -1}" aria-pressed="${i === at}">` +
        `<span class="payload"><span class="unseen">${escape(t('mask.byte', { i }))} ${i === c.start && c.text ? `“${escape(c.text)}” ` : ''}</span>${hex(plain[i])}</span>` +
        `<span class="key"><span class="unseen">⊕ </span>${hex(key[i & 3])}</span><span class="out"><span class="unseen">= </span>${hex(wire[i])}</span></button>`;
    }
    html += '</div></div>';
  }
  return `${html}</div>${plain.length > n ? `<span class="more">${escape(t('more', { n: plain.length - n }))}</span>` : ''}`;
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
      `<div class="bitrow ${hue}"><span>${escape(name)}</span><code>${hex(Number(value))}</code><span class="eight">${Number(value).toString(2).padStart(8, '0').split('').map((b) => `<i data-b="${b}">${b}</i>`).join('')}</span></div>`,
  );
  return (
    `<p>${escape(t('mask.step', { i, j, plain: hex(plain), key: hex(key[j]), wire: hex(wire) }))}</p><div aria-hidden="true">${bits.join('')}</div>`
  );
}
