// Draws what a compressed message inflates to, and for a small one its blocks, code by code with
// their bits.
import { hex, toHex } from '../base/bytes.js';
import { covered } from '../base/cover.js';
import { dissectDeflate } from '../codec/deflate.js';
import { html } from '../base/html.js';
import { visible } from './payloadcells.js';
import { characters, utf8 } from './view.js';
import { ruleWords } from './rulewords.js';
import { t } from '../base/words.js';

/** @typedef {import('../codec/codec.js').Span} Span */

/** The most inflated bytes that are drawn; the most bytes of a message whose blocks are; and the most codes. */
const SHOWN = 64;
const SMALL = 128;
const CODES = 160;

/**
 * @param {import('../codec/codec.js').Codec} codec
 * @param {import('./view.js').Frame | undefined} frame
 * @returns {import('../base/html.js').HTML | ''} nothing for a frame that is not compressed
 */
export function deflateHTML(codec, frame) {
  const part = frame?.compressed;
  if (!part?.inflated) return '';
  const { inflated, size, text, message, reach } = part;
  const blocks = message ? blocksHTML(codec, message, part) : '';
  if (reach) return html`<p class="note">${t('deflate.reach', { n: reach })}</p>${blocks}`;
  const bytes = inflated.subarray(0, SHOWN);
  const more = size > bytes.length ? html`<span class="more">${t('more', { n: size - bytes.length })}</span>` : '';
  const cells = pieces(bytes, text).map(
    ({ size, start, text }) =>
      html`<span class="char"><span class="hexes">${toHex(bytes.subarray(start, start + size), ' ')}</span><span class="glyph${text ? '' : ' none'}">${visible(text)}</span></span>`,
  );
  const name = t('deflate.inflated', { n: size });
  return html`<div class="group inflated payload"><p class="labelled">${name}</p><div class="chars">${cells}${more}</div></div>
    ${blocks}`;
}

/**
 * @param {Uint8Array} bytes
 * @param {boolean} text
 */
const pieces = (bytes, text) => (text ? characters(bytes) : Array.from(bytes, (_, start) => ({ start, size: 1, text: '' })));

/**
 * @param {import('../codec/codec.js').Codec} codec
 * @param {Uint8Array} message
 * @param {import('./view.js').Compressed} part
 */
function blocksHTML(codec, message, { before, bits }) {
  if (message.length > SMALL) return html`<p class="note">${t('deflate.long', { n: message.length, max: SMALL })}</p>`;
  const spans = dissectDeflate(codec, message, before, bits);
  const shown = spans.slice(0, CODES);
  /** @type {import('../base/html.js').HTML[][]} the codes of each block */
  const blocks = [];
  for (const span of shown) {
    const block = span.field === 'deflate.block';
    if (block || !blocks.length) blocks.push([]);
    if (!block) blocks[blocks.length - 1].push(codeHTML(span, message));
  }
  const lists = blocks.map((codes, i) => html`<ol class="codes" aria-label="${t('deflate.block', { n: i + 1 })}">${codes}</ol>`);
  const hidden = spans.length - shown.length;
  return html`<div class="blocks"><p class="labelled">${t('deflate.codes')} <span class="note">${t('deflate.order')}</span></p>
    ${lists}${hidden ? html`<p class="note">${t('more', { n: hidden })}</p>` : ''}</div>`;
}

/**
 * @param {Span} span
 * @param {Uint8Array} message
 */
function codeHTML(span, message) {
  const kind = span.field.slice('deflate.'.length);
  const bits = span.bits > MOST_BITS ? '' : bitString(message, span.start, span.bits);
  const rule = covered() ? null : span.rule;
  const says = rule ? ruleWords(rule) : t(`deflate.says.${kind}${variant(kind, span.value)}`, { v: span.value, n: span.bits / 8, ...literal(kind, span.value) });
  return html`<li class="code ${kind}${rule ? ' broken' : ''}">${bits ? html`<span class="bitstring">${bits}</span>` : ''}
    <span class="stands">${says}</span><small>${t(`field.${span.field}`)}</small></li>`;
}

/** The most bits that are written out: those of a stored block's bytes are the bytes above. */
const MOST_BITS = 32;

/** Fields whose words depend on their value. */
const VARIANTS = ['bfinal', 'btype'];

/**
 * @param {string} kind
 * @param {bigint} value
 */
const variant = (kind, value) => (VARIANTS.includes(kind) ? `.${value}` : '');

/**
 * A literal as a character, where it is one that can be seen.
 * @param {string} kind
 * @param {bigint} value
 */
function literal(kind, value) {
  if (kind !== 'literal') return { byte: '' };
  const byte = Uint8Array.of(Number(value));
  return { byte: (value > 0x20n && utf8(byte)) || hex(byte[0]) };
}

/**
 * Bits in the order in which they are read: each byte's lowest first.
 * @param {Uint8Array} message
 * @param {number} from
 * @param {number} n
 */
function bitString(message, from, n) {
  let out = '';
  for (let i = from; i < from + n; i++) out += (message[i >> 3] >> (i & 7)) & 1;
  return out;
}
