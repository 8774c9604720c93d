// Puts a scene into the figure: numbers become custom properties, from which the style
// makes places, and states become classes. Only what differs is touched.
import { hex } from '../../base/bytes.js';
import { piece } from '../../element/element.js';
import { morph } from '../../element/morph.js';
import { bitsHTML, firstHues, HUES, loupeHTML, tallyHTML, trainHTML, zoomHTML } from './figurehtml.js';
import { cellCount } from './train.js';
import { bitsOf } from './timeline.js';
import { cellName, gapWords, quoted } from './words.js';
import { waveform } from './waveform.js';
import { t } from '../../base/words.js';

/** @typedef {import('./train.js').Train} Train */
/** @typedef {import('./timeline.js').Scene} Scene */
/** @typedef {import('./timeline.js').Place} Place */

export class Drawing {
  /** The values last set on each element. @type {WeakMap<Element, Map<string, string>>} */
  #set = new WeakMap();
  /** The loupe's byte as it is drawn. */
  #loupe = '';

  /** @param {HTMLElement} root */
  constructor(root) {
    this.stage = piece(root, 'stage');
    this.root = root;
  }

  /**
   * Another message.
   * @param {Train} train
   */
  renew(train) {
    const { stage } = this;
    morph(piece(stage, 'train'), trainHTML(train));
    morph(piece(stage, 'zoom'), zoomHTML(train));
    morph(piece(stage, 'tally'), tallyHTML(train));
    this.#set = new WeakMap(); // morph took the places away
    this.#loupe = '';
    stage.style.setProperty('--cells', String(cellCount(train)));
    stage.classList.toggle('tight', cellCount(train) > 16);
    stage.style.setProperty('--h', String(train.head.length));
    stage.style.setProperty('--k', String(train.key.length));
    stage.classList.toggle('unmasked', !train.key.length);
  }

  /**
   * @param {Train} train
   * @param {Scene} scene
   */
  show(train, scene) {
    const { stage } = this;
    this.#property(stage, '--way', scene.way.toFixed(4));
    stage.classList.toggle('back', scene.back);
    this.#cells(train, scene);
    this.#over(train, scene);
    stage.classList.toggle('over', scene.chars.some(({ tied }) => tied > 0.02) || scene.cells.some(({ lane, shown }) => lane > 0.05 && shown > 0.02));
    this.#sides(train, scene);
    this.#closer(train, scene);
  }

