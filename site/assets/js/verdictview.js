// The verdict as HTML.
import { escape } from './html.js';
import { size, verdict } from './verdict.js';
import { t } from './words.js';

/**
 * @param {import('./codec.js').Codec} codec
 * @param {import('./view.js').View} v
 * @param {boolean} unfit the bytes no longer fit their header
 * @param {string} steps further buttons, as HTML
 */
export function verdictHTML(codec, v, unfit, steps = '') {
  const { text, broken, section, state, code, more } = verdict(codec, v.first, v.receiver);
  const url = `https://www.rfc-editor.org/rfc/rfc${section.rfc}#section-${section.number}`;
  const facts = [state, code, size(v)].filter(Boolean).map((s) => `<span>${escape(s)}</span>`);
  facts.push(`<a href="${url}">${escape(t('verdict.rfc', { rfc: String(section.rfc), section: section.number }))}</a>`);
  const others = more.length
    ? `<details class="others"><summary>${escape(t('verdict.more', { n: more.length }))}</summary>` +
      `<ul>${more.map((m) => `<li>${escape(m.text)} <code>${escape(m.name)}</code></li>`).join('')}</ul></details>`
    : '';
  const relay = unfit ? `<button type="button" class="relay" data-act="relay" title="${escape(t('relay.help'))}">${escape(t('relay'))}</button>` : '';
  return `<p class="sentence${broken ? ' broken' : ''}">${escape(text)}</p><p class="facts">${facts.join('')}${relay}${steps}</p>${others}`;
}
