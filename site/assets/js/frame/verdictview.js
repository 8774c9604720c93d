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
 * @param {import('./edit.js').Laid | null} [options.before] the frame when they last did
 * @param {HTML | ''} [options.steps] further buttons
 * @param {(rule: string) => HTML | ''} [options.fixes] the buttons that fix what breaks a rule
 * @param {HTML | ''} [options.place] which frame of a stream the verdict is about
 * @param {HTML | ''} [options.away] the way to that frame, where a different one is selected
 * @param {boolean} [options.folds] where there is little room, all but the beginning waits behind a press
 * @param {HTML | ''} [options.own] what there is to say about the selected frame, where that is a different one
 */
export function verdictHTML(codec, v, { reference, unfit = false, before = null, steps = '', fixes = () => '', place = '', away = '', folds = false, own = '' }) {
  if (covered()) return '';
  const { text, broken, section, state, rule, code, more } = verdict(codec, v.first, v.receiver);
  const url = `https://www.rfc-editor.org/rfc/rfc${section.rfc}#section-${section.number}`;
  const row = (/** @type {string} */ name) => html`<a class="rule" href="${reference}#${name}">${name}</a>`;
  const facts = [state, code ?? '', size(v, place !== '' && !unfit, unfit ? before : null)].filter(Boolean).map((s) => html`<span>${s}</span>`);
  if (place) facts.unshift(place);
  facts.push(html`<a href="${url}" data-term="${section.rfc} ${section.number}">${t('verdict.rfc', { rfc: String(section.rfc), section: section.number })}</a>`);
  if (rule) facts.push(row(rule));
  const others = more.length
    ? html`<details class="others"><summary>${t(unfit ? 'verdict.more.result' : 'verdict.more', { n: more.length })}</summary>
      <ul>${more.map((m) => html`<li>${m.text} ${row(m.name)}${fixes(m.name)}</li>`)}</ul></details>`
    : '';
  const fold = folds ? html`<details class="fold"><summary>${t('verdict.fold')}</summary></details>` : '';
  const relay = unfit ? html`<button type="button" class="relay" data-act="relay" title="${t('relay.help')}">${t('relay')}</button>` : '';
  return html`<p class="sentence${broken ? ' broken' : ''}">${away}${explained(text)}</p><p class="facts">${facts}${rule ? fixes(rule) : ''}${relay}${steps}</p>${others}${own}${fold}`;
}

/**
 * Which frame of a stream a verdict is about.
 * @param {number} n from 0
 * @param {number} of how many there are
 */
export const placeHTML = (n, of) => html`<span class="where">${t('strip.place', { n: n + 1, of })}</span>`;

/**
 * The way to the frame that a verdict is about.
 * @param {number} n from 0
 * @param {boolean} broken whether it breaks a rule; else it is not complete
 */
export const awayHTML = (n, broken) =>
  html`<button type="button" class="link where" data-act="frame" data-at="${n}">${t(broken ? 'strip.fails' : 'strip.stalls', { n: n + 1 })}</button> `;

/**
 * The line for the selected frame.
 * @param {number} n from 0
 * @param {string} text
 * @param {HTML | ''} fixes
 */
export const ownHTML = (n, text, fixes) => html`<p class="own"><b>${t('stream.frame', { n: n + 1 })}.</b> ${text} ${fixes}</p>`;
