// The dialog to paste bytes in: what is there is read as it is typed, and stays when it cannot be.
import { BytesError, MAX_BYTES, toHex } from './bytes.js';
import { parsePasted } from './pasted.js';
import { t } from './words.js';

/** How many bytes the preview shows. */
const SHOWN = 12;

/**
 * @param {HTMLDialogElement} dialog
 * @param {(bytes: Uint8Array) => void} take what to do with the bytes
 */
export function pasteBox(dialog, take) {
  const area = /** @type {HTMLTextAreaElement} */ (dialog.querySelector('textarea'));
  const says = /** @type {HTMLElement} */ (dialog.querySelector('[data-part="pasted"]'));
  const use = /** @type {HTMLButtonElement} */ (dialog.querySelector('[value="use"]'));
  const read = () => {
    const { bytes, words } = preview(area.value);
    says.textContent = words;
    says.classList.toggle('complaint', bytes === null);
    return bytes?.length ? bytes : null;
  };
  const update = () => use.setAttribute('aria-disabled', String(read() === null));
  area.addEventListener('input', update);
  use.addEventListener('click', (event) => {
    const bytes = read();
    if (bytes) take(bytes);
    else {
      event.preventDefault();
      area.focus();
    }
  });
  update();
}

/**
 * @param {string} text
 * @returns {{bytes: Uint8Array | null, words: string}} null: it cannot be read, and the words say why
 */
function preview(text) {
  try {
    const { bytes, form } = parsePasted(text);
    if (!bytes.length) return { bytes, words: t('paste.none') };
    const first = toHex(bytes.subarray(0, SHOWN), ' ') + (bytes.length > SHOWN ? ' …' : '');
    return { bytes, words: `${t('paste.as', { form: t(`paste.form.${form}`), n: bytes.length })}: ${first}` };
  } catch (error) {
    if (!(error instanceof BytesError)) throw error;
    const { at = 0, what = '', form = '', n = 0, max = MAX_BYTES } = error.detail;
    return { bytes: null, words: t(`paste.${error.kind}`, { at, what, form: form && t(`paste.form.${form}`), n, max }) };
  }
}
