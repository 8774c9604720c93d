// The deflate lab's arrows: each from the bytes that a match copies to those that it makes.
import { html } from '../../base/html.js';

/** @typedef {import('./deflatescene.js').Code} Code */
/** @typedef {{x: number, top: number, bottom: number}} Place the middle of some bytes in a line, its top and its bottom */

/** The most arrows: where there are more, only that of the code that is looked at is drawn. */
const ARROWS = 10;

/**
 * Those of the block that is looked at, and of the other message.
 * @param {HTMLElement} stage has the bytes, marked with data-o
 * @param {Code[]} codes
 * @param {number} at the code that is looked at
 */
export function arcsHTML(stage, codes, at) {
  const box = stage.getBoundingClientRect();
  const zoom = /** @type {any} */ (stage).currentCSSZoom ?? 1; // on stage
  /** @type {Map<number, DOMRect>} */
  const places = new Map();
  for (const byte of /** @type {NodeListOf<HTMLElement>} */ (stage.querySelectorAll('[data-o]'))) places.set(Number(byte.dataset.o), byte.getBoundingClientRect());
  /**
   * Of some bytes those in the line of the first.
   * @param {number} from
   * @param {number} to
   * @returns {Place | null}
   */
  const place = (from, to) => {
    const first = places.get(from);
    if (!first) return null;
    let right = first.right;
    for (let o = from + 1; o < to; o++) {
      const next = places.get(o);
      if (!next || Math.abs(next.top - first.top) > 4) break;
      right = next.right;
    }
    return { x: ((first.left + right) / 2 - box.left) / zoom, top: (first.top - box.top) / zoom, bottom: (first.bottom - box.top) / zoom };
  };
  const { message, block } = codes[at];
  const all = codes.flatMap((code, i) => {
    if (!code.back || (i !== at && code.message === message && code.block !== block)) return [];
    const from = place(code.from - code.back, Math.min(code.from, code.from - code.back + code.value));
    const to = place(code.from, code.to);
    return from && to ? [{ path: arrow(from, to), on: i === at, far: Math.abs(from.top - to.top) > 4 }] : [];
  });
  const drawn = all.filter((arc) => arc.on || all.length <= ARROWS).sort((a, b) => Number(a.on) - Number(b.on));
  const paths = drawn.map(({ path: { line, head }, on, far }) => html`<g class="${on ? 'on' : far ? 'far' : ''}"><path class="line" d="${line}"/><path class="head" d="${head}"/></g>`);
  const [width, height] = [Math.round(box.width / zoom), Math.round(box.height / zoom)];
  return html`<svg width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${paths}</svg>`;
}

/** How far above its bytes a line of characters begins: the height of a character. */
const GLYPH = 26;

/**
 * An arc above the line; a curve where the bytes are in different lines.
 * @param {Place} from
 * @param {Place} to
 */
function arrow(from, to) {
  const y = to.top - GLYPH;
  const head = `M${n(to.x - 4)} ${n(y - 7)}L${n(to.x)} ${n(y)}L${n(to.x + 4)} ${n(y - 7)}z`;
  if (Math.abs(from.top - to.top) < 4) {
    const high = Math.min(26, 9 + Math.abs(to.x - from.x) / 12);
    return { line: `M${n(from.x)} ${n(y)}C${n(from.x)} ${n(y - high)} ${n(to.x)} ${n(y - high)} ${n(to.x)} ${n(y - 4)}`, head };
  }
  const bend = Math.min(60, 20 + (y - from.bottom) / 3);
  return { line: `M${n(from.x)} ${n(from.bottom)}C${n(from.x)} ${n(from.bottom + bend)} ${n(to.x)} ${n(y - bend)} ${n(to.x)} ${n(y - 4)}`, head };
}

/** @param {number} x */
const n = (x) => Math.round(10 * x) / 10;
