// What every lab with a frame in it shares: a store, the figure, the cursor, and the keys.
import { announce, fail } from './page.js';
import { figure } from './figure.js';
import { flip, withByte } from './edit.js';
import { laid, layAgain } from './edit.js';
import { codec as loadCodec, inflatingCodec } from './module.js';
import { Store } from './store.js';
import { verdictHTML } from './verdictview.js';
import { verdict } from './verdict.js';
import { view } from './view.js';
import { morph } from './html.js';
import { fromHex } from './bytes.js';

/** @typedef {import('./codec.js').Codec} Codec */
/** @typedef {import('./view.js').View} View */

/**
 * A custom element with a frame in it. Parts of its HTML are marked with data-part;
 * buttons with data-act name what they do; data-bytes and data-receiver are the start.
 */
export class FrameLab extends HTMLElement {
  /** @type {Codec} */
  // @ts-ignore set before anything is pressed
  codec;
  /** @type {Store} */
  // @ts-ignore
  store;
  /** @type {View} */
  // @ts-ignore
  view;
  /** The byte of which one hexadecimal digit has been typed. @type {number | null} */
  half = null;
  /** @type {import('./cells.js').Shape} */
  shape = { lines: false, most: 12 };

  async connectedCallback() {
    const bytes = fromHex(this.dataset.bytes ?? '');
    const receiver = this.dataset.receiver === 'client' ? 'client' : 'server';
    this.store = new Store({ bytes, receiver, deflate: false, laid: null });
    // Presses before the module is there wait for it; none is lost.
    const ready = loadCodec();
    /** @param {(event: any) => void} act */
    const soon = (act) => (/** @type {any} */ event) => {
      ready.then(() => act(event)).catch(fail);
    };
    this.early(soon);
    this.addEventListener('click', soon((e) => this.clicked(e)));
    this.addEventListener('keydown', (e) => this.key(e));
    this.addEventListener('focusin', (e) => this.codec && this.focused(e));
    for (const event of ['pointerover', 'focusin', 'pointerleave', 'focusout']) {
      this.addEventListener(event, (e) => this.view && this.light(e));
    }
    try {
      this.codec = await ready;
    } catch (error) {
      fail(error, 'module.failed');
      return;
    }
    this.begin(bytes, receiver);
    this.store.addEventListener('change', () => this.changed());
    this.store.addEventListener('move', () => this.draw());
    this.start();
    this.draw();
    this.setAttribute('live', '');
  }

  /**
   * Take some bytes as the start, before which there is nothing to undo.
   * @param {Uint8Array} bytes
   * @param {import('./link.js').Role} receiver
   * @param {boolean} [deflate]
   */
  begin(bytes, receiver, deflate = false) {
    this.view = view(this.codec, bytes, receiver, deflate);
    this.store.state = { bytes, receiver, deflate, laid: laid(this.view) };
  }

  /**
   * For a lab to listen to what may come before the codec.
   * @param {(act: (event: any) => void) => (event: any) => void} _soon does something once the codec is there
   */
  early(_soon) {}

  /** For a lab to set itself up once the codec is there. */
  start() {}

  changed() {
    const { bytes, receiver, deflate } = this.store.state;
    this.view = view(this.codec, bytes, receiver, deflate);
    this.draw();
    announce(verdict(this.codec, this.view.first, receiver).text);
  }

  /** Go on with a codec that inflates. */
  async inflating() {
    this.codec = await inflatingCodec();
    const { bytes, receiver, deflate } = this.store.state;
    this.view = view(this.codec, bytes, receiver, deflate);
  }

  /** @param {string} name */
  piece(name) {
    return /** @type {HTMLElement} */ (this.querySelector(`[data-part="${name}"]`));
  }

  draw() {
    const focus = this.focusKey();
    morph(this.piece('figure'), figure(this.view, this.shape, this.store.cursor));
    morph(this.piece('verdict'), verdictHTML(this.codec, this.view, this.unfit(), this.steps()));
    this.drawMore();
    this.refocus(focus);
  }

  /** For a lab to have buttons beside the facts, as HTML. */
  steps() {
    return '';
  }

  /** For a lab to draw its own parts. */
  drawMore() {}

  /** Whether the bytes no longer fit their header after an edit on the wire. */
  unfit() {
    const f = this.view.first;
    if (!f) return false;
    const { laid: before } = this.store.state;
    return f.missing > 0 || this.view.rest.length !== (before?.rest.length ?? 0);
  }

  /** Where the focus is, as something that survives a redraw. */
  focusKey() {
    const e = document.activeElement;
    if (!(e instanceof HTMLElement) || !this.contains(e)) return '';
    const part = e.closest('[data-part]')?.getAttribute('data-part');
    for (const name of ['bit', 'byte', 'act']) {
      if (e.dataset[name] !== undefined) return `[data-part="${part}"] [data-${name}="${e.dataset[name]}"]`;
    }
    return '';
  }

  /** @param {string} selector */
  refocus(selector) {
    if (!selector) return;
    const e = /** @type {HTMLElement | null} */ (this.querySelector(selector));
    if (e && e !== document.activeElement) e.focus({ preventScroll: true });
  }

  /**
   * An edit on the wire: every other byte stays.
   * @param {Uint8Array} bytes
   * @param {string} [merge]
   */
  wire(bytes, merge) {
    const { receiver, deflate } = this.store.state;
    const next = view(this.codec, bytes, receiver, deflate);
    this.store.change({ bytes, laid: this.keptLaid(next) }, merge);
  }

