// The callout of a pressed cell, in place: its number, its bits, and a sentence. One is open at a
// time; Escape, its own button, or a press elsewhere closes it.
import { hex } from '../../base/bytes.js';
import { arrowTo } from '../../element/arrows.js';
import { html } from '../../base/html.js';
import { morph } from '../../element/morph.js';
import { announce } from '../../element/say.js';
import { Drawing } from './drawing.js';
import { about, byteOf, gapWords } from './words.js';
import { t } from '../../base/words.js';

/** @typedef {import('./train.js').Train} Train */
/** @typedef {import('./timeline.js').Scene} Scene */

export class Callout {
  /** The cell that it is of. @type {HTMLElement | null} */
  cell = null;

  /**
   * @param {HTMLElement} stage
   * @param {HTMLElement} box
   * @param {() => {train: Train, scene: Scene} | null} now
   */
  constructor(stage, box, now) {
    this.stage = stage;
    this.box = box;
    this.now = now;
    document.addEventListener('click', ({ target }) => {
      if (this.cell && target instanceof Element && !target.closest('[data-part="callout"], .wcell, .wgap')) this.close();
    });
    stage.addEventListener('keydown', (e) => this.#key(e));
  }

  /** The cells that can be seen, from left to right. */
  #cells() {
    const all = /** @type {HTMLElement[]} */ ([...this.stage.querySelectorAll('.wcell, .wgap')]);
    const place = (/** @type {HTMLElement} */ e) => (e.dataset.gap === undefined ? Number(e.dataset.cell) : this.#headSize() + Number(e.dataset.gap));
    return all.filter((e) => e.checkVisibility({ visibilityProperty: true })).sort((a, b) => place(a) - place(b));
  }

  #headSize() {
    return this.now()?.train.head.length ?? 2;
  }

  /** One of the cells that can be seen is the Tab key's. */
  settle() {
    const cells = this.#cells();
    const all = /** @type {NodeListOf<HTMLElement>} */ (this.stage.querySelectorAll('.wcell, .wgap'));
    const stop = cells.find((e) => e.tabIndex === 0) ?? cells[0];
    for (const e of all) e.tabIndex = e === stop ? 0 : -1;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.key === 'Escape' && this.cell) {
      event.preventDefault();
      this.close();
      return;
    }
    if (!target.matches('.wcell, .wgap') || event.altKey || event.ctrlKey || event.metaKey) return;
    const cells = this.#cells();
    const to = arrowTo(event.key, cells.indexOf(target), cells.length, { line: 1 });
    if (to === null) return;
    event.preventDefault();
    target.tabIndex = -1;
    cells[to].tabIndex = 0;
    cells[to].focus();
    if (this.cell && cells[to] !== this.cell) this.open(cells[to]);
  }

  /** @param {HTMLElement} cell */
  toggle(cell) {
    if (this.cell === cell) this.close();
    else this.open(cell);
  }

  /** @param {HTMLElement} cell */
  open(cell) {
    const now = this.now();
    if (!now) return;
    this.cell?.removeAttribute('aria-expanded');
    this.cell = cell;
    cell.setAttribute('aria-expanded', 'true');
    for (const e of /** @type {NodeListOf<HTMLElement>} */ (this.stage.querySelectorAll('.wcell, .wgap'))) e.tabIndex = e === cell ? 0 : -1;
    const { train, scene } = now;
    const i = Number(cell.dataset.cell);
    const gap = cell.dataset.gap !== undefined;
    const title = gap ? gapWords(scene).title : t('wire.call', { byte: byteOf(train, scene.back, i), hex: hex(scene.cells[i].value) });
    const says = gap ? gapWords(scene).says : about(train, scene, i);
    const bits = gap ? '' : html`<div class="bits8" aria-hidden="true">${Drawing.bits(scene.cells[i].value, scene.cells[i].hue, i === 1)}</div>`;
    morph(this.box, html`<h2>${title}</h2>${bits}<button type="button" data-act="shut" aria-label="${t('notice.close')}">✕</button><p>${says}</p>`);
    this.#link(gap ? -1 : i);
    this.box.setAttribute('aria-label', title);
    this.box.hidden = false;
    this.stage.classList.add('calling');
    this.place();
    this.box.scrollIntoView({ block: 'nearest' });
    announce(`${title}. ${says}`);
  }

  /**
   * With a payload byte on its way to the server, the key byte that it is masked with is marked.
   * @param {number} i the cell; -1: none
   */
  #link(i) {
    for (const e of this.stage.querySelectorAll('.linked')) e.classList.remove('linked');
    const now = this.now();
    const h = this.#headSize();
    if (!now || now.scene.back || !now.train.key.length || i < h + 4) return;
    this.stage.querySelector(`[data-cell="${h + ((i - h) % 4)}"]`)?.classList.add('linked');
  }

  /** Put the callout at its cell, within the stage. */
  place() {
    const { cell, box, stage } = this;
    if (!cell) return;
    if (!cell.isConnected || !cell.checkVisibility({ visibilityProperty: true })) {
      this.close();
      return;
    }
    const at = cell.getBoundingClientRect();
    const within = stage.getBoundingClientRect();
    const middle = at.left + at.width / 2 - within.left;
    const left = Math.max(0, Math.min(middle - 60, within.width - box.offsetWidth));
    const top = Math.max(0, Math.min(at.top - within.top - 8, within.height - box.offsetHeight));
    for (const [name, value] of Object.entries({ left, top, notch: middle - left, beside: at.top - within.top + at.height / 2 - top })) {
      box.style.setProperty(`--${name}`, `${value}px`);
    }
  }

  /** The focus goes back to the cell when it was in the callout. */
  close() {
    const { cell, box } = this;
    if (!cell) return;
    this.cell = null;
    this.#link(-1);
    cell.removeAttribute('aria-expanded');
    const inside = box.contains(document.activeElement);
    box.hidden = true;
    this.stage.classList.remove('calling');
    if (inside && cell.isConnected) cell.focus();
  }
}
