// Draws the verdict.
import { html } from '../base/html.js';
import { size, verdict } from './verdict.js';
import { t } from '../base/words.js';

/**
 * @param {import('../codec/codec.js').Codec} codec
 * @param {import('./view.js').View} v
 * @param {boolean} unfit the bytes no longer fit their header
 * @param {import('../base/html.js').HTML | ''} steps further buttons
 */
export function verdictHTML(codec, v, unfit, steps = '') {
  const { text, broken, section, state, code, more } = verdict(codec, v.first, v.receiver);
  const url = `https://www.rfc-editor.org/rfc/rfc${section.rfc}#section-${section.number}`;
  const facts = [state, code ?? '', size(v)].filter(Boolean).map((s) => html`<span>${s}</span>`);
  facts.push(html`<a href="${url}">${t('verdict.rfc', { rfc: String(section.rfc), section: section.number })}</a>`);
  const others = more.length
    ? html`<details class="others"><summary>${t('verdict.more', { n: more.length })}</summary>
      <ul>${more.map((m) => html`<li>${m.text} <code>${m.name}</code></li>`)}</ul></details>`
    : '';
  const relay = unfit ? html`<button type="button" class="relay" data-act="relay" title="${t('relay.help')}">${t('relay')}</button>` : '';
  return html`<p class="sentence${broken ? ' broken' : ''}">${text}</p><p class="facts">${facts}${relay}${steps}</p>${others}`;
}
