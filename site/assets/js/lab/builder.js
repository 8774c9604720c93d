// The frame builder.
import { answerWords } from '../wire/answer.js';
import { addressBar } from '../state/address.js';
import { Answered } from './answered.js';
import { CODE, concat, random, toHex } from '../base/bytes.js';
import { FULL } from '../frame/cells.js';
import { copy, LONG_ADDRESS } from '../element/copy.js';
import { deflateHTML } from '../frame/deflateview.js';
import { byteDraft, drawerHTML } from '../frame/drawer.js';
import { lay, withByte, withFields } from '../frame/edit.js';
import { apply } from '../frame/fieldread.js';
import { fieldsHTML, hexOrError, late } from '../frame/fields.js';
import { fixesHTML } from '../frame/fixview.js';
import { hexHTML, rows } from '../frame/hexview.js';
import { button, enable, press } from '../element/element.js';
import { keepingFocus, rest } from '../element/focus.js';
import { scriptAt } from '../element/script.js';
import { morph } from '../element/morph.js';
import { FrameLab } from './framelab.js';
import { format, LINK_BYTES, parse } from '../frame/link.js';
import { menus } from '../element/menu.js';
import { announce, fail, notice } from '../element/say.js';
import { pasting } from '../paste/dialog/open.js';
import { drawTabs, hasTab, onTabKey } from '../element/tabs.js';
import { streamHTML } from '../frame/stream.js';
import { view } from '../frame/view.js';
import { t } from '../base/words.js';

/**
 * Whether a control says something else than what the page came with.
 * @param {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} field
 */
function changed(field) {
  if (field instanceof HTMLSelectElement) return !field.selectedOptions[0]?.defaultSelected;
  if (field instanceof HTMLInputElement && field.type === 'checkbox') return field.checked !== field.defaultChecked;
  return field.value !== field.defaultValue;
}

