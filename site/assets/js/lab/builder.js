// The frame builder.
import { answerWords } from '../wire/answer.js';
import { addressBar } from '../state/address.js';
import { Answered } from './answered.js';
import { CODE, concat, random, toHex } from '../base/bytes.js';
import { FULL } from '../frame/cells.js';
import { copy, LONG_ADDRESS } from '../element/copy.js';
import { deflateHTML } from '../frame/deflateview.js';
import { byteDraft, drawerHTML } from '../frame/drawer.js';
import { draftName, draftOf } from '../frame/drafts.js';
import { fields, lay, withByte, withFields } from '../frame/edit.js';
import { apply } from '../frame/fieldread.js';
import { hexOrError, late, LATE } from '../frame/fieldcontrols.js';
import { fieldRows, rowsHTML } from '../frame/fields.js';
import { frameAt, hexHTML, rows } from '../frame/hexview.js';
import { arrowTo } from '../element/arrows.js';
import { button, enable, press } from '../element/element.js';
import { keepingFocus, rest } from '../element/focus.js';
import { morph } from '../element/morph.js';
import { format, LINK_BYTES, parse } from '../frame/link.js';
import { menus } from '../element/menu.js';
import { announce, fail, notice } from '../element/say.js';
import { pasting } from '../paste/dialog/open.js';
import { placeLane } from './lane.js';
import { StreamBuilder } from './streambuilder.js';
import { utf8 } from '../frame/view.js';
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

/** The ways to show a payload. */
const WAYS = ['text', 'hex', 'json'];

