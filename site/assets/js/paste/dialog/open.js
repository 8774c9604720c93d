// Pasting bytes anywhere on the page. The dialog that reads them is a script of its own,
// which comes when it is needed: it is as large as the rest of the page, and most visits
// paste nothing.
import { fail } from '../../element/say.js';
import { scriptAt } from '../../element/script.js';

/** @typedef {import('./box.js').PasteBox} PasteBox */
/** @typedef {import('./box.js').To} To */

/** Where a paste is a field's own. */
const FIELDS = 'input:not([type=radio], [type=checkbox], [type=file]), textarea, select, [contenteditable]';

/**
 * @param {HTMLDialogElement} dialog whose data-script is the address of pastebox.js
 * @param {To} to
 * @returns {{open: () => void}}
 */
export function pasting(dialog, to) {
  /** @type {import('../../element/script.js').Script<typeof import('../../pastebox.js')>} */
  const script = scriptAt(dialog.dataset.script);
  /** @type {Promise<PasteBox> | null} */
  let box = null;
  let here = false;
  /** @param {(box: PasteBox) => unknown} act */
  const soon = (act) => {
    box ??= script.load().then(({ PasteBox }) => new PasteBox(dialog, to));
    box.then((box) => {
      here = true;
      act(box);
    }).catch((error) => {
      box = null; // it can be asked for again
      fail(error);
    });
  };
  document.addEventListener('paste', (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (event.defaultPrevented || target?.closest(FIELDS)) return;
    const [file] = event.clipboardData?.files ?? [];
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (!text && !file) return;
    event.preventDefault();
    soon((box) => (text ? box.put(text) : box.load(file)));
  });
  document.addEventListener('dragover', (event) => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  });
  document.addEventListener('drop', (event) => {
    const [file] = event.dataTransfer?.files ?? [];
    if (!file) return;
    event.preventDefault();
    soon((box) => box.load(file));
  });
  // The dialog can be typed in before its script is there; what is used then waits for it.
  dialog.addEventListener('click', (event) => {
    const use = event.target instanceof Element ? event.target.closest('[value="use"]') : null;
    if (here || !(use instanceof HTMLButtonElement)) return;
    event.preventDefault();
    soon(() => use.click());
  });
  const open = () => {
    if (!dialog.open) dialog.showModal();
    soon(() => {});
  };
  return { open };
}
