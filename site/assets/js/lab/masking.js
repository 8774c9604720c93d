// The masking lab: a text, a key, and how each payload byte is XORed with its key byte.
import { random, toHex } from '../base/bytes.js';
import { hexOrError } from '../frame/fieldcontrols.js';
import { html } from '../base/html.js';
import { morph } from '../element/morph.js';
import { Lab } from './lab.js';
import { SHOWN, stepHTML, tableHTML } from './maskingview.js';
import { mask } from '../codec/frame.js';
import { arrowTo } from '../element/arrows.js';
import { announce } from '../element/say.js';
import { Store } from '../state/store.js';
import { undoable } from '../state/undo.js';
import { t } from '../base/words.js';

/** @typedef {{text: string, key: string}} Typed */

export class MaskingLab extends Lab {
  at = 0;
  /** The typed text and key, and the ways back from them. @type {Store<Typed>} */
  // @ts-ignore set before anything is typed
  store;

  connectedCallback() {
    this.loaded().then((there) => {
      if (!there) return;
      this.draw();
      this.setAttribute('live', '');
    });
    this.store = new Store(this.typed());
    this.store.addEventListener('change', () => {
      const { text, key } = this.store.state;
      for (const [name, value] of [['text', text], ['key', key]]) if (this.field(name).value !== value) this.field(name).value = value;
      this.draw();
    });
    undoable(this, { undo: () => this.store.undo(), redo: () => this.store.redo(), owns: () => true });
    this.addEventListener('input', (e) => this.store.change(this.typed(), /** @type {HTMLInputElement} */ (e.target).name));
    this.addEventListener('click', (e) => this.clicked(e));
    this.addEventListener('keydown', (e) => this.key(e));
  }

  /** @returns {Typed} */
  typed() {
    return { text: this.field('text').value, key: this.field('key').value };
  }

  /** @param {string} name */
  field(name) {
    return /** @type {HTMLInputElement} */ (this.querySelector(`input[name="${name}"]`));
  }

  draw() {
    if (!this.codec) return;
    const key = hexOrError(this.field('key').value);
    const bad = 'error' in key || key.length !== 4;
    this.piece('complaint').textContent = bad ? t('mask.bad.key') : '';
    this.field('key').setAttribute('aria-invalid', String(bad));
    if (bad) return;
    const plain = new TextEncoder().encode(this.field('text').value);
    const wire = mask(this.codec, plain, key);
    this.at = Math.max(0, Math.min(this.at, plain.length - 1, SHOWN - 1));
    morph(this.piece('table'), plain.length ? tableHTML(plain, key, wire, this.at) : html`<p class="note">${t('none.payload')}</p>`);
    morph(this.piece('step'), plain.length ? stepHTML(plain[this.at], key, wire[this.at], this.at) : '');
  }

  /** @param {MouseEvent} event */
  clicked(event) {
    const button = /** @type {HTMLElement} */ (event.target).closest('button');
    if (!button) return;
    if (button.dataset.act === 'newkey') this.store.change({ key: toHex(random(4), ' ') });
    else if (button.dataset.at !== undefined) this.at = Number(button.dataset.at);
    this.draw();
    this.say();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const button = /** @type {HTMLElement} */ (event.target);
    if (button.dataset.at === undefined) return;
    const to = arrowTo(event.key, this.at, SHOWN);
    if (to === null) return;
    event.preventDefault();
    this.at = to;
    this.draw();
    /** @type {HTMLElement | null} */ (this.querySelector(`[data-at="${this.at}"]`))?.focus();
    this.say();
  }

  say() {
    announce(this.piece('step').querySelector('p')?.textContent ?? '');
  }
}
