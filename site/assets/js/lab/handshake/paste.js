// The bench's dialog to paste heads in: it says how a text is read, and shows what was read. The
// reader of heads is a script of its own, so that the bench works sooner.
import { piece } from '../../element/element.js';
import { fail } from '../../element/say.js';

/** @typedef {import('../../head/paste/read.js').Heads} Heads */
/** @typedef {import('../../element/script.js').Script<typeof import('../../pastehead.js')>} HeadReader */

const decoder = new TextDecoder();

/**
 * @param {HTMLDialogElement} dialog
 * @param {HeadReader} reader
 * @param {(heads: Heads) => void} take
 * @returns {(text?: string) => void} opens the dialog, with a text to begin with
 */
export function pasteDialog(dialog, reader, take) {
  const area = /** @type {HTMLTextAreaElement} */ (dialog.querySelector('textarea'));
  const use = dialog.querySelector('[value=use]');
  /** @returns {Heads | null} null also until the reader has come, which then previews by itself */
  const preview = () => {
    if (!reader.here) {
      reader.load().then(preview, fail);
      return null;
    }
    const { heads, words } = reader.here.understood(area.value);
    const says = piece(dialog, 'pasted');
    says.textContent = words;
    says.classList.toggle('complaint', !heads && area.value.trim() !== '');
    piece(dialog, 'read').textContent = heads ? Object.values(heads.heads).map((b) => decoder.decode(b)).join('\n') : '';
    use?.setAttribute('aria-disabled', String(!heads));
    return heads;
  };
  area.addEventListener('input', preview);
  use?.addEventListener('click', (e) => {
    if (preview()) return;
    e.preventDefault();
    if (reader.here) area.focus();
    else reader.load().then(() => e.target instanceof HTMLElement && e.target.click(), fail);
  });
  dialog.addEventListener('close', () => {
    const heads = dialog.returnValue === 'use' ? preview() : null;
    if (heads) take(heads);
  });
  return (text) => {
    if (text !== undefined) area.value = text;
    preview();
    dialog.returnValue = '';
    if (!dialog.open) dialog.showModal();
    area.focus();
    area.select();
  };
}

/**
 * Open the dialog with text that is pasted anywhere on the page, outside a field.
 * @param {(text: string) => void} open
 */
export function pasteAnywhere(open) {
  document.addEventListener('paste', (e) => {
    const text = e.clipboardData?.getData('text/plain');
    const target = /** @type {HTMLElement} */ (e.target);
    if (!text || e.defaultPrevented || target.closest('input, textarea, select, [contenteditable], dialog')) return;
    e.preventDefault();
    open(text);
  });
}