  /**
   * What "lay it out again" goes back to: the new bytes when they still fit their header as before.
   * @param {View} next
   */
  keptLaid(next) {
    const before = this.store.state.laid;
    const now = laid(next);
    return now && now.rest.length === (before?.rest.length ?? now.rest.length) ? now : before;
  }

  /**
   * New bytes that were laid out whole: by a field, an example, a link, a paste.
   * @param {Uint8Array} bytes
   * @param {Partial<import('./store.js').State>} [change]
   * @param {string} [merge]
   */
  load(bytes, change = {}, merge = '') {
    const { receiver, deflate } = { ...this.store.state, ...change };
    this.store.change({ ...change, bytes, laid: laid(view(this.codec, bytes, receiver, deflate)) }, merge);
  }

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
    this.wire(flip(this.store.state.bytes, bit));
  }

  /**
   * @param {string} act
   * @param {HTMLElement} _target
   */
  act(act, _target) {
    if (act === 'undo') this.store.undo();
    else if (act === 'redo') this.store.redo();
    else if (act === 'relay') this.load(layAgain(this.codec, this.view, this.store.state.laid));
  }

  /** @param {FocusEvent} event */
  focused(event) {
    const { bit, byte } = /** @type {HTMLElement} */ (event.target).dataset;
    if (byte === undefined || Number(byte) !== this.half) this.half = null;
    if (bit !== undefined && Number(bit) !== this.store.cursor.bit) this.store.move({ bit: Number(bit) });
  }

  /**
   * What the pointer or the focus is on is outlined wherever else it stands, and
   * with a byte of the payload the byte of the key that it is masked with.
   * @param {Event} event
   */
  light(event) {
    const on = event.type === 'pointerover' || event.type === 'focusin';
    const { bit, byte } = on ? /** @type {HTMLElement} */ (event.target).dataset : {};
    const at = byte !== undefined ? Number(byte) : bit !== undefined ? Number(bit) >> 3 : null;
    for (const e of this.querySelectorAll('.lit')) e.classList.remove('lit');
    if (at === null) return;
    const { first } = this.view;
    const key = first?.masked && at >= first.payloadAt && at < first.end ? (first.field.get('key')?.start ?? 0) / 8 + ((at - first.payloadAt) & 3) : at;
    for (const n of [at, key]) for (const e of this.querySelectorAll(`[data-byte="${n}"]`)) e.classList.add('lit');
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    const typing = target.matches('input:not([type=checkbox]), textarea, select');
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !typing) {
      const key = event.key.toLowerCase();
      if (key === 'z' || key === 'y') {
        event.preventDefault();
        this.act(key === 'y' || event.shiftKey ? 'redo' : 'undo', target);
      }
      return;
    }
    if (event.altKey || event.ctrlKey || event.metaKey || typing) return;
    if (target.dataset.bit !== undefined) this.bitKey(event, Number(target.dataset.bit));
    else if (target.dataset.byte !== undefined && /^[0-9a-f]$/i.test(event.key)) this.hexKey(event, target, Number(target.dataset.byte));
    else if (target.dataset.byte !== undefined) this.arrow(event, target, '[data-byte]');
  }

  /**
   * @param {KeyboardEvent} event
   * @param {number} bit
   */
  bitKey(event, bit) {
    if (event.key === '0' || event.key === '1') {
      event.preventDefault();
      const now = (this.store.state.bytes[bit >> 3] >> (7 - (bit & 7))) & 1;
      if (now !== Number(event.key)) this.press(bit);
      return;
    }
    this.arrow(event, /** @type {HTMLElement} */ (event.target), '[data-bit]');
  }

  /**
   * Two hexadecimal digits typed on a byte are its value; the focus then goes to the next one.
   * @param {KeyboardEvent} event
   * @param {HTMLElement} target
   * @param {number} byte
   */
  hexKey(event, target, byte) {
    event.preventDefault();
    if (!this.codec) return;
    const digit = parseInt(event.key, 16);
    const { bytes } = this.store.state;
    const second = this.half === byte;
    const merge = `digits ${byte}`;
    if (!second) this.store.merging = ''; // the first digit begins a step of its own
    this.wire(withByte(bytes, byte, second ? (bytes[byte] & 0xf0) | digit : (digit << 4) | (bytes[byte] & 15)), merge);
    this.half = second ? null : byte;
    if (!second) return;
    const part = target.closest('[data-part]')?.getAttribute('data-part');
    const next = /** @type {HTMLElement | null} */ (this.querySelector(`[data-part="${part}"] [data-byte="${byte + 1}"]`));
    next?.focus();
    if (next) this.store.move({ byte: byte + 1 });
  }

  /**
   * Arrows, Home and End move within a part.
   * @param {KeyboardEvent} event
   * @param {HTMLElement} target
   * @param {string} selector
   */
  arrow(event, target, selector) {
    const all = /** @type {HTMLElement[]} */ ([...(target.closest('[data-part]') ?? this).querySelectorAll(selector)]);
    const at = all.indexOf(target);
    const line = selector === '[data-bit]' ? 8 : 16;
    /** @type {Record<string, number>} */
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, ArrowUp: at - line, ArrowDown: at + line, Home: 0, End: all.length - 1 };
    if (!Object.hasOwn(to, event.key)) return;
    event.preventDefault();
    const next = all[Math.max(0, Math.min(all.length - 1, to[event.key]))];
    next.focus();
    if (next.dataset.byte !== undefined) this.store.move({ byte: Number(next.dataset.byte) });
  }
}
