// Pasting into the bench, and selecting all of a head's lines: Ctrl+A selects a line, and once
// more all of them. A selection cannot span controls, so it is kept here, and what is then
// typed, pasted or cut is put in place of all.
import { concat } from '../../base/bytes.js';
import { HandshakeLines } from './lines.js';
import { encode } from '../../head/text.js';
import { HeadTextError, readHeads } from '../../head/paste/read.js';
import { announce } from '../../element/say.js';
import { t } from '../../base/words.js';

/** @typedef {import('../../head/head.js').Side} Side */
/** @typedef {import('../../head/paste/read.js').Heads} Heads */

/** Keys that leave a selection of all lines as it is. */
const LEAVE = new Set(['Control', 'Shift', 'Meta', 'Alt']);

const decoder = new TextDecoder();

export class HandshakePaste extends HandshakeLines {
  /** The side whose lines are all selected. @type {Side | null} */
  all = null;
  /** The line that Ctrl+A has just selected. @type {HTMLTextAreaElement | null} */
  line = null;

  /** Listen to what is pasted, copied and selected. */
  listenToPaste() {
    this.addEventListener('paste', (e) => this.#pasted(e));
    this.addEventListener('copy', (e) => this.#copied(e));
    this.addEventListener('cut', (e) => this.#copied(e));
    this.addEventListener('pointerdown', () => {
      this.line = null;
      this.selectAll(null);
    });
    this.addEventListener('focusout', (e) => {
      const to = e.relatedTarget;
      if (this.all && to instanceof HTMLElement && to.dataset.line !== '0') this.selectAll(null);
    });
    const dialog = this.#dialog();
    const area = /** @type {HTMLTextAreaElement} */ (dialog.querySelector('textarea'));
    area.addEventListener('input', () => this.#preview());
    dialog.addEventListener('close', () => {
      const heads = dialog.returnValue === 'use' ? this.#preview() : null;
      if (heads) this.take(heads);
    });
    dialog.querySelector('[value=use]')?.addEventListener('click', (e) => {
      if (this.#preview()) return;
      e.preventDefault();
      area.focus();
    });
    if (!this.hasAttribute('data-address')) return;
    // Pasted anywhere on the lab's own page, outside a field.
    document.addEventListener('paste', (e) => {
      const target = /** @type {HTMLElement} */ (e.target);
      const text = e.clipboardData?.getData('text/plain');
      if (!text || e.defaultPrevented || target.closest('input, textarea, select, [contenteditable], dialog')) return;
      e.preventDefault();
      this.openPaste(text);
    });
  }

  #dialog() {
    return /** @type {HTMLDialogElement} */ (this.querySelector('dialog'));
  }

  /**
   * Open the dialog, with a text to begin with.
   * @param {string} [text]
   */
  openPaste(text) {
    const dialog = this.#dialog();
    const area = /** @type {HTMLTextAreaElement} */ (dialog.querySelector('textarea'));
    if (text !== undefined) area.value = text;
    this.#preview();
    dialog.returnValue = '';
    if (!dialog.open) dialog.showModal();
    area.focus();
    area.select();
  }

  /**
   * Say as what the dialog's text is read.
   * @returns {Heads | null}
   */
  #preview() {
    const dialog = this.#dialog();
    const area = /** @type {HTMLTextAreaElement} */ (dialog.querySelector('textarea'));
    const says = /** @type {HTMLElement} */ (dialog.querySelector('[data-part=pasted]'));
    const shows = /** @type {HTMLElement} */ (dialog.querySelector('[data-part=read]'));
    const { heads, words } = this.#understood(area.value);
    says.textContent = words;
    says.classList.toggle('complaint', !heads && area.value.trim() !== '');
    shows.textContent = heads ? Object.values(heads.heads).map((b) => decoder.decode(b)).join('\n') : '';
    dialog.querySelector('[value=use]')?.setAttribute('aria-disabled', String(!heads));
    return heads;
  }

  /**
   * @param {string} text
   * @returns {{heads: Heads | null, words: string}}
   */
  #understood(text) {
    try {
      const heads = readHeads(text);
      if (!heads) return { heads, words: t('hs.paste.none') };
      const sides = Object.entries(heads.heads).map(([side, b]) => t(`hs.paste.${side}`, { n: b.length, lines: decoder.decode(b).split('\r\n').length - 1 }));
      const first = heads.whole ? [] : [t('hs.paste.first')];
      return { heads, words: [t('hs.paste.read', { form: t(`hs.form.${heads.form}`) }), ...sides, ...first].join(' ') };
    } catch (error) {
      if (!(error instanceof HeadTextError)) throw error;
      return { heads: null, words: t('hs.paste.bad', { line: error.line, what: error.what }) };
    }
  }

  /**
   * Put what was read in place of what is there.
   * @param {Heads} read
   */
  take({ heads, whole }) {
    const { request, response, kept } = this.store.state;
    const own = (/** @type {Side} */ side) => {
      const head = heads[side];
      if (!head || whole) return head;
      const now = this.head(side).bytes;
      const line = now.subarray(0, this.head(side).lines[0].next);
      return line.length && line[line.length - 1] === 10 ? concat(line, head.subarray(endOfLine(head))) : head;
    };
    const asked = own('request');
    const answered = own('response');
    this.load({
      request: asked ?? request,
      response: answered ?? (asked ? null : response),
      kept: answered ? null : (asked && response ? response : (kept ?? null)),
    });
    announce(t('hs.paste.done'));
  }

  /** For a lab to show a new state. @param {Partial<import('./link.js').State>} _state */
  load(_state) {}

  /** @param {ClipboardEvent} event */
  #pasted(event) {
    const area = event.target;
    if (!(area instanceof HTMLTextAreaElement) || !area.matches('.hsline')) return;
    const text = event.clipboardData?.getData('text/plain') ?? '';
    const { heads } = /[\r\n]|\\r\\n|^\s*curl\s/.test(text.trim()) ? this.#understood(text) : { heads: null };
    const all = this.all;
    this.selectAll(null);
    const [head, line] = this.lineOf(area);
    if (heads && (heads.whole || all)) {
      event.preventDefault();
      this.take(heads);
      return;
    }
    if (all) {
      event.preventDefault();
      this.replace(all, 0, this.head(all).bytes.length, encode(text));
    } else if (heads && line) {
      // Fields go where the caret is, as lines.
      event.preventDefault();
      const fields = Object.values(heads.heads).map((b) => b.subarray(endOfLine(b), b.length - 4));
      const { start, end } = this.selected(area);
      this.replace(head.side, start, end, fields[0]);
    }
  }

  /**
   * What is selected in a line, in bytes of the head.
   * @param {HTMLTextAreaElement} area
   */
  selected(area) {
    const [, line] = this.lineOf(area);
    const at = (/** @type {number} */ chars) => (line?.start ?? 0) + encode(area.value.slice(0, chars)).length;
    return { start: at(area.selectionStart), end: at(area.selectionEnd) };
  }

  /** @param {ClipboardEvent} event */
  #copied(event) {
    const { all } = this;
    if (!all || !event.clipboardData) return;
    event.preventDefault();
    event.clipboardData.setData('text/plain', decoder.decode(this.head(all).bytes));
    if (event.type === 'cut') this.#empty(all);
  }

