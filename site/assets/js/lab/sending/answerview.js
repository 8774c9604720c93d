// Draws what came of a send: where it went, what the receiver understood, and every frame that came
// back, each to be opened in the builder.
import { toHex } from '../../base/bytes.js';
import { html } from '../../base/html.js';
import { t } from '../../base/words.js';
import { deflateHTML } from '../../frame/deflateview.js';
import { verdict } from '../../frame/verdict.js';
import { FRAMES, utf8, view } from '../../frame/view.js';
import { coloured } from '../../frame/wirebytes.js';
import { ruleWords } from '../../frame/rulewords.js';
import { cameBack, understood } from './understood.js';

/** @typedef {import('../../codec/codec.js').Codec} Codec */
/** @typedef {import('../../codec/codec.js').ConnEvent} ConnEvent */
/** @typedef {import('../../base/html.js').HTML} HTML */
/** @typedef {import('../../frame/view.js').Frame} Frame */
/** @typedef {import('../../frame/view.js').View} View */
/** @typedef {import('./sends.js').Sent} Sent */

/** The most bytes of a frame that are in sight without being asked for. */
const SHOWN = 48;
/** The most frames that are drawn. */
const DRAWN = 200;
/** The most characters of a text that a verdict repeats. */
const QUOTED = 24;
/** The most characters of a text that are in sight without being asked for. */
const READ = 2000;

/**
 * The parts that are open on the page: whole frames by where they begin, and the heads.
 * @typedef {Set<string>} Opened
 */

/**
 * @param {Codec} codec
 * @param {Sent[]} sends
 * @param {Sent} sent
 * @param {{opened: Opened, open: boolean}} state open: the connection is, and takes the next send
 * @returns {{told: HTML, back: HTML | ''}} what the receiver understood, and what came back
 */
export function answerHTML(codec, sends, sent, { opened, open }) {
  if (sent.problem) return { told: html`<p class="complaint">${t(sent.problem, { s: 5, why: sent.cause ?? '' })}</p>${headsHTML(sent, opened)}`, back: '' };
  const receiver = t(`party.${sent.receiver}`);
  const { events, over } = understood(codec, sends, sent);
  const said = counted(events.map((e) => eventWords(e, receiver)));
  if (!said.length) said.push(t('answer.event.none', { receiver }));
  const { all, frames } = cameBack(codec, sends, sent);
  const failed = events.some((e) => e.kind === 'fail');
  const due = failed ? [] : unanswered(codec, sends, sent, frames);
  const drawn = frames.slice(0, DRAWN).map((f) => frameHTML(codec, all, f, opened, due.includes(f) ? dueHTML(f, open) : ''));
  const left = frames.length - drawn.length;
  const back = frames.length
    ? html`<div class="backhead"><h3>${t('send.back', { n: frames.length, bytes: sent.came.length })}</h3>${frames.length > 1 ? openButton(all, frames[0].start, all.bytes.length, t('send.open.all')) : ''}</div>
      <ol class="frames back">${drawn}</ol>${left ? html`<p class="note">${t('send.more', { n: left })}</p>` : ''}${all.beyond ? html`<p class="note">${t('send.beyond', { n: FRAMES, bytes: all.beyond })}</p>` : ''}`
    : html`<p class="note">${t(sent.end ? 'send.back.none' : 'send.back.waiting')}</p>`;
  return {
    told: html`<ul class="said">${said.map((s) => html`<li>${s}</li>`)}</ul>`,
    back: html`${back}${endHTML(sent, failed, over, receiver)}<p class="note">${where(sent)}</p>${headsHTML(sent, opened)}`,
  };
}

/**
 * The frames that came back and got no answer though they ask for one: the last ping, and a Close.
 * @param {Codec} codec
 * @param {Sent[]} sends
 * @param {Sent} sent
 * @param {Frame[]} frames that came back
 */
function unanswered(codec, sends, sent, frames) {
  const answered = new Set();
  for (const { first, n, bytes, receiver, deflate } of sends) {
    if (first !== sent.first || receiver !== 'server') continue;
    // A pong before the ping does not answer it; a Close counts whenever it was sent.
    for (const { opcode, missing } of view(codec, bytes, receiver, deflate, true).frames) if (missing === 0n && (opcode === 8 || n > sent.n)) answered.add(opcode);
  }
  if (sent.receiver !== 'server' || answered.has(8)) return [];
  const last = (/** @type {number} */ opcode) => frames.filter((f) => f.opcode === opcode && f.missing === 0n && !f.afterClose).slice(-1);
  return [...(answered.has(10) ? [] : last(9)), ...last(8)];
}

/**
 * That this page did not answer a frame, and the answer where the connection is open.
 * @param {Frame} f
 * @param {boolean} open
 */
function dueHTML(f, open) {
  const button = open ? html` <button type="button" class="quiet" data-act="reply" data-start="${f.start}">${t(f.opcode === 9 ? 'send.reply.pong' : 'send.reply.close')}</button>` : '';
  return html`<p class="note due">${t('send.reply.none')}${button}</p>`;
}

/** @param {Sent} sent */
function where({ real, receiver, first, n }) {
  if (receiver === 'client') return t('answer.page.client');
  if (first !== n) return t('send.where.same', { n: first });
  return t(real ? 'send.where.new' : 'answer.page.server');
}

