// A lab that works on a stream: on one frame at a time, in the context of the others.
import { uncovered } from '../base/cover.js';
import { reference } from '../base/site.js';
import { arrowTo } from '../element/arrows.js';
import { button, enable } from '../element/element.js';
import { announce, mention } from '../element/say.js';
import { between } from '../frame/between.js';
import { draftName, draftsOf, renumbered } from '../frame/drafts.js';
import { laid } from '../frame/edit.js';
import { fixesHTML } from '../frame/fixview.js';
import { duplicated, inserted, moved, removed } from '../frame/rearrange.js';
import { selected, throughout } from '../frame/selected.js';
import { drawn, stripHTML } from '../frame/strip.js';
import { subject, verdict } from '../frame/verdict.js';
import { awayHTML, ownHTML, placeHTML, verdictHTML } from '../frame/verdictview.js';
import { FrameLab } from './framelab.js';
import { t } from '../base/words.js';

/** @typedef {import('../frame/view.js').View} View */

/** The acts that change the order or the number of frames. */
const ORDER = ['append', 'before', 'after', 'duplicate', 'remove', 'earlier', 'later'];

export class StreamBuilder extends FrameLab {
  /** The remedies for a broken rule, once their script is there. @type {typeof import('../frame/fix.js').remedies | undefined} */
  remedies;
  /** The number of the frame that was drawn last. */
  #drawnFrame = 0;
  /** @type {{of: View | undefined, to: number, states: ReturnType<typeof between>}} */
  #between = { of: undefined, to: 0, states: [] };

