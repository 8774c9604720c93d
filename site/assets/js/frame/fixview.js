// Draws the buttons that fix what breaks a rule.
import { html } from '../base/html.js';
import { t } from '../base/words.js';

/**
 * @param {import('./fix.js').Remedy[]} remedies
 * @param {number} n the frame's number in the view, from 0
 * @param {string} rule
 * @param {boolean} [named] whether the buttons say which frame they fix
 */
export function fixesHTML(remedies, n, rule, named = false) {
  if (!remedies.length) return '';
  const buttons = remedies.map(({ name }) => {
    const what = t(`fix.${name}`);
    return html`<button type="button" class="relay" data-act="fix" data-at="${n}" data-field="${rule}" data-form="${name}" aria-label="${named ? t('fix.frame', { n: n + 1, what }) : t('fix', { what })}">${what}</button>`;
  });
  return html`<span class="fixes"><span aria-hidden="true">${named ? t('fix.label.frame', { n: n + 1 }) : t('fix.label')}</span>${buttons}</span>`;
}
