// The base of the labs with a frame: a store, the figure, the cursor, and the keys.
import { arrow } from './arrows.js';
import { concat, fromHex } from '../base/bytes.js';
import { reference } from '../base/site.js';
import { STRIP } from '../frame/cells.js';
import { flip, laid, layAgain, withByte } from '../frame/edit.js';
import { Lab } from './lab.js';
import { figure } from '../frame/figure.js';
import { keepingFocus } from '../element/focus.js';
import { read, readCursor, restore, write, written } from '../state/history.js';
import { isTyped, morph } from '../element/morph.js';
import { announce, fail } from '../element/say.js';
import { keeps, resume } from '../state/pagestate.js';
import { MORE } from '../frame/payloadcells.js';
import { Store } from '../state/store.js';
import { undoable } from '../state/undo.js';
import { verdict } from '../frame/verdict.js';
import { verdictHTML } from '../frame/verdictview.js';
import { view } from '../frame/view.js';

/** @typedef {import('../frame/view.js').View} View */

/**
 * A custom element with a frame in it. Parts of its HTML are marked with data-part;
 * buttons with data-act name what they do; data-bytes and data-receiver are the start.
 */
export class FrameLab extends Lab {
  /** @type {Store} */
  // @ts-ignore
  store;
  /** The frame that is worked on, and what follows it: of most labs the first one. @type {View} */
  // @ts-ignore
  view;
  /** All frames. @type {View} */
  // @ts-ignore
  stream;
  /** The byte of which one hexadecimal digit has been typed. @type {number | null} */
  half = null;
  /** @type {import('../frame/cells.js').Shape} */
  shape = STRIP;
  /** The bit that has just been pressed, until its new value is said. @type {number | null} */
  pressed = null;

  async connectedCallback() {
    const bytes = fromHex(this.dataset.bytes ?? '');
    const receiver = this.dataset.receiver === 'client' ? 'client' : 'server';
    this.store = new Store({ bytes, receiver, deflate: false, frame: 0, laid: null, drafts: new Map() });
    const begun = this.loaded().then((there) => there && this.#begin(bytes, receiver));
    // A press before the lab has begun waits for it; none is lost.
    /** @param {(event: any) => void} act */
    const soon = (act) => (/** @type {any} */ event) => {
      begun.then((there) => there && act(event)).catch(fail);
    };
    this.early(soon);
    this.addEventListener('click', soon((e) => this.clicked(e)));
    this.addEventListener('keydown', (e) => this.key(e));
    this.addEventListener('focusin', (e) => this.codec && this.focused(e));
    for (const event of ['pointerover', 'focusin', 'pointerleave', 'focusout']) {
      this.addEventListener(event, (e) => this.view && this.light(e));
    }
    await begun;
    // The build drew what there is to see; a press that waits is answered before it is drawn again.
    queueMicrotask(() => this.view && !this.#drawn && this.draw());
  }

  /**
   * Begin, once the codec is there.
   * @param {Uint8Array} bytes
   * @param {import('../frame/link.js').Role} receiver
   */
  #begin(bytes, receiver) {
    this.begin(bytes, receiver);
    this.#keep();
    this.store.addEventListener('change', () => this.changed());
    this.store.addEventListener('move', () => this.draw());
    this.start();
    this.setAttribute('live', '');
    return true;
  }

  #drawn = false;

  /** Whether this lab was found as it was left before. */
  resumed = false;

  /** The lab's state, and the ways back from it, outlast a reload and a change of language. */
  #keep() {
    const name = this.keptAs();
    if (!name) return;
    this.resumed = resume(name, (value) => {
      const { lab } = value;
      const cursor = readCursor(lab);
      restore(this.store, lab, (one) => read(one, (draft, text, state) => this.unusable(draft, text, state)));
      this.store.cursor = { ...cursor, byte: (cursor.byte ?? Infinity) < this.store.state.bytes.length ? cursor.byte : null };
      this.resume(value.more);
      this.see();
    });
    keeps(name, (room) => {
      const { past, future, state } = this.store;
      const more = this.more(room);
      if (!past.length && !future.length && !more && !state.drafts.size) return undefined;
      return { lab: { ...written(this.store, room, write), ...this.store.cursor }, more };
    });
    undoable(this, { undo: () => this.step('undo'), redo: () => this.step('redo'), owns: () => true });
  }

  /** The name under which the page keeps this lab's state; '' for a lab in which nothing is changed. */
  keptAs() {
    const tag = this.localName;
    return `${tag} ${[...document.querySelectorAll(tag)].indexOf(this)}`;
  }

