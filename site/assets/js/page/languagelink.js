// The link to the page in the other language.
import { keep } from './language.js';
import { keepScroll } from '../state/scroll.js';

/** Have the link keep the page's state and place, and remember the choice. */
export function rememberLanguage() {
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll('a[hreflang][data-lang]'))) {
    link.addEventListener('click', () => {
      keep(String(link.dataset.lang));
      dispatchEvent(new Event('leave')); // the address says what the page shows
      link.search = location.search;
      link.hash = location.hash;
      keepScroll();
    });
  }
}