/**
 * The handshake, on request.
 * @param {Sent} sent
 * @param {Opened} opened
 */
function headsHTML({ request, response, first, n }, opened) {
  if (!request) return '';
  const open = opened.has('heads');
  const heads = open ? html`<div class="heads"><pre tabindex="0" role="group" aria-label="${t('echo.request')}">${request.trimEnd()}</pre><pre tabindex="0" role="group" aria-label="${t('echo.response')}">${response.trimEnd()}</pre></div>` : '';
  const line = `${request.split('\r\n')[0]} → ${response.split('\r\n')[0] || '…'}`;
  return html`<p class="headline"><code>${line}</code> <button type="button" class="link" data-act="whole" data-what="heads" aria-expanded="${String(open)}">${t(open ? 'send.heads.less' : 'send.heads')}</button></p>${first === n ? heads : ''}`;
}

/**
 * @param {View} all
 * @param {number} start
 * @param {number} end
 * @param {string} words
 */
const openButton = (all, start, end, words) =>
  html`<button type="button" class="quiet" data-act="open" data-start="${start}" data-end="${end}"${all.deflate ? html` data-deflate` : ''}>${words}</button>`;

/**
 * @param {Codec} codec
 * @param {View} all
 * @param {Frame} f
 * @param {Opened} opened
 * @param {HTML | ''} due
 */
function frameHTML(codec, all, f, opened, due) {
  const n = f.end - f.start;
  if (f.afterClose) return html`<li class="after"><p>${t('stream.afterClose', { n })}</p></li>`;
  const { text, broken } = verdict(codec, f, all.receiver);
  const kind = frameName(f);
  const open = opened.has(`frame ${f.start}`);
  const read = whole(f);
  const long = n > SHOWN || read.length > READ;
  const fold = long
    ? html` <button type="button" class="link" data-act="whole" data-what="frame ${f.start}" aria-expanded="${String(open)}">${open ? t('send.fold') : t('send.whole', { n })}</button>`
    : '';
  const bytes = open ? html`<pre class="allbytes" tabindex="0" role="group" aria-label="${t('send.bytes')}">${toHex(all.bytes.subarray(f.start, f.end), ' ')}</pre>` : '';
  const readable = read ? html`<pre class="alltext" tabindex="0" role="group" aria-label="${t(f.opcode === 8 ? 'send.reason' : 'send.text')}">${open || read.length <= READ ? read : `${[...read.slice(0, READ)].slice(0, -1).join('')}…`}</pre>` : '';
  return html`<li class="${f.unread ? 'unread' : broken ? 'broken' : ''}" data-key="${f.start}">
    <div class="backhead"><h4>${kind} <small>${t('send.frame.size', { n })}</small></h4>${openButton(all, f.start, f.end, t('send.open'))}</div>
    ${readable}<p class="wirebytes">${coloured(f, all.bytes, SHOWN)}${n > SHOWN ? ' …' : ''}${fold}</p>${bytes}
    <p>${f.unread ? t('stream.unread') : text}</p>${due}${deflateHTML(codec, f)}</li>`;
}

/**
 * The kind of a frame, and what its payload has.
 * @param {Frame} f
 */
export function frameName(f) {
  const kind = t([0, 1, 2, 8, 9, 10].includes(f.opcode ?? -1) ? `opcode.${f.opcode}` : 'opcode.reserved');
  return f.length === undefined ? kind : t('send.frame', { kind, n: f.length });
}

/** The text of a frame that its verdict cuts; '' where it does not. @param {Frame} f */
function whole(f) {
  if (f.compressed || !f.plain) return '';
  const text = f.opcode === 8 ? utf8(f.plain.subarray(2)) : f.opcode === 1 ? utf8(f.plain) : '';
  return text && [...text.slice(0, 4 * QUOTED)].length > QUOTED ? text : '';
}

/**
 * How the connection ended, or that it is open.
 * @param {Sent} sent
 * @param {boolean} failed
 * @param {boolean} over
 * @param {string} receiver
 */
function endHTML(sent, failed, over, receiver) {
  const why = over ? t(failed ? 'answer.event.failed' : 'answer.event.tcp', { receiver }) : '';
  if (!sent.real) return why ? html`<p>${why}</p>` : '';
  return html`<p class="endline">${why} ${t(`send.end.${sent.end || 'open'}`)}</p>`;
}

/**
 * An answer for screen readers: first what happened, then how the bytes went, without bytes.
 * @param {HTMLElement} box with the answer in it
 */
export function answerWords(box) {
  const words = [...box.querySelectorAll('.complaint, .said li, .frames li > p:not(.wirebytes), .endline'), ...box.querySelectorAll('.note')];
  return words.map((e) => e.textContent.trim()).join(' ');
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
 * @param {ConnEvent} event
 * @param {string} receiver
 */
function eventWords(event, receiver) {
  switch (event.kind) {
    case 'message':
      return t('answer.event.message', { receiver, kind: t(`opcode.${event.opcode}`), n: event.data.length });
    case 'close':
      return event.code === 1005 ? t('answer.event.close.none', { receiver }) : t('answer.event.close', { receiver, code: String(event.code) });
    case 'fail':
      return t('answer.event.fail', { receiver, rule: ruleWords(String(event.rule)) });
    default:
      return t(`answer.event.${event.kind}`, { receiver });
  }
}