  /**
   * Why what was typed cannot be used, in words; '' where it can. For a lab with fields.
   * @param {string} _name
   * @param {string} _text
   * @param {import('../state/store.js').State} _state
   */
  unusable(_name, _text, _state) {
    return '';
  }

  /**
   * For a lab to keep more than its frame's history.
   * @param {number} _room characters
   * @returns {unknown} undefined: nothing worth keeping
   */
  more(_room) {
    return undefined;
  }

  /**
   * For a lab to begin with what more() gave, which may have become anything since: throws at what it cannot use.
   * @param {any} _more
   */
  resume(_more) {}

  /**
   * One step through the history. A field follows it, also while someone is in it.
   * @param {'undo' | 'redo'} way
   */
  step(way) {
    isTyped(document.activeElement, false);
    this.redraws = true;
    this.store[way]();
  }

  /**
   * Take some bytes as the start, before which there is nothing to undo.
   * @param {Uint8Array} bytes
   * @param {import('../frame/link.js').Role} receiver
   * @param {boolean} [deflate]
   */
  begin(bytes, receiver, deflate = false) {
    this.store.state = { bytes, receiver, deflate, frame: 0, laid: null, drafts: new Map() };
    this.see();
    this.store.state.laid = laid(this.view);
  }

  /** Take the state's bytes apart. */
  see() {
    const { state } = this.store;
    this.stream = this.#viewed(state);
    this.view = this.frameOf(this.stream, state.frame);
  }

  /**
   * For a lab that works on one of several frames: the view from that frame on.
   * @param {View} stream
   * @param {number} _frame
   */
  frameOf(stream, _frame) {
    return stream;
  }

  /**
   * The bytes before the frame that is worked on.
   * @returns {Uint8Array}
   */
  front() {
    return new Uint8Array();
  }

  /**
   * For a lab to take apart more than a receiver would.
   * @param {View} stream
   */
  readOn(stream) {
    return stream;
  }

  /**
   * For a lab to listen to what may come before the codec.
   * @param {(act: (event: any) => void) => (event: any) => void} _soon does something once the codec is there
   */
  early(_soon) {}

  /** For a lab to set itself up once the codec is there. */
  start() {}

  /** The view that was made last: an edit and what is drawn after it need the same. @type {View | undefined} */
  #last;

  /**
   * The bytes, taken apart. A codec that stopped on them was started again, so it may manage
   * the second time; the page says that it stopped.
   * @param {Pick<import('../state/store.js').State, 'bytes' | 'receiver' | 'deflate'>} state
   */
  #viewed({ bytes, receiver, deflate }) {
    if (this.#last?.bytes === bytes && this.#last.receiver === receiver && this.#last.deflate === deflate) return this.#last;
    const read = () => this.readOn(view(this.codec, bytes, receiver, deflate, true));
    try {
      this.#last = read();
    } catch (error) {
      fail(error);
      this.#last = read();
    }
    return this.#last;
  }

