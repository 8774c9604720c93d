// The bench's dialog to paste heads in: it says how a text is read, and shows what was read.
import { t } from '../../base/words.js';
import { piece } from '../../element/element.js';
import { HeadTextError } from '../../head/paste/error.js';
import { readHeads } from '../../head/paste/read.js';

/** @typedef {import('../../head/paste/read.js').Heads} Heads */

const decoder = new TextDecoder();

/**
 * Text as heads, and how it was read or why it cannot be, in words.
 * @param {string} text
 * @returns {{heads: Heads | null, words: string}}
 */
export function understood(text) {
  try {
    const heads = readHeads(text);
    if (!heads) return { heads, words: t('hs.paste.none') };
    const sides = Object.entries(heads.heads).map(([side, b]) => t(`hs.paste.${side}`, { n: b.length, lines: decoder.decode(b).split('\r\n').length - 1 }));
    const first = heads.whole ? [] : [t('hs.paste.first')];
    return { heads, words: [t('hs.paste.read', { form: t(`hs.form.${heads.form}`) }), ...sides, ...first].join(' ') };
  } catch (error) {
    if (!(error instanceof HeadTextError)) throw error;
    return { heads: null, words: t('hs.paste.bad', { line: error.line, what: error.what }) };
  }
}

/**
 * @param {HTMLDialogElement} dialog
 * @param {(heads: Heads) => void} take
 * @returns {(text?: string) => void} opens the dialog, with a text to begin with
 */
export function pasteDialog(dialog, take) {
  const area = /** @type {HTMLTextAreaElement} */ (dialog.querySelector('textarea'));
  const use = dialog.querySelector('[value=use]');
  const preview = () => {
    const { heads, words } = understood(area.value);
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
    area.focus();
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