  /**
   * @param {Train} train
   * @param {Scene} scene
   */
  #cells(train, scene) {
    const all = /** @type {HTMLElement[]} */ ([...this.stage.querySelectorAll('.wcell')]);
    scene.cells.forEach((cell, i) => {
      const e = all[i];
      this.#place(e, cell);
      const text = hex(cell.value);
      if (e.textContent !== text) e.textContent = text;
      const name = cellName(train, scene, i);
      if (e.getAttribute('aria-label') !== name) e.setAttribute('aria-label', name);
      for (const state of /** @type {const} */ (['now', 'spent', 'bare'])) e.classList.toggle(state, cell[state]);
    });
    const paths = waveform(scene.cells, firstHues(scene.cells));
    for (const hue of HUES) {
      const path = /** @type {Element} */ (this.stage.querySelector(`.wwave .${hue}`));
      if (path.getAttribute('d') !== (paths[hue] ?? '')) path.setAttribute('d', paths[hue] ?? '');
    }
  }

  /**
   * Draw the parts that come and go above the cells.
   * @param {Train} train
   * @param {Scene} scene
   */
  #over(train, scene) {
    const { stage } = this;
    const all = (/** @type {string} */ name) => /** @type {HTMLElement[]} */ ([...stage.querySelectorAll(name)]);
    all('.wrepeat').forEach((e, k) => {
      this.#seen(e, scene.repeats[k].shown);
      e.classList.toggle('now', scene.marked[k]);
    });
    const [gaps] = all('.wgaps');
    gaps.hidden = scene.gaps < 0.02;
    this.#seen(gaps, scene.gaps);
    for (const gap of gaps.children) gap.setAttribute('aria-label', gapWords(scene).title);
    all('.wchar').forEach((e, k) => {
      const { fly, shown, tied } = scene.chars[k];
      const [glyph, tie] = /** @type {HTMLElement[]} */ ([...e.children]);
      this.#property(e, '--k', String(k));
      this.#property(e, '--far', (1 - fly).toFixed(4));
      this.#seen(glyph, shown);
      this.#seen(tie, tied);
    });
    const [header, key, payload] = /** @type {HTMLElement[]} */ ([...all('.wlabels')[0].children]);
    this.#seen(header, scene.labels.header);
    this.#seen(key, scene.labels.key);
    this.#seen(payload, scene.labels.payload);
    key.textContent = t(scene.gaps ? (scene.back ? 'wire.label.nokey' : 'wire.label.used') : 'field.key');
    const masked = scene.labels.masked && train.key.length > 0;
    const words = scene.chars.length ? (masked ? 'wire.label.masked' : 'wire.label.plain') : train.size ? 'field.payload' : 'none.payload';
    payload.textContent = t(words);
    for (const more of all('.wmore, .wwave .rest')) this.#seen(more, scene.more);
  }

  /**
   * The two posts, and the sum between them.
   * @param {Train} train
   * @param {Scene} scene
   */
  #sides(train, scene) {
    const { stage } = this;
    const got = piece(stage, 'got');
    got.textContent = scene.got ? (train.said?.got ?? train.text.slice(0, 200)) : t('wire.waits');
    got.classList.toggle('there', scene.got);
    piece(stage, 'came').textContent = scene.came ? (train.said?.came ?? t('wire.came', { text: quoted(train.text) })) : '';
    const tally = piece(stage, 'tally');
    for (const hue of /** @type {const} */ (['payload', 'key', 'header'])) tally.classList.toggle(`no-${hue}`, !scene.tally[hue]);
    const dir = tally.querySelector('.dir');
    if (dir) dir.textContent = t(scene.back ? 'send.wire.sum.back' : 'send.wire.sum');
    /** @type {HTMLElement} */ (tally.lastElementChild).textContent = t('wire.tally.all', { n: (scene.back ? train.back : train.out).bytes.length });
  }

  /**
   * Draw the enlarged bits: the header's, or those of the byte that is being masked.
   * @param {Train} train
   * @param {Scene} scene
   */
  #closer(train, { zoom, loupe }) {
    const { stage } = this;
    stage.classList.toggle('nozoom', !zoom);
    stage.classList.toggle('looking', loupe !== null);
    if (!loupe) return;
    const turned = loupe.turned >= 0.5;
    const drawn = `${loupe.at} ${turned}`;
    const box = piece(stage, 'loupe');
    if (this.#loupe !== drawn) morph(box, loupeHTML(train, loupe.at, turned));
    this.#loupe = drawn;
    const key = bitsOf(train.key[loupe.at % 4]);
    const bits = /** @type {HTMLElement[]} */ ([...box.querySelectorAll('.last i')]);
    // A bit turns over where the key has a 1.
    bits.forEach((bit, k) => this.#property(bit, '--turn', key[k] ? Math.max(0.12, Math.abs(Math.cos(Math.PI * loupe.turned))).toFixed(2) : '1'));
  }

  /**
   * The bits of a byte, for the callout.
   * @param {number} value
   * @param {'flags' | 'length' | 'key' | 'payload'} hue
   * @param {boolean} two whether its first bit is MASK
   */
  static bits(value, hue, two) {
    return bitsHTML(value, (k) => (two && k === 0 ? 'key' : hue));
  }

  /**
   * @param {HTMLElement} e
   * @param {Place} place
   */
  #place(e, { x, lane, drop, shown }) {
    this.#property(e, '--x', x.toFixed(4));
    this.#property(e, '--lane', lane.toFixed(4));
    this.#property(e, '--drop', drop.toFixed(4));
    this.#seen(e, shown);
  }

  /**
   * @param {HTMLElement} e
   * @param {number} shown
   */
  #seen(e, shown) {
    this.#property(e, 'opacity', shown.toFixed(3));
    this.#property(e, 'visibility', shown < 0.02 ? 'hidden' : 'visible');
  }

  /**
   * @param {HTMLElement} e
   * @param {string} name
   * @param {string} value
   */
  #property(e, name, value) {
    let known = this.#set.get(e);
    if (!known) this.#set.set(e, (known = new Map()));
    if (known.get(name) === value) return;
    known.set(name, value);
    e.style.setProperty(name, value);
  }
}
