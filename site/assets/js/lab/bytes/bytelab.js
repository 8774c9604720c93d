// The base of the labs for bytes: masking, lengths, compression, UTF-8. Such a lab is a state and a
// function that draws it, in the page and in the build. Its state can be undone, is kept with its
// page, and is in the address of the lab's own page.
import { copy } from '../../element/copy.js';
import { button } from '../../element/element.js';
import { keepingFocus } from '../../element/focus.js';
import { morph } from '../../element/morph.js';
import { announce, fail } from '../../element/say.js';
import { addressBar } from '../../state/address.js';
import { restore, written } from '../../state/history.js';
import { keeps, resume } from '../../state/pagestate.js';
import { Store } from '../../state/store.js';
import { undoable } from '../../state/undo.js';
import { Lab } from '../lab.js';
import { formatFields, parseFields } from './fields.js';
import { t } from '../../base/words.js';

/** @typedef {import('../../codec/codec.js').Codec} Codec */
/** @typedef {import('../../base/html.js').HTML} HTML */

/**
 * A lab's kind: what the build needs of it, too.
 * @template {object} S
 * @typedef {object} Kind
 * @property {(fields: Map<string, string>) => S | {problem: string}} read a state from its fields; problem: why there is none, in words
 * @property {(state: S) => Record<string, string>} write the fields of a state; an empty text is left out
 * @property {(codec: Codec, state: S, id: string) => HTML} draw everything inside the lab; ids in it begin with id
 * @property {(codec: Codec, state: S) => {bytes: Uint8Array, receiver: 'client' | 'server', deflate?: boolean} | null} frames what the frame builder opens
 */

/**
 * A custom element: data-state has the fields that it begins with, data-id what ids in it
 * begin with; data-address: it is the lab's own page. Inside are controls with data-act, and
 * fields that are in the state by their names.
 * @template {object} S
 */
export class ByteLab extends Lab {
  /** @type {Store<S>} */
  // @ts-ignore set before anything is drawn
  store;
  /** The words that were said last. */
  #said = '';
  /** The fragment of the state that it began with. */
  #first = '';

  /**
   * The kind of this lab: each lab returns its own.
   * @returns {Kind<S>}
   */
  get kind() {
    throw new TypeError('a lab of no kind');
  }

  /** Where all is drawn: not the fieldset itself, because Chromium ends a drag in it when it gets another child. */
  get box() {
    return /** @type {HTMLElement} */ (this.querySelector('.bytebox'));
  }

  async connectedCallback() {
    const begun = this.loaded().then((there) => there && this.#begin());
    // A press before the lab has begun waits for it; none is lost.
    /** @param {(event: any) => void} act */
    const soon = (act) => (/** @type {any} */ event) => {
      begun.then((there) => there && act(event)).catch(fail);
    };
    this.addEventListener('click', soon((e) => this.#clicked(e)));
    this.addEventListener('input', soon((e) => this.#input(e)));
    await begun;
  }

  #begin() {
    const typed = /** @type {HTMLInputElement[]} */ ([...this.querySelectorAll('input[name], textarea[name]')]).filter((f) => f.value !== f.defaultValue);
    const state = this.#parsed(this.dataset.state ?? '');
    if (!state || 'problem' in state) throw new TypeError(`not the state of a lab: ${this.dataset.state}`);
    this.store = new Store(state);
    this.#first = this.link();
    this.#keep();
    if (this.dataset.address !== undefined) this.#follow();
    this.store.addEventListener('change', () => {
      this.draw();
      this.say();
      this.address?.show();
    });
    undoable(this, { undo: () => this.store.undo(), redo: () => this.store.redo(), owns: () => true });
    this.started();
    addEventListener('uncover', () => this.draw());
    // Text that was typed before this script came counts.
    for (const field of typed) this.typed(field.name, field.value);
    this.draw();
    this.setAttribute('live', '');
    return true;
  }

  linked() {
    const state = this.dataset.address === undefined ? null : this.#parsed(location.hash);
    return { link: state !== null && ('problem' in state || this.link(state) !== this.dataset.state), words: t('bytelab.dead') };
  }

  /** For a lab to set itself up once the codec is there. */
  started() {}

  /**
   * @param {string} fragment
   * @returns {S | {problem: string} | null}
   */
  #parsed(fragment) {
    const fields = parseFields(fragment);
    return fields && this.kind.read(fields);
  }

  #keep() {
    const name = `${this.localName} ${[...document.querySelectorAll(this.localName)].indexOf(this)}`;
    const read = (/** @type {unknown} */ text) => {
      const state = typeof text === 'string' ? this.#parsed(text) : null;
      if (!state || 'problem' in state) throw new TypeError('a state');
      return /** @type {S} */ (state);
    };
    resume(name, (kept) => restore(this.store, kept, read));
    keeps(name, (room) => {
      const { past, future } = this.store;
      return past.length || future.length ? written(this.store, room, (state) => this.link(state)) : undefined;
    });
  }

  /** A state as an address's fragment. @param {S} [state] */
  link(state = this.store.state) {
    return formatFields(this.kind.write(state));
  }

  /** The address follows the state, and links to other states are followed. */
  #follow() {
    this.address = addressBar(() => this.link(), (fragment) => /** @type {any} */ (this.#parsed(fragment)), 'bytelab.link.bad');
    const take = (/** @type {any} */ state) => this.store.change(state);
    const linked = this.address.linked();
    if (linked) Object.assign(this.store, { state: linked, past: [], future: [] });
    this.address.listen(take);
  }

  /** Draw the state as it is. */
  draw() {
    keepingFocus(this, () => {
      morph(this.box, this.kind.draw(this.codec, this.store.state, this.dataset.id ?? ''));
      const undo = button(this, 'undo');
      if (undo) undo.hidden = this.store.past.length === 0;
      const reset = button(this, 'reset');
      if (reset) reset.hidden = this.link() === this.#first;
    });
  }

  /** Say the sentence about the state, unless it was the last that was said. */
  say() {
    const words = this.piece('says')?.textContent ?? '';
    if (words !== this.#said) announce(words);
    this.#said = words;
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const pressed = /** @type {HTMLElement} */ (event.target).closest('[data-act]');
    if (!(pressed instanceof HTMLElement) || !this.contains(pressed)) return;
    if (pressed.ariaDisabled === 'true') {
      this.#refuse(pressed.dataset.why ?? '');
      return;
    }
    const act = String(pressed.dataset.act);
    if (act === 'undo' || act === 'redo') this.store[act]();
    else if (act === 'reset') this.store.change(/** @type {S} */ (this.#parsed(this.#first)));
    else if (act === 'link') copy(new URL(`${this.page}${this.link()}`, location.href).href, t('bytelab.linked'));
    else this.act(act, pressed);
  }

  /**
   * Say why a press does nothing. The next drawing takes the words away.
   * @param {string} why
   */
  #refuse(why) {
    const line = this.piece('why');
    if (line) line.textContent = why;
    announce(why);
  }

  /** The address of the lab's own page. */
  get page() {
    return `../../labs/${this.localName.replace('-lab', '')}/`;
  }

  /**
   * For a lab to answer a press.
   * @param {string} _act
   * @param {HTMLElement} _button
   */
  act(_act, _button) {}

  /** @param {Event} event */
  #input(event) {
    const field = /** @type {HTMLInputElement} */ (event.target);
    if (field.name) this.typed(field.name, field.value);
  }

  /**
   * For a lab to take what was typed.
   * @param {string} _name the field's
   * @param {string} _value
   */
  typed(_name, _value) {}
}