  start() {
    this.addEventListener('keydown', (e) => this.#stripKey(e));
  }

  /** The selected frame's number, from 0. */
  get at() {
    return this.store.state.frame;
  }

  /**
   * @param {View} stream
   * @param {number} frame
   */
  frameOf(stream, frame) {
    return selected(stream, frame);
  }

  /** @param {View} stream */
  readOn(stream) {
    return throughout(this.codec, stream);
  }

  front() {
    return this.stream.bytes.subarray(0, this.stream.bytes.length - this.view.bytes.length);
  }

  see() {
    super.see();
    const { state } = this.store;
    if (state.frame <= this.stream.frames.length) return;
    state.frame = 0;
    super.see();
  }

  changed() {
    if (this.at !== this.#drawnFrame) this.store.cursor = { byte: 0, bit: 0 };
    super.changed();
  }

  /** The drafts of the selected frame, by their controls' names. */
  get drafts() {
    return draftsOf(this.store.state.drafts, this.at);
  }

  /**
   * @param {string} name
   * @param {import('../state/store.js').Draft} draft
   */
  keepDraft(name, draft) {
    super.keepDraft(draftName(this.at, name), draft);
  }

  /** @param {string} name */
  undrafted(name) {
    return super.undrafted(draftName(this.at, name));
  }

  /**
   * Work on a different frame. That is not a change, so there is nothing to undo.
   * @param {number} n from 0
   */
  select(n) {
    const { store } = this;
    if (n !== store.state.frame && n >= 0 && n < this.stream.frames.length) {
      store.state = { ...store.state, frame: n };
      store.merging = '';
      store.cursor = { byte: 0, bit: 0 };
      this.half = null;
      this.see();
      store.state.laid = laid(this.view, true);
    }
    this.draw();
  }

  /**
   * Take some bytes as the stream.
   * @param {Uint8Array} bytes
   * @param {import('../frame/link.js').Role} receiver
   * @param {{deflate?: boolean, frame?: number}} [how] frame: which one is selected, from 0
   */
  open(bytes, receiver, { deflate = this.store.state.deflate, frame = 0 } = {}) {
    this.load(bytes, { receiver, deflate, frame, drafts: new Map() });
  }

  drawMore() {
    const { frames } = this.stream;
    this.#drawnFrame = this.at;
    this.show('strip', stripHTML(this.stream, this.at, this.#states()));
    if (this.#shownFrame !== this.at) this.#reveal();
    this.#shownFrame = this.at;
    const there = this.at < frames.length;
    const can = { duplicate: there, remove: there, earlier: there && this.at > 0, later: this.at < frames.length - 1 };
    for (const [act, on] of Object.entries(can)) enable(this, act, on);
  }

  /** The frame whose place in the strip was last brought in sight. */
  #shownFrame = 0;

  /** Scroll the strip, and nothing else, to the selected frame's place. */
  #reveal() {
    const strip = this.piece('strip');
    const place = strip.querySelector('[aria-current]')?.getBoundingClientRect();
    const { top, bottom } = strip.getBoundingClientRect();
    if (place && place.top < top) strip.scrollTop -= top - place.top;
    else if (place && place.bottom > bottom) strip.scrollTop += place.bottom - bottom;
  }

  #states() {
    const { to } = drawn(this.stream.frames.length, this.at);
    if (this.#between.of !== this.stream || this.#between.to < to) this.#between = { of: this.stream, to, states: between(this.codec, this.stream, to) };
    return this.#between.states;
  }

  verdictHTML() {
    const { stream, at: chosen } = this;
    const about = subject(stream, chosen);
    const several = stream.frames.length > 1;
    const place = several ? placeHTML(about, stream.frames.length) : '';
    const away = about === chosen ? '' : awayHTML(about, stream.frames[about].broken.length > 0);
    return verdictHTML(this.codec, about === chosen ? this.view : selected(stream, about), {
      reference: reference(), unfit: about === chosen && this.unfit(), before: this.store.state.laid, fixes: (rule) => this.fixes(about, rule), place, away, folds: true,
      own: about === chosen ? '' : ownHTML(chosen, verdict(this.codec, stream.frames[chosen], stream.receiver).text, this.#ownFixes()),
    });
  }

  /**
   * The fixes of the selected frame, where the verdict is about a different one.
   */
  #ownFixes() {
    const rule = this.stream.frames[this.at]?.broken[0]?.rule;
    return rule ? this.fixes(this.at, rule) : '';
  }

  verdictWords() {
    const { stream, at: chosen } = this;
    const about = subject(stream, chosen);
    const { text } = verdict(this.codec, stream.frames[about], stream.receiver);
    return stream.frames.length > 1 ? `${t('strip.place', { n: about + 1, of: stream.frames.length })}. ${text}` : text;
  }

  /**
   * @param {number} n the frame's number, from 0
   * @param {string} rule
   */
  remediesOf(n, rule) {
    return this.remedies?.(this.codec, this.stream, n, rule, n === this.at ? this.store.state.laid : null) ?? [];
  }

  /**
   * @param {number} n
   * @param {string} rule
   */
  fixes(n, rule) {
    return fixesHTML(this.remediesOf(n, rule), n, rule, n !== subject(this.stream, this.at) || n !== this.at);
  }

  /**
   * @param {string} act
   * @param {HTMLElement} target
   */
  act(act, target) {
    if (act === 'frame') {
      this.select(Number(target.dataset.at));
      if (!target.closest('[data-part="strip"]')) this.#focusFrame();
    } else if (ORDER.includes(act)) this.#order(act);
    else super.act(act, target);
  }

  /** @param {string} act one of ORDER */
  #order(act) {
    const { stream, at: chosen, codec } = this;
    const count = stream.frames.length;
    const adds = act === 'append' || act === 'before' || act === 'after';
    if (!adds && chosen >= count) return;
    const done =
      act === 'append' ? inserted(codec, stream, count)
      : act === 'before' ? inserted(codec, stream, chosen)
      : act === 'after' ? inserted(codec, stream, Math.min(chosen + 1, count))
      : act === 'duplicate' ? duplicated(codec, stream, chosen)
      : act === 'remove' ? removed(stream, chosen)
      : moved(stream, chosen, act === 'earlier' ? -1 : 1);
    if ('error' in done) {
      mention(done.error);
      return;
    }
    const { bytes, frame } = done;
    const { state } = this.store;
    this.load(bytes, { frame, drafts: renumbered(this.store.state.drafts, places(act, chosen, frame)) }, '', true);
    // A lock refuses what would change what it holds, and says so.
    if (this.store.state !== state) announce(`${t(`strip.did.${act}`, { n: frame + 1, of: this.stream.frames.length })} ${uncovered(this.verdictWords())}`);
  }

  /** @param {KeyboardEvent} event */
  #stripKey(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    if (!this.codec || event.altKey || event.ctrlKey || event.metaKey || !target.matches('[data-part="strip"] button')) return;
    const by = { ArrowLeft: 'earlier', ArrowRight: 'later' }[event.key];
    if (event.key === 'Delete' || (event.shiftKey && by)) {
      event.preventDefault();
      const act = event.key === 'Delete' ? 'remove' : String(by);
      if (button(this, act)?.getAttribute('aria-disabled') !== 'true') this.#order(act);
      this.#focusFrame();
      return;
    }
    const next = event.shiftKey ? null : arrowTo(event.key, this.at, this.stream.frames.length);
    if (next === null) return;
    event.preventDefault();
    this.select(next);
    this.#focusFrame();
  }

  /** The focus goes to the selected frame's place in the strip. */
  #focusFrame() {
    const place = /** @type {HTMLElement | null} */ (this.piece('strip').querySelector('[aria-current]'));
    place?.focus({ preventScroll: true });
  }
}

/**
 * Where each frame goes when frames are added, removed or moved.
 * @param {string} act
 * @param {number} from the selected frame's number before
 * @param {number} to and after
 * @returns {(frame: number) => number | null} null: it is gone
 */
function places(act, from, to) {
  if (act === 'remove') return (n) => (n === from ? null : n > from ? n - 1 : n);
  if (act === 'earlier' || act === 'later') return (n) => (n === from ? to : n === to ? from : n);
  return (n) => (n >= to ? n + 1 : n);
}