export class FrameBuilder extends FrameLab {
  shape = FULL;
  tab = 'fields';
  answered = new Answered(this);
  address = addressBar(() => this.#fragment(), parse);
  /** The remedies for a broken rule, once their script is there. @type {typeof import('../frame/fix.js').remedies | undefined} */
  remedies;
  /** @type {ReturnType<typeof pasting> | undefined} */
  paste;

  start() {
    if (!this.resumed) this.store.cursor = { byte: 0, bit: 0 };
    const state = this.address.linked();
    if (state && this.resumed) this.load(state.bytes, state);
    else if (state) this.begin(state.bytes, state.receiver, state.deflate);
    else if (this.resumed && !location.hash) this.address.show();
    this.address.listen((next) => {
      this.shape = FULL;
      this.load(next.bytes, next);
    });
    onTabKey(this, (tab) => this.open(tab));
    this.addEventListener('input', (e) => this.input(e));
    this.addEventListener('focusin', (e) => this.chosen(e));
    this.addEventListener('focusout', (e) => this.left(e));
    this.rowsBox().addEventListener('scroll', () => keepingFocus(this, () => this.#drawRows()), { passive: true });
    menus(this);
    this.paste = pasting(/** @type {HTMLDialogElement} */ (this.querySelector('dialog')), {
      take: (bytes, said) => {
        this.shape = FULL;
        this.load(bytes, said);
      },
      frames: (messages, receiver) => this.#framed(messages, receiver),
    });
    this.#typedEarly();
    // The fixes come when the browser has nothing else to do: a press that waits is answered first.
    const soon = window.requestIdleCallback ?? setTimeout;
    soon(() => this.#loadFixes());
  }

  #loadFixes() {
    /** @type {import('../element/script.js').Script<typeof import('../fixes.js')>} */
    const fixes = scriptAt(this.dataset.fixes);
    fixes.load().then(({ remedies }) => {
      this.remedies = remedies;
      this.draw();
    }).catch(fail);
  }

  /** Take what was typed in the fields before the module was there. */
  #typedEarly() {
    const fields = /** @type {NodeListOf<HTMLInputElement>} */ (this.querySelectorAll('.below [name]'));
    const typed = [...fields].filter(changed).map(({ name, value, checked }) => ({ name, value, checked }));
    for (const { name, value, checked } of typed) {
      const field = /** @type {HTMLInputElement | null} */ (this.querySelector(`.below [name="${name}"]`));
      if (!field) continue;
      Object.assign(field, { value, checked });
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }
  }

  get drafts() {
    return this.store.state.drafts;
  }

  linked() {
    const state = parse(location.hash);
    return { link: state !== null && ('problem' in state || state.deflate || state.receiver !== 'server' || toHex(state.bytes) !== this.dataset.bytes) };
  }

  /** @param {number} room */
  more(room) {
    const answer = this.answered.kept(room);
    return this.tab === 'fields' && !answer ? undefined : { tab: this.tab, answer };
  }

  /** @param {any} more */
  resume(more) {
    if (!more) return;
    if (!hasTab(this, more.tab)) throw new TypeError('a tab');
    if (more.answer) this.answered.resume(more.answer);
    this.tab = more.tab;
  }

  rowsBox() {
    return /** @type {HTMLElement} */ (this.querySelector('.hexrows'));
  }

  #fragment() {
    const { bytes, receiver, deflate } = this.store.state;
    return format(bytes, receiver, deflate);
  }

  changed() {
    super.changed();
    this.address.show();
  }

  drawMore() {
    const { receiver } = this.store.state;
    press(this.querySelectorAll('[data-receiver]'), (b) => b.dataset.receiver === receiver);
    const { deflate } = this.store.state;
    button(this, 'deflate')?.setAttribute('aria-checked', String(deflate));
    const inflated = this.store.state.deflate ? deflateHTML(this.codec, this.view.first) : '';
    morph(this.piece('inflated'), inflated);
    this.piece('inflated').hidden = inflated === '';
    enable(this, 'undo', this.store.past.length > 0);
    enable(this, 'redo', this.store.future.length > 0);
    this.#drawAddress();
    morph(this.piece('drawer'), drawerHTML(this.view, this.store.cursor, this.drafts));
    drawTabs(this, this.tab, (panel, on) => (panel.hidden = !on));
    if (this.tab === 'fields') morph(this.piece('fields'), fieldsHTML(this.view, this.drafts));
    else if (this.tab === 'hex') {
      morph(this.piece('hex'), hexHTML(this.view, this.drafts));
      this.#drawRows();
    } else if (this.tab === 'stream') morph(this.piece('stream'), streamHTML(this.codec, this.view, (n, rule) => this.fixes(n, rule)));
    else morph(this.piece('answer'), this.answered.html());
  }

  /**
   * @param {number} n the frame's number, from 0
   * @param {string} rule
   */
  #remedies(n, rule) {
    return this.remedies?.(this.codec, this.view, n, rule, this.store.state.laid) ?? [];
  }

  /**
   * @param {number} n
   * @param {string} rule
   */
  fixes(n, rule) {
    return fixesHTML(this.#remedies(n, rule), n, rule);
  }

  /** Say that the address cannot hold such a frame, or that it is long. */
  #drawAddress() {
    const { length } = this.store.state.bytes;
    const n = location.href.length - location.hash.length + format(new Uint8Array(), 'server').length + 2 * length;
    const words = length > LINK_BYTES ? t('link.large', { max: LINK_BYTES }) : n > LONG_ADDRESS ? t('link.long', { n }) : '';
    this.piece('address').textContent = words;
    this.piece('address').hidden = !words;
  }

