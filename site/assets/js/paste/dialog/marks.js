// Pasted text as HTML in which the characters that became bytes are marked, and the one that nothing explains.
import { html } from '../../base/html.js';
import { t } from '../../base/words.js';

/** The most characters that are shown. */
const SHOWN = 4000;
/** How many characters are shown before one that is wrong. */
const BEFORE = 400;
/** How many pieces of what is not bytes are listed, and how long each may be. */
const PIECES = 4;
const PIECE = 40;

/**
 * @param {string} text
 * @param {number[]} spans start, end, start, end …
 * @param {number | null} wrong the index of a character that is refused
 */
export function marksHTML(text, spans, wrong = null) {
  const from = wrong !== null && wrong > SHOWN - BEFORE ? wrong - BEFORE : 0;
  const to = Math.min(text.length, from + SHOWN);
  /** @type {(import('../../base/html.js').HTML | string)[]} */
  const out = [from ? '…' : ''];
  let at = from;
  /** @param {number} end @param {(part: string) => import('../../base/html.js').HTML | string} [drawn] */
  const put = (end, drawn = (part) => part) => {
    const part = text.slice(at, Math.max(at, end));
    if (part) out.push(drawn(part));
    at = Math.max(at, end);
  };
  for (let i = 0; i < spans.length && spans[i] < to; i += 2) {
    put(Math.max(from, spans[i]));
    put(Math.min(to, spans[i + 1]), (part) => html`<mark>${part}</mark>`);
  }
  if (wrong !== null) {
    put(Math.min(to, wrong));
    put(Math.min(to, wrong + size(text, wrong)), (part) => html`<mark class="wrong">${part}</mark>`);
  }
  put(to);
  if (to < text.length) out.push('\n', t('paste.more', { n: text.length - to }));
  return html`${out}`;
}

/**
 * How many units the character at an index has.
 * @param {string} text
 * @param {number} at
 */
const size = (text, at) => String.fromCodePoint(text.codePointAt(at) ?? 32).length;

/**
 * The parts of a text that are not bytes, as a short list; empty when only separators are not.
 * @param {string} text
 * @param {number[]} spans
 */
export function left(text, spans) {
  /** @type {Set<string>} */
  const out = new Set();
  let at = 0;
  for (let i = 0; i <= spans.length && out.size <= PIECES; i += 2) {
    const gap = text.slice(at, spans[i] ?? text.length).replace(/\s+/g, ' ').replace(/^[\s,;]+|[\s,;]+$/g, '');
    if (/[^\W_]{2}|[^\W\d]/.test(gap) && !/^0x$/i.test(gap)) out.add(gap.length > PIECE ? `${gap.slice(0, PIECE)}…` : gap);
    at = spans[i + 1] ?? text.length;
  }
  const pieces = [...out];
  return pieces.slice(0, PIECES).join(' · ') + (pieces.length > PIECES ? ' · …' : '');
}
