// Says in one sentence how a handshake ends.
import { firstLine } from './head.js';
import { html } from '../base/html.js';
import { explained } from '../base/terms.js';
import { section } from './rows.js';
import { t } from '../base/words.js';

/** @typedef {import('./head.js').Head} Head */

/**
 * @typedef {object} Outcome
 * @property {string} text
 * @property {boolean} broken
 * @property {string} section such as "6455 4.1"
 */

/**
 * @typedef {object} Handshake
 * @property {import('../codec/codec.js').Codec} codec
 * @property {Head} request
 * @property {Head} response
 * @property {import('./server.js').Answer} answer what the server answers
 * @property {boolean} edited the response is someone's own
 * @property {string} mistake the words on a wrong accept value
 * @property {import('./after.js').After | import('./read.js').Unread | null} after what follows the head of the request, or of an edited response
 */

/**
 * @param {Handshake} h
 * @returns {Outcome}
 */
export const outcome = (h) => (h.edited ? judged(h) : computed(h));

/**
 * Says what the server does.
 * @param {Handshake} h
 * @returns {Outcome}
 */
function computed({ codec, response, answer, after }) {
  if (answer.elsewhere) return { text: t('hs.outcome.elsewhere', { path: answer.elsewhere }), broken: false, section: '6455 4.2.2' };
  if (answer.status === 0) return { text: t('hs.outcome.waiting'), broken: false, section: '9112 2.1' };
  const status = firstLine(response).replace(/^\S+ /, '');
  if (answer.why) return { text: t('hs.outcome.policy', { status, why: answer.why }), broken: true, section: '6455 4.2.2' };
  if (answer.rule) {
    const rule = codec.rules.byName(answer.rule);
    const key = rule.duty.server === 'fail' ? 'hs.outcome.refused' : 'hs.outcome.refuses';
    return { text: t(key, { status, rule: t(`rule.${rule.name}`) }), broken: true, section: `${rule.rfc} ${rule.section}` };
  }
  const more = answer.query ? ` ${t('hs.outcome.query')}` : '';
  if (after?.rule) return { text: early('hs.outcome.early.fails', after) + more, broken: true, section: `${after.rule.rfc} ${after.rule.section}` };
  if (after) return { text: t('hs.outcome.early', { n: after.bytes.length }) + more, broken: true, section: '6455 4.1' };
  return { text: t('hs.outcome.open') + more, broken: false, section: '6455 4.2.2' };
}

/**
 * Says what a client does with someone's own response.
 * @param {Handshake} h
 * @returns {Outcome}
 */
function judged({ codec, response, answer, mistake, after }) {
  const place = (/** @type {import('../codec/tables.js').Rule} */ rule) => `${rule.rfc} ${rule.section}`;
  if (response.rule) {
    const rule = codec.rules.byName(response.rule);
    if (rule.name === 'response.status') {
      return { text: t('hs.outcome.status', { status: firstLine(response).replace(/^\S+ /, '') }), broken: true, section: place(rule) };
    }
    const more = rule.name === 'response.accept.wrong' && mistake ? ` ${mistake}` : '';
    const key = rule.duty.client === 'fail' ? 'hs.outcome.fails' : 'hs.outcome.may';
    return { text: t(key, { rule: t(`rule.${rule.name}`) }) + more, broken: true, section: place(rule) };
  }
  if (!response.whole) return { text: t('hs.outcome.client.waiting'), broken: false, section: '9112 2.1' };
  if (answer.rule) {
    const rule = codec.rules.byName(answer.rule);
    return { text: t('hs.outcome.despite', { rule: t(`rule.${rule.name}`) }), broken: true, section: place(rule) };
  }
  if (after?.rule) return { text: early('hs.outcome.taken.fails', after), broken: true, section: place(after.rule) };
  if (response.ignored) {
    const rule = codec.rules.byName(response.ignored);
    return { text: t('hs.outcome.ignores', { rule: t(`rule.${rule.name}`) }), broken: true, section: place(rule) };
  }
  if (after) return { text: t('hs.outcome.taken.more', { n: after.bytes.length }), broken: false, section: '6455 4.1' };
  return { text: t('hs.outcome.taken'), broken: false, section: '6455 4.1' };
}

/**
 * @param {string} key
 * @param {import('./after.js').After | import('./read.js').Unread} after with a broken rule
 */
const early = (key, { bytes, rule }) => t(key, { n: bytes.length, code: String(rule?.closeCode), rule: t(`rule.${rule?.name}`) });

/**
 * @param {Outcome} o
 * @param {Handshake} h
 */
export function outcomeHTML(o, { request, response, edited }) {
  const facts = fact('request', request);
  if (response.bytes.length) facts.push(...(edited ? fact('response', response) : [t('hs.fact.computed', { n: response.bytes.length })]));
  return html`<p class="sentence${o.broken ? ' broken' : ''}">${explained(o.text)}</p>
    <p class="facts">${facts.map((f) => html`<span>${f}</span>`)}${section(o.section, true)}</p>`;
}

/**
 * @param {string} side
 * @param {Head} head
 */
function fact(side, head) {
  const n = head.whole ? head.size : head.bytes.length;
  const facts = [t(head.broken ? `hs.fact.${side}.broken` : `hs.fact.${side}`, head.broken ? { n, rules: head.broken } : { n })];
  if (head.whole && head.bytes.length > n) facts.push(t('hs.fact.after', { n: head.bytes.length - n }));
  return facts;
}
