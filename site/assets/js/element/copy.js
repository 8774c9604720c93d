// Copies text, and says so in passing. Where the browser does not let a page copy, a notice shows the
// text, to be copied by hand.
import { mention, notice } from './say.js';
import { t } from '../base/words.js';

/** Many programs cut addresses of more characters than this when they are pasted. */
export const LONG_ADDRESS = 2000;

/**
 * @param {string} text
 * @returns {Promise<boolean>} whether the browser let the page copy it
 */
export async function toClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {string} text
 * @param {string} what the text is, in words
 */
export async function copy(text, what) {
  if (!(await toClipboard(text))) {
    notice(t('tool.copy.failed'), { copy: text });
    return;
  }
  const long = /^https?:\S*$/.test(text) && text.length > LONG_ADDRESS;
  mention(long ? t('tool.copied.long', { what, n: text.length }) : t('tool.copied', { what }));
}
