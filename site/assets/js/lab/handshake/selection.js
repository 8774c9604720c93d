// Selecting all lines of a head, and pasting into lines. Ctrl+A selects a line, and pressed again
// all lines. A selection cannot span controls, so it is kept here; what is then typed, pasted or
// cut replaces all lines.
import { t } from '../../base/words.js';
import { piece } from '../../element/element.js';
import { announce, fail } from '../../element/say.js';
import { encode } from '../../head/text.js';
import { sideOf } from './lines.js';
import { SIDES } from './model.js';

/** @typedef {import('../../head/head.js').Side} Side */

/** Keys that leave a selection of all lines as it is. */
const LEAVE = new Set(['Control', 'Shift', 'Meta', 'Alt']);

const decoder = new TextDecoder();

/**
 * @param {HTMLElement} root
 * @param {import('./model.js').Model} model
 * @param {ReturnType<typeof import('./lines.js').lineEditor>} lines
 * @param {import('./paste.js').HeadReader} reader
 * @param {(heads: import('../../head/paste/read.js').Heads) => void} take puts heads in place of what is there
 */
export function lineSelection(root, model, lines, reader, take) {
  /** The side whose lines are all selected. @type {Side | null} */
  let all = null;
  /** The line that Ctrl+A has just selected. @type {HTMLTextAreaElement | null} */
  let one = null;
  /** The line whose text waits for the reader. @type {HTMLTextAreaElement | null} */
  let waiting = null;

  /** @param {Side | null} side null: none */
  const select = (side) => {
    if (all === side) return;
    all = side;
    for (const name of SIDES) piece(root, name).toggleAttribute('data-all', name === side);
    if (!side) return;
    const area = root.querySelector(`textarea[data-side=${side}][data-line="0"]`);
    if (area instanceof HTMLTextAreaElement) {
      area.focus({ preventScroll: true });
      area.select();
    }
    announce(t('hs.all'));
  };

  /**
   * Put bytes in place of all lines, of which none is selected then.
   * @param {Side} side
   * @param {Uint8Array} bytes
   * @param {string} [merge] of the store
   */
  const overwrite = (side, bytes, merge) => {
    select(null);
    lines.replace(side, 0, model.head(side).bytes.length, bytes, merge);
  };

  /**
   * Put a pasted text in place of all lines, or of what is selected in one.
   * @param {HTMLTextAreaElement} area
   * @param {string} text
   * @param {import('../../head/paste/read.js').Heads | null} heads the text as heads
   * @returns {boolean} whether it was more than text in a line
   */
  const put = (area, text, heads) => {
    const side = all;
    select(null);
    const [head, line] = lines.lineOf(area);
    if (heads && (heads.whole || side)) take(heads);
    else if (side) overwrite(side, encode(text));
    else if (heads && line) {
      // Fields go where the caret is, as lines.
      const [fields] = Object.values(heads.heads).map((b) => b.subarray(b.indexOf(10) + 1, b.length - 4));
      const at = (/** @type {number} */ chars) => line.start + encode(area.value.slice(0, chars)).length;
      lines.replace(head.side, at(area.selectionStart), at(area.selectionEnd), fields);
    } else return false;
    return true;
  };

  /** @param {ClipboardEvent} event */
  const pasted = (event) => {
    const area = event.target;
    if (!(area instanceof HTMLTextAreaElement) || !area.matches('.hsline')) return;
    const text = event.clipboardData?.getData('text/plain') ?? '';
    const isLine = !/[\r\n]|\\r\\n|^\s*curl\s/.test(text.trim());
    if (isLine || reader.here) {
      if (put(area, text, isLine ? null : (reader.here?.understood(text).heads ?? null))) event.preventDefault();
      return;
    }
    // The reader has not come yet: the text waits for it, and is text in the line if it does not come.
    event.preventDefault();
    const within = /** @type {const} */ ([area.selectionStart, area.selectionEnd]);
    reader.load().then(({ understood }) => understood(text).heads, (error) => (fail(error), null)).then((heads) => {
      if (put(area, text, heads)) return;
      area.setRangeText(text, ...within, 'end');
      area.dispatchEvent(new Event('input', { bubbles: true }));
    });
  };

  /** @param {ClipboardEvent} event */
  const copied = (event) => {
    if (!all || !event.clipboardData) return;
    event.preventDefault();
    event.clipboardData.setData('text/plain', decoder.decode(model.head(all).bytes));
    if (event.type === 'cut') overwrite(all, new Uint8Array());
  };

  root.addEventListener('paste', pasted);
  root.addEventListener('focusin', (e) => {
    if (e.target instanceof HTMLTextAreaElement) reader.load().catch(() => {}); // a paste asks for it again
  });
  root.addEventListener('copy', copied);
  root.addEventListener('cut', copied);
  root.addEventListener('pointerdown', () => {
    one = null;
    select(null);
  });
  root.addEventListener('focusout', ({ relatedTarget: to }) => {
    if (to instanceof HTMLElement && to.dataset.line !== '0') select(null);
  });

  return {
    /**
     * Ctrl+A in a line selects it, and pressed again all lines.
     * @param {HTMLTextAreaElement} line
     * @returns {boolean} whether all lines are selected now
     */
    more(line) {
      const again = one === line || all !== null;
      one = again ? null : line;
      if (again) select(sideOf(line));
      return again;
    },

    /**
     * Typing over all lines, or a whole head over one.
     * @param {Event} event
     * @returns {boolean} whether it was that
     */
    input({ target }) {
      if (waiting && waiting === target) return true;
      const line = one;
      one = null;
      if (line && line === target && /\n/.test(line.value)) {
        if (!reader.here) {
          // Again, as a head when the reader has come, and as text when it does not.
          waiting = line;
          reader.load().then(() => (one = line), fail).finally(() => {
            waiting = null;
            line.dispatchEvent(new Event('input', { bubbles: true }));
          });
          return true;
        }
        const { heads } = reader.here.understood(line.value);
        if (heads?.whole) {
          take(heads);
          return true;
        }
      }
      if (!all || !(target instanceof HTMLTextAreaElement)) return false;
      model.store.merging = '';
      overwrite(all, encode(target.value), `${all} 0`);
      return true;
    },

    /**
     * @param {KeyboardEvent} event in a line
     * @returns {boolean} whether it was for the selection of all lines
     */
    key(event) {
      const { key } = event;
      if (!LEAVE.has(key)) one = null;
      if (!all) return false;
      if (LEAVE.has(key) || event.ctrlKey || event.metaKey) return true;
      if (key === 'Backspace' || key === 'Delete') {
        event.preventDefault();
        overwrite(all, new Uint8Array());
        return true;
      }
      // The text that these keys type comes as input.
      if (key.length === 1 || key === 'Enter' || key === 'Process') return true;
      select(null);
      return false;
    },
  };
}
