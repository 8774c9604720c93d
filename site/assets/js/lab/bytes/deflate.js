// The deflate lab: two messages of a connection, compressed, and every code of them.
import { arrowTo } from '../../element/arrows.js';
import { morph } from '../../element/morph.js';
import { announce } from '../../element/say.js';
import { t } from '../../base/words.js';
import { ByteLab } from './bytelab.js';
import { arcsHTML } from './deflatearcs.js';
import { deflate } from './deflatekind.js';
import { TABLE } from './deflatesays.js';
import { compressedOf, tooLong } from './deflatestate.js';
import { copyAfter, looked, sceneOf, textOf } from './deflateview.js';

/** @typedef {import('./deflatestate.js').State} State */

/** The parts that come before what a block makes. */
const HEADER = ['bfinal', 'btype', 'padding', 'len', 'nlen', 'hlit', 'hdist', 'hclen', ...TABLE];

/** @extends {ByteLab<State>} */
export class DeflateLab extends ByteLab {
  #result = '';

  get kind() {
    return deflate;
  }

  get now() {
    return sceneOf(this.codec, this.store.state);
  }

  get at() {
    return looked(this.now, this.store.state);
  }

  started() {
    new ResizeObserver(() => this.#arcs()).observe(this);
    this.addEventListener('keydown', (e) => this.#key(e));
  }

  draw() {
    super.draw();
    this.#arcs();
    this.#show();
  }

  /** Bring the code that is looked at into sight, within the list only: the page stays where it is. */
  #show() {
    const list = this.querySelector('.zcodes');
    const button = /** @type {HTMLElement | null | undefined} */ (list?.querySelector('[aria-pressed="true"]'));
    if (!list || !button) return;
    const { offsetTop: top, offsetHeight: high } = /** @type {HTMLElement} */ (button.parentElement);
    if (top < list.scrollTop) list.scrollTop = top - 4;
    else if (top + high > list.scrollTop + list.clientHeight) list.scrollTop = top + high + 4 - list.clientHeight;
  }

  #arcs() {
    const stage = this.piece('stage');
    if (stage) morph(this.piece('arcs'), arcsHTML(stage, this.now.codes, this.at));
  }

  say() {
    const result = this.piece('result')?.textContent ?? '';
    if (result === this.#result) return super.say();
    this.#result = result;
    announce(result);
  }

  /**
   * Look at a code.
   * @param {number} at
   */
  #look(at) {
    this.store.change({ at }, 'at');
  }

  /** @param {1 | -1} way */
  #step(way) {
    const { codes } = this.now;
    let at = this.at + way;
    const many = (/** @type {number} */ i) => codes[i] !== undefined && TABLE.includes(codes[i].kind);
    if (many(at)) while (many(at - 1) && (way < 0 || many(this.at))) at += way;
    this.#look(Math.max(0, Math.min(at, codes.length - 1)));
  }

  /**
   * Look at the first code of a block that makes something, else at its first.
   * @param {number} number
   */
  #block(number) {
    const { blocks, codes } = this.now;
    const block = blocks[Math.max(0, Math.min(number, blocks.length - 1))];
    if (!block) return;
    let at = block.first;
    while (at < block.last && HEADER.includes(codes[at].kind)) at++;
    this.#look(at);
  }

  /**
   * @param {string} act
   * @param {HTMLElement} button
   */
  act(act, button) {
    const s = this.store.state;
    if (act === 'code') this.#look(Number(button.dataset.at));
    else if (act === 'block') this.#block(Number(button.dataset.block));
    else if (act === 'copy') this.#look(copyAfter(this.now, this.at) ?? this.at);
    else if (act === 'start') this.#block(0);
    else if (act === 'forth') this.#step(1);
    else if (act === 'back') this.#step(-1);
    else if (act === 'first') this.#block(this.now.codes[this.at].block - 1);
    else if (act === 'last') this.#block(this.now.codes[this.at].block + 1);
    else if (act === 'takeover') this.#change({ takeover: !s.takeover });
    else if (act === 'lines') this.#change({ lines: !s.lines });
    else if (act === 'example') this.#example(String(button.dataset.example));
    else if (act === 'broken') this.#broken(String(button.dataset.hex));
  }

  /**
   * A change of what is compressed. The lab then shows the first broken place, else the last message's first reference,
   * else the first message's.
   * @param {Partial<State>} change
   * @param {string} [merge]
   */
  #change(change, merge = '') {
    const { codes, messages } = sceneOf(this.codec, { ...this.store.state, ...change });
    const find = (/** @type {(code: import('./deflatescene.js').Code) => unknown} */ what) => codes.findIndex(what);
    const last = messages.length - 1;
    const places = [find((c) => c.rule), find((c) => c.back && c.message === last), find((c) => c.back), find((c) => (c.kind === 'literal' || c.kind === 'stored') && c.message === last), 0];
    this.store.change({ ...change, at: places.find((i) => i >= 0) ?? 0 }, merge);
  }

  /**
   * Take broken bytes, and bring their verdict in sight: in a small window it is below the edge.
   * @param {string} hex
   */
  #broken(hex) {
    this.#change({ hex: /** @type {Uint8Array} */ (compressedOf(hex)), one: '', drafts: {} });
    this.piece('result').scrollIntoView({ block: 'nearest' });
  }

  /** @param {string} name */
  #example(name) {
    const [one, two] = [t(`zip.${textOf(name)}.one`), t(`zip.${textOf(name)}.two`)];
    this.#change({ one, two, hex: null, lines: name === 'lines', takeover: true, drafts: {} });
  }

  /**
   * @param {string} name
   * @param {string} text
   */
  typed(name, text) {
    const drafts = { ...this.store.state.drafts };
    delete drafts[name];
    const hex = name === 'hex' ? compressedOf(text) : null;
    if (hex && 'problem' in hex ? true : name !== 'hex' && tooLong(text)) this.store.change({ drafts: { ...drafts, [name]: text } }, name);
    else if (hex) this.#change({ hex: /** @type {Uint8Array} */ (hex), one: '', drafts }, name);
    else this.#change({ [name]: text, drafts, ...(name === 'one' ? { hex: null } : {}) }, name);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const button = /** @type {HTMLElement} */ (event.target);
    if (!button.matches('.zcode') || event.altKey || event.ctrlKey || event.metaKey) return;
    const { first, last } = this.now.blocks[this.now.codes[this.at].block] ?? { first: this.at, last: this.at };
    const to = arrowTo(event.key, this.at - first, last - first + 1);
    if (to === null) return;
    event.preventDefault();
    this.#look(first + to);
    /** @type {HTMLElement | null} */ (this.querySelector('.zcode[aria-pressed="true"]'))?.focus();
  }
}
