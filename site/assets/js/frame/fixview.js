// Draws the buttons that fix what breaks a rule.
import { html } from '../base/html.js';
import { t } from '../base/words.js';

/**
 * @param {import('./fix.js').Remedy[]} remedies
 * @param {number} n the frame's number in the view, from 0
 * @param {string} rule
 */
export function fixesHTML(remedies, n, rule) {
  if (!remedies.length) return '';
  const buttons = remedies.map(({ name }) => {
    const what = t(`fix.${name}`);
    return html`<button type="button" class="relay" data-act="fix" data-at="${n}" data-field="${rule}" data-form="${name}" aria-label="${t('fix', { what })}">${what}</button>`;
  });
  return html`<span class="fixes"><span aria-hidden="true">${t('fix.label')}</span>${buttons}</span>`;
}
