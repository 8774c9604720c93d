// The base of the labs with a frame: the figure, the verdict, the cursor, and the acts.
import { digit, key } from './framekeys.js';
import { flip, layAgain } from '../frame/edit.js';
import { FrameState } from './framestate.js';
import { fromHex } from '../base/bytes.js';
import { covered } from '../base/cover.js';
import { html } from '../base/html.js';
import { reference } from '../base/site.js';
import { STRIP } from '../frame/cells.js';
import { figureParts } from '../frame/figure.js';
import { keepingFocus } from '../element/focus.js';
import { light } from './light.js';
import { become, morph } from '../element/morph.js';
import { announce, fail } from '../element/say.js';
import { MORE } from '../frame/payloadcells.js';
import { Store } from '../state/store.js';
import { verdict } from '../frame/verdict.js';
import { verdictHTML } from '../frame/verdictview.js';

/**
 * A custom element with a frame in it. Parts of its HTML are marked with data-part;
 * buttons with data-act name what they do; data-bytes and data-receiver are the start.
 */
export class FrameLab extends FrameState {
  /** The byte of which one hexadecimal digit has been typed. @type {number | null} */
  half = null;
  /** @type {import('../frame/cells.js').Shape} */
  shape = STRIP;
  /** The bit that has just been pressed, until its new value is said. @type {number | null} */
  pressed = null;

