// Answers that are frames, built bit by bit or typed.
import { toHex } from './bytes.js';
import { ANSWER } from './cells.js';
import { select } from './exercise-fields.js';
import { hexOrError, hexRange } from './exercise-hex.js';
import { byteBits } from './figure.js';
import { fieldWords, hue } from './hexview.js';
import { escape, morph } from './html.js';
import { FrameLab } from './lab.js';
import { fieldOf, view } from './view.js';
import { t } from './words.js';

/** @typedef {import('./codec-mark.js').Place} Place */

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
    this.field.value = draft;
    const bytes = hexOrError(draft);
    if ('error' in bytes) this.complain(bytes.error);
    else this.take(bytes);
  }

  answer() {
    const bytes = hexOrError(this.field.value);
    return 'error' in bytes ? { problem: bytes.error } : { bytes };
  }

  input() {
    const bytes = hexOrError(this.field.value);
    if ('error' in bytes) {
      this.complain(bytes.error);
      this.changes();
      return;
    }
    this.complain('');
    this.take(bytes);
    this.changes();
  }

  /** @param {string} text */
  complain(text) {
    this.piece('complaint').textContent = text;
    this.field.setAttribute('aria-invalid', String(text !== ''));
  }

  /** @param {Uint8Array} bytes */
  take(bytes) {
    this.complain('');
    // Before the module is there nothing is drawn; it starts from these then.
    if (this.codec) this.wire(bytes, 'all');
    else this.store.state = { ...this.store.state, bytes };
  }

  start() {
    this.view = view(this.codec, this.store.state.bytes, this.store.state.receiver);
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
        ? `<p class="direction">${escape(t('drawer.title', { byte, field: words }))}</p>${byteBits(this.view, byte, words, hue(fieldOf(this.view, byte)), this.store.cursor, false)}`
        : '',
    );
    const typed = hexOrError(this.field.value);
    const shown = toHex(this.view.bytes, ' ');
    if ((!('error' in typed) || this.field !== document.activeElement) && ('error' in typed || toHex(typed, ' ') !== shown)) {
      this.field.value = shown;
      this.complain('');
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
