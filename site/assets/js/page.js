// What every page has: the live region, and words for when something fails.
import { t } from './words.js';

/** @type {ReturnType<typeof setTimeout> | undefined} */
let later;

/**
 * Say something to who listens rather than looks; of several in a row, the last.
 * @param {string} text
 */
export function announce(text) {
  clearTimeout(later);
  later = setTimeout(() => {
    const region = document.getElementById('said');
    if (region) region.textContent = text;
  }, 250);
}

/**
 * Tell what failed, in the page; nothing that was typed is touched.
 * @param {unknown} error
 * @param {string} [key]
 */
export function fail(error, key = 'error.page') {
  const text = t(key, { error: error instanceof Error ? error.message : String(error) });
  notice(text);
}

/**
 * A message at the top of the page, which stays until it is closed.
 * @param {string} text
 */
export function notice(text) {
  const place = document.getElementById('notices');
  if (!place || [...place.children].some((c) => c.firstChild?.textContent === text)) return;
  const box = document.createElement('div');
  box.className = 'notice';
  const words = document.createElement('p');
  words.textContent = text;
  const close = document.createElement('button');
  close.type = 'button';
  close.className = 'quiet';
  close.textContent = t('notice.close');
  close.addEventListener('click', () => box.remove());
  box.append(words, close);
  place.append(box);
}
