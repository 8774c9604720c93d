// The frame builder.
import { addressBar } from '../state/address.js';
import { CODE, concat, fromHex, random, toHex } from '../base/bytes.js';
import { FULL } from '../frame/cells.js';
import { copy, LONG_ADDRESS } from '../element/copy.js';
import { deflateHTML } from '../frame/deflateview.js';
import { drawerHTML } from '../frame/drawer.js';
import { lay, withFields } from '../frame/edit.js';
import { FieldBuilder } from './fieldbuilder.js';
import { frameAt, hexHTML, rows } from '../frame/hexview.js';
import { button, enable, press } from '../element/element.js';
import { keepingFocus, rest } from '../element/focus.js';
import { scriptAt } from '../element/script.js';
import { morph } from '../element/morph.js';
import { format, LINK_BYTES, parse } from '../frame/link.js';
import { menus } from '../element/menu.js';
import { fail, notice } from '../element/say.js';
import { pasting } from '../paste/dialog/open.js';
import { sending } from './sending/open.js';
import { placeLane } from './lane.js';
import { visited } from './visit.js';
import { t } from '../base/words.js';

/** The ways to show a payload. */
const WAYS = ['text', 'hex', 'json'];

export class FrameBuilder extends FieldBuilder {
  shape = FULL;
  address = addressBar(() => this.#fragment(), parse);
  /** @type {ReturnType<typeof pasting> | undefined} */
  paste;
  /** @type {ReturnType<typeof sending> | undefined} */
  sending;

  start() {
    super.start();
    if (!this.resumed) this.store.cursor = { byte: 0, bit: 0 };
    const state = this.address.linked();
    if (state && this.resumed) this.load(state.bytes, { ...state, frame: 0 });
    else if (state) this.begin(state.bytes, state.receiver, state.deflate);
    else if (this.resumed && !location.hash) {
      this.address.show();
      this.piece('resumed').hidden = !visited() || this.#fragment() === this.#first();
    }
    this.address.listen((next) => {
      this.shape = FULL;
      this.load(next.bytes, { ...next, frame: 0 });
    });
    this.addEventListener('keydown', (e) => this.wayKey(e));
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
    this.sending = sending(/** @type {HTMLElement} */ (document.querySelector('[data-part="sending"]')), {
      codec: this.codec,
      stream: () => this.store.state,
      load: (bytes, change) => {
        this.shape = FULL;
        this.load(bytes, { ...change, frame: 0 });
      },
    });
    this.typedEarly();
    // The fixes come when the browser has nothing else to do: a press that waits is answered first.
    if ('requestIdleCallback' in window) requestIdleCallback(() => this.#loadFixes(), { timeout: 1000 });
    else setTimeout(() => this.#loadFixes());
  }

  #loadFixes() {
    /** @type {import('../element/script.js').Script<typeof import('../fixes.js')>} */
    const fixes = scriptAt(this.dataset.fixes);
    fixes.load().then(({ remedies, indented }) => {
      this.remedies = remedies;
      this.indented = indented;
      this.draw();
    }).catch(fail);
  }

  linked() {
    const state = parse(location.hash);
    return { link: state !== null && ('problem' in state || state.deflate || state.receiver !== 'server' || toHex(state.bytes) !== this.dataset.bytes) };
  }

  more() {
    const hex = this.hexBox().open;
    return this.way === 'text' && !hex ? undefined : { way: this.way, hex };
  }

  /** @param {any} more */
  resume(more) {
    if (!more) return;
    if (WAYS.includes(more.way)) this.way = more.way;
    this.hexBox().open = more.hex === true;
  }

  hexBox() {
    return /** @type {HTMLDetailsElement} */ (this.querySelector('details.hexview'));
  }

  rowsBox() {
    return /** @type {HTMLElement} */ (this.querySelector('.hexrows'));
  }

  /** The address of the frame that the page comes with. */
  #first() {
    return format(fromHex(String(this.dataset.bytes)), 'server');
  }

  #fragment() {
    const { bytes, receiver, deflate } = this.store.state;
    return format(bytes, receiver, deflate);
  }

  changed() {
    this.piece('resumed').hidden = true;
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
    this.drawFields();
    if (this.hexBox().open) {
      const several = this.stream.frames.length > 1;
      morph(this.piece('hex'), hexHTML(this.ownBytes(), drafts, several ? t('hex.label.frame', { n: this.at + 1 }) : t('hex.label')));
      this.#drawRows();
    }
    this.sending?.changed();
    this.#placeLane();
  }

  /** Draw, and keep what has the focus where it is in the window: on a phone the lane opens between the rows. */
  draw() {
    this.shape = { ...this.shape, left: this.unfit() };
    const focus = document.activeElement;
    const pressed = focus instanceof HTMLElement && this.piece('figure').contains(focus) ? focus : null;
    const before = pressed?.getBoundingClientRect().top ?? 0;
    super.draw();
    const by = pressed?.isConnected ? pressed.getBoundingClientRect().top - before : 0;
    if (Math.abs(by) > 1) scrollBy({ top: by, behavior: 'instant' });
  }

  #placeLane() {
    placeLane(this.piece('figure'), /** @type {HTMLElement} */ (this.piece('drawer').parentElement));
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
        this.showAs(String(target.dataset.way));
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
        this.sending?.send();
        break;
      case 'fresh':
        this.open(fromHex(String(this.dataset.bytes)), 'server', { deflate: false });
        rest(this.piece('verdict'));
        break;
      case 'sendto':
        this.sending?.choose();
        break;
      case 'program':
        this.sending?.copy(String(target.dataset.form));
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
    const text = form === 'link' ? new URL(link, location.href).href : form === 'stream' ? CODE.hex(this.stream.bytes) : CODE[/** @type {keyof typeof CODE} */ (form)](this.ownBytes());
    copy(text, t(`copy.${form}`));
  }
}
