// The frame builder.
import { answerHTML } from './answer.js';
import { concat, CODE, BytesError, MAX_BYTES, parseAny, random, toHex } from './bytes.js';
import { drawerHTML } from './drawer.js';
import { lay, withByte, withFields } from './edit.js';
import { apply, fieldsHTML, hexOrError } from './fields.js';
import { hexHTML, rows } from './hexview.js';
import { escape, morph } from './html.js';
import { FrameLab } from './lab.js';
import { format, parse } from './link.js';
import { closing } from './menu.js';
import { announce, notice } from './page.js';
import { sendInPage, sendReal, whyNotReal } from './send.js';
import { endpoint } from './server.js';
import { streamHTML } from './stream.js';
import { t } from './words.js';

export class FrameBuilder extends FrameLab {
  shape = { lines: true, most: 16 };
  tab = 'fields';
  /** @type {import('./fields.js').Drafts} */
  drafts = new Map();
  /** @type {{html: string} | null} */
  answer = null;

  start() {
    this.store.cursor = { byte: 0, bit: 0 };
    const state = this.#linked(location.hash);
    if (state) this.begin(state.bytes, state.receiver);
    addEventListener('hashchange', () => {
      const next = this.#linked(location.hash);
      if (next) this.load(next.bytes, { receiver: next.receiver });
    });
    this.addEventListener('input', (e) => this.input(e));
    this.addEventListener('focusout', (e) => this.left(e));
    this.rowsBox().addEventListener('scroll', () => this.#drawRows(), { passive: true });
    this.querySelectorAll('details.menu').forEach((menu) => closing(/** @type {HTMLDetailsElement} */ (menu)));
    this.#paste();
  }

  rowsBox() {
    return /** @type {HTMLElement} */ (this.querySelector('.hexrows'));
  }

  /**
   * The state in an address, where it says something new; why it cannot be read is said.
   * @param {string} hash
   */
  #linked(hash) {
    const state = parse(hash);
    if (!state || format(this.store.state.bytes, this.store.state.receiver) === hash) return null;
    if (!('problem' in state)) return state;
    notice(t('link.bad', { why: state.problem, text: hash.slice(0, 200) }));
    return null;
  }

  changed() {
    super.changed();
    const { bytes, receiver } = this.store.state;
    history.replaceState(null, '', format(bytes, receiver));
  }

  drawMore() {
    const { receiver } = this.store.state;
    for (const button of this.querySelectorAll('[data-receiver]')) {
      button.setAttribute('aria-pressed', String(button.getAttribute('data-receiver') === receiver));
    }
    this.toggle('undo', this.store.past.length > 0);
    this.toggle('redo', this.store.future.length > 0);
    morph(this.piece('drawer'), drawerHTML(this.view, this.store.cursor, this.drafts));
    for (const tab of this.querySelectorAll('[role=tab]')) {
      const on = tab.getAttribute('data-tab') === this.tab;
      tab.setAttribute('aria-selected', String(on));
      tab.setAttribute('tabindex', on ? '0' : '-1');
      /** @type {HTMLElement} */ (this.querySelector(`#${tab.getAttribute('aria-controls')}`)).hidden = !on;
    }
    if (this.tab === 'fields') morph(this.piece('fields'), fieldsHTML(this.view, this.drafts));
    else if (this.tab === 'hex') {
      morph(this.piece('hex'), hexHTML(this.view, this.drafts));
      this.#drawRows();
    } else if (this.tab === 'stream') morph(this.piece('stream'), streamHTML(this.codec, this.view));
    else morph(this.piece('answer'), this.answer?.html ?? `<p class="note">${escape(t('answer.none'))}</p>`);
  }

  /**
   * @param {string} act
   * @param {boolean} on
   */
  toggle(act, on) {
    const button = /** @type {HTMLElement} */ (this.querySelector(`[data-act="${act}"]`));
    // aria-disabled keeps the focus where it is when the last step is undone.
    button.setAttribute('aria-disabled', String(!on));
  }

