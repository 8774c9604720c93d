// Draws a frame's payload as cells, joined to the characters that they make.
import { hex } from '../base/bytes.js';
import { cell, FULL, ghosts, group, none } from './cells.js';
import { html } from '../base/html.js';
import { characters } from './view.js';
import { t } from '../base/words.js';

/** @typedef {import('./view.js').View} View */
/** @typedef {import('./view.js').Frame} Frame */
/** @typedef {import('./cells.js').Shape} Shape */

/** How many more bytes a press shows: more at a time would slow every press after it. */
export const MORE = 512;

/**
 * @param {View} v
 * @param {Shape} shape
 * @param {number | null} chosen
 */
export function payload(v, shape, chosen) {
  const frame = v.first;
  const name = t('field.payload');
  if (!frame || frame.length === undefined) return '';
  const span = frame.field.get('payload');
  const missing = span ? span.missing : 0n;
  if (!frame.wire.length && !missing) return group('payload', name, none('none.payload'), false);
  const drawn = pieces(frame, { ...shape, most: shape.lines ? fitting(v, shape.most) : shape.most });
  const shown = drawn.reduce((sum, piece) => sum + piece.size, 0);
  const hidden = frame.wire.length - shown;
  const more = hidden
    ? shape.lines
      ? html`<button type="button" class="more" data-act="more">${t(hidden > MORE ? 'more.show.some' : 'more.show', { n: Math.min(hidden, MORE), all: hidden })}</button>`
      : html`<span class="more">${t('more', { n: hidden })}</span>`
    : '';
  const labels = shape.lines
    ? html`<div class="labels" aria-hidden="true"><span>${t('row.wire')}</span>
      ${frame.masked ? html`<span>⊕ ${t('row.key')}</span><span>= ${t('row.plain')}</span>` : ''}
      <span>${t('row.text')}</span></div>`
    : '';
  const broken = shape.judged && frame.broken.some((s) => s.source === 'unmasked' || s.source === 'inflated' || s.field === 'payload');
  const bytes = html`<div class="chars">${chars(frame, shape, drawn, chosen)}${more}${hidden ? '' : ghosts(missing, 'payload')}</div>`;
  return group('payload', name, html`${labels}${bytes}${linesTable(frame, shape, drawn)}`, broken);
}

/**
 * How many bytes there is room for beside a header and the button that shows more: a line has sixteen places.
 * @param {View} v
 * @param {number} most
 */
function fitting(v, most) {
  if (Number(v.first?.wire.length) <= most || most > FULL.most) return most;
  const extended = (v.first?.field.get('length.extended')?.bits ?? 0) / 8;
  return most - (extended ? 5 : 4);
}

/**
 * Some bytes of a payload that make a character, or the text of a Close code.
 * @typedef {{start: number, size: number, text: string, bad?: boolean}} Piece
 */

/**
 * The payload's first bytes, joined to characters.
 * @param {Frame} frame
 * @param {Shape} shape
 * @param {Piece[]} drawn
 * @param {number | null} chosen
 */
function chars(frame, shape, drawn, chosen) {
  const field = t('field.payload');
  const plain = unmasking(frame, shape);
  return drawn.map((piece) => {
    const columns = [];
    for (let i = piece.start; i < piece.start + piece.size; i++) {
      const wire = cell(frame.payloadAt + i, frame.wire[i], 'payload', field, chosen === frame.payloadAt + i, piece.bad === true);
      const under = plain
        ? html`<span class="k" aria-hidden="true">${hex(frame.key[i & 3])}</span><span class="p" aria-hidden="true">${hex(plain[i])}</span>`
        : '';
      columns.push(html`<div class="column">${wire}${under}</div>`);
    }
    const heard = plain ? html` aria-hidden="true"` : '';
    const glyph = piece.text ? html`<span class="glyph"${heard}>${piece.text}</span>` : html`<span class="glyph none"></span>`;
    return html`<div class="char${piece.bad ? ' bad' : ''}"><div class="columns">${columns}</div>${glyph}</div>`;
  });
}

/**
 * The payload whose unmasking is drawn line by line, if it is.
 * @param {Frame} frame
 * @param {Shape} shape
 */
const unmasking = (frame, shape) => (shape.lines && frame.masked ? frame.plain : null);

/**
 * The lines of a masked payload as a table for screen readers. The columns that are seen are drawn
 * one by one, so that they can wrap, and could not be heard as rows.
 * @param {Frame} frame
 * @param {Shape} shape
 * @param {Piece[]} drawn
 */
function linesTable(frame, shape, drawn) {
  const plain = unmasking(frame, shape);
  if (!plain || !drawn.length) return '';
  const bytes = drawn.flatMap(({ start, size }) => Array.from({ length: size }, (_, i) => start + i));
  /**
   * @param {string} name
   * @param {import('../base/html.js').HTML[]} cells
   */
  const tr = (name, cells) => html`<tr aria-label="${name}"><th scope="row">${name}</th>${cells}</tr>`;
  /**
   * @param {string} name
   * @param {(i: number) => number} of
   */
  const row = (name, of) => tr(name, bytes.map((i) => html`<td>${hex(of(i))}</td>`));
  const text = drawn.map(({ size, text }) => html`<td${size > 1 ? html` colspan="${size}"` : ''}>${text}</td>`);
  return html`<div class="unseen"><table aria-label="${t('row.table')}"><tbody>
    ${row(t('row.wire'), (i) => frame.wire[i])}
    ${row(`⊕ ${t('row.key')}`, (i) => frame.key[i & 3])}
    ${row(`= ${t('row.plain')}`, (i) => plain[i])}
    ${drawn.some((piece) => piece.text) ? tr(t('row.text'), text) : ''}
    </tbody></table></div>`;
}

/**
 * The payload in pieces: a Close code, characters, or single bytes.
 * @param {Frame} frame
 * @param {Shape} shape
 */
function pieces(frame, { most, judged }) {
  const { plain, opcode } = frame;
  /** @type {Piece[]} */
  const out = [];
  if (!plain || opcode === 2 || frame.compressed) {
    for (let i = 0; i < Math.min(most, frame.wire.length); i++) out.push({ start: i, size: 1, text: '' });
    return out;
  }
  let from = 0;
  if (opcode === 8 && plain.length >= 2) {
    const bad = judged && frame.broken.some((s) => s.field === 'close.code');
    out.push({ start: 0, size: 2, text: String((plain[0] << 8) | plain[1]), bad });
    from = 2;
  }
  const bad = judged ? frame.broken.find((s) => s.source === 'unmasked' && s.field !== 'close.code') : undefined;
  for (const c of characters(plain.subarray(from, most + 4))) {
    if (from + c.start + c.size > most && out.length) break;
    const wrong = bad !== undefined && c.text === '' && from + c.start >= bad.start / 8;
    out.push({ start: from + c.start, size: c.size, text: visible(c.text), bad: wrong });
  }
  return out;
}

/**
 * A character as it can be seen: a space by its symbol, a control as a dot.
 * @param {string} text
 */
export function visible(text) {
  if (text === ' ') return '␣';
  const code = text.codePointAt(0) ?? 0;
  return text && (code < 0x20 || code === 0x7f) ? '·' : text;
}
