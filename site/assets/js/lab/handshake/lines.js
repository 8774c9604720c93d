// What the handshake bench holds, and typing in it: the bytes are the only truth, a key
// pressed in a line changes some of them, and the caret goes behind what has changed.
import { concat, fromHex, BytesError } from '../../base/bytes.js';
import { steps } from '../../head/derive.js';
import { valueOf } from '../../head/head.js';
import { MAX_HEAD } from './link.js';
import { readHandshake } from '../../head/read.js';
import { lineUnits } from '../../head/rows.js';
import { caretOf, encode, leaves, textOf, typed } from '../../head/text.js';
import { announce, notice } from '../../element/say.js';
import { t } from '../../base/words.js';

/** @typedef {import('../../head/head.js').Side} Side */
/** @typedef {import('../../head/head.js').Head} Head */
/** @typedef {import('./link.js').State} State */

/** A request and its response as lines that can be typed in; whoever extends it draws them. */
export class HandshakeLines extends HTMLElement {
  /** @type {import('../../codec/codec.js').Codec} */
  // @ts-ignore set before anything is drawn
  codec;
  /** @type {import('../../state/store.js').Store<State>} */
  // @ts-ignore
  store;
  /** Which line is looked at. @type {{side: Side, line: number} | null} */
  chosen = null;
  raw = false;
  /** What is typed as hexadecimal and cannot be read yet. @type {Partial<Record<Side, {text: string, error: string}>>} */
  drafts = {};
  /** @type {import('../../head/derive.js').Steps | null} */
  steps = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  fading;
  /** The local server, where there is one. @type {import('../../head/server.js').Local | null} */
  local = null;
  /** The heads as they are now. @type {import('../../head/read.js').Reading} */
  // @ts-ignore set before anything is drawn
  reading;

  /** Read the heads anew from the bytes. */
  read() {
    const { request, response } = this.store.state;
    this.reading = readHandshake(this.codec, { request, response }, this.local);
  }

  derived() {
    return steps(this.codec, valueOf(this.head('request'), 'sec-websocket-key'));
  }

  /** @param {Side} side */
  head(side) {
    return this.reading[side];
  }

  edited() {
    return this.store.state.response !== null;
  }

  /** @param {string} name */
  piece(name) {
    return /** @type {HTMLElement} */ (this.querySelector(`[data-part="${name}"]`));
  }

  /** @param {{side: Side, line: number} | null} line which is then looked at */
  look(line) {
    this.chosen = line;
  }

  /** @param {boolean} on whether line ends are shown, and all bytes in hexadecimal */
  showRaw(on) {
    this.raw = on;
    this.draw();
  }

  /** For a lab to draw itself. */
  draw() {}

  /** The line that someone types in says what its bytes say. */
  settle() {
    const area = document.activeElement;
    if (!(area instanceof HTMLTextAreaElement) || !area.matches('.hsline') || !this.contains(area)) return;
    const [head, line] = this.lineOf(area);
    const text = line ? textOf(lineUnits(head, line, this.raw)) : '';
    if (area.value === text) return;
    const caret = Math.min(area.selectionStart, text.length);
    area.value = text;
    area.setSelectionRange(caret, caret);
  }

  /**
   * @param {HTMLElement} area
   * @returns {[import('../../head/head.js').Head, import('../../head/head.js').Line | undefined]}
   */
  lineOf(area) {
    const head = this.head(area.dataset.side === 'response' ? 'response' : 'request');
    return [head, head.lines[Number(area.dataset.line)]];
  }

  /** @param {Event} event */
  input(event) {
    const area = event.target;
    if (!(area instanceof HTMLTextAreaElement)) return;
    if (area.matches('.hshex')) {
      this.typedHex(area);
      return;
    }
    const [head, line] = this.lineOf(area);
    if (!area.matches('.hsline') || !line) return;
    const { from, to, bytes } = typed(lineUnits(head, line, this.raw), area.value, area.selectionEnd);
    this.replace(head.side, line.start + from, line.start + to, bytes, `${head.side} ${line.start}`);
  }

