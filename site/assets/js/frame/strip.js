// Draws a stream as a strip of its frames, and between them the state that a receiver is in.
import { covered } from '../base/cover.js';
import { html } from '../base/html.js';
import { opcodeName } from './figure.js';
import { FRAMES, utf8 } from './view.js';
import { t } from '../base/words.js';

/** @typedef {import('./view.js').View} View */
/** @typedef {import('./view.js').Frame} Frame */

/** The most frames that are drawn: those around the selected one. */
export const DRAWN = 60;

/** With more frames than these, each takes one line. */
const ROOMY = 3;

/** How much of a text a frame's place repeats: bytes to read, characters to show. */
const READ = 64;
const QUOTED = 9;

/** @typedef {'ok' | 'no' | 'waits' | 'unread' | 'covered'} Mark a verdict in a word */

/**
 * @param {Frame} f
 * @returns {Mark}
 */
function mark(f) {
  if (covered()) return 'covered';
  if (f.broken.length) return 'no';
  if (f.unread) return 'unread';
  return f.missing > 0 ? 'waits' : 'ok';
}

const SIGN = { ok: '✓', no: '✕', waits: '…', unread: '–', covered: '' };

/**
 * The part of the stream that is drawn.
 * @param {number} count frames
 * @param {number} n the selected one
 */
export function drawn(count, n) {
  const from = Math.max(0, Math.min(n - DRAWN / 2, count - DRAWN));
  return { from, to: Math.min(count, from + DRAWN) };
}

/**
 * @param {View} v of the stream
 * @param {number} chosen the selected frame's number, from 0
 * @param {(import('./between.js').Between | null)[]} states after each frame
 */
export function stripHTML(v, chosen, states) {
  const count = v.frames.length;
  const { from, to } = drawn(count, chosen);
  const words = states.map((state) => (state && !covered() ? stateWords(state) : ''));
  const items = v.frames.slice(from, to).map((f, i) => item(v, f, from + i, chosen, news(states, words, from + i)));
  const many = count > ROOMY ? html`<li class="count">${t('strip.count', { n: count })}</li>` : '';
  return html`${many}${from ? skipped(from, from - 1) : ''}${items}${to < count ? skipped(count - to, to) : ''}${
    v.beyond ? html`<li class="beyond">${t('stream.bound', { n: FRAMES, bytes: v.beyond })}</li>` : ''
  }`;
}

/**
 * The words for the state after a frame; '' for a connection that was closing or had failed before.
 * @param {(import('./between.js').Between | null)[]} states
 * @param {string[]} words
 * @param {number} n
 */
const news = (states, words, n) => (states[n]?.closing && words[n] === words[n - 1] ? '' : (words[n] ?? ''));

/**
 * @param {number} n how many frames are not drawn
 * @param {number} at the nearest of them
 */
const skipped = (n, at) => html`<li><button type="button" class="skipped" data-act="frame" data-at="${at}" tabindex="-1">${t('strip.skipped', { n })}</button></li>`;

/**
 * @param {View} v
 * @param {Frame} f
 * @param {number} n
 * @param {number} chosen
 * @param {string} after the words for the state after it
 */
function item(v, f, n, chosen, after) {
  const kind = f.opcode === undefined ? t('strip.begun') : opcodeName(f.opcode);
  const size = t('verdict.size', { n: f.end - f.start });
  const is = mark(f);
  const place = { n: n + 1, of: v.frames.length, kind, size };
  const name = is === 'covered' ? t('strip.name.covered', place) : t('strip.name', { ...place, verdict: t(`strip.${is}`) });
  return html`<li><button type="button" class="place ${is}${f.unread && is !== 'covered' ? ' late' : ''}" data-act="frame" data-at="${n}" tabindex="${n === chosen ? 0 : -1}"${n === chosen ? html` aria-current="true"` : ''}><span class="unseen">${name}</span>
    <span class="mark" aria-hidden="true">${SIGN[is]}</span><b aria-hidden="true">${n + 1} ${kind}</b><small aria-hidden="true">${size}${said(f)}</small></button>${
    after ? html`<span class="after"><span class="unseen">${t('strip.after', { n: n + 1 })} </span>${after}</span>` : ''
  }</li>`;
}

/**
 * The text of a frame in a few characters.
 * @param {Frame} f
 */
function said({ opcode, plain, compressed }) {
  if (!plain || compressed || opcode === undefined) return '';
  if (opcode === 8) return plain.length > 1 ? ` ${(plain[0] << 8) | plain[1]}` : '';
  if (opcode === 2 || !plain.length) return '';
  let end = Math.min(plain.length, READ);
  while (end < plain.length && end > 0 && (plain[end] & 0xc0) === 0x80) end--;
  const all = [...(utf8(plain.subarray(0, end)) ?? '')];
  const text = all.slice(0, QUOTED).join('').replace(/\s+/g, ' ');
  return text.trim() ? ` “${text}${all.length > QUOTED || end < plain.length ? '…' : ''}”` : '';
}

/** @param {import('./between.js').Between} state */
function stateWords({ receiving, closing, failed, window }) {
  if (failed) return t('strip.state.failed');
  const parts = [];
  if (closing) parts.push(t('strip.state.closing'));
  if (receiving) parts.push(t('strip.state.message', { kind: opcodeName(receiving.opcode), n: receiving.frames }));
  if (window && !closing) parts.push(t('strip.state.window', { n: window }));
  return parts.join(' · ');
}
