// The state of a lab with frames: the bytes, the frame that is worked on, and the edits of them.
import { concat } from '../base/bytes.js';
import { laid } from '../frame/edit.js';
import { Lab } from './lab.js';
import { read, readCursor, restore, write, written } from '../state/history.js';
import { isTyped } from '../element/morph.js';
import { announce, fail } from '../element/say.js';
import { keeps, resume } from '../state/pagestate.js';
import { undoable } from '../state/undo.js';
import { view } from '../frame/view.js';

/** @typedef {import('../frame/view.js').View} View */

export class FrameState extends Lab {
  /** @type {import('../state/store.js').Store} */
  // @ts-ignore
  store;
  /** The frame that is worked on, and what follows it: of most labs the first one. @type {View} */
  // @ts-ignore
  view;
  /** All frames. @type {View} */
  // @ts-ignore
  stream;

  /** Draw all parts, because someone has changed what their fields say. */
  redraws = false;

  /** Whether this lab was found as it was left before. */
  resumed = false;

  /** The lab's state, and the ways back from it, outlast a reload and a change of language. */
  keep() {
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
   * The frame that is worked on laid out again, by a change of a field.
   * @param {Uint8Array} bytes from that frame to the end
   * @param {Partial<import('../state/store.js').State>} [change]
   * @param {string} [merge]
   */
  edit(bytes, change = {}, merge = '') {
    this.load(concat(this.front(), bytes), change, merge, true);
  }
}
