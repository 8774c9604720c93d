// Answers that are frames, built bit by bit or typed.
import { toHex } from '../base/bytes.js';
import { ANSWER } from '../frame/cells.js';
import { select } from './fields.js';
import { hexOrError, hexRange } from './hex.js';
import { byteBits } from '../frame/figure.js';
import { fieldWords, hue } from '../frame/hexview.js';
import { html } from '../base/html.js';
import { morph, typesIn } from '../element/morph.js';
import { FrameLab } from '../lab/framelab.js';
import { fieldOf, view } from '../frame/view.js';
import { t } from '../base/words.js';

/** @typedef {import('../codec/mark.js').Place} Place */

/** The most characters of a draft: six for each byte that is marked. */
const MOST = 6 * (64 << 10);

/** A frame to build, without a verdict until it is right. */
export class ExerciseFrames extends FrameLab {
  shape = ANSWER;
  changes = () => {};
  /** @type {Place | null} */
  found = null;

  get field() {
    return /** @type {HTMLTextAreaElement} */ (this.querySelector('textarea'));
  }

  async connectedCallback() {
    this.field.addEventListener('input', () => this.input());
    await super.connectedCallback();
  }

  draft() {
    return this.field.value;
  }

  /** @param {string} draft */
  restore(draft) {
    if (draft.length > MOST) throw new RangeError('more than can be marked');
    this.field.value = draft;
    this.read();
  }

  answer() {
    const bytes = hexOrError(this.field.value);
    return 'error' in bytes ? { problem: bytes.error } : { bytes };
  }

  input() {
    this.read();
    this.changes();
  }

  /** Take the text of the field, or keep it where it cannot be used yet. */
  read() {
    const bytes = hexOrError(this.field.value);
    if (!this.codec) this.complain('error' in bytes ? bytes.error : ''); // start() reads it again
    else this.typed(this.field.value, bytes);
  }

  /** @param {string} text */
  complain(text) {
    this.piece('complaint').textContent = text;
    this.field.setAttribute('aria-invalid', String(text !== ''));
  }

  /** Take the text that was typed before the module was there, or on an earlier visit, as the answer. */
  start() {
    const { value } = this.field;
    const bytes = hexOrError(value);
    const { state } = this.store;
    if (!('error' in bytes) && toHex(bytes) === toHex(state.bytes)) return;
    /** @type {Partial<import('../state/store.js').State>} */
    const now = 'error' in bytes ? { drafts: new Map().set('all', { text: value, error: bytes.error }) } : { bytes, drafts: new Map() };
    this.store.state = { ...state, ...now };
    this.view = view(this.codec, this.store.state.bytes, state.receiver);
  }

  /**
   * @param {string} _name
   * @param {string} text
   */
  unusable(_name, text) {
    const bytes = hexOrError(text);
    return 'error' in bytes ? bytes.error : '';
  }

  changed() {
    const { bytes, receiver } = this.store.state;
    this.view = view(this.codec, bytes, receiver);
    this.found = null;
    this.piece('verdict').hidden = true;
    this.draw();
    this.changes();
  }

  drawMore() {
    const { byte } = this.store.cursor;
    const chosen = byte !== null && byte > 1 && byte < this.view.bytes.length;
    const words = chosen ? fieldWords(fieldOf(this.view, byte)) : '';
    morph(
      this.piece('drawer'),
      chosen
        ? html`<p class="direction">${t('drawer.title', { byte, field: words })}</p>${byteBits(this.view, byte, words, hue(fieldOf(this.view, byte)), this.store.cursor, false)}`
        : '',
    );
    const draft = this.store.state.drafts.get('all');
    this.complain(draft?.error ?? '');
    if (!typesIn(this.field)) {
      const typed = hexOrError(this.field.value);
      const shown = toHex(this.view.bytes, ' ');
      // The same bytes stay as they were spelled.
      if (draft) this.field.value = draft.text;
      else if ('error' in typed || toHex(typed, ' ') !== shown) this.field.value = shown;
    }
    for (const e of this.querySelectorAll('.found')) e.classList.remove('found');
    for (const e of this.marks()) e.classList.add('found');
  }

  /** The bits or cells that the finding is about. */
  marks() {
    const place = this.found;
    if (place?.kind !== 'bits') return [];
    /** @type {Element[]} */
    const out = [];
    const end = place.start + Math.max(1, place.bits);
    for (let bit = place.start; bit < end && bit < this.view.bytes.length * 8; bit++) {
      const e = this.querySelector(`[data-bit="${bit}"]`) ?? this.querySelector(`[data-byte="${bit >> 3}"]`);
      if (e && e !== out[out.length - 1]) out.push(e);
    }
    return out;
  }

  /** @param {Place} place */
  place(place) {
    if (place.kind !== 'bits') return '';
    const byte = place.start >> 3;
    if (byte >= this.store.state.bytes.length) return t('ex.place.end');
    const leaf = this.view.frames.flatMap((f) => [...f.field.values()]).find(
      (s) => s.depth === 1 && s.start <= place.start && place.start < s.start + s.bits,
    );
    const field = leaf ? t(`field.${leaf.field}`) : t('cells.left');
    return place.bits === 1 ? t('ex.place.bit', { field, byte, bit: 7 - (place.start & 7) }) : t('ex.place.field', { field, byte });
  }

  /**
   * @param {Place | null} place
   * @param {boolean} go
   */
  outline(place, go) {
    this.found = place;
    if (!this.codec) return;
    if (go && place) this.store.move({ byte: place.start >> 3, bit: place.start });
    else this.draw();
    if (!go || !place) return;
    const [first] = this.marks();
    if (first instanceof HTMLElement) first.focus();
    else select(this.field, ...hexRange(this.field.value, place.start >> 3, 1));
  }

  /** @param {boolean} pass */
  passed(pass) {
    this.piece('verdict').hidden = !pass;
  }
}
