// Draws the sends of this visit, the newest first.
import { html } from '../../base/html.js';
import { lang, t } from '../../base/words.js';
import { view } from '../../frame/view.js';
import { frameName } from './answerview.js';
import { cameBack } from './understood.js';

/** @typedef {import('../../codec/codec.js').Codec} Codec */
/** @typedef {import('./sends.js').Sent} Sent */

/**
 * @param {Codec} codec
 * @param {Sent[]} sends
 * @param {number} shown the n of the one whose answer is shown
 */
export function listHTML(codec, sends, shown) {
  if (!sends.length) return '';
  const rows = [...sends].reverse().map((sent) => {
    const { n, target, receiver, bytes } = sent;
    const name = html`<b>${n}</b> ${what(codec, sent)}`;
    const to = receiver === 'client' ? t('dir.toClient') : target;
    return html`<li class="${n === shown ? 'shown' : ''}" data-key="${n}"><button type="button" class="look" data-act="look" data-n="${n}" aria-pressed="${String(n === shown)}">${name}</button>
      <code>${to}</code><span class="note">${t('send.row', { n: bytes.length })} ${came(codec, sends, sent)}</span><time>${new Date(sent.at).toLocaleTimeString(lang)}</time>
      <button type="button" class="quiet" data-act="again" data-n="${n}" aria-label="${t('send.again.n', { n })}">${t('send.again')}</button></li>`;
  });
  return html`<h3>${t('send.list')}</h3><ol class="sends">${rows}</ol>`;
}

/**
 * @param {Codec} codec
 * @param {Sent} sent
 */
function what(codec, { bytes, receiver, deflate }) {
  const { frames } = view(codec, bytes, receiver, deflate, true);
  if (!frames.length) return t('send.nothing');
  return frames.length > 1 ? t('send.frames', { n: frames.length, first: frameName(frames[0]) }) : frameName(frames[0]);
}

/**
 * @param {Codec} codec
 * @param {Sent[]} sends
 * @param {Sent} sent
 */
function came(codec, sends, sent) {
  if (sent.problem) return t('send.row.failed');
  return t('send.row.came', { n: cameBack(codec, sends, sent).frames.length, bytes: sent.came.length });
}
