// Draws all bytes of a head in hexadecimal, for typing where lines are not enough.
import { toHex } from '../base/bytes.js';
import { html } from '../base/html.js';
import { t } from '../base/words.js';

/**
 * @param {string} prefix what ids begin with
 * @param {import('./head.js').Head} head
 * @param {{text: string, error: string} | undefined} draft what is typed and cannot be read yet
 */
export function hexHTML(prefix, { side, bytes }, draft) {
  const id = `${prefix}${side}-hex`;
  return html`<label for="${id}">${t(`hs.hex.${side}`)}</label><textarea id="${id}" class="hshex" data-side="${side}" rows="6" autocomplete="off" spellcheck="false"
    aria-describedby="${id}-says"${draft ? html` aria-invalid="true"` : ''}>${draft?.text ?? toHex(bytes, ' ')}</textarea>
    <p id="${id}-says" class="${draft ? 'complaint' : 'note'}">${draft?.error ?? t('hs.hex.help')}</p>`;
}
