// Parts that the labs for bytes share: choices, fields, steps, and the line of tools.
import { html } from '../../base/html.js';
import { format } from '../../frame/link.js';
import { ICONS } from '../wire/skeleton.js';
import { t } from '../../base/words.js';

/** @typedef {import('../../base/html.js').HTML} HTML */
/** @typedef {import('../../base/html.js').Part} Part */

/**
 * A choice of one of several, in a row.
 * @param {string} act
 * @param {string} label
 * @param {[value: string, words: string, why?: string][]} options why: the option cannot be chosen, and a press on it says this
 * @param {string} chosen
 */
export function choice(act, label, options, chosen) {
  const buttons = options.map(([value, words, why = '']) =>
    html`<button type="button" data-act="${act}" data-form="${value}" aria-pressed="${value === chosen}"${why ? html` aria-disabled="true" data-why="${why}"` : ''}>${words}</button>`);
  return html`<div class="ways" role="group" aria-label="${label}">${buttons}</div>`;
}

/**
 * Choices, and under them the line that says why a press did nothing.
 * @param {HTML[]} all
 */
export const choices = (all) => html`<div class="bchoices">${all}</div><p class="bwhy" data-part="why"></p>`;

/**
 * A line to type in, in the hue of what it holds.
 * @param {object} field
 * @param {string} field.id
 * @param {string} field.name
 * @param {string} field.label
 * @param {string} field.value
 * @param {string} field.hue
 * @param {string} [field.mode] inputmode
 * @param {string} [field.complaint] why what is typed cannot be used
 * @param {Part} [more] after the field
 */
export function field({ id, name, label, value, hue, mode = 'text', complaint = '' }, more = '') {
  const wrong = complaint ? html` aria-invalid="true"` : '';
  return html`<div class="bfield ${hue}"><label for="${id}">${label}</label><span class="bline"><input id="${id}" data-kept="early" name="${name}" type="text" value="${value}"
    inputmode="${mode}" autocomplete="off" autocapitalize="off" spellcheck="false" aria-describedby="${id}-note"${wrong}>${more}</span>
    <span class="complaint" id="${id}-note" role="status">${complaint}</span></div>`;
}

/**
 * Why what is typed cannot be used, and that the lab below still shows what could; empty if there is nothing.
 * @param {string} problem
 */
export const stale = (problem) => problem && `${problem} ${t('bytelab.stale')}`;

/** Buttons that step through a row of bytes. */
export function steps() {
  const buttons = Object.entries(ICONS).map(([act, path]) => {
    const pause = act === 'play' ? html`<path class="pause" d="M3 2h4v12H3zM9 2h4v12H9z"/>` : '';
    return html`<button type="button" data-act="${act}" class="${act}" aria-label="${t(`wire.${act}`)}"><svg viewBox="0 0 16 16" aria-hidden="true"><path class="does" d="${path}"/>${pause}</svg></button>`;
  });
  return html`<div class="steps" role="group" aria-label="${t('wire.steps')}">${buttons}</div>`;
}

/**
 * The line of tools under a lab.
 * @param {{bytes: Uint8Array, receiver: 'client' | 'server', deflate?: boolean} | null} frames what the frame builder opens
 * @param {Part} [more]
 */
export function tools(frames, more = '') {
  const open = frames ? html`<a data-part="open" href="../../labs/frame/${format(frames.bytes, frames.receiver, frames.deflate)}">${t('bytelab.open')}</a>` : '';
  return html`<p class="figtools"><button type="button" class="link" data-act="undo" hidden>${t('tool.undo')}</button><button type="button" class="link" data-act="reset" hidden>${t('bytelab.reset')}</button>${more}<button type="button" class="link" data-act="link">${t('bytelab.link')}</button>${open}</p>`;
}