  async connectedCallback() {
    const bytes = fromHex(this.dataset.bytes ?? '');
    /** @type {import('../frame/link.js').Role} */
    const receiver = this.dataset.receiver === 'client' ? 'client' : 'server';
    this.store = new Store({ bytes, receiver, deflate: false, frame: 0, laid: null, drafts: new Map() });
    const begun = this.loaded().then((there) => there && this.#begin(bytes, receiver));
    // A press before the lab has begun waits for it; none is lost.
    /** @param {(event: any) => void} act */
    const soon = (act) => (/** @type {any} */ event) => {
      begun.then((there) => there && act(event)).catch(fail);
    };
    this.early(soon);
    this.addEventListener('click', soon((e) => this.clicked(e)));
    this.addEventListener('keydown', (e) => key(this, e));
    this.addEventListener('focusin', (e) => this.codec && this.focused(e));
    for (const event of ['pointerover', 'focusin', 'pointerleave', 'focusout']) {
      this.addEventListener(event, (e) => this.view && light(this, e));
    }
    await begun;
    // The build drew what there is to see; a press that waits is answered before it is drawn again.
    queueMicrotask(() => this.view && !this.#drawn && this.draw());
  }

  /**
   * Begin, once the codec is there.
   * @param {Uint8Array} bytes
   * @param {import('../frame/link.js').Role} receiver
   */
  #begin(bytes, receiver) {
    this.begin(bytes, receiver);
    this.keep();
    this.store.addEventListener('change', () => this.changed());
    this.store.addEventListener('move', () => this.draw());
    this.start();
    addEventListener('uncover', () => {
      this.redraws = true;
      this.draw();
    });
    this.setAttribute('live', '');
    return true;
  }

  #drawn = false;

  /**
   * For a lab to listen to what may come before the codec.
   * @param {(act: (event: any) => void) => (event: any) => void} _soon does something once the codec is there
   */
  early(_soon) {}

  /** For a lab to set itself up once the codec is there. */
  start() {}

  changed() {
    this.see();
    this.draw();
    announce(this.pressedWords() + (covered() ? '' : this.verdictWords()));
  }

  verdictWords() {
    return verdict(this.codec, this.view.first, this.view.receiver).text;
  }

  /** The name and value of the bit that was just pressed, "FIN 0. ", because not every screen reader says a name that changes. */
  pressedWords() {
    const bit = this.pressed;
    this.pressed = null;
    const name = bit === null ? '' : this.querySelector(`[data-bit="${bit}"]`)?.getAttribute('aria-label');
    return name ? `${name.split(',')[0]}. ` : '';
  }

  draw() {
    this.#drawn = true;
    keepingFocus(this, () => {
      this.#drawFigure();
      this.show('verdict', this.verdictHTML());
      this.drawMore();
    });
    this.redraws = false;
  }

  /** The figure's shape, without marks while the verdict is covered. */
  seen() {
    return covered() ? { ...this.shape, judged: false } : this.shape;
  }

  #drawFigure() {
    const { head, rest } = figureParts(this.view, this.seen(), this.store.cursor);
    const box = this.piece('figure');
    const bits = box.firstElementChild;
    if (bits && !this.redraws && this.#shown.get('figure') === String(rest)) become(bits, head);
    else morph(box, html`${head}${rest}`);
    this.#shown.set('figure', String(rest));
  }

  /** The HTML of each part as it was drawn last. @type {Map<string, string>} */
  #shown = new Map();

  /**
   * Draw a part, unless it is as it was.
   * @param {string} name
   * @param {import('../base/html.js').HTML | ''} html
   * @param {() => Element | null} [part] the element of the part
   */
  show(name, html, part = () => this.piece(name)) {
    const now = String(html);
    if (!this.redraws && this.#shown.get(name) === now) return;
    this.#shown.set(name, now);
    const element = part();
    if (element) morph(element, html);
  }

  verdictHTML() {
    return verdictHTML(this.codec, this.view, { reference: reference(), unfit: this.unfit(), before: this.store.state.laid, steps: this.steps(), fixes: (rule) => this.fixes(0, rule) });
  }

  /**
   * For a lab to offer what fixes a broken rule.
   * @param {number} _n the frame's number, from 0
   * @param {string} _rule
   * @returns {import('../base/html.js').HTML | ''}
   */
  fixes(_n, _rule) {
    return '';
  }

  /**
   * For a lab to have buttons beside the facts.
   * @returns {import('../base/html.js').HTML | ''}
   */
  steps() {
    return '';
  }

  /** For a lab to draw its own parts. */
  drawMore() {}

  /** @param {MouseEvent} event */
  clicked(event) {
    const target = /** @type {HTMLElement} */ (event.target).closest('button');
    if (!target || !this.contains(target)) return;
    const { bit, byte, act } = target.dataset;
    if (bit !== undefined) this.press(Number(bit));
    else if (byte !== undefined) this.store.move({ byte: Number(byte) });
    else if (act) this.act(act, target);
  }

  /** @param {number} bit */
  press(bit) {
    this.store.cursor = { byte: bit >> 3, bit };
    this.pressed = bit;
    this.wire(flip(this.view.bytes, bit));
  }

  /**
   * @param {string} act
   * @param {HTMLElement} _target
   */
  act(act, _target) {
    if (act === 'undo' || act === 'redo') this.step(act);
    else if (act === 'relay') this.edit(layAgain(this.codec, this.view, this.store.state.laid));
    else if (act === 'more') this.expand();
  }

  /** Show more of the payload in its place. The focus goes to the first byte that was not shown. */
  expand() {
    const cells = /** @type {NodeListOf<HTMLElement>} */ (this.piece('figure').querySelectorAll('.payload [data-byte]'));
    const next = Number(cells[cells.length - 1].dataset.byte) + 1;
    this.shape = { ...this.shape, most: this.shape.most + MORE };
    this.draw();
    const first = /** @type {HTMLElement | null} */ (this.piece('figure').querySelector(`[data-byte="${next}"]`));
    first?.focus({ preventScroll: true });
  }

  /** @param {FocusEvent} event */
  focused(event) {
    const { bit, byte } = /** @type {HTMLElement} */ (event.target).dataset;
    if (byte === undefined || Number(byte) !== this.half) this.half = null;
    if (bit !== undefined && Number(bit) !== this.store.cursor.bit) this.store.move({ bit: Number(bit) });
  }

  /**
   * A hexadecimal digit that is typed on a byte.
   * @param {KeyboardEvent} event
   * @param {HTMLElement} target
   * @param {number} byte
   */
  hexKey(event, target, byte) {
    digit(this, event, target, byte);
  }
}