  /**
   * The view of the frame that a state is about.
   * @param {import('../state/store.js').State} state
   */
  viewOf(state) {
    return this.frameOf(this.#viewed(state), state.frame);
  }

  changed() {
    this.see();
    this.draw();
    announce(this.pressedWords() + this.verdictWords());
  }

  verdictWords() {
    return verdict(this.codec, this.view.first, this.view.receiver).text;
  }

  /** The name and value of the bit that was just pressed, "FIN 0. ", because not every screen reader says a name that changes. */
  pressedWords() {
    const bit = this.pressed;
    this.pressed = null;
    const name = bit === null ? '' : this.querySelector(`[data-bit="${bit}"]`)?.getAttribute('aria-label');
    return name ? `${name.split(',')[0]}. ` : '';
  }

  draw() {
    this.#drawn = true;
    keepingFocus(this, () => {
      this.show('figure', figure(this.view, this.shape, this.store.cursor));
      this.show('verdict', this.verdictHTML());
      this.drawMore();
    });
    this.redraws = false;
  }

  /** What each part was drawn as. @type {Map<string, string>} */
  #shown = new Map();
  /** Draw all parts, because someone has changed what their fields say. */
  redraws = false;

  /**
   * Draw a part, unless it is as it was.
   * @param {string} name
   * @param {import('../base/html.js').HTML | ''} html
   * @param {() => Element | null} [part] the element of the part
   */
  show(name, html, part = () => this.piece(name)) {
    const now = String(html);
    if (!this.redraws && this.#shown.get(name) === now) return;
    this.#shown.set(name, now);
    const element = part();
    if (element) morph(element, html);
  }

  verdictHTML() {
    return verdictHTML(this.codec, this.view, { reference: reference(), unfit: this.unfit(), steps: this.steps(), fixes: (rule) => this.fixes(0, rule) });
  }

  /**
   * For a lab to offer what fixes a broken rule.
   * @param {number} _n the frame's number, from 0
   * @param {string} _rule
   * @returns {import('../base/html.js').HTML | ''}
   */
  fixes(_n, _rule) {
    return '';
  }

  /**
   * For a lab to have buttons beside the facts.
   * @returns {import('../base/html.js').HTML | ''}
   */
  steps() {
    return '';
  }

  /** For a lab to draw its own parts. */
  drawMore() {}

  /**
   * Whether the bytes no longer fit their header after an edit on the wire.
   * @param {View} [v]
   * @param {import('../frame/edit.js').Laid | null} [before] the frame when they last did
   */
  unfit(v = this.view, before = this.store.state.laid) {
    return Boolean(v.first) && (Number(v.first?.missing) > 0 || v.rest.length !== (before?.rest.length ?? 0));
  }

  /**
   * An edit on the wire: every other byte stays.
   * @param {Uint8Array} bytes from the frame that is worked on to the end
   * @param {string} [merge]
   * @param {Partial<import('../state/store.js').State>} [change]
   */
  wire(bytes, merge, change = {}) {
    const next = { ...this.store.state, bytes: concat(this.front(), bytes) };
    this.store.change({ ...change, bytes: next.bytes, laid: this.keptLaid(this.viewOf(next)) }, merge);
  }

  /**
   * Keep what was typed and cannot be used yet; the bytes stay.
   * @param {string} name the control's
   * @param {import('../state/store.js').Draft} draft
   */
  keepDraft(name, draft) {
    this.store.change({ drafts: new Map(this.store.state.drafts).set(name, draft) }, name);
    announce(draft.error);
  }

  /**
   * Take all bytes as they were typed in hexadecimal, or keep the text that cannot be used yet.
   * @param {string} text
   * @param {Uint8Array | {error: string}} bytes what the text means
   */
  typed(text, bytes) {
    if ('error' in bytes) this.keepDraft('all', { text, error: bytes.error });
    else this.wire(bytes, 'all', { drafts: new Map() });
  }

  /**
   * The drafts without one that can be used now, or was given up.
   * @param {string} name
   */
  undrafted(name) {
    const drafts = new Map(this.store.state.drafts);
    drafts.delete(name);
    return drafts;
  }

  /**
   * The frame that "lay it out again" goes back to: the new one if its bytes still fit its header as before.
   * @param {View} next
   */
  keptLaid(next) {
    const before = this.store.state.laid;
    const now = laid(next);
    return now && now.rest.length === (before?.rest.length ?? now.rest.length) ? now : before;
  }

  /**
   * New bytes that were laid out whole: by a field, an example, a link, a paste.
   * @param {Uint8Array} bytes
   * @param {Partial<import('../state/store.js').State>} [change]
   * @param {string} [merge]
   * @param {boolean} [sure] what follows the frame is not a part of it
   */
  load(bytes, change = {}, merge = '', sure = false) {
    const next = { ...this.store.state, ...change, bytes };
    this.store.change({ ...change, bytes, laid: laid(this.viewOf(next), sure) }, merge);
  }

  /**
   * The frame that is worked on laid out anew, by a change of a field.
   * @param {Uint8Array} bytes from that frame to the end
   * @param {Partial<import('../state/store.js').State>} [change]
   * @param {string} [merge]
   */
  edit(bytes, change = {}, merge = '') {
    this.load(concat(this.front(), bytes), change, merge, true);
  }

  /** @param {MouseEvent} event */
  clicked(event) {
    const target = /** @type {HTMLElement} */ (event.target).closest('button');
    if (!target || !this.contains(target)) return;
    const { bit, byte, act } = target.dataset;
    if (bit !== undefined) this.press(Number(bit));
    else if (byte !== undefined) this.store.move({ byte: Number(byte) });
    else if (act) this.act(act, target);
  }

  /** @param {number} bit */
  press(bit) {
    this.store.cursor = { byte: bit >> 3, bit };
    this.pressed = bit;
    this.wire(flip(this.view.bytes, bit));
  }

  /**
   * @param {string} act
   * @param {HTMLElement} _target
   */
  act(act, _target) {
    if (act === 'undo' || act === 'redo') this.step(act);
    else if (act === 'relay') this.edit(layAgain(this.codec, this.view, this.store.state.laid));
    else if (act === 'more') this.expand();
  }

  /** Show more of the payload in its place. The focus goes to the first byte that was not shown. */
  expand() {
    const cells = /** @type {NodeListOf<HTMLElement>} */ (this.piece('figure').querySelectorAll('.payload [data-byte]'));
    const next = Number(cells[cells.length - 1].dataset.byte) + 1;
    this.shape = { ...this.shape, most: this.shape.most + MORE };
    this.draw();
    const first = /** @type {HTMLElement | null} */ (this.piece('figure').querySelector(`[data-byte="${next}"]`));
    first?.focus({ preventScroll: true });
  }

  /** @param {FocusEvent} event */
  focused(event) {
    const { bit, byte } = /** @type {HTMLElement} */ (event.target).dataset;
    if (byte === undefined || Number(byte) !== this.half) this.half = null;
    if (bit !== undefined && Number(bit) !== this.store.cursor.bit) this.store.move({ bit: Number(bit) });
  }

  /**
   * Outline the byte under the pointer or the focus wherever it is drawn, and with a byte of the
   * payload the byte of the key that masks it.
   * @param {Event} event
   */
  light(event) {
    const on = event.type === 'pointerover' || event.type === 'focusin';
    const { bit, byte } = on ? /** @type {HTMLElement} */ (event.target).dataset : {};
    const at = byte !== undefined ? Number(byte) : bit !== undefined ? Number(bit) >> 3 : null;
    for (const e of this.querySelectorAll('.lit')) e.classList.remove('lit');
    this.#lightField(on ? /** @type {HTMLElement} */ (event.target) : null);
    if (at === null) return;
    const { first } = this.view;
    const key = first?.masked && at >= first.payloadAt && at < first.end ? (first.field.get('key')?.start ?? 0) / 8 + ((at - first.payloadAt) & 3) : at;
    for (const n of [at, key]) for (const e of this.querySelectorAll(`[data-byte="${n}"]`)) e.classList.add('lit');
  }

  /**
   * Light the row of the field that is under the pointer or has the focus; from the row, its part of the figure.
   * @param {HTMLElement | null} target
   */
  #lightField(target) {
    for (const e of this.querySelectorAll('.on, .over')) e.classList.remove('on', 'over');
    const of = target?.closest('[data-of]');
    if (!(of instanceof HTMLElement)) return;
    const all = this.querySelectorAll(`[data-of="${of.dataset.of}"]`);
    for (const e of all) if (e.matches('tr') || of.matches('tr')) e.classList.add(e.matches('tr') ? 'on' : 'over');
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    const typing = target.matches('input:not([type=checkbox]), textarea, select');
    if (event.altKey || event.ctrlKey || event.metaKey || typing) return;
    if (target.dataset.bit !== undefined) this.bitKey(event, Number(target.dataset.bit));
    else if (target.dataset.byte !== undefined && /^[0-9a-f]$/i.test(event.key)) this.hexKey(event, target, Number(target.dataset.byte));
    else if (target.dataset.byte !== undefined || target.matches('.slot')) arrow(this, event, target);
  }

  /**
   * @param {KeyboardEvent} event
   * @param {number} bit
   */
  bitKey(event, bit) {
    if (event.key === '0' || event.key === '1') {
      event.preventDefault();
      const now = (this.view.bytes[bit >> 3] >> (7 - (bit & 7))) & 1;
      if (now !== Number(event.key)) this.press(bit);
      return;
    }
    arrow(this, event, /** @type {HTMLElement} */ (event.target));
  }

  /**
   * Two hexadecimal digits typed on a byte are its value; the focus then goes to the next one.
   * @param {KeyboardEvent} event
   * @param {HTMLElement} target
   * @param {number} byte
   */
  hexKey(event, target, byte) {
    event.preventDefault();
    if (!this.codec) return;
    const digit = parseInt(event.key, 16);
    const { bytes } = this.view;
    const second = this.half === byte;
    const merge = `digits ${byte}`;
    if (!second) this.store.merging = ''; // the first digit begins a step of its own
    this.wire(withByte(bytes, byte, second ? (bytes[byte] & 0xf0) | digit : (digit << 4) | (bytes[byte] & 15)), merge);
    this.half = second ? null : byte;
    if (!second) return;
    const part = target.closest('[data-part]')?.getAttribute('data-part');
    const next = /** @type {HTMLElement | null} */ (this.querySelector(`[data-part="${part}"] [data-byte="${byte + 1}"]`));
    next?.focus();
    if (next) this.store.move({ byte: byte + 1 });
  }
}
