// Typing in the lines of the handshake bench: a key that is pressed in a line changes some bytes
// of the head, and the caret goes after what has changed.
import { BytesError, concat, fromHex } from '../../base/bytes.js';
import { t } from '../../base/words.js';
import { announce, notice } from '../../element/say.js';
import { lineUnits } from '../../head/rows.js';
import { caretOf, encode, leaves, textOf, typed } from '../../head/text.js';
import { MAX_HEAD } from './link.js';

/** @typedef {import('../../head/head.js').Side} Side */

/** @param {HTMLElement} area @returns {Side} */
export const sideOf = (area) => (area.dataset.side === 'response' ? 'response' : 'request');

/**
 * Handlers for events in the lines of heads, and ways to change the lines.
 * @param {HTMLElement} root in which the lines are
 * @param {import('./model.js').Model} model
 * @param {() => void} draw draws the lines again
 */
export function lineEditor(root, model, draw) {
  /** The line that someone types in says what its bytes say. */
  function settle() {
    const area = document.activeElement;
    if (!(area instanceof HTMLTextAreaElement) || !area.matches('.hsline') || !root.contains(area)) return;
    const [head, line] = lineOf(area);
    const text = line ? textOf(lineUnits(head, line, model.raw)) : '';
    if (area.value === text) return;
    const caret = Math.min(area.selectionStart, text.length);
    area.value = text;
    area.setSelectionRange(caret, caret);
  }

  /**
   * @param {HTMLElement} area
   * @returns {[import('../../head/head.js').Head, import('../../head/head.js').Line | undefined]}
   */
  function lineOf(area) {
    const head = model.head(sideOf(area));
    return [head, head.lines[Number(area.dataset.line)]];
  }

  /** @param {Event} event */
  function input(event) {
    const area = event.target;
    if (!(area instanceof HTMLTextAreaElement)) return;
    if (area.matches('.hshex')) {
      typedHex(area);
      return;
    }
    const [head, line] = lineOf(area);
    if (!area.matches('.hsline') || !line) return;
    const { from, to, bytes } = typed(lineUnits(head, line, model.raw), area.value, area.selectionEnd);
    replace(head.side, line.start + from, line.start + to, bytes, `${head.side} ${line.start}`);
  }

  /**
   * Put bytes in place of others, and the caret after them.
   * @param {Side} side
   * @param {number} from
   * @param {number} to
   * @param {Uint8Array} bytes
   * @param {string} [merge]
   */
  function replace(side, from, to, bytes, merge) {
    const before = model.head(side).bytes;
    const next = concat(before.subarray(0, from), bytes, before.subarray(to));
    if (next.length > MAX_HEAD) {
      notice(t('hs.long', { n: next.length, max: MAX_HEAD }));
      draw();
      return;
    }
    model.write(side, next, merge);
    caret(side, from + bytes.length);
  }

  /**
   * Put the caret at a place in the bytes.
   * @param {Side} side
   * @param {number} at
   */
  function caret(side, at) {
    const head = model.head(side);
    const i = head.lines.findLastIndex((l) => l.start <= at);
    const line = head.lines[Math.max(0, i)];
    const area = root.querySelector(`textarea[data-side=${side}][data-line="${Math.max(0, i)}"]`);
    if (!(area instanceof HTMLTextAreaElement)) return;
    const caret = caretOf(lineUnits(head, line, model.raw), at - line.start);
    // Not touched where it is right: someone may be composing a syllable.
    if (area === document.activeElement && area.selectionEnd === caret) return;
    area.focus();
    area.setSelectionRange(caret, caret);
  }

  /** @param {HTMLTextAreaElement} area */
  function typedHex(area) {
    const side = sideOf(area);
    try {
      const bytes = fromHex(area.value);
      if (bytes.length > MAX_HEAD) throw new BytesError('long', { n: bytes.length, max: MAX_HEAD });
      model.write(side, bytes, `hex ${side}`);
    } catch (error) {
      if (!(error instanceof BytesError)) throw error;
      const { at = 0, n = 0 } = error.detail;
      const words = error.kind === 'long' ? t('hs.long', { n, max: MAX_HEAD }) : t(error.kind === 'odd' ? 'hs.hex.odd' : 'hs.hex.bad', { at });
      model.drafts[side] = { text: area.value, error: words };
      draw();
      announce(words);
    }
  }

  /** @param {FocusEvent} event */
  function focused(event) {
    const area = event.target;
    if (!(area instanceof HTMLTextAreaElement) || !area.matches('.hsline')) return;
    const [head] = lineOf(area);
    const line = Number(area.dataset.line);
    if (model.chosen?.side === head.side && model.chosen.line === line) return;
    model.chosen = { side: head.side, line };
    draw();
  }

  /** A control that is left says what the bytes say, unless what was typed cannot be read yet. */
  function left(/** @type {FocusEvent} */ event) {
    if (event.target instanceof HTMLTextAreaElement) queueMicrotask(() => draw());
  }

  /**
   * The arrows up and down go from line to line; Backspace at a line's start and Delete at its end join two.
   * @param {KeyboardEvent} event
   * @param {HTMLTextAreaElement} area
   */
  function key(event, area) {
    const [head, line] = lineOf(area);
    if (!line || event.altKey || event.shiftKey) return;
    const { selectionStart: caret, selectionEnd: until, value } = area;
    const i = Number(area.dataset.line);
    if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      const next = root.querySelector(`textarea[data-side=${head.side}][data-line="${i + (event.key === 'ArrowUp' ? -1 : 1)}"]`);
      if (!(next instanceof HTMLTextAreaElement) || !leaves(area)) return;
      event.preventDefault();
      next.focus();
      const to = Math.min(caret, next.value.length);
      next.setSelectionRange(to, to);
    } else if (event.key === 'Backspace' && caret === 0 && until === 0 && i > 0) {
      event.preventDefault();
      replace(head.side, head.lines[i - 1].end, line.start, new Uint8Array());
    } else if (event.key === 'Delete' && caret === value.length && until === caret && !model.raw && line.next > line.end && encode(value).length >= line.end - line.start) {
      event.preventDefault();
      replace(head.side, line.end, line.next, new Uint8Array());
    }
  }

  return { lineOf, settle, input, replace, caret, focused, left, key };
}
