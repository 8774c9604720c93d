// The frame builder.
import { answerHTML, staleHTML } from './answer.js';
import { AddressBar } from './address.js';
import { CODE, random } from './bytes.js';
import { drawerHTML } from './drawer.js';
import { lay, withByte, withFields } from './edit.js';
import { apply } from './fieldread.js';
import { fieldsHTML, hexOrError, late } from './fields.js';
import { hexHTML, rows } from './hexview.js';
import { escape, morph } from './html.js';
import { Inflater } from './inflater.js';
import { FrameLab } from './lab.js';
import { format, LINK_BYTES, parse } from './link.js';
import { closing } from './menu.js';
import { announce, notice } from './page.js';
import { pasteBox } from './pastebox.js';
import { send } from './send.js';
import { streamHTML } from './stream.js';
import { view } from './view.js';
import { wayFailed } from './ways.js';
import { t } from './words.js';

export class FrameBuilder extends FrameLab {
  shape = { lines: true, most: 16 };
  tab = 'fields';
  /** @type {import('./fields.js').Drafts} */
  drafts = new Map();
  /** @type {{html: string, to: import('./view.js').View} | null} */
  answer = null;
  address = new AddressBar();
  inflater = new Inflater(this);

  start() {
    this.store.cursor = { byte: 0, bit: 0 };
    const state = this.#linked(location.hash);
    if (state) this.begin(state.bytes, state.receiver, state.deflate);
    this.inflater.have();
    addEventListener('hashchange', () => {
      this.address.drop();
      const next = this.#linked(location.hash);
      if (next) this.load(next.bytes, { receiver: next.receiver, deflate: next.deflate });
    });
    this.addEventListener('input', (e) => this.input(e));
    this.addEventListener('focusin', (e) => this.chosen(e));
    this.addEventListener('focusout', (e) => this.left(e));
    this.rowsBox().addEventListener('scroll', () => this.#drawRows(), { passive: true });
    this.querySelectorAll('details.menu').forEach((menu) => closing(/** @type {HTMLDetailsElement} */ (menu)));
    pasteBox(/** @type {HTMLDialogElement} */ (this.querySelector('dialog')), (bytes) => this.load(bytes));
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
    if (!state || this.#fragment() === hash) return null;
    if (!('problem' in state)) return state;
    notice(t('link.bad', { why: state.problem, text: hash.slice(0, 200) }));
    return null;
  }

  #fragment() {
    const { bytes, receiver, deflate } = this.store.state;
    return format(bytes, receiver, deflate);
  }

  changed() {
    super.changed();
    this.address.show(this.#fragment());
    this.inflater.have();
  }

  drawMore() {
    const { receiver } = this.store.state;
    for (const button of this.querySelectorAll('[data-receiver]')) {
      button.setAttribute('aria-pressed', String(button.getAttribute('data-receiver') === receiver));
    }
    const { deflate } = this.store.state;
    this.querySelector('[data-act="deflate"]')?.setAttribute('aria-checked', String(deflate));
    const inflated = this.inflater.html();
    morph(this.piece('inflated'), inflated);
    this.piece('inflated').hidden = inflated === '';
    this.toggle('undo', this.store.past.length > 0);
    this.toggle('redo', this.store.future.length > 0);
    this.piece('address').textContent = this.store.state.bytes.length > LINK_BYTES ? t('link.large', { max: LINK_BYTES }) : '';
    this.piece('address').hidden = this.store.state.bytes.length <= LINK_BYTES;
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
    else morph(this.piece('answer'), this.#answerHTML());
  }

  #answerHTML() {
    if (!this.answer) return `<p class="note">${escape(t('answer.none'))}</p>`;
    return staleHTML(this.answer.html, this.answer.to !== this.view);
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
    // Typing is one step to undo; every press of a box or a choice is one of its own.
    const merge = control instanceof HTMLSelectElement || control.type === 'checkbox' ? '' : control.name;
    if (control.name === 'byte' || control.name === 'all') this.wire(result, merge);
    else this.load(result, {}, merge);
  }

  /**
   * @param {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} control
   * @returns {Uint8Array | {error: string}}
   */
  #read(control) {
    if (control.name === 'all') return hexOrError(control.value);
    if (control.name !== 'byte') {
      const { bytes, receiver, deflate } = this.store.before(control.name);
      return apply(this.codec, this.view, control, control.name === 'length' ? view(this.codec, bytes, receiver, deflate) : this.view);
    }
    const bytes = hexOrError(control.value);
    if ('error' in bytes) return bytes;
    if (bytes.length !== 1) return { error: t('hex.odd', { at: 1 }) };
    return withByte(this.store.state.bytes, /** @type {number} */ (this.store.cursor.byte), bytes[0]);
  }

  /**
   * A text area that shows its bytes when it is chosen.
   * @param {FocusEvent} event
   */
  chosen(event) {
    const area = event.target;
    if (area instanceof HTMLTextAreaElement && area.dataset.late !== undefined && !area.value) area.value = late(this.view, area.name);
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
      if (Object.hasOwn(to, event.key)) {
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
      case 'deflate':
        this.load(bytes, { deflate: !this.store.state.deflate });
        break;
      case 'inflater':
        this.inflater.have(true);
        this.draw();
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
    const { bytes } = this.store.state;
    const link = this.#fragment();
    if (form === 'link' && !link) {
      notice(t('link.large', { max: LINK_BYTES }));
      return;
    }
    const text = form === 'link' ? new URL(link, location.href).href : CODE[/** @type {keyof typeof CODE} */ (form)](bytes);
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
    await this.inflater.have(true);
    const to = this.view;
    this.answer = { html: await this.#sent(to), to };
    this.open('answer');
    announce(this.piece('answer').innerText);
    this.piece('answer').scrollIntoView({ block: 'nearest' });
  }

  /** @param {import('./view.js').View} to */
  async #sent(to) {
    if (this.inflater.error) return `<p class="complaint">${escape(this.inflater.words)}</p>`;
    try {
      return answerHTML(this.codec, await send(this.codec, to), to.receiver);
    } catch (error) {
      return `<p class="complaint">${escape(wayFailed(error))}</p>`;
    }
  }
}