  #drawRows() {
    const box = this.rowsBox();
    const { shown, top, height } = rows(this.view, box.scrollTop, this.store.cursor.byte);
    const inner = this.piece('rows');
    /** @type {HTMLElement} */ (inner.parentElement).style.height = `${height}px`;
    inner.style.transform = `translateY(${top}px)`;
    morph(inner, shown);
  }

  /** @param {Event} event */
  input(event) {
    const control = event.target;
    if (!(control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement || control instanceof HTMLSelectElement)) return;
    if (!control.name || control.closest('dialog')) return;
    const name = this.#nameOf(control);
    const result = this.#read(control);
    if ('error' in result) {
      this.keepDraft(name, { text: control.value, error: result.error });
      return;
    }
    // Typing is one step to undo; every press of a box or a choice is one of its own.
    const merge = control instanceof HTMLSelectElement || control.type === 'checkbox' ? '' : name;
    const drafts = this.undrafted(name);
    if (control.name === 'byte' || control.name === 'all') this.wire(result, merge, { drafts });
    else this.load(result, { drafts }, merge);
  }

  /**
   * The name under which a control's typing is kept; the field for a byte is another one for each.
   * @param {{name: string}} control
   */
  #nameOf({ name }) {
    return name === 'byte' ? byteDraft(this.store.cursor.byte) : name;
  }

  /**
   * @param {string} name
   * @param {string} value
   * @param {import('../state/store.js').State} state
   */
  unusable(name, value, state) {
    const { bytes, receiver, deflate } = state;
    const v = view(this.codec, bytes, receiver, deflate, true);
    const result = name === 'all' || name.startsWith(byteDraft('')) ? hexOrError(value) : apply(this.codec, v, { name, value }, v);
    if ('error' in result) return result.error;
    return name.startsWith(byteDraft('')) && result.length !== 1 ? t('hex.odd', { at: 1 }) : '';
  }

  /** @param {'undo' | 'redo'} way */
  step(way) {
    super.step(way);
    const field = document.activeElement;
    // A field that shows its bytes when it is chosen is chosen.
    if (field instanceof HTMLTextAreaElement && this.contains(field) && field.dataset.late !== undefined) field.value = late(this.view, field.name);
  }

  /**
   * @param {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} control
   * @returns {Uint8Array | {error: string}}
   */
  #read(control) {
    if (control.name === 'all') return hexOrError(control.value);
    if (control.name !== 'byte') {
      const { bytes, receiver, deflate } = this.store.before(this.#nameOf(control));
      return apply(this.codec, this.view, control, control.name === 'length' ? view(this.codec, bytes, receiver, deflate, true) : this.view);
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
      case 'tab':
        this.open(String(target.dataset.tab));
        break;
      case 'prev':
      case 'next': {
        const byte = (this.store.cursor.byte ?? 0) + (act === 'next' ? 1 : -1);
        if (byte >= 0 && byte < bytes.length) this.store.move({ byte, bit: byte * 8 });
        break;
      }
      case 'newkey':
        this.load(withFields(this.codec, this.view, { key: random(4) }), { drafts: this.undrafted('key') });
        break;
      case 'fix':
        this.#fix(target);
        break;
      case 'size':
        this.#sized(Number(target.dataset.size));
        break;
      case 'copy':
        this.#copy(String(target.dataset.form));
        break;
      case 'paste':
        this.paste?.open();
        break;
      case 'send':
        this.#send();
        break;
      default:
        super.act(act, target);
    }
  }

  /**
   * Do what a button offers. The focus goes to the next one beside it, or where there is none to what says the verdict.
   * @param {HTMLElement} target
   */
  #fix(target) {
    const { at, field, form } = target.dataset;
    const part = /** @type {HTMLElement} */ (target.closest('[data-part]'));
    const remedy = this.#remedies(Number(at), String(field)).find(({ name }) => name === form);
    if (!remedy) return;
    const { bytes = this.store.state.bytes, ...change } = remedy.change();
    this.load(bytes, change);
    const next = button(part, 'fix');
    if (next) next.focus({ preventScroll: true });
    else rest(part);
  }

  /**
   * A binary frame of a given size, from a client.
   * @param {number} n
   */
  #sized(n) {
    const payload = Uint8Array.from({ length: n }, (_, i) => i & 255);
    const frame = lay(this.codec, { fin: true, rsv: 0, opcode: 2, masked: true, form: 0, key: null, payload });
    this.shape = FULL;
    this.load(frame, { receiver: 'server' });
  }

  /**
   * A frame for each message; from a client each with a fresh masking key.
   * @param {import('../paste/reading.js').Message[]} messages
   * @param {import('../frame/link.js').Role} receiver
   */
  #framed(messages, receiver) {
    const masked = receiver === 'server';
    return concat(...messages.map(({ opcode, payload }) => lay(this.codec, { fin: true, rsv: 0, opcode, masked, form: 0, key: null, payload })));
  }

  /** @param {string} form */
  #copy(form) {
    const link = this.#fragment();
    if (form === 'link' && !link) {
      notice(t('link.large', { max: LINK_BYTES }));
      return;
    }
    const text = form === 'link' ? new URL(link, location.href).href : CODE[/** @type {keyof typeof CODE} */ (form)](this.store.state.bytes);
    copy(text, t(`copy.${form}`));
  }

  async #send() {
    await this.answered.send();
    this.open('answer');
    announce(answerWords(this.piece('answer')));
    this.piece('answer').scrollIntoView({ block: 'nearest' });
  }
}
