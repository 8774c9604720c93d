// What comes of the handshake, in one sentence. site/handshakeview.go draws the same
// for the heads that a build shows.
import { firstLine } from './handshake-head.js';
import { escape } from './html.js';
import { section } from './handshake-rows.js';
import { t } from './words.js';

/** @typedef {import('./handshake-head.js').Head} Head */

/**
 * @typedef {object} Outcome
 * @property {string} text
 * @property {boolean} broken
 * @property {string} section such as "6455 4.1"
 */

/**
 * @param {import('./codec.js').Codec} codec
 * @param {Head} request
 * @param {Head} response
 * @param {{status: number, bytes: Uint8Array, rule: string | null}} answer what the server in this page answers
 * @param {boolean} edited the response is someone's own
 * @param {string} mistake the words on a wrong accept value
 * @returns {Outcome}
 */
export function outcome(codec, request, response, answer, edited, mistake) {
  const refusal = answer.rule ? codec.rules.byName(answer.rule) : null;
  if (!edited) {
    if (answer.status === 0) return { text: t('hs.outcome.waiting'), broken: false, section: '9112 2.1' };
    if (refusal) {
      const status = firstLine(response).replace(/^\S+ /, '');
      return { text: t('hs.outcome.refused', { status, rule: t(`rule.${refusal.name}`) }), broken: true, section: `${refusal.rfc} ${refusal.section}` };
    }
    return { text: t('hs.outcome.open'), broken: false, section: '6455 4.2.2' };
  }
  if (response.rule) {
    const rule = codec.rules.byName(response.rule);
    const place = `${rule.rfc} ${rule.section}`;
    if (rule.name === 'response.status') {
      return { text: t('hs.outcome.status', { status: firstLine(response).replace(/^\S+ /, '') }), broken: true, section: place };
    }
    const more = rule.name === 'response.accept.wrong' && mistake ? ` ${mistake}` : '';
    return { text: t('hs.outcome.fails', { rule: t(`rule.${rule.name}`) }) + more, broken: true, section: place };
  }
  if (!response.whole) return { text: t('hs.outcome.client.waiting'), broken: false, section: '9112 2.1' };
  if (refusal) return { text: t('hs.outcome.despite', { rule: t(`rule.${refusal.name}`) }), broken: true, section: `${refusal.rfc} ${refusal.section}` };
  return { text: t('hs.outcome.taken'), broken: false, section: '6455 4.1' };
}

/**
 * @param {Outcome} o
 * @param {Head} request
 * @param {Head} response
 * @param {boolean} edited
 */
export function outcomeHTML(o, request, response, edited) {
  const facts = [fact('request', request)];
  if (response.bytes.length) facts.push(edited ? fact('response', response) : t('hs.fact.computed', { n: response.bytes.length }));
  return (
    `<p class="sentence${o.broken ? ' broken' : ''}">${escape(o.text)}</p>` +
    `<p class="facts">${facts.map((f) => `<span>${escape(f)}</span>`).join('')}${section(o.section, true)}</p>`
  );
}

/**
 * @param {string} side
 * @param {Head} head
 */
const fact = (side, head) =>
  t(head.broken ? `hs.fact.${side}.broken` : `hs.fact.${side}`, head.broken ? { n: head.bytes.length, rules: head.broken } : { n: head.bytes.length });
