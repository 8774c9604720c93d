// The panel of a send: the choices, the wire, the answer, and the sends of this visit.
import { covered } from '../../base/cover.js';
import { equal, random, toBase64 } from '../../base/bytes.js';
import { html } from '../../base/html.js';
import { t } from '../../base/words.js';
import { copy } from '../../element/copy.js';
import { onAct } from '../../element/element.js';
import { keepingFocus } from '../../element/focus.js';
import { morph } from '../../element/morph.js';
import { announce, fail, notice } from '../../element/say.js';
import { lay } from '../../frame/edit.js';
import { plays } from '../../wire/raw.js';
import { server } from '../../wire/server.js';
import { answerHTML, answerWords } from './answerview.js';
import { choicesHTML, wayHTML } from './choicesview.js';
import { listHTML } from './listview.js';
import { job, PROGRAMS } from './programs.js';
import { read, written } from './sends.js';
import { Talk } from './talk.js';
import { ask, asked, PAGE_ASKS, pathOf, problem, SWITCHES } from './target.js';
import { cameBack, understood } from './understood.js';
import { SentWire } from './wire.js';

/** @typedef {import('./sends.js').Sent} Sent */
/** @typedef {import('../../frame/link.js').Role} Role */
/** @typedef {{bytes: Uint8Array, receiver: Role, deflate: boolean}} Stream */

/**
 * The frame builder, as far as the panel needs it.
 * @typedef {object} Builder
 * @property {import('../../codec/codec.js').Codec} codec
 * @property {() => Stream} stream what it holds
 * @property {(bytes: Uint8Array, change: {receiver: Role, deflate: boolean}) => void} load
 */

export class SendPanel {
  /** The n of the send whose answer is shown. */
  shown = 0;
  /** The target that was typed or chosen; '' for the usual one. */
  typed = '';
  opened = new Set();
  #before = Promise.resolve();
  #drawing = false;

  /**
   * @param {HTMLElement} box
   * @param {Builder} builder
   */
  static async make(box, builder) {
    const [real, { handshake }] = await Promise.all([plays(), server()]);
    return new SendPanel(box, builder, real ? (handshake?.webSockets ?? {}) : null);
  }

  /**
   * @param {HTMLElement} box
   * @param {Builder} builder
   * @param {Record<string, {subprotocols: string[], asks?: import('./target.js').Ask[]}> | null} webSockets those of the local server, by path; null without one
   */
  constructor(box, builder, webSockets) {
    this.box = box;
    this.builder = builder;
    this.real = webSockets !== null;
    this.webSockets = webSockets ?? { '/echo': { subprotocols: [], asks: PAGE_ASKS } };
    morph(box, html`<details class="sendway"><summary data-part="way"></summary><div data-part="choices" class="choices"></div><div class="sendtools" data-part="tools"></div></details>
      <h2 id="sending-title">${t('tab.answer')}</h2><div data-part="answer" class="answer"><div data-part="told"></div><div data-part="wire"></div><div data-part="back"></div></div><div data-part="list"></div>`);
    this.talk = new Talk(builder.codec, this.webSockets, () => this.#heard());
    this.wire = new SentWire(this.#part('wire'), builder.codec);
    onAct(box, (act, target) => this.#act(act, target));
    this.#part('choices').addEventListener('input', ({ target }) => this.#input(/** @type {HTMLInputElement} */ (target)));
    addEventListener('uncover', () => this.box.hidden || this.draw());
  }

  /** @param {string} name */
  #part(name) {
    return /** @type {HTMLElement} */ (this.box.querySelector(`[data-part="${name}"]`));
  }

  get #way() {
    return /** @type {HTMLDetailsElement} */ (this.box.querySelector('.sendway'));
  }

  get #stream() {
    return this.builder.stream();
  }

  /** The target of the next request; messages that are compressed may refer to earlier ones. */
  get target() {
    return this.typed || (this.#stream.deflate ? '/echo?takeover=both' : '/echo');
  }

  /** The send whose answer is shown. */
  get #now() {
    return this.talk.sends.find(({ n }) => n === this.shown);
  }

  /** Open the panel, for its choices. */
  choose() {
    this.#way.open = true;
    this.draw();
    const field = /** @type {HTMLElement | null} */ (this.box.querySelector('[name="target"]'));
    this.box.scrollIntoView({ block: 'nearest' });
    field?.focus({ preventScroll: true });
  }

  /**
   * Send what the builder holds, or a stream that was sent before.
   * @param {Sent} [again]
   */
  send(again) {
    const { bytes, receiver, deflate } = again ?? this.#stream;
    const target = receiver === 'client' ? '' : (again?.target ?? this.target);
    const complaint = target && problem(target);
    if (complaint) {
      this.choose();
      return Promise.resolve();
    }
    /** @type {Sent} */
    const sent = { n: 0, first: 0, at: Date.now(), bytes, receiver, deflate, target, real: this.real && receiver === 'server', request: '', response: '', agreed: null, came: new Uint8Array(), end: '' };
    this.#before = this.#before.then(() => this.#send(sent)).catch(fail);
    return this.#before;
  }