  /** @param {Side} side */
  #empty(side) {
    this.selectAll(null);
    this.replace(side, 0, this.head(side).bytes.length, new Uint8Array());
  }

  /**
   * Ctrl+A in a line selects it, and once more all lines.
   * @param {HTMLTextAreaElement} line
   * @returns {boolean} whether all lines are selected now
   */
  selectMore(line) {
    const again = this.line === line || this.all !== null;
    this.line = again ? null : line;
    if (again) this.selectAll(line.dataset.side === 'response' ? 'response' : 'request');
    return again;
  }

  /** @param {Side | null} side null: none */
  selectAll(side) {
    if (this.all === side) return;
    this.all = side;
    for (const name of /** @type {Side[]} */ (['request', 'response'])) this.piece(name).toggleAttribute('data-all', name === side);
    if (!side) return;
    const area = this.querySelector(`textarea[data-side=${side}][data-line="0"]`);
    if (area instanceof HTMLTextAreaElement) {
      area.focus({ preventScroll: true });
      area.select();
    }
    announce(t('hs.all'));
  }

  /**
   * Typing over all lines, or a whole head over one.
   * @param {Event} event
   */
  input(event) {
    const { all, line } = this;
    this.line = null;
    if (line && line === event.target && /\n/.test(line.value)) {
      const { heads } = this.#understood(line.value);
      if (heads?.whole) {
        this.take(heads);
        return;
      }
    }
    if (!all || !(event.target instanceof HTMLTextAreaElement)) {
      super.input(event);
      return;
    }
    this.selectAll(null);
    this.store.merging = '';
    this.replace(all, 0, this.head(all).bytes.length, encode(event.target.value), `${all} 0`);
  }

  /**
   * @param {KeyboardEvent} event
   * @param {HTMLTextAreaElement} area
   */
  lineKey(event, area) {
    if (!LEAVE.has(event.key)) this.line = null;
    if (this.all) {
      if (LEAVE.has(event.key) || event.ctrlKey || event.metaKey) return;
      if (event.key === 'Backspace' || event.key === 'Delete') {
        event.preventDefault();
        this.#empty(this.all);
        return;
      }
      if (event.key.length > 1 && event.key !== 'Enter' && event.key !== 'Process') this.selectAll(null);
      else return; // what it types comes as input
    }
    super.lineKey(event, area);
  }
}

/** @param {Uint8Array} head */
const endOfLine = (head) => head.indexOf(10) + 1;
