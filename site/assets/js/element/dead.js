// Shows a lab whose module has not come: it can be read but not used, and does not show the state of
// a link as something else.
import { notice } from './say.js';
import { t } from '../base/words.js';

/**
 * @param {HTMLElement} lab
 * @param {unknown} error
 * @param {{link?: boolean, words?: string}} [shows] whether the page's address names a different state than the one shown, and the words for that
 */
export function dead(lab, error, { link = false, words = t('module.link') } = {}) {
  lab.setAttribute('dead', '');
  for (const live of /** @type {NodeListOf<HTMLFieldSetElement>} */ (lab.querySelectorAll('fieldset.alive'))) live.disabled = true;
  if (link) {
    for (const part of lab.querySelectorAll('[data-part="figure"], .hsbody')) part.setAttribute('inert', '');
    const verdict = lab.querySelector('section.verdict');
    verdict?.replaceChildren();
    const says = document.createElement('p');
    says.className = 'sentence unknown';
    says.textContent = words;
    verdict?.append(says);
  }
  failed(error);
}

/**
 * Say that the module has not come, and offer what helps.
 * @param {unknown} error
 */
export function failed(error) {
  const why = error instanceof Error ? error.message : String(error);
  notice(t('module.failed', { error: why }), { act: [t('module.reload'), () => location.reload()] });
}
