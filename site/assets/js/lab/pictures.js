// The labs' pictures in the list of labs, each in about 200 by 64 pixels. Only the build draws them.
import { html } from '../base/html.js';
import { waveHTML } from './bytes/wave.js';

/** @typedef {import('../base/html.js').HTML} HTML */

/**
 * A row of bytes.
 * @param {string} hue
 * @param {string[]} classes of each
 */
const cells = (hue, classes) => html`<span class="picbytes ${hue}">${classes.map((name) => html`<i class="${name}"></i>`)}</span>`;

/** By the lab's name. @type {Record<string, () => HTML>} */
export const PICTURES = {
  frame: () => waveHTML([{ value: 0x81, hue: 'flags' }, { value: 0x85, hue: 'length', first: 'key' }, { value: 0x37, hue: 'key' }, { value: 0x7f, hue: 'payload' }]),
  handshake: () => html`<span class="pichead">GET /echo</span><span class="pichead back">101</span>`,
  masking: () => html`${cells('payload', Array(8).fill(''))}${cells('key', ['', '', 'held', 'held', 'held', 'held', '', ''])}`,
  length: () => html`<svg viewBox="0 0 66 14" preserveAspectRatio="none"><path class="length" d="M0 13V12H7V10H16V4H66V13Z"/><path class="flags" d="M0 14V13H66V14Z"/></svg>`,
  // Seven bytes, of which the last three repeat the first three.
  deflate: () => html`<svg viewBox="0 0 200 44"><path class="payload line" d="M160 20V10Q160 2 150 2H58Q48 2 48 10V16M43 11L48 17L53 11"/></svg>${cells('payload', ['full', 'full', 'full', '', '', 'copy', 'copy', 'copy'])}`,
  // A character of one byte, one of two, one of three, and what is awaited.
  utf8: () => html`${cells('payload', ['full', 'full', '', 'full', '', '', 'full', 'copy'])}<span class="picglyphs"><b>a</b><b class="w2">é</b><b class="w3">안</b><b class="w2">…</b></span>`,
};
