// The figure's HTML at rest, without a place or a state that only a script could give, so that
// the site's build can draw it.
import { hex } from '../../base/bytes.js';
import { html } from '../../base/html.js';
import { bitsOf, REST, scene } from './timeline.js';
import { cellCount } from './train.js';
import { cellName, opcodeWords } from './words.js';
import { waveform } from './waveform.js';
import { t } from '../../base/words.js';

/** @typedef {import('./train.js').Train} Train */

/** The parts of the line, in the order in which they are drawn. */
export const HUES = ['idle', 'flags', 'length', 'key', 'payload'];

/**
 * The frame: its wave, its cells, and what comes and goes over them.
 * @param {Train} train
 */
export function trainHTML(train) {
  const at = scene(train, REST);
  const { head, chars, key, plain, hidden } = train;
  const paths = waveform(at.cells, firstHues(at.cells));
  const cells = at.cells.map(
    ({ hue, value, bare }, i) => html`<button type="button" class="wcell ${hue}${i === 1 ? ' two' : ''}${bare ? ' bare' : ''}" data-cell="${i}"
      tabindex="${i ? -1 : 0}" aria-label="${cellName(train, at, i)}">${hex(value)}</button>`,
  );
  const more = hidden ? html`<span class="wmore">${t('wire.more', { n: hidden })}</span>` : '';
  const gaps = key.map((_, k) => html`<button type="button" class="wgap" data-gap="${k}" tabindex="-1" aria-label="${t('wire.gap')}"></button>`);
  const repeats = plain.slice(4).map((_, k) => html`<span class="wrepeat">${hex(key[k % 4])}</span>`);
  const words = chars.map(({ size, text }) => html`<span class="wchar w${size}"><span class="wglyph">${text}</span><span class="wtie"></span></span>`);
  return html`<svg class="wwave" viewBox="0 0 ${8 * cellCount(train)} 2" preserveAspectRatio="none" aria-hidden="true">${HUES.map((hue) => html`<path class="${hue}" d="${paths[hue] ?? ''}"/>`)}${hidden ? html`<path class="rest" d="M${8 * at.cells.length} 1h8"/>` : ''}</svg>
    <div class="wcells" role="group" aria-label="${t('home.figure')}">${cells}${more}</div>
    <div class="wgaps" hidden>${gaps}</div>
    <div class="wrepeats" aria-hidden="true">${repeats}</div>
    <div class="wchars" aria-hidden="true">${words}</div>
    <div class="wlabels" aria-hidden="true"><span class="flags h${head.length}">${t('wire.label.header')}</span><span class="key" data-term="masking-key">${t('field.key')}</span><span class="payload" data-term="payload">${t(plain.length ? (key.length ? 'wire.label.masked' : 'field.payload') : 'none.payload')}</span></div>`;
}

/**
 * The hue of each byte's first bit where it is a field of its own: MASK.
 * @param {{hue: string}[]} cells
 */
export const firstHues = (cells) => cells.map((_, i) => (i === 1 ? 'key' : ''));

/**
 * The header's first sixteen bits, large.
 * @param {Train} train
 */
export function zoomHTML(train) {
  const [a, b] = train.head.map(bitsOf);
  const value = (/** @type {string} */ name) => String(train.out.first?.field.get(name)?.value ?? '');
  /** @param {string} hue @param {number[]} bits @param {string} name @param {string} term */
  const field = (hue, bits, name, term) => html`<span class="zfield ${hue} z${bits.length}"><span class="zname" data-term="${term}">${name}</span>${bits.map((bit) => html`<i class="b${bit}">${bit}</i>`)}</span>`;
  return html`<span class="zbyte">${field('flags', a.slice(0, 1), t('field.fin'), 'fin')}${field('flags', a.slice(1, 4), t('field.rsv'), 'rsv')}${field('flags', a.slice(4), t('wire.zoom.opcode', { opcode: value('opcode'), name: opcodeWords(value('opcode')) }), 'opcode')}</span>
    <span class="zbyte">${field('key', b.slice(0, 1), t('field.mask'), 'mask-bit')}${field('length', b.slice(1), t('wire.zoom.length', { n: value('length') }), 'payload-length')}</span>`;
}

/**
 * The sum of the bytes.
 * @param {Train} train
 */
export function tallyHTML(train) {
  const part = (/** @type {string} */ hue, /** @type {number} */ n, /** @type {import('../../base/html.js').Part} */ name) => html`<span class="${hue}"><b>${n}</b> ${name}</span>`;
  const key = train.key.length ? html`<span class="key and">+</span>${part('key', 4, t('wire.tally.key'))}` : '';
  // Of a frame that was sent and the answer to it, whose sum it is has to be said.
  return html`${train.said ? html`<span class="dir">${t('send.wire.sum')}</span>` : ''}${part('payload', train.size, html`<span data-term="payload">${t('field.payload')}</span>`)}${key}<span class="flags and">+</span>${part('flags', train.head.length, t('wire.label.header'))}<span class="all">${t('wire.tally.all', { n: train.out.bytes.length })}</span>`;
}

/**
 * The eight bits of a byte, in fields of hue.
 * @param {number} value
 * @param {(k: number) => string} hue of each bit
 */
export const bitsHTML = (value, hue) => html`${bitsOf(value).map((bit, k) => html`<i class="${hue(k)} b${bit}">${bit}</i>`)}`;

/**
 * A payload byte, the key's, and what they make, bit under bit.
 * @param {Train} train
 * @param {number} j
 * @param {boolean} turned
 */
export function loupeHTML(train, j, turned) {
  const { plain, wire, key, chars } = train;
  const char = chars.find(({ at, size }) => j >= at && j < at + size)?.text ?? '';
  const row = (/** @type {string} */ hue, /** @type {string} */ name, /** @type {number} */ value) =>
    html`<div class="lrow ${hue}"><span class="lname">${name}</span><span class="lbits">${bitsHTML(value, () => '')}</span><span class="lhex">${hex(value)}</span></div>`;
  return html`${row('payload', char ? t('wire.loupe.char', { char }) : t('field.payload'), plain[j])}${row('key', t('wire.loupe.key', { j: j % 4 }), key[j % 4])}${row('payload last', t('wire.loupe.wire'), turned ? wire[j] : plain[j])}`;
}
