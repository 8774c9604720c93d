// The wire of a send: one of its frames crosses, and the answer to it comes back, with the bytes that
// passed. Of several frames each can be looked at.
import { html } from '../../base/html.js';
import { t } from '../../base/words.js';
import { keepingFocus } from '../../element/focus.js';
import { morph } from '../../element/morph.js';
import { announce } from '../../element/say.js';
import { verdict } from '../../frame/verdict.js';
import { utf8, view } from '../../frame/view.js';
import { Figure } from '../wire/figure.js';
import { sentHTML } from '../wire/skeleton.js';
import { LAST, REST } from '../wire/timeline.js';
import { trainOf } from '../wire/train.js';
import { quoted } from '../wire/words.js';
import { frameName } from './answerview.js';
import { pathOf } from './target.js';
import { answersTo, side } from './understood.js';

/** @typedef {import('./sends.js').Sent} Sent */
/** @typedef {import('../../frame/view.js').Frame} Frame */
/** @typedef {import('../../frame/view.js').View} View */
/** @typedef {import('../wire/train.js').Train} Train */
/** A send whose wire is shown, and its whole frames. @typedef {{sends: Sent[], sent: Sent, all: View, frames: Frame[]}} Shown */

export class SentWire {
  /** @type {Figure | undefined} */
  figure;
  /** Which frame of the send is shown. */
  at = 0;
  /** @type {Shown | undefined} */
  #shown;

  /**
   * @param {HTMLElement} box
   * @param {import('../../codec/codec.js').Codec} codec
   */
  constructor(box, codec) {
    this.box = box;
    this.codec = codec;
    box.addEventListener('click', (event) => {
      const { act, form } = /** @type {HTMLElement} */ (event.target).closest('button')?.dataset ?? {};
      if (act === 'frame') this.#step(Number(form));
      else this.figure?.clicked(event);
    });
  }

  hide() {
    this.figure?.player.stop();
    this.figure = undefined;
    this.#shown = undefined;
    morph(this.box, '');
    this.box.hidden = true;
  }

  /**
   * Show the wire with the first frame, and its answer on it.
   * @param {Sent[]} sends
   * @param {Sent} sent
   * @returns {boolean} whether there is a whole frame to show
   */
  show(sends, sent) {
    this.hide();
    const all = view(this.codec, sent.bytes, sent.receiver, sent.agreed ?? false, true);
    const frames = all.frames.filter(({ missing, afterClose }) => missing === 0n && !afterClose);
    if (!frames.length) return false;
    this.#shown = { sends, sent, all, frames };
    this.at = 0;
    this.#draw();
    return true;
  }

  /**
   * Let the frame cross, and the answer come back.
   * @param {Sent[]} sends
   * @param {Sent} sent
   */
  play(sends, sent) {
    if (this.show(sends, sent)) this.figure?.begin();
  }

  /** @param {number} by -1 or 1 frames */
  #step(by) {
    const to = this.at + by;
    if (!this.#shown || to < 0 || to >= this.#shown.frames.length) return;
    this.figure?.player.stop();
    this.at = to;
    keepingFocus(this.box, () => this.#draw());
    announce(`${this.#place()}. ${this.box.querySelector('[data-part="says"]')?.textContent ?? ''}`);
  }

  #place() {
    return t('send.wire.frame', { i: this.at + 1, n: this.#shown?.frames.length ?? 0 });
  }

  #draw() {
    if (!this.#shown) return;
    const { sent, frames } = this.#shown;
    const train = this.#train();
    const last = train.reply === null ? LAST - 1 : LAST;
    const [sender, receiver] = sent.receiver === 'server' ? ['send.wire.page', 'wire.server'] : ['wire.server', 'send.wire.client'];
    const root = document.createElement('div');
    root.className = 'sentwire';
    morph(root, sentHTML(train, { sender: t(sender), receiver: t(receiver), what: name(frames[this.at]), last }));
    morph(this.box, frames.length > 1 ? this.#picker() : '');
    this.box.append(root);
    this.box.hidden = false;
    this.figure = new Figure(root, train);
    Object.assign(this.figure.player, { first: REST, last });
    this.figure.jump(last);
  }

  #picker() {
    const step = (/** @type {number} */ by, /** @type {string} */ key, /** @type {string} */ sign, /** @type {boolean} */ can) =>
      html`<button type="button" class="quiet" data-act="frame" data-form="${by}" aria-label="${t(key)}" aria-disabled="${String(!can)}">${sign}</button>`;
    const n = this.#shown?.frames.length ?? 0;
    return html`<p class="wirepick">${step(-1, 'send.wire.previous', '‹', this.at > 0)}<span>${this.#place()}</span>${step(1, 'send.wire.next', '›', this.at < n - 1)}</p>`;
  }

  /** @returns {Train} */
  #train() {
    const { codec } = this;
    const { sends, sent, all, frames } = /** @type {Shown} */ (this.#shown);
    const frame = frames[this.at];
    const one = (/** @type {View} */ v, /** @type {Frame} */ f) => view(codec, v.bytes.slice(f.start, f.end), v.receiver, v.deflate, true);
    const out = one(all, frame);
    const { back, frames: answers } = answersTo(codec, sends, sent, this.at);
    const [answer] = answers;
    const reply = answer && one(back, answer);
    const train = trainOf(out, reply ?? out);
    const n = frame.end - frame.start;
    const refused = frame.broken.length > 0;
    const verdictOn = (/** @type {Frame} */ f, /** @type {import('../../frame/link.js').Role} */ role) => verdict(codec, f, role).text;
    const stages = [];
    stages[REST] = t('send.wire.ready', { what: frameName(frame), n });
    stages[5] = frames.length > 1 ? t('send.wire.cross.one', { n, i: this.at + 1, frames: frames.length }) : t('send.wire.cross', { n });
    stages[6] = verdictOn(frame, sent.receiver) + (answer ? '' : ` ${t(frames.length > 1 ? 'send.wire.none' : 'send.back.none')}`);
    if (answer) stages[7] = t('send.wire.back', { n: answer.end - answer.start, says: verdictOn(answer, side(sent)) });
    const names = [];
    if (refused || frame.unread || !frame.key.length) names[6] = t('send.wire.check');
    if (answer && !echoes(sent, frame, answer)) names[7] = t('send.wire.answer');
    const got = refused ? t('send.wire.refused') : frame.unread ? t('send.wire.unread') : name(frame);
    const said = { stages, names, got, came: answer ? t('send.wire.came', { what: frameName(answer) }) : '' };
    train.said = said;
    train.reply = reply ? { ...trainOf(reply, reply), said } : null;
    return train;
  }
}

/**
 * Whether an answer is an echo: /echo sends data back as data.
 * @param {Sent} sent
 * @param {Frame} frame
 * @param {Frame} answer
 */
const echoes = (sent, frame, answer) => pathOf(sent.target) === '/echo' && (frame.opcode ?? 8) < 8 && (answer.opcode ?? 8) < 8;

/**
 * A frame in a word: its text, or its kind.
 * @param {Frame} f
 */
function name(f) {
  const text = f.opcode === 1 && f.plain && !f.compressed ? utf8(f.plain) : null;
  return text ? quoted(text) : frameName(f);
}
