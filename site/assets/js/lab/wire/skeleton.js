// The whole of the wire's figure as the site's build draws it: two posts, the line between
// them with a frame on it, the sentence, and the steps.
import { html } from '../../base/html.js';
import { tallyHTML, trainHTML, zoomHTML } from './figurehtml.js';
import { LAST, REST, STAGES } from './timeline.js';
import { sentenceHTML, stageName } from './words.js';
import { t } from '../../base/words.js';

/** The icons of the step buttons. */
export const ICONS = {
  first: 'M2 2h2v12H2zM14 2v12L5 8z',
  back: 'M11 2v12L3 8z',
  play: 'M4 2v12l10-6z',
  next: 'M5 2v12l8-6z',
  last: 'M12 2h2v12h-2zM2 2v12l9-6z',
};

/** @typedef {import('./train.js').Train} Train */
/** @typedef {import('../../base/html.js').HTML} HTML */

/**
 * The figure with a field for a message.
 * @param {Train} train
 * @param {string} [id] of the field, for a page with more than one
 */
export const wireHTML = (train, id = 'message') =>
  figureHTML(
    train,
    html`<form class="post browser"><div class="cap"><b>${t('wire.browser')}</b><span class="came" data-part="came"></span></div>
      <div class="box"><label class="unseen" for="${id}">${t('home.label')}</label><input id="${id}" data-kept="early" name="message" type="text" value="${train.text}" autocomplete="off" spellcheck="false" aria-describedby="${id}-note"><button class="go">${t('home.send')}</button></div></form>
    <div class="post server"><div class="cap"><b>${t('wire.server')}</b><span>${t('wire.server.does')}</span></div><div class="box"><output data-part="got" for="${id}">${t('wire.waits')}</output></div></div>`,
    html`<p class="complaint" id="${id}-note" data-part="fieldnote" hidden></p>`,
  );

/**
 * The figure of a frame that was sent.
 * @param {Train} train
 * @param {{sender: string, receiver: string, what: string, last: number}} names of the two ends, in words, what was sent, and the last stage
 */
export const sentHTML = (train, { sender, receiver, what, last }) =>
  figureHTML(
    train,
    html`<div class="post browser"><div class="cap"><b>${sender}</b><span class="came" data-part="came"></span></div><div class="box"><output class="there">${what}</output></div></div>
    <div class="post server"><div class="cap"><b>${receiver}</b></div><div class="box"><output data-part="got">${t('wire.waits')}</output></div></div>`,
    '',
    REST,
    last,
  );

/**
 * @param {Train} train
 * @param {HTML} posts the two ends
 * @param {HTML | ''} note
 * @param {number} [first] stage
 * @param {number} [last]
 */
function figureHTML(train, posts, note, first = 0, last = LAST) {
  const buttons = Object.entries(ICONS).map(([act, path]) => {
    const pause = act === 'play' ? html`<path class="pause" d="M3 2h4v12H3zM9 2h4v12H9z"/>` : '';
    return html`<button type="button" data-act="${act}" class="${act}" aria-label="${t(`wire.${act}`)}"><svg viewBox="0 0 16 16" aria-hidden="true"><path class="does" d="${path}"/>${pause}</svg></button>`;
  });
  const names = STAGES.slice(first, last + 1).map((_, k) => {
    const i = first + k;
    return html`<li><button type="button" data-stage="${i}" tabindex="-1"${i === REST ? html` aria-current="step"` : ''}>${stageName(train, i)}</button></li>`;
  });
  return html`<section class="stage" data-part="stage" aria-label="${t('wire.label')}">
    ${posts}
    <p class="tally" data-part="tally" aria-hidden="true">${tallyHTML(train)}</p>
    <div class="idle from"></div><div class="idle to"></div>
    <div class="fan" data-part="fan"></div><div class="zoom" data-part="zoom" aria-hidden="true">${zoomHTML(train)}</div>
    <div class="train" data-part="train">${trainHTML(train)}</div>
    <div class="loupe" data-part="loupe" aria-hidden="true"></div>
    <div class="callout" data-part="callout" role="group" hidden></div>
    </section>
    ${note}
    <div class="bar"><p class="wsays" data-part="says">${sentenceHTML(train, REST, 0)}</p>
    <div class="dock"><div class="steps" role="group" aria-label="${t('wire.steps')}">${buttons}</div>
      <div class="scrub"><input type="range" name="time" min="${first}" max="${last}" step="0.01" value="${REST}" autocomplete="off" aria-label="${t('wire.time')}" aria-valuetext="${stageName(train, REST)}"><ol data-part="stages">${names}</ol></div></div></div>`;
}