  /**
   * Put bytes in place of others, and the caret behind them.
   * @param {Side} side
   * @param {number} from
   * @param {number} to
   * @param {Uint8Array} bytes
   * @param {string} [merge]
   */
  replace(side, from, to, bytes, merge) {
    const before = this.head(side).bytes;
    const next = concat(before.subarray(0, from), bytes, before.subarray(to));
    if (next.length > MAX_HEAD) {
      notice(t('hs.long', { n: next.length, max: MAX_HEAD }));
      this.draw();
      return;
    }
    delete this.drafts[side];
    this.store.change({ [side]: next }, merge);
    this.caret(side, from + bytes.length);
  }

  /**
   * Put the caret at a place in the bytes.
   * @param {Side} side
   * @param {number} at
   */
  caret(side, at) {
    const head = this.head(side);
    const i = head.lines.findLastIndex((l) => l.start <= at);
    const line = head.lines[Math.max(0, i)];
    const area = this.querySelector(`textarea[data-side=${side}][data-line="${Math.max(0, i)}"]`);
    if (!(area instanceof HTMLTextAreaElement)) return;
    const caret = caretOf(lineUnits(head, line, this.raw), at - line.start);
    // Not touched where it is right: someone may be composing a syllable.
    if (area === document.activeElement && area.selectionEnd === caret) return;
    area.focus();
    area.setSelectionRange(caret, caret);
  }

  /** @param {HTMLTextAreaElement} area */
  typedHex(area) {
    const side = area.dataset.side === 'response' ? 'response' : 'request';
    try {
      const bytes = fromHex(area.value);
      if (bytes.length > MAX_HEAD) throw new BytesError('long', { n: bytes.length, max: MAX_HEAD });
      delete this.drafts[side];
      this.store.change({ [side]: bytes }, `hex ${side}`);
    } catch (error) {
      if (!(error instanceof BytesError)) throw error;
      const { at = 0, n = 0 } = error.detail;
      const words = error.kind === 'long' ? t('hs.long', { n, max: MAX_HEAD }) : t(error.kind === 'odd' ? 'hs.hex.odd' : 'hs.hex.bad', { at });
      this.drafts[side] = { text: area.value, error: words };
      this.draw();
      announce(words);
    }
  }

  /** @param {FocusEvent} event */
  focused(event) {
    const area = event.target;
    if (!(area instanceof HTMLTextAreaElement) || !area.matches('.hsline')) return;
    const [head] = this.lineOf(area);
    const line = Number(area.dataset.line);
    if (this.chosen?.side === head.side && this.chosen.line === line) return;
    this.chosen = { side: head.side, line };
    this.draw();
  }

  /** A control that is left says what the bytes say, unless what was typed cannot be read yet. */
  left(/** @type {FocusEvent} */ event) {
    if (event.target instanceof HTMLTextAreaElement) queueMicrotask(() => this.draw());
  }

  /**
   * Up and down go from line to line; Backspace at a line's start and Delete at its end join two.
   * @param {KeyboardEvent} event
   * @param {HTMLTextAreaElement} area
   */
  lineKey(event, area) {
    const [head, line] = this.lineOf(area);
    if (!line || event.altKey || event.shiftKey) return;
    const { selectionStart: caret, selectionEnd: until, value } = area;
    const i = Number(area.dataset.line);
    if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      const next = this.querySelector(`textarea[data-side=${head.side}][data-line="${i + (event.key === 'ArrowUp' ? -1 : 1)}"]`);
      if (!(next instanceof HTMLTextAreaElement) || !leaves(area)) return;
      event.preventDefault();
      next.focus();
      const to = Math.min(caret, next.value.length);
      next.setSelectionRange(to, to);
    } else if (event.key === 'Backspace' && caret === 0 && until === 0 && i > 0) {
      event.preventDefault();
      this.replace(head.side, head.lines[i - 1].end, line.start, new Uint8Array());
    } else if (event.key === 'Delete' && caret === value.length && until === caret && !this.raw && line.next > line.end && encode(value).length >= line.end - line.start) {
      event.preventDefault();
      this.replace(head.side, line.end, line.next, new Uint8Array());
    }
  }
}
