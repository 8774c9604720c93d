// A head as lines to edit: Enter makes a line below, Backspace in an empty line
// removes it, the arrows go up and down. Each line gets its CR LF, the blank line follows.
// A line that its button removed can be put back until something else is done.
import { leaves } from '../head/text.js';
import { button, piece } from '../element/element.js';
import { announce } from '../element/say.js';
import { shorten } from '../base/shorten.js';
import { t } from '../base/words.js';

/** @typedef {import('./controls.js').Control} Control */

/** The most lines of a draft: many times those that a server reads. */
const MOST = 1000;

/**
 * @param {HTMLElement} box
 * @param {Uint8Array} start
 * @param {() => void} changed
 * @returns {Control}
 */
export function linesControl(box, start, changed) {
  const list = piece(box, 'lines');
  const fields = () => /** @type {HTMLTextAreaElement[]} */ ([...list.querySelectorAll('textarea')]);
  const undo = /** @type {HTMLElement} */ (button(box, 'undoline'));
  /** The line that can be put back. @type {{item: Element, before: Element | null} | null} */
  let removed = null;
  const forget = () => {
    removed = null;
    undo.hidden = true;
  };
  const draft = () => fields().map((f) => f.value).join('\n');

  /** @param {string[]} lines */
  const draw = (lines) => {
    forget();
    list.replaceChildren(...lines.map((text) => line(text)));
    number(list);
  };
  /**
   * @param {Element | null} after
   * @param {string} text
   */
  const insert = (after, text) => {
    forget();
    const item = line(text);
    if (after) after.after(item);
    else list.append(item);
    number(list);
    item.querySelector('textarea')?.focus();
    changed();
    return item;
  };
  /**
   * A field with line feeds in it becomes as many lines, the caret staying where it is.
   * @param {HTMLTextAreaElement} field
   */
  const split = (field) => {
    const behind = field.value.length - field.selectionEnd;
    const [first, ...more] = field.value.split('\n');
    field.value = first;
    let item = /** @type {Element} */ (field.closest('li'));
    for (const text of more) item = insert(item, text);
    const last = /** @type {HTMLTextAreaElement} */ (item.querySelector('textarea'));
    last.setSelectionRange(last.value.length - behind, last.value.length - behind);
  };
  list.addEventListener('input', (e) => {
    forget();
    const field = e.target;
    if (!(field instanceof HTMLTextAreaElement)) return;
    // The end of a line that was dropped makes no other.
    const end = field.selectionEnd;
    if (e instanceof InputEvent && e.inputType === 'insertFromDrop' && field.value[end - 1] === '\n') field.setRangeText('', end - 1, end);
    if (field.value.includes('\n')) split(field); // Enter as any keyboard has it, and lines that were dropped
    changed();
  });
  list.addEventListener('click', (e) => {
    const item = /** @type {HTMLElement} */ (e.target).closest('button')?.closest('li');
    if (!item) return;
    const before = item.nextElementSibling;
    const text = String(item.querySelector('textarea')?.value);
    if (!remove(item)) return;
    if (!text) return; // an empty line is made again as easily
    removed = { item, before };
    undo.textContent = t('ex.lines.undo', { line: shorten(text, 32) });
    undo.hidden = false;
    undo.focus();
    announce(t('ex.lines.removed', { line: text }));
  });
  const putBack = () => {
    if (!removed) return;
    const { item, before } = removed;
    forget();
    list.insertBefore(item, before);
    number(list);
    item.querySelector('textarea')?.focus();
    changed();
  };
  undo.addEventListener('click', putBack);
  box.addEventListener('keydown', (e) => {
    if (!removed || !(e.ctrlKey || e.metaKey) || e.altKey || e.shiftKey || e.key.toLowerCase() !== 'z') return;
    e.preventDefault();
    putBack();
  });
  /** @param {Element} item */
  const remove = (item) => {
    const near = item.previousElementSibling ?? item.nextElementSibling;
    if (!near) return false;
    forget();
    item.remove();
    number(list);
    near.querySelector('textarea')?.focus();
    changed();
    return true;
  };
  list.addEventListener('keydown', (e) => {
    const field = e.target;
    if (!(field instanceof HTMLTextAreaElement) || e.isComposing || e.ctrlKey || e.altKey || e.metaKey) return;
    const item = /** @type {Element} */ (field.closest('li'));
    const all = fields();
    const at = all.indexOf(field);
    if (e.key === 'Backspace' && field.value === '' && all.length > 1) remove(item);
    else if (e.key === 'ArrowUp' && at > 0 && leaves(field)) all[at - 1].focus();
    else if (e.key === 'ArrowDown' && at < all.length - 1 && leaves(field)) all[at + 1].focus();
    else return;
    e.preventDefault();
  });
  list.addEventListener('paste', (e) => {
    const text = e.clipboardData?.getData('text') ?? '';
    const field = e.target;
    if (!/[\r\n]/.test(text) || !(field instanceof HTMLTextAreaElement)) return;
    e.preventDefault();
    field.setRangeText(text.replace(/(\r\n|\r|\n)+$/, '').replace(/\r\n?/g, '\n'), field.selectionStart, field.selectionEnd, 'end');
    forget();
    split(field);
    changed();
  });
  button(box, 'addline')?.addEventListener('click', () => insert(list.lastElementChild, ''));

  draw(new TextDecoder().decode(start).replace(/(\r\n)+$/, '').split('\r\n'));
  return {
    draft,
    restore(text) {
      const lines = text.split('\n');
      if (lines.length > MOST) throw new RangeError('more lines than can be marked');
      draw(lines);
    },
    answer: () => ({ bytes: new TextEncoder().encode(fields().map((f) => f.value + '\r\n').join('') + '\r\n') }),
    place: (place) => (place.kind === 'line' ? t(place.line > fields().length ? 'ex.place.headend' : 'ex.place.line', { n: place.line }) : ''),
    outline(place, go) {
      for (const e of list.querySelectorAll('.found')) e.classList.remove('found');
      if (place?.kind !== 'line') return;
      const all = fields();
      const field = all[Math.min(place.line, all.length) - 1];
      if (place.line <= all.length) field.closest('li')?.classList.add('found');
      if (!go) return;
      field.focus();
      // Bits of the whole head: from the line's first byte on.
      const before = new TextEncoder().encode(all.slice(0, place.line - 1).map((f) => f.value + '\r\n').join('')).length;
      const from = characters(field.value, (place.start >> 3) - before);
      const to = characters(field.value, ((place.start + place.bits) >> 3) - before);
      if (place.bits && to > from) field.setSelectionRange(from, to);
    },
  };
}

/**
 * How many UTF-16 units the first bytes of a text are.
 * @param {string} text
 * @param {number} bytes
 */
const characters = (text, bytes) => new TextDecoder().decode(new TextEncoder().encode(text).subarray(0, Math.max(0, bytes))).length;

/** @param {string} text */
function line(text) {
  const item = document.createElement('li');
  // A long line wraps, so that all of it can be read.
  const field = document.createElement('textarea');
  Object.assign(field, { rows: 1, autocomplete: 'off', spellcheck: false, value: text });
  field.setAttribute('autocapitalize', 'off');
  const minus = document.createElement('button');
  minus.type = 'button';
  minus.textContent = '−';
  item.append(field, minus);
  return item;
}

/** @param {HTMLElement} list */
function number(list) {
  [...list.children].forEach((item, i) => {
    item.querySelector('textarea')?.setAttribute('aria-label', t('ex.lines.line', { n: i + 1 }));
    item.querySelector('button')?.setAttribute('aria-label', t('ex.lines.remove', { n: i + 1 }));
  });
}
