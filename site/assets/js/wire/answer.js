// Draws what came back: the receiver's words on what it understood, and the frames that it sent.
import { html } from '../base/html.js';
import { framesHTML } from '../frame/stream.js';
import { view } from '../frame/view.js';
import { t } from '../base/words.js';

/** @typedef {import('./send.js').Answer} Answer */
/** @typedef {import('../frame/link.js').Role} Role */

/**
 * @param {import('../codec/codec.js').Codec} codec
 * @param {Answer} answer
 * @param {Role} receiver who got the bytes
 */
export function answerHTML(codec, answer, receiver) {
  const how = t(answer.real ? 'answer.real' : `answer.page.${receiver}`);
  const said = counted(answer.events.map((e) => eventWords(codec, e, receiver)));
  if (!said.length) said.push(t('answer.event.none', { receiver: t(`party.${receiver}`) }));
  const back = answer.bytes.length
    ? html`<h3>${t('answer.echo')}</h3>
      ${framesHTML(codec, view(codec, answer.bytes, receiver === 'server' ? 'client' : 'server', answer.deflate))}`
    : '';
  const failed = answer.events.some((e) => e.kind === 'fail');
  const over = t(failed ? 'answer.event.failed' : 'answer.event.tcp', { receiver: t(`party.${receiver}`) });
  const end = answer.over ? html`<p>${over}</p>` : '';
  return html`<p class="note">${how}</p><ul class="said">${said.map((s) => html`<li>${s}</li>`)}</ul>${back}${end}`;
}

/**
 * An answer for screen readers: first what happened, then how the bytes went, without figures and bytes.
 * @param {HTMLElement} box with the answer in it
 */
export function answerWords(box) {
  const words = [...box.querySelectorAll('.complaint, .same, .said li, .frames li > p:not(.wirebytes)'), ...box.querySelectorAll('.note')];
  return words.map((e) => e.textContent).join(' ');
}

/**
 * Sentences, with the same one several times in a row said once.
 * @param {string[]} said
 */
function counted(said) {
  /** @type {{words: string, n: number}[]} */
  const rows = [];
  for (const words of said) {
    const last = rows[rows.length - 1];
    if (last?.words === words) last.n++;
    else rows.push({ words, n: 1 });
  }
  return rows.map(({ words, n }) => (n > 1 ? words + t('answer.times', { n }) : words));
}

/**
 * An answer, marked when the bytes have been edited since.
 * @param {import('../base/html.js').HTML} told
 * @param {boolean} stale
 */
export const staleHTML = (told, stale) =>
  stale ? html`<p class="note">${t('answer.stale')}</p><div class="stale">${told}</div>` : told;

/**
 * @param {import('../codec/codec.js').Codec} codec
 * @param {import('../codec/codec.js').ConnEvent} event
 * @param {Role} role
 */
function eventWords(codec, event, role) {
  const receiver = t(`party.${role}`);
  switch (event.kind) {
    case 'message':
      return t('answer.event.message', { receiver, kind: t(`opcode.${event.opcode}`), n: event.data.length });
    case 'close':
      return event.code === 1005 ? t('answer.event.close.none', { receiver }) : t('answer.event.close', { receiver, code: String(event.code) });
    case 'fail':
      return t('answer.event.fail', { receiver, rule: t(`rule.${event.rule}`) });
    default:
      return t(`answer.event.${event.kind}`, { receiver });
  }
}