  #drawRows() {
    const box = this.rowsBox();
    const { html, top, height } = rows(this.view, box.scrollTop, this.store.cursor.byte);
    const inner = this.piece('rows');
    /** @type {HTMLElement} */ (inner.parentElement).style.height = `${height}px`;
    inner.style.transform = `translateY(${top}px)`;
    morph(inner, html);
  }

  /** @param {Event} event */
  input(event) {
    const control = event.target;
    if (!(control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement || control instanceof HTMLSelectElement)) return;
    if (!control.name || control.closest('dialog')) return;
    const result = this.#read(control);
    if ('error' in result) {
      this.drafts.set(control.name, { text: control.value, error: result.error });
      this.draw();
      announce(result.error);
      return;
    }
    this.drafts.delete(control.name);
    if (control.name === 'byte' || control.name === 'all') this.wire(result, control.name);
    else this.load(result, {}, control.name);
  }

  /**
   * @param {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} control
   * @returns {Uint8Array | {error: string}}
   */
  #read(control) {
    if (control.name === 'all') return hexOrError(control.value);
    if (control.name !== 'byte') return apply(this.codec, this.view, control);
    const bytes = hexOrError(control.value);
    if ('error' in bytes) return bytes;
    if (bytes.length !== 1) return { error: t('hex.odd', { at: 1 }) };
    return withByte(this.store.state.bytes, /** @type {number} */ (this.store.cursor.byte), bytes[0]);
  }

  /** A control that is left shows what the frame says, unless what was typed cannot be used yet. */
  left(/** @type {FocusEvent} */ event) {
    const control = event.target;
    if (control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement) {
      if (control.name && !control.closest('dialog')) queueMicrotask(() => this.draw());
    }
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    if (target.getAttribute('role') === 'tab') {
      const tabs = /** @type {HTMLElement[]} */ ([...this.querySelectorAll('[role=tab]')]);
      const at = tabs.indexOf(target);
      /** @type {Record<string, number>} */
      const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: tabs.length - 1 };
      if (event.key in to) {
        event.preventDefault();
        const next = tabs[(to[event.key] + tabs.length) % tabs.length];
        this.open(String(next.dataset.tab));
        next.focus();
      }
      return;
    }
    super.key(event);
  }

  /** @param {string} tab */
  open(tab) {
    this.tab = tab;
    this.draw();
  }

  /**
   * @param {string} act
   * @param {HTMLElement} target
   */
  act(act, target) {
    const { bytes } = this.store.state;
    switch (act) {
      case 'direction':
        this.load(bytes, { receiver: target.dataset.receiver === 'client' ? 'client' : 'server' });
        break;
      case 'tab':
        this.open(String(target.dataset.tab));
        break;
      case 'rows':
        this.open('hex');
        this.rowsBox().focus();
        break;
      case 'prev':
      case 'next': {
        const byte = (this.store.cursor.byte ?? 0) + (act === 'next' ? 1 : -1);
        this.drafts.delete('byte');
        this.store.move({ byte, bit: byte * 8 });
        break;
      }
      case 'newkey':
        this.drafts.delete('key');
        this.load(withFields(this.codec, this.view, { key: random(4) }));
        break;
      case 'size':
        this.#sized(Number(target.dataset.size));
        break;
      case 'copy':
        this.#copy(String(target.dataset.form));
        break;
      case 'paste':
        /** @type {HTMLDialogElement} */ (this.querySelector('dialog')).showModal();
        break;
      case 'send':
        this.#send();
        break;
      default:
        super.act(act, target);
    }
  }

  /**
   * A binary frame of a given size, from a client.
   * @param {number} n
   */
  #sized(n) {
    const payload = Uint8Array.from({ length: n }, (_, i) => i & 255);
    const frame = lay(this.codec, { fin: true, rsv: 0, opcode: 2, masked: true, form: 0, key: null, payload });
    this.load(frame, { receiver: 'server' });
  }

  /** @param {string} form */
  async #copy(form) {
    const { bytes, receiver } = this.store.state;
    const text =
      form === 'link'
        ? new URL(format(bytes, receiver), location.href).href
        : CODE[/** @type {keyof typeof CODE} */ (form)](bytes);
    try {
      await navigator.clipboard.writeText(text);
      announce(t('tool.copied', { what: t(`copy.${form}`) }));
      this.piece('copied').textContent = t('tool.copied', { what: t(`copy.${form}`) });
      setTimeout(() => (this.piece('copied').textContent = ''), 2500);
    } catch {
      notice(`${t('tool.copy.failed')} ${text}`);
    }
  }

  async #send() {
    const v = this.view;
    const why = whyNotReal(v);
    const url = await endpoint('echo');
    let html;
    try {
      const answer = url && !why ? await sendReal(this.codec, v, url) : { ...sendInPage(this.codec, v), why: url && why ? why : undefined };
      html = answerHTML(this.codec, answer, v.receiver);
    } catch (error) {
      const key = error instanceof Error && error.message.startsWith('answer.') ? error.message : 'answer.failed';
      html = `<p class="complaint">${escape(t(key, { s: 5 }))}</p>`;
    }
    this.answer = { html };
    this.open('answer');
    announce(this.piece('answer').innerText);
    this.piece('answer').scrollIntoView({ block: 'nearest' });
  }

  /** The dialog to paste in: what is there is read as it is typed, and stays when it cannot be. */
  #paste() {
    const dialog = /** @type {HTMLDialogElement} */ (this.querySelector('dialog'));
    const area = /** @type {HTMLTextAreaElement} */ (dialog.querySelector('textarea'));
    const says = /** @type {HTMLElement} */ (dialog.querySelector('[data-part="pasted"]'));
    const use = /** @type {HTMLButtonElement} */ (dialog.querySelector('[value="use"]'));
    /** @returns {Uint8Array | null} */
    const read = () => {
      try {
        const bytes = parseAny(area.value);
        says.textContent = bytes.length ? `${t('paste.count', { n: bytes.length })}: ${toHex(bytes.subarray(0, 12), ' ')}${bytes.length > 12 ? ' …' : ''}` : t('paste.none');
        says.classList.remove('complaint');
        return bytes.length ? bytes : null;
      } catch (error) {
        if (!(error instanceof BytesError)) throw error;
        const { form, n, max, ...rest } = error.detail;
        const params = { ...rest, form: form ? t(`paste.form.${form}`) : '', n: n ?? 0, max: max ?? MAX_BYTES };
        says.textContent = t(`paste.${error.kind}`, /** @type {Record<string, string | number>} */ (params));
        says.classList.add('complaint');
        return null;
      }
    };
    const update = () => use.setAttribute('aria-disabled', String(read() === null));
    area.addEventListener('input', update);
    use.addEventListener('click', (event) => {
      const bytes = read();
      if (!bytes) {
        event.preventDefault();
        area.focus();
        return;
      }
      this.load(concat(bytes));
    });
    update();
  }
}
