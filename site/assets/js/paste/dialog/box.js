// The dialog to paste bytes in: what is there is read as it is typed, and stays when it cannot be.
import { BytesError, MAX_BYTES } from '../../base/bytes.js';
import { html } from '../../base/html.js';
import { piece } from '../../element/element.js';
import { morph } from '../../element/morph.js';
import { EXAMPLES } from '../examples.js';
import { fileReadings, MAX_TEXT, readings } from '../read.js';
import { marksHTML } from './marks.js';
import { examplesHTML, notesHTML, problem, said, sentence, wayHTML } from './says.js';
import { t } from '../../base/words.js';

/** @typedef {import('../reading.js').Reading} Reading */
/** @typedef {import('./says.js').Said} Said */

/** Longer texts are read when one pauses, in milliseconds, and longer ones still are not put into the field. */
const LONG = 20_000;
const PAUSE = 300;
const FIELD = 200_000;

/**
 * @typedef {object} To
 * @property {(bytes: Uint8Array, said: Said) => void} take what to do with the bytes
 * @property {(messages: import('../reading.js').Message[], receiver: import('../../frame/link.js').Role) => Uint8Array} frames the frames of some messages
 */

export class PasteBox {
  /** The ways to read what is there. @type {Reading[]} */
  #readings = [];
  #chosen = 0;
  /** Why it cannot be read. @type {BytesError | null} */
  #error = null;
  /** The contents of a file that are not in the field: its text, or nothing for bytes. @type {{name: string, text: string} | null} */
  #file = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #later;
  #dialog;
  #to;
  #area;
  #use;

  /**
   * @param {HTMLDialogElement} dialog
   * @param {To} to
   */
  constructor(dialog, to) {
    this.#dialog = dialog;
    this.#to = to;
    this.#area = /** @type {HTMLTextAreaElement} */ (dialog.querySelector('textarea'));
    this.#use = /** @type {HTMLButtonElement} */ (dialog.querySelector('[value="use"]'));
    this.#area.addEventListener('input', () => {
      this.#file = null;
      clearTimeout(this.#later);
      if (this.#area.value.length < LONG) this.#read();
      else this.#later = setTimeout(() => this.#read(), PAUSE);
    });
    this.#area.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) this.#use.click();
    });
    this.#use.addEventListener('click', (event) => this.#accept(event));
    dialog.addEventListener('change', (event) => this.#changed(/** @type {HTMLInputElement} */ (event.target)));
    dialog.addEventListener('click', (event) => {
      const { example } = /** @type {HTMLElement} */ (event.target).closest('button')?.dataset ?? {};
      if (example !== undefined) this.put(EXAMPLES[Number(example)].text);
    });
    morph(this.#part('examples'), examplesHTML());
    this.#read();
  }

  /** @param {string} name */
  #part(name) {
    return piece(this.#dialog, name);
  }

  open() {
    if (!this.#dialog.open) this.#dialog.showModal();
  }

  /**
   * Put a text into the field, as if someone had pasted it there.
   * @param {string} text
   */
  put(text) {
    this.#file = null;
    this.#area.value = text;
    this.open();
    this.#read();
    (this.#usable() ? this.#use : this.#area).focus();
  }

  /** @param {File} file */
  async load(file) {
    this.open();
    this.#file = { name: file.name, text: '' };
    this.#area.value = '';
    if (file.size > MAX_TEXT) return this.#refuse(new BytesError('size', { what: file.name, n: file.size, max: MAX_TEXT }));
    let bytes;
    try {
      bytes = new Uint8Array(await file.arrayBuffer());
    } catch {
      return this.#refuse(new BytesError('file', { what: file.name }));
    }
    const found = fileReadings(bytes);
    if ('text' in found && found.text.length <= FIELD) this.put(found.text);
    else if ('text' in found) {
      this.#file.text = found.text;
      this.#read();
    } else if (bytes.length > MAX_BYTES) {
      this.#refuse(new BytesError('long', { n: bytes.length, max: MAX_BYTES }));
    } else {
      this.#readings = found.readings;
      this.#chosen = 0;
      this.#error = null;
      this.#draw();
    }
    if (this.#usable()) this.#use.focus();
  }

  /** @param {BytesError} error */
  #refuse(error) {
    this.#error = error;
    this.#readings = [];
    this.#draw();
  }

  get #text() {
    return this.#file?.text || this.#area.value;
  }

  #read() {
    clearTimeout(this.#later);
    this.#later = undefined;
    try {
      this.#readings = readings(this.#text);
      this.#error = null;
    } catch (error) {
      if (!(error instanceof BytesError)) throw error;
      this.#readings = [];
      this.#error = error;
    }
    this.#chosen = 0;
    this.#draw();
  }

  /** The reading that is chosen, where it has bytes or messages. */
  #usable() {
    const reading = this.#readings[this.#chosen];
    return reading && (reading.bytes.length || reading.messages?.length) ? reading : null;
  }

  /** @param {HTMLInputElement} control */
  #changed(control) {
    if (control.type === 'file') {
      const [file] = control.files ?? [];
      if (file) this.load(file);
      control.value = '';
    } else if (control.name === 'reading') {
      this.#chosen = Number(control.value);
      this.#draw();
    }
  }

  /** @param {Event} event */
  #accept(event) {
    if (this.#later !== undefined) this.#read();
    const reading = this.#usable();
    if (!reading) {
      event.preventDefault();
      this.#area.focus();
      return;
    }
    if (!reading.messages) return this.#to.take(reading.bytes, said(reading));
    const receiver = reading.receiver ?? 'server';
    const bytes = this.#to.frames(reading.messages, receiver);
    if (bytes.length <= MAX_BYTES) return this.#to.take(bytes, { receiver });
    event.preventDefault();
    this.#refuse(new BytesError('long', { n: bytes.length, max: MAX_BYTES }));
  }

  #draw() {
    const reading = this.#readings[this.#chosen];
    const says = this.#part('pasted');
    says.textContent = reading ? sentence(reading, this.#file?.name) : problem(/** @type {BytesError} */ (this.#error), this.#text);
    says.classList.toggle('complaint', !reading);
    this.#use.setAttribute('aria-disabled', String(!this.#usable()));
    this.#use.textContent = reading?.messages ? t('paste.use.messages', { n: reading.messages.length }) : t('paste.use');
    const more = this.#part('notes');
    morph(more, reading ? notesHTML(reading, this.#text, this.#readings) : '');
    more.hidden = !more.firstChild;
    const ways = this.#part('ways');
    ways.hidden = this.#readings.length < 2;
    morph(this.#part('waylist'), html`${this.#readings.map((r, i) => wayHTML(r, i, i === this.#chosen))}`);
    const marked = this.#part('marked');
    const wrong = this.#error?.detail.at ?? null;
    marked.hidden = !this.#text.trim() || !(reading ? reading.spans.length : wrong);
    this.#part('markedtitle').textContent = t(reading ? 'paste.marked' : 'paste.marked.wrong');
    morph(this.#part('marks'), marked.hidden ? '' : marksHTML(this.#text, reading?.spans ?? [], reading ? null : Number(wrong) - 1));
    if (!reading) this.#part('marks').querySelector('.wrong')?.scrollIntoView({ block: 'nearest' });
  }
}
