// Draws Sec-WebSocket-Accept in steps: key, key and GUID, SHA-1, base64. Characters that a change
// has changed are underlined, from the top down.
import { hex } from '../base/bytes.js';
import { derive, guid } from '../codec/accept.js';
import { textOf, units } from './text.js';
import { html } from '../base/html.js';
import { t } from '../base/words.js';

/**
 * @typedef {object} Steps
 * @property {string} key as it is shown
 * @property {string} guid
 * @property {number} size of both, in bytes
 * @property {string[]} sum the digest's bytes in hexadecimal
 * @property {string} accept
 */

/**
 * @param {import('../codec/codec.js').Codec} codec
 * @param {Uint8Array | null} key
 * @returns {Steps | null} null without a key
 */
export function steps(codec, key) {
  if (!key) return null;
  const { sha1, accept } = derive(codec, key);
  const ends = guid(codec);
  return { key: textOf(units(key)), guid: textOf(units(ends)), size: key.length + ends.length, sum: [...sha1].map(hex), accept };
}

/**
 * @param {Steps | null} now
 * @param {Steps | null} before what was there before a change; the same for none
 */
export function stepsHTML(now, before) {
  if (!now) return html`<p class="none">${t('hs.key.none')}</p>`;
  const was = before ?? { key: '', guid: now.guid, size: 0, sum: [], accept: '' };
  const key = html`<span class="key">${marked([...now.key], [...was.key])}</span>`;
  const sum = now.sum.map((b, i) => html`<span class="hsbyte${b === was.sum[i] ? '' : ' changed'}">${b}</span>`);
  return html`<ol class="hssteps">
    ${step('key', {}, html`<p class="hsvalue">${key}</p>`)}
    ${step('guid', { n: now.size }, html`<p class="hsvalue">${key}<span class="guid">${now.guid}</span></p>`)}
    ${step('sha1', {}, html`<div class="hssum">${sum}</div>`)}
    ${step('base64', {}, html`<p class="hsvalue payload">${marked([...now.accept], [...was.accept])}</p>`)}
    </ol>`;
}

/**
 * @param {string} name
 * @param {Record<string, number>} params
 * @param {import('../base/html.js').HTML} inside
 */
const step = (name, params, inside) =>
  html`<li><h3>${t(`hs.step.${name}`)}</h3>${inside}<p class="note">${t(`hs.step.${name}.text`, params)}</p></li>`;

/**
 * Characters, those marked that differ from what was there.
 * @param {string[]} now
 * @param {string[]} was
 */
function marked(now, was) {
  /** @type {{changed: boolean, text: string}[]} */
  const runs = [];
  now.forEach((c, i) => {
    const changed = c !== was[i];
    if (runs.at(-1)?.changed !== changed) runs.push({ changed, text: '' });
    runs[runs.length - 1].text += c;
  });
  return runs.map(({ changed, text }) => (changed ? html`<span class="changed">${text}</span>` : text));
}
