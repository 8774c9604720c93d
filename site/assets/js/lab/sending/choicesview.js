// Draws the choices of a send: where it goes, what /echo is asked to do, and over which connection.
import { html } from '../../base/html.js';
import { t } from '../../base/words.js';
import { asked, pathOf, SWITCHES } from './target.js';

/** @typedef {import('../../base/html.js').HTML} HTML */
/** @typedef {import('./target.js').Ask} Ask */

/**
 * @typedef {object} Choices
 * @property {string} target
 * @property {string} complaint on the target, in words
 * @property {string[]} paths the WebSockets that there are
 * @property {Ask[]} asks what /echo can be asked
 * @property {boolean} deflate permessage-deflate will be offered
 * @property {boolean} keep the connection stays open for the next send
 * @property {{first: number, sends: number} | null} open the connection that is kept open
 * @property {boolean} real a local server is there
 */

/**
 * Where a send goes, in a line.
 * @param {import('../../frame/link.js').Role} receiver
 * @param {Choices} c
 */
export function wayHTML(receiver, { target, keep }) {
  if (receiver === 'client') return html`<span>${t('send.way.client')}</span>`;
  return html`<code>GET ${target}</code> · <span>${t(keep ? 'send.way.same' : 'send.way.new')}</span> · <span class="change">${t('send.way.change')}</span>`;
}

/** @param {Choices} c */
export function choicesHTML(c) {
  const bad = c.complaint ? html` aria-invalid="true"` : '';
  return html`<p class="reqline"><label for="send-target">GET</label><input id="send-target" name="target" type="text" value="${c.target}" autocomplete="off" autocapitalize="off" spellcheck="false" aria-label="${t('send.target')}" aria-describedby="send-target-note"${bad}><span aria-hidden="true">HTTP/1.1</span></p>
    <p class="${c.complaint ? 'complaint' : 'note'}" id="send-target-note">${c.complaint || t(c.real ? 'send.to.real' : 'send.to.page')}</p>
    ${pathsHTML(c)}${pathOf(c.target) === '/echo' ? asksHTML(c) : ''}${keepHTML(c)}`;
}

/** @param {Choices} c */
function pathsHTML({ paths, target }) {
  if (paths.length < 2) return '';
  const chosen = pathOf(target);
  const buttons = paths.map((path) => html`<button type="button" data-act="path" data-path="${path}" aria-pressed="${String(path === chosen)}"><code>${path}</code></button>`);
  const says = ['/echo', '/mychat'].includes(chosen) ? html`<span class="note">${t(`send.path.${chosen.slice(1)}`)}</span>` : '';
  return html`<div class="choice"><span class="lead" id="send-paths">${t('send.paths')}</span><div class="ways" role="group" aria-labelledby="send-paths">${buttons}</div>${says}</div>`;
}

/** @param {Choices} c */
function asksHTML(c) {
  const values = asked(c.target);
  const switches = Object.keys(SWITCHES)
    .filter((name) => c.asks.some((a) => a.name === name) && (name !== 'takeover' || c.deflate || values.has(name)))
    .map((name) => {
      const on = values.has(name);
      const fields = name === 'close' ? ['close', 'reason', 'after'] : [name];
      return html`<li class="${on ? 'on' : ''}" data-key="${name}"><button type="button" data-act="ask" data-name="${name}" aria-pressed="${String(on)}">${t(`send.ask.${name}`)}</button>${on ? fields.map((field) => fieldHTML(field, values.get(field) ?? '', c.asks)) : ''}</li>`;
    });
  return html`<div class="choice"><span class="lead" id="send-asks">${t('send.asks')}</span><ul class="asks" aria-labelledby="send-asks">${switches}</ul></div>`;
}

/**
 * @param {string} name
 * @param {string} value
 * @param {Ask[]} asks
 */
function fieldHTML(name, value, asks) {
  const found = asks.find((a) => a.name === name);
  if (!found) return '';
  const label = t(`send.field.${name}`);
  if (found.words && !found.most) {
    const options = found.words.map((word) => html`<option value="${word}"${word === value ? html` selected` : ''}>${t(`send.takeover.${word}`)}</option>`);
    return html`<select name="${name}" aria-label="${label}">${options}</select>`;
  }
  const error = complaintOn(found, value);
  const size = name === 'reason' ? 18 : found.words ? 6 : Math.max(4, String(found.most ?? '').length);
  return html`<label class="askfield"><input name="${name}" type="text" value="${value}" size="${size}" autocomplete="off" spellcheck="false" aria-label="${label}"${error ? html` aria-invalid="true" aria-describedby="send-${name}-note"` : ''}> <span aria-hidden="true">${t(`send.unit.${name}`)}</span></label>${error ? html`<span class="complaint" id="send-${name}-note">${error}</span>` : ''}`;
}

/**
 * Why the server will refuse a value, in words; '' if it will not.
 * @param {Ask} ask
 * @param {string} value
 */
export function complaintOn({ name, least = 0, most, words = [] }, value) {
  if (name === 'reason') return new TextEncoder().encode(value).length > 123 ? t('send.bad.reason') : '';
  if (words.includes(value) || (name === 'after' && value === '')) return '';
  if (most === undefined) return t('send.bad.word', { words: words.join(', ') });
  const n = /^\d{1,9}$/.test(value) ? Number(value) : NaN;
  if (n >= least && n <= most) return '';
  return t(words.length ? 'send.bad.number.word' : 'send.bad.number', { least, most, words: words.join(', ') });
}

/** @param {Choices} c */
function keepHTML({ keep, open }) {
  const button = (/** @type {boolean} */ kept, /** @type {string} */ key) =>
    html`<button type="button" data-act="keep" data-keep="${String(kept)}" aria-pressed="${String(keep === kept)}">${t(key)}</button>`;
  const state = open
    ? html`<span class="openline">${t('send.open.now', { n: open.first, sends: open.sends })}</span><button type="button" class="link" data-act="end">${t('send.end')}</button>`
    : '';
  return html`<div class="choice"><span class="lead" id="send-keep">${t('send.connection')}</span><div class="ways" role="group" aria-labelledby="send-keep">${button(false, 'send.keep.new')}${button(true, 'send.keep.same')}</div>${state}</div>`;
}
