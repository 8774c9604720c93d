// The home page's frame: a word, what it costs on the wire, and the server's echo.
import { random } from './bytes.js';
import { lay, resized, withFields } from './edit.js';
import { answerHTML, answerWords, staleHTML } from './answer.js';
import { typed } from './fieldread.js';
import { figure } from './figure.js';
import { escape, morph } from './html.js';
import { FrameLab } from './lab.js';
import { format } from './link.js';
import { announce } from './page.js';
import { send } from './send.js';
import { utf8, view } from './view.js';
import { wayFailed } from './ways.js';
import { t } from './words.js';

const still = matchMedia('(prefers-reduced-motion: reduce)');

export class HomeFrame extends FrameLab {
  echo = '';

  /** @type {string | null} why what is typed cannot be sent */
  complaint = null;

  /** @param {(act: (event: any) => void) => (event: any) => void} soon */
  early(soon) {
    const send = soon(() => this.#send());
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      send(event);
    });
  }

  get form() {
    return /** @type {HTMLFormElement} */ (this.querySelector('form'));
  }

  get field() {
    return /** @type {HTMLInputElement} */ (this.form.elements.namedItem('message'));
  }

  start() {
    const { field, form } = this;
    field.addEventListener('input', () => this.#say(field.value));
    // What was typed, and sent, before this script came counts.
    if (field.value !== field.defaultValue) this.#say(field.value);
    if (form.dataset.waiting !== undefined) this.#send();
  }

  /** @param {string} text */
  #say(text) {
    const typing = typed(text, new Uint8Array());
    if ('error' in typing) {
      this.complaint = typing.error;
      this.draw();
      announce(typing.error);
      return;
    }
    this.load(lay(this.codec, { fin: true, rsv: 0, opcode: 1, masked: true, form: 0, key: random(4), ...typing }), {}, 'message');
  }

  changed() {
    this.echo = '';
    this.complaint = null;
    super.changed();
  }

  steps() {
    const { past, future } = this.store;
    if (!past.length && !future.length) return '';
    const step = (/** @type {string} */ act, /** @type {boolean} */ on) =>
      `<button type="button" class="relay" data-act="${act}" aria-disabled="${!on}">${escape(t(`tool.${act}`))}</button>`;
    return step('undo', past.length > 0) + step('redo', future.length > 0);
  }

  drawMore() {
    const { bytes, receiver } = this.store.state;
    const link = format(bytes, receiver);
    const open = /** @type {HTMLAnchorElement} */ (this.piece('open'));
    open.href = `labs/frame/${link}`;
    open.hidden = link === '';
    this.#drawField();
    morph(this.piece('echo'), this.echo);
  }

  /** The field says what the frame carries; where it cannot, it stays as it is, and a line says so. */
  #drawField() {
    const { field } = this;
    const payload = this.view.first?.plain ?? new Uint8Array();
    const text = utf8(payload);
    const holds = text !== null && !/[\r\n]/.test(text);
    if (holds && !this.complaint && field.value !== text) field.value = text;
    const words = this.complaint ?? (holds ? '' : t('home.field.not'));
    const note = this.piece('fieldnote');
    note.textContent = words;
    note.hidden = !words;
    note.className = this.complaint ? 'complaint' : 'note';
    field.classList.toggle('apart', words !== '');
    field.setAttribute('aria-invalid', String(this.complaint !== null));
  }

  /**
   * @param {string} act
   * @param {HTMLElement} target
   */
  act(act, target) {
    if (act === 'mask') this.load(withFields(this.codec, this.view, { masked: false }));
    else if (act === 'length') {
      const payload = this.view.first?.plain ?? new Uint8Array();
      this.load(withFields(this.codec, this.view, { payload: resized(payload, 126) }));
    } else if (act === 'ping') this.load(withFields(this.codec, this.view, { opcode: 9, fin: true }));
    else super.act(act, target);
  }

  async #send() {
    if (this.complaint) {
      this.field.focus();
      return;
    }
    const v = this.view;
    let html;
    try {
      const answer = await send(this.codec, v);
      await this.#travel();
      html = this.#echoHTML(v, answer);
    } catch (error) {
      html = `<p class="complaint">${escape(wayFailed(error))}</p>`;
    }
    this.echo = staleHTML(html, v !== this.view);
    this.draw();
    announce(answerWords(this.piece('echo')));
    this.piece('echo').scrollIntoView({ block: 'nearest', behavior: still.matches ? 'auto' : 'smooth' });
  }

  /**
   * @param {import('./view.js').View} v
   * @param {import('./send.js').Answer} answer
   */
  #echoHTML(v, answer) {
    const back = answer.bytes.length ? view(this.codec, answer.bytes, 'client') : null;
    const sent = v.first?.opcode ?? 0;
    if (!back?.first || back.first.opcode !== sent || sent > 2) {
      return `<h2>${escape(t('home.sent.other'))}</h2><div class="answer">${answerHTML(this.codec, answer, v.receiver)}</div>`;
    }
    const how = t(answer.real ? 'home.echo.real' : 'home.echo.page');
    const same = t('home.echo.same', { n: back.bytes.length, saved: v.bytes.length - back.bytes.length });
    return (
      `<h2>${escape(t('home.echo'))}</h2><p class="same">${escape(same)}</p>` +
      `<div class="figure compact" inert>${figure(back, this.shape, { byte: null, bit: 0 })}</div><p class="note">${escape(how)}</p>`
    );
  }

  /** The strip goes over to the server; nothing moves for who asked for that. */
  async #travel() {
    if (still.matches) return;
    const strip = this.piece('figure');
    const go = strip.animate([{ transform: 'none', opacity: 1 }, { transform: 'translateX(3rem)', opacity: 0.15 }], {
      duration: 220,
      easing: 'ease-in',
    });
    await go.finished;
  }
}
