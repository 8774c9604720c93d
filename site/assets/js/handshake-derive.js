// Sec-WebSocket-Accept in steps: key, key and GUID, SHA-1, base64. What a change has
// changed is underlined, from the top down.
import { hex } from './bytes.js';
import { derive, guid } from './codec-accept.js';
import { textOf, units } from './handshake-text.js';
import { escape } from './html.js';
import { t } from './words.js';

/**
 * @typedef {object} Steps
 * @property {string} key as it is shown
 * @property {string} guid
 * @property {number} size of both, in bytes
 * @property {string[]} sum the digest's bytes in hexadecimal
 * @property {string} accept
 */

/**
 * @param {import('./codec.js').Codec} codec
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
  if (!now) return `<p class="none">${escape(t('hs.key.none'))}</p>`;
  const was = before ?? { key: '', guid: now.guid, size: 0, sum: [], accept: '' };
  const key = `<span class="key">${marked([...now.key], [...was.key])}</span>`;
  const sum = now.sum.map((b, i) => `<span class="hsbyte${b === was.sum[i] ? '' : ' changed'}">${b}</span>`).join('');
  return (
    `<ol class="hssteps">` +
    step('key', {}, `<p class="hsvalue">${key}</p>`) +
    step('guid', { n: now.size }, `<p class="hsvalue">${key}<span class="guid">${escape(now.guid)}</span></p>`) +
    step('sha1', {}, `<div class="hssum">${sum}</div>`) +
    step('base64', {}, `<p class="hsvalue payload">${marked([...now.accept], [...was.accept])}</p>`) +
    `</ol>`
  );
}

/**
 * @param {string} name
 * @param {Record<string, number>} params
 * @param {string} inside
 */
const step = (name, params, inside) =>
  `<li><h3>${escape(t(`hs.step.${name}`))}</h3>${inside}<p class="note">${escape(t(`hs.step.${name}.text`, params))}</p></li>`;

/**
 * Characters, those marked that differ from what was there.
 * @param {string[]} now
 * @param {string[]} was
 */
function marked(now, was) {
  let out = '';
  let open = false;
  now.forEach((c, i) => {
    const changed = c !== was[i];
    if (changed !== open) out += changed ? '<span class="changed">' : '</span>';
    open = changed;
    out += escape(c);
  });
  return out + (open ? '</span>' : '');
}