  /** @param {Sent} sent */
  async #send(sent) {
    const answered = this.talk.send(sent);
    this.shown = sent.n;
    this.opened.clear();
    this.wire.hide();
    await answered;
    this.draw();
    announce(covered() ? t('cover.sent') : answerWords(this.#part('answer')));
    if (!sent.problem && !covered()) this.wire.play(this.talk.sends, sent);
    /** @type {HTMLElement} */ (this.box.querySelector('h2')).scrollIntoView({ block: 'start' });
  }

  /** Something has come. Many pieces may come in a row. */
  #heard() {
    if (this.#drawing) return;
    this.#drawing = true;
    requestAnimationFrame(() => {
      this.#drawing = false;
      this.draw();
    });
  }

  /** The builder's bytes have changed: draw only if that shows. */
  changed() {
    if (this.#drawn !== this.#state()) this.draw();
  }

  /** The state of the builder's stream, as far as the panel shows it. */
  #state() {
    const { receiver, deflate } = this.#stream;
    const sent = this.#now;
    return `${receiver} ${deflate} ${sent ? this.#isStale(sent) : ''}`;
  }

  #drawn = '';

  draw() {
    this.box.hidden = false;
    this.#drawn = this.#state();
    const { codec } = this.builder;
    const { receiver } = this.#stream;
    keepingFocus(this.box, () => {
      const choices = receiver === 'client' ? html`<p class="note">${t('send.client')}</p>` : choicesHTML(this.#choices());
      morph(this.#part('way'), wayHTML(receiver, this.#choices()));
      morph(this.#part('choices'), choices);
      morph(this.#part('tools'), toolsHTML());
      const sent = this.#now;
      // The receiver's answer tells the verdict.
      if (sent && covered()) {
        morph(this.#part('told'), html`<p class="note">${t('cover.sent')}</p>`);
        morph(this.#part('back'), '');
        return;
      }
      /** @type {{told: import('../../base/html.js').HTML, back: import('../../base/html.js').HTML | ''}} */
      const { told, back } = sent ? answerHTML(codec, this.talk.sends, sent, { opened: this.opened, open: this.#isOpen(sent) }) : { told: html`<p class="note">${t('answer.none')}</p>`, back: '' };
      morph(this.#part('told'), sent ? html`<h3 class="unseen">${t('send.n', { n: sent.n })}</h3>${this.#stale(sent, told)}` : told);
      morph(this.#part('back'), sent && this.#isStale(sent) ? html`<div class="stale">${back}</div>` : back);
      morph(this.#part('list'), listHTML(codec, this.talk.sends, this.shown));
    });
  }

  #choices() {
    const { target, talk: { link, keep } } = this;
    const wrong = problem(target);
    return {
      target,
      complaint: wrong && t(wrong),
      // /raw takes plans, not frames.
      paths: Object.keys(this.webSockets).filter((path) => path !== '/raw'),
      asks: this.webSockets['/echo']?.asks ?? [],
      deflate: this.#stream.deflate,
      keep,
      open: link && !link.over && keep ? { first: link.first, sends: link.sends } : null,
      real: this.real,
    };
  }

  /**
   * The answer, marked when the bytes have been edited since.
   * @param {Sent} sent
   * @param {import('../../base/html.js').HTML} told
   */
  #stale(sent, told) {
    return this.#isStale(sent) ? html`<p class="note stalenote">${t('answer.stale')} <button type="button" class="link" data-act="sent">${t('send.sent')}</button></p><div class="stale">${told}</div>` : told;
  }

  /** Whether the next send goes over the same connection. @param {Sent} sent */
  #isOpen({ first, receiver }) {
    const { link, keep } = this.talk;
    return keep && receiver === 'server' && link !== null && !link.over && link.first === first;
  }

  /** @param {Sent} sent */
  #isStale(sent) {
    const { bytes, receiver, deflate } = this.#stream;
    return !equal(bytes, sent.bytes) || receiver !== sent.receiver || deflate !== sent.deflate;
  }

  /** @param {HTMLInputElement | HTMLSelectElement} field */
  #input(field) {
    if (field.name === 'target') this.typed = field.value || '/echo';
    else if (field.name) this.typed = ask(this.target, field.name, field.value === '' && field.name !== 'close' ? (field.name in SWITCHES ? '' : null) : field.value);
    this.draw();
  }

  /**
   * @param {string} act
   * @param {HTMLElement} target
   */
  #act(act, target) {
    const data = target.dataset;
    const { name, path, keep, form, n, what } = data;
    if (act === 'path') this.typed = String(path);
    else if (act === 'ask') this.typed = ask(this.target, String(name), asked(this.target).has(String(name)) ? null : SWITCHES[String(name)]);
    else if (act === 'keep') {
      this.talk.keep = keep === 'true';
      if (!this.talk.keep) this.talk.leave();
    } else if (act === 'end') this.talk.leave();
    else if (act === 'look') {
      this.shown = Number(n);
      this.opened.clear();
      const sent = this.#now;
      if (sent && !sent.problem) this.wire.show(this.talk.sends, sent);
      else this.wire.hide();
    } else if (act === 'again') {
      const sent = this.talk.sends.find((s) => s.n === Number(n));
      if (sent) this.send(sent);
    } else if (act === 'program') this.copy(String(form));
    else if (act === 'whole') this.#toggle(String(what));
    else if (act === 'open') this.#open(Number(data.start), Number(data.end));
    else if (act === 'reply') this.#reply(Number(data.start));
    else if (act === 'sent') this.#reopen();
    else return;
    this.draw();
  }

  /** @param {string} what */
  #toggle(what) {
    if (!this.opened.delete(what)) this.opened.add(what);
  }

  /**
   * Open bytes that came back in the builder.
   * @param {number} start in all that came over the connection
   * @param {number} end
   */
  #open(start, end) {
    const sent = this.#now;
    if (!sent) return;
    const { all } = cameBack(this.builder.codec, this.talk.sends, sent);
    this.builder.load(all.bytes.slice(start, end), { receiver: all.receiver, deflate: Boolean(sent.agreed) });
    announce(t('send.opened'));
    document.querySelector('h1')?.scrollIntoView({ block: 'nearest' });
  }

  /**
   * Answer a ping with its pong, or a Close with a Close, over the connection that is open (§5.5.1, §5.5.3).
   * @param {number} start of the frame in all that came over the connection
   */
  #reply(start) {
    const sent = this.#now;
    if (!sent) return;
    const { codec } = this.builder;
    const frame = cameBack(codec, this.talk.sends, sent).frames.find((f) => f.start === start);
    if (!frame) return;
    const ping = frame.opcode === 9;
    const payload = (ping ? frame.plain : frame.plain?.slice(0, 2)) ?? new Uint8Array();
    const bytes = lay(codec, { fin: true, rsv: 0, opcode: ping ? 10 : 8, masked: true, form: 0, key: random(4), payload });
    this.send({ ...sent, bytes });
  }

  /** Open what was sent in the builder. */
  #reopen() {
    const sent = this.#now;
    if (sent) this.builder.load(sent.bytes, { receiver: sent.receiver, deflate: sent.deflate });
  }

  /**
   * Copy a program that sends what the builder holds.
   * @param {string} form python, go, node or shell
   */
  copy(form) {
    const { bytes, receiver, deflate } = this.#stream;
    if (receiver === 'client') {
      notice(t('send.program.client'));
      return;
    }
    const { target } = this;
    const tls = location.protocol === 'https:';
    const here = this.real ? { host: location.hostname.replace(/^\[|\]$/g, ''), port: Number(location.port) || (tls ? 443 : 80), tls } : {};
    const { subprotocols = [] } = this.webSockets[pathOf(target)] ?? {};
    const write = PROGRAMS[/** @type {keyof typeof PROGRAMS} */ (form)];
    copy(write(job({ ...here, target, bytes, deflate, subprotocols, key: toBase64(random(16)) })), t(`send.program.${form}`));
  }

  /** @param {number} room characters */
  kept(room) {
    if (!this.talk.sends.length && !this.typed && !this.talk.keep) return undefined;
    return { sends: written(this.talk.sends, room), shown: this.shown, typed: this.typed, keep: this.talk.keep };
  }

  /** @param {any} kept what kept() gave, which may have become anything since: throws at what it cannot use */
  resume(kept) {
    if (typeof kept.typed !== 'string' || !Number.isInteger(kept.shown)) throw new TypeError('a panel');
    const sends = read(kept.sends);
    for (const sent of sends) if (!sent.problem) understood(this.builder.codec, sends, sent);
    this.talk.sends = sends;
    this.shown = sends.some(({ n }) => n === kept.shown) ? kept.shown : (sends[sends.length - 1]?.n ?? 0);
    this.typed = kept.typed;
    this.talk.keep = kept.keep === true;
    const sent = this.#now;
    if (sent && !sent.problem) this.wire.show(sends, sent);
  }
}

const toolsHTML = () => {
  const buttons = Object.keys(PROGRAMS).map((form) => html`<button type="button" class="quiet" data-act="program" data-form="${form}">${t(`send.program.name.${form}`)}</button>`);
  return html`<span class="lead" id="send-program">${t('send.program')}</span><div role="group" aria-labelledby="send-program">${buttons}</div>`;
};

