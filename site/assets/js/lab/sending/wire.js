// The wire of a send: its first frame crosses, and the first frame of the answer comes back, with the
// bytes that passed.
import { t } from '../../base/words.js';
import { morph } from '../../element/morph.js';
import { verdict } from '../../frame/verdict.js';
import { utf8, view } from '../../frame/view.js';
import { Figure } from '../wire/figure.js';
import { sentHTML } from '../wire/skeleton.js';
import { LAST, REST } from '../wire/timeline.js';
import { trainOf } from '../wire/train.js';
import { quoted } from '../wire/words.js';
import { frameName } from './answerview.js';
import { cameBack, side } from './understood.js';

/** @typedef {import('./sends.js').Sent} Sent */
/** @typedef {import('../../frame/view.js').Frame} Frame */

export class SentWire {
  /** @type {Figure | undefined} */
  figure;

  /**
   * @param {HTMLElement} box
   * @param {import('../../codec/codec.js').Codec} codec
   */
  constructor(box, codec) {
    this.box = box;
    this.codec = codec;
    box.addEventListener('click', (event) => this.figure?.clicked(event));
  }

  hide() {
    this.figure?.player.stop();
    this.figure = undefined;
    morph(this.box, '');
    this.box.hidden = true;
  }

  /**
   * Show the wire with the answer on it.
   * @param {Sent[]} sends
   * @param {Sent} sent
   * @returns {boolean} whether there is a whole frame to show
   */
  show(sends, sent) {
    this.hide();
    const train = this.#train(sends, sent);
    if (!train) return false;
    const last = train.reply === null ? LAST - 1 : LAST;
    const what = name(/** @type {Frame} */ (train.out.first));
    const [sender, receiver] = sent.receiver === 'server' ? ['send.wire.page', 'wire.server'] : ['wire.server', 'send.wire.client'];
    const root = document.createElement('div');
    root.className = 'sentwire';
    morph(root, sentHTML(train, { sender: t(sender), receiver: t(receiver), what, last }));
    this.box.append(root);
    this.box.hidden = false;
    this.figure = new Figure(root, train);
    Object.assign(this.figure.player, { first: REST, last });
    this.figure.jump(last);
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

  /**
   * @param {Sent[]} sends
   * @param {Sent} sent
   * @returns {import('../wire/train.js').Train | null}
   */
  #train(sends, sent) {
    const { codec } = this;
    const all = view(codec, sent.bytes, sent.receiver, sent.agreed ?? false, true);
    const { first } = all;
    if (!first || first.missing > 0n || first.afterClose) return null;
    const one = (/** @type {import('../../frame/view.js').View} */ v, /** @type {Frame} */ f) => view(codec, v.bytes.slice(f.start, f.end), v.receiver, v.deflate, true);
    const out = one(all, first);
    const back = cameBack(codec, sends, sent);
    const answer = back.frames.find((f) => f.missing === 0n && !f.afterClose && f.opcode !== 9) ?? back.frames.find((f) => f.missing === 0n && !f.afterClose);
    const reply = answer && one(back.all, answer);
    const train = trainOf(out, reply ?? out);
    const n = first.end - first.start;
    const verdictOn = (/** @type {Frame} */ f, /** @type {import('../../frame/link.js').Role} */ role) => verdict(codec, f, role).text;
    const stages = [];
    stages[REST] = t('send.wire.ready', { what: frameName(first), n });
    stages[5] = t(all.frames.length > 1 ? 'send.wire.cross.first' : 'send.wire.cross', { n, frames: all.frames.length });
    stages[6] = verdictOn(first, sent.receiver) + (answer ? '' : ` ${t('send.back.none')}`);
    if (answer) stages[7] = t('send.wire.back', { n: answer.end - answer.start, says: verdictOn(answer, side(sent)) });
    const broken = first.broken.length > 0;
    const said = { stages, got: broken ? t('send.wire.refused') : name(first), came: answer ? t('send.wire.came', { what: frameName(answer) }) : '' };
    train.said = said;
    if (!reply) train.reply = null;
    else train.reply = { ...trainOf(reply, reply), said };
    return train;
  }
}

/**
 * A frame in a word: its text, or its kind.
 * @param {Frame} f
 */
function name(f) {
  const text = f.opcode === 1 && f.plain && !f.compressed ? utf8(f.plain) : null;
  return text ? quoted(text) : frameName(f);
}
