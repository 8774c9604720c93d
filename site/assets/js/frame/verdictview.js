// Draws the verdict.
import { covered } from '../base/cover.js';
import { html } from '../base/html.js';
import { explained } from '../base/terms.js';
import { size, verdict } from './verdict.js';
import { t } from '../base/words.js';

/** @typedef {import('../base/html.js').HTML} HTML */

/**
 * The verdict; nothing while it is covered.
 * @param {import('../codec/codec.js').Codec} codec
 * @param {import('./view.js').View} v
 * @param {object} options
 * @param {string} options.reference the reference's relative address
 * @param {boolean} [options.unfit] the bytes no longer fit their header
 * @param {HTML | ''} [options.steps] further buttons
 * @param {(rule: string) => HTML | ''} [options.fixes] the buttons that fix what breaks a rule
 * @param {HTML | ''} [options.place] which frame of a stream the verdict is about
 * @param {HTML | ''} [options.own] what there is to say about the selected frame, where that is a different one
 */
export function verdictHTML(codec, v, { reference, unfit = false, steps = '', fixes = () => '', place = '', own = '' }) {
  if (covered()) return '';
  const { text, broken, section, state, rule, code, more } = verdict(codec, v.first, v.receiver);
  const url = `https://www.rfc-editor.org/rfc/rfc${section.rfc}#section-${section.number}`;
  const row = (/** @type {string} */ name) => html`<a class="rule" href="${reference}#${name}">${name}</a>`;
  const facts = [state, code ?? '', size(v, place !== '' && !unfit)].filter(Boolean).map((s) => html`<span>${s}</span>`);
  if (place) facts.unshift(place);
  facts.push(html`<a href="${url}" data-term="${section.rfc} ${section.number}">${t('verdict.rfc', { rfc: String(section.rfc), section: section.number })}</a>`);
  if (rule) facts.push(row(rule));
  const others = more.length
    ? html`<details class="others"><summary>${t('verdict.more', { n: more.length })}</summary>
      <ul>${more.map((m) => html`<li>${m.text} ${row(m.name)}${fixes(m.name)}</li>`)}</ul></details>`
    : '';
  const relay = unfit ? html`<button type="button" class="relay" data-act="relay" title="${t('relay.help')}">${t('relay')}</button>` : '';
  return html`<p class="sentence${broken ? ' broken' : ''}">${explained(text)}</p><p class="facts">${facts}${rule ? fixes(rule) : ''}${relay}${steps}</p>${others}${own}`;
}

/**
 * Which frame of a stream a verdict is about.
 * @param {number} n from 0
 * @param {number} of how many there are
 * @param {boolean} away whether a different one is selected, so that this leads to it
 */
export function placeHTML(n, of, away) {
  const words = t('strip.place', { n: n + 1, of });
  return away ? html`<button type="button" class="link where" data-act="frame" data-at="${n}">${words}</button>` : html`<span class="where">${words}</span>`;
}

/**
 * The line for the selected frame.
 * @param {number} n from 0
 * @param {string} text
 * @param {HTML | ''} fixes
 */
export const ownHTML = (n, text, fixes) => html`<p class="own"><b>${t('stream.frame', { n: n + 1 })}.</b> ${text} ${fixes}</p>`;
