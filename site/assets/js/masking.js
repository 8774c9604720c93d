// The masking lab: a text, a key, and how each payload byte meets its key byte.
import { hex, random, toHex } from './bytes.js';
import { hexOrError } from './fields.js';
import { escape, morph } from './html.js';
import { codec as loadCodec } from './module.js';
import { announce, fail } from './page.js';
import { characters } from './view.js';
import { t } from './words.js';

/** The most payload bytes that the table shows. */
const SHOWN = 24;

export class MaskingLab extends HTMLElement {
  at = 0;

  connectedCallback() {
    loadCodec().then((codec) => {
      this.codec = codec;
      this.draw();
      this.setAttribute('live', '');
    }).catch(fail);
    this.addEventListener('input', () => this.draw());
    this.addEventListener('click', (e) => this.clicked(e));
    this.addEventListener('keydown', (e) => this.key(e));
  }

  /** @param {string} name */
  field(name) {
    return /** @type {HTMLInputElement} */ (this.querySelector(`input[name="${name}"]`));
  }

  /** @param {string} name */
  piece(name) {
    return /** @type {HTMLElement} */ (this.querySelector(`[data-part="${name}"]`));
  }

  draw() {
    if (!this.codec) return;
    const key = hexOrError(this.field('key').value);
    const bad = 'error' in key || key.length !== 4;
    this.piece('complaint').textContent = bad ? t('mask.bad.key') : '';
    this.field('key').setAttribute('aria-invalid', String(bad));
    if (bad) return;
    const plain = new TextEncoder().encode(this.field('text').value);
    const wire = this.codec.mask(plain, key);
    this.at = Math.max(0, Math.min(this.at, plain.length - 1, SHOWN - 1));
    morph(this.piece('table'), plain.length ? tableHTML(plain, key, wire, this.at) : `<p class="note">${escape(t('none.payload'))}</p>`);
    morph(this.piece('step'), plain.length ? stepHTML(plain[this.at], key, wire[this.at], this.at) : '');
  }

  /** @param {MouseEvent} event */
  clicked(event) {
    const button = /** @type {HTMLElement} */ (event.target).closest('button');
    if (!button) return;
    if (button.dataset.act === 'newkey') this.field('key').value = toHex(random(4), ' ');
    else if (button.dataset.at !== undefined) this.at = Number(button.dataset.at);
    this.draw();
    this.say();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const button = /** @type {HTMLElement} */ (event.target);
    if (button.dataset.at === undefined) return;
    /** @type {Record<string, number>} */
    const to = { ArrowLeft: this.at - 1, ArrowRight: this.at + 1, Home: 0, End: SHOWN - 1 };
    if (!Object.hasOwn(to, event.key)) return;
    event.preventDefault();
    this.at = to[event.key];
    this.draw();
    /** @type {HTMLElement | null} */ (this.querySelector(`[data-at="${this.at}"]`))?.focus();
    this.say();
  }

  say() {
    announce(this.piece('step').querySelector('p')?.textContent ?? '');
  }
}

/**
 * @param {Uint8Array} plain
 * @param {Uint8Array} key
 * @param {Uint8Array} wire
 * @param {number} at
 */
function tableHTML(plain, key, wire, at) {
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
function stepHTML(plain, key, wire, i) {
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