export class FrameBuilder extends StreamBuilder {
  shape = FULL;
  /** How the payload is shown. @type {import('../frame/fields.js').Way} */
  way = 'text';
  answered = new Answered(this);
  address = addressBar(() => this.#fragment(), parse);
  /** Lays JSON out over lines, once its script is there. @type {typeof import('../frame/json.js').indented | undefined} */
  indented;
  /** @type {ReturnType<typeof pasting> | undefined} */
  paste;

  start() {
    super.start();
    if (!this.resumed) this.store.cursor = { byte: 0, bit: 0 };
    const state = this.address.linked();
    if (state && this.resumed) this.load(state.bytes, { ...state, frame: 0 });
    else if (state) this.begin(state.bytes, state.receiver, state.deflate);
    else if (this.resumed && !location.hash) this.address.show();
    this.address.listen((next) => {
      this.shape = FULL;
      this.load(next.bytes, { ...next, frame: 0 });
    });
    this.addEventListener('keydown', (e) => this.#wayKey(e));
    this.addEventListener('input', (e) => this.input(e));
    this.addEventListener('focusin', (e) => this.chosen(e));
    this.addEventListener('focusout', (e) => this.left(e));
    this.rowsBox().addEventListener('scroll', () => keepingFocus(this, () => this.#drawRows()), { passive: true });
    this.hexBox().addEventListener('toggle', () => this.draw());
    new ResizeObserver(() => this.#placeLane()).observe(this.piece('figure'));
    menus(this);
    this.paste = pasting(/** @type {HTMLDialogElement} */ (this.querySelector('dialog')), {
      take: (bytes, said) => {
        this.shape = FULL;
        this.load(bytes, { ...said, frame: 0 });
      },
      frames: (messages, receiver) => this.#framed(messages, receiver),
    });
    this.#typedEarly();
    // The fixes come when the browser has nothing else to do: a press that waits is answered first.
    const soon = window.requestIdleCallback ?? setTimeout;
    soon(() => this.#loadFixes());
  }

  #loadFixes() {
    import(new URL(String(this.dataset.fixes), document.baseURI).href).then((script) => {
      this.remedies = script.remedies;
      this.indented = script.indented;
      this.draw();
    }).catch(fail);
  }

  /** Take what was typed in the fields before the module was there. */
  #typedEarly() {
    const fields = /** @type {NodeListOf<HTMLInputElement>} */ (this.querySelectorAll(':is(.lane, .below) [name]'));
    const typed = [...fields].filter(changed).map(({ name, value, checked }) => ({ name, value, checked }));
    for (const { name, value, checked } of typed) {
      const field = /** @type {HTMLInputElement | null} */ (this.querySelector(`:is(.lane, .below) [name="${name}"]`));
      if (!field) continue;
      Object.assign(field, { value, checked });
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }
  }

  linked() {
    const state = parse(location.hash);
    return { link: state !== null && ('problem' in state || state.deflate || state.receiver !== 'server' || toHex(state.bytes) !== this.dataset.bytes) };
  }

  /** @param {number} room */
  more(room) {
    const answer = this.answered.kept(room);
    const hex = this.hexBox().open;
    return this.way === 'text' && !hex && !answer ? undefined : { way: this.way, hex, answer };
  }

  /** @param {any} more */
  resume(more) {
    if (!more) return;
    if (more.answer) this.answered.resume(more.answer);
    if (WAYS.includes(more.way)) this.way = more.way;
    this.hexBox().open = more.hex === true;
  }

  hexBox() {
    return /** @type {HTMLDetailsElement} */ (this.querySelector('details.hexview'));
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
    super.drawMore();
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
    const { drafts } = this;
    this.show('drawer', drawerHTML(this.view, this.store.cursor, drafts));
    this.#drawFields();
    if (this.hexBox().open) {
      const several = this.stream.frames.length > 1;
      morph(this.piece('hex'), hexHTML(this.#ownBytes(), drafts, several ? t('hex.label.frame', { n: this.at + 1 }) : t('hex.label')));
      this.#drawRows();
    }
    this.#drawAnswer();
    this.#placeLane();
  }

  /** The fields whose rows the table has. */
  #rows = '';

  /** Draw the rows that change. */
  #drawFields() {
    const rows = fieldRows(this.view, this.drafts, { way: this.way, json: this.#json() });
    const names = rows.map(({ of }) => of).join();
    const body = /** @type {HTMLElement} */ (this.querySelector('table.fields tbody'));
    if (names !== this.#rows) morph(body, rowsHTML(rows));
    this.#rows = names;
    for (const { of, cells } of rows) this.show(`row ${of}`, cells, () => body.querySelector(`[data-of="${of}"]`));
  }

  /** Draw, and keep what has the focus where it is in the window: on a phone the lane opens between the rows. */
  draw() {
    this.shape = { ...this.shape, left: this.unfit() };
    const focus = document.activeElement;
    const pressed = focus instanceof HTMLElement && this.piece('figure').contains(focus) ? focus : null;
    const before = pressed?.getBoundingClientRect().top ?? 0;
    super.draw();
    const by = pressed?.isConnected ? pressed.getBoundingClientRect().top - before : 0;
    if (by) scrollBy({ top: by, behavior: 'instant' });
  }

  #drawAnswer() {
    const shown = this.answered.now !== null;
    this.piece('answer').closest('section')?.toggleAttribute('hidden', !shown);
    if (shown) morph(this.piece('answer'), this.answered.html());
  }

  #placeLane() {
    placeLane(this.piece('figure'), /** @type {HTMLElement} */ (this.piece('drawer').parentElement));
  }

  /** The payload as JSON over lines; null where it is not JSON, or more than a field shows. */
  #json() {
    const { opcode, payload } = fields(this.view);
    if (!this.indented || !payload.length || payload.length > 4 * LATE || opcode > 2 || this.view.first?.compressed) return null;
    const text = utf8(payload);
    return text === null ? null : this.indented(text);
  }

  /**
   * The bytes of the selected frame; all from there on while they do not fit its header.
   * @param {import('../frame/view.js').View} [v]
   * @param {boolean} [unfit]
   */
  #ownBytes(v = this.view, unfit = this.unfit()) {
    return v.first && !unfit ? v.bytes.subarray(0, v.first.end) : v.bytes;
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
    const { shown, top, height } = rows(this.stream, this.at, box.scrollTop, this.store.cursor.byte);
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
    this.redraws = true;
    const name = this.#nameOf(control);
    const result = this.#read(control);
    if ('error' in result) {
      this.keepDraft(name, { text: control.value, error: result.error });
      return;
    }
    // Typing is one step to undo; every press of a box or a choice is one of its own.
    const merge = control instanceof HTMLSelectElement || control.type === 'checkbox' ? '' : name;
    const drafts = this.undrafted(name);
    const step = merge && draftName(this.at, merge);
    if (control.name === 'byte' || control.name === 'all') this.wire(result, step, { drafts });
    else this.edit(result, { drafts }, step);
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
    const { frame, name: control } = draftOf(name);
    const v = this.viewOf({ ...state, frame });
    const result = control === 'all' || control.startsWith(byteDraft('')) ? hexOrError(value) : apply(this.codec, v, { name: control, value }, v);
    if ('error' in result) return result.error;
    return control.startsWith(byteDraft('')) && result.length !== 1 ? t('hex.odd', { at: 1 }) : '';
  }

  /** @param {'undo' | 'redo'} way */
  step(way) {
    super.step(way);
    const field = document.activeElement;
    // A field that shows its bytes when it is chosen is chosen.
    if (field instanceof HTMLTextAreaElement && this.contains(field) && field.dataset.late !== undefined) field.value = this.#late(field.name);
  }

  /**
   * @param {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} control
   * @returns {Uint8Array | {error: string}}
   */
  #read(control) {
    const before = this.store.before(draftName(this.at, this.#nameOf(control)));
    if (control.name === 'all') {
      const bytes = hexOrError(control.value);
      if ('error' in bytes) return bytes;
      // What followed the frame before someone began to type still follows it.
      const v = this.viewOf(before);
      return concat(bytes, v.bytes.subarray(this.#ownBytes(v, this.unfit(v, before.laid)).length));
    }
    if (control.name !== 'byte') return apply(this.codec, this.view, control, control.name === 'length' ? this.viewOf(before) : this.view);
    const bytes = hexOrError(control.value);
    if ('error' in bytes) return bytes;
    if (bytes.length !== 1) return { error: t('hex.odd', { at: 1 }) };
    return withByte(this.view.bytes, /** @type {number} */ (this.store.cursor.byte), bytes[0]);
  }

  /**
   * What a text area that waits shows once it is chosen.
   * @param {string} name
   */
  #late(name) {
    return name === 'all' ? toHex(this.#ownBytes(), ' ') : late(this.view, name);
  }

  /**
   * A text area that shows its bytes when it is chosen.
   * @param {FocusEvent} event
   */
  chosen(event) {
    const area = event.target;
    if (area instanceof HTMLTextAreaElement && area.dataset.late !== undefined && !area.value) area.value = this.#late(area.name);
  }

  /** A control that is left shows what the frame says, unless what was typed cannot be used yet. */
  left(/** @type {FocusEvent} */ event) {
    const control = event.target;
    if (control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement) {
      if (control.name && !control.closest('dialog')) queueMicrotask(() => {
        this.redraws = true;
        this.draw();
      });
    }
  }

  /**
   * Show the payload in a different form.
   * @param {string} way
   */
  #show(way) {
    this.way = /** @type {import('../frame/fields.js').Way} */ (way);
    this.draw();
  }

  /** @param {KeyboardEvent} event */
  #wayKey(event) {
    const tab = /** @type {HTMLElement} */ (event.target);
    if (!tab.matches('[data-act="way"]')) return;
    const tabs = /** @type {HTMLElement[]} */ ([...this.querySelectorAll('[data-act="way"]')]);
    const next = arrowTo(event.key, tabs.indexOf(tab), tabs.length, { wrap: true });
    if (next === null) return;
    event.preventDefault();
    tabs[next].focus();
    this.#show(String(tabs[next].dataset.way));
  }

  /**
   * Choose a byte, also one of another frame, which is then selected.
   * @param {MouseEvent} event
   */
  clicked(event) {
    const byte = /** @type {HTMLElement} */ (event.target).closest('button')?.dataset.byte;
    if (byte === undefined || !this.#elsewhere(Number(byte))) super.clicked(event);
  }

  /**
   * @param {number} byte from the begin of the selected frame
   * @returns {boolean} whether it is one of another frame
   */
  #elsewhere(byte) {
    const { first } = this.view;
    if ((byte >= 0 && first && byte < first.end) || this.unfit()) return false;
    const at = this.front().length + byte;
    const n = frameAt(this.stream, at);
    if (n < 0 || n === this.at) return false;
    this.select(n);
    const to = at - this.stream.frames[n].start;
    this.store.move({ byte: to, bit: 8 * to });
    /** @type {HTMLElement | null} */ (this.piece('rows').querySelector(`[data-byte="${to}"]`))?.focus({ preventScroll: true });
    return true;
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
      case 'way':
        this.#show(String(target.dataset.way));
        break;
      case 'prev':
      case 'next': {
        const byte = (this.store.cursor.byte ?? 0) + (act === 'next' ? 1 : -1);
        if (byte >= 0 && byte < this.view.bytes.length) this.store.move({ byte, bit: byte * 8 });
        break;
      }
      case 'newkey':
        this.edit(withFields(this.codec, this.view, { key: random(4) }), { drafts: this.undrafted('key') });
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
    const remedy = this.remediesOf(Number(at), String(field)).find(({ name }) => name === form);
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
    this.load(frame, { receiver: 'server', frame: 0 });
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
    const text = form === 'link' ? new URL(link, location.href).href : form === 'stream' ? CODE.hex(this.stream.bytes) : CODE[/** @type {keyof typeof CODE} */ (form)](this.#ownBytes());
    copy(text, t(`copy.${form}`));
  }

  async #send() {
    await this.answered.send();
    this.draw();
    announce(answerWords(this.piece('answer')));
    this.piece('answer').scrollIntoView({ block: 'nearest' });
  }
}
