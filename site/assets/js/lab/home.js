// The home page's frame: a word, what it costs on the wire, and the server's echo.
import { equal, fromBase64, random, toBase64 } from '../base/bytes.js';
import { lay, resized, withFields } from '../frame/edit.js';
import { answerHTML, answerWords, staleHTML } from '../wire/answer.js';
import { typed } from '../frame/fieldread.js';
import { figure } from '../frame/figure.js';
import { press } from '../element/element.js';
import { html } from '../base/html.js';
import { morph } from '../element/morph.js';
import { FrameLab } from './framelab.js';
import { format } from '../frame/link.js';
import { announce } from '../element/say.js';
import { send, sendInPage } from '../wire/send.js';
import { utf8, view } from '../frame/view.js';
import { wayFailed } from '../wire/ways.js';
import { t } from '../base/words.js';

/** @typedef {import('../frame/view.js').View} View */

const still = matchMedia('(prefers-reduced-motion: reduce)');

export class HomeFrame extends FrameLab {
  /** The answer and the frame that it is for, or why no answer came. @type {{to: View, came?: import('../wire/send.js').Answer, told: import('../base/html.js').HTML} | null} */
  echo = null;
  /** The frames to try, for the message of `base`. @type {{base: Uint8Array | undefined, all: Map<string, Uint8Array>}} */
  tries = { base: undefined, all: new Map() };

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
    this.store.state.base ??= this.store.state.bytes;
    field.addEventListener('input', () => this.#say(field.value));
    // Text that was typed and sent before this script came counts.
    if (field.value !== field.defaultValue) this.#say(field.value);
    if (form.dataset.waiting !== undefined) this.#send();
  }

  /** @param {string} text */
  #say(text) {
    const typing = typed(text, new Uint8Array());
    if ('error' in typing) {
      this.keepDraft('message', { text, error: typing.error });
      return;
    }
    const bytes = lay(this.codec, { fin: true, rsv: 0, opcode: 1, masked: true, form: 0, key: random(4), ...typing });
    this.load(bytes, { drafts: new Map(), base: bytes }, 'message');
  }

  /**
   * @param {string} _name
   * @param {string} text
   */
  unusable(_name, text) {
    const typing = typed(text, new Uint8Array());
    return 'error' in typing ? typing.error : '';
  }

  /** @param {number} room */
  more(room) {
    const { to, came } = this.echo ?? {};
    if (!came || !to || came.bytes.length > room) return undefined;
    return { ...came, bytes: toBase64(came.bytes), events: undefined };
  }

  /** @param {any} more */
  resume(more) {
    if (!more) return;
    this.view = view(this.codec, this.store.state.bytes, this.store.state.receiver);
    const came = { ...sendInPage(this.codec, this.view), real: more.real === true, bytes: fromBase64(String(more.bytes)) };
    this.echo = { to: this.view, came, told: this.#cameHTML(this.view, came) };
  }

  changed() {
    if (this.echo && !equal(this.echo.to.bytes, this.store.state.bytes)) this.echo = null;
    super.changed();
  }

  steps() {
    const { past, future } = this.store;
    if (!past.length && !future.length) return '';
    const step = (/** @type {string} */ act, /** @type {boolean} */ on) =>
      html`<button type="button" class="relay" data-act="${act}" aria-disabled="${!on}">${t(`tool.${act}`)}</button>`;
    return html`${step('undo', past.length > 0)}${step('redo', future.length > 0)}`;
  }

  drawMore() {
    const { bytes, receiver } = this.store.state;
    const link = format(bytes, receiver);
    const open = /** @type {HTMLAnchorElement} */ (this.piece('open'));
    open.href = `labs/frame/${link}`;
    open.hidden = link === '';
    this.#drawField();
    for (const [act, bytes] of this.#tries()) {
      press(this.querySelectorAll(`[data-act="${act}"]`), () => equal(bytes, this.store.state.bytes));
    }
    morph(this.piece('echo'), this.#echoHTML());
  }

  /**
   * The frames to try, each from the message as it was typed, so that they do not pile up.
   * @returns {Map<string, Uint8Array>}
   */
  #tries() {
    const { base = new Uint8Array() } = this.store.state;
    if (this.tries.base !== base) {
      const v = view(this.codec, base, 'server');
      const all = new Map([
        ['mask', withFields(this.codec, v, { masked: false })],
        ['length', withFields(this.codec, v, { payload: resized(v.first?.plain ?? new Uint8Array(), 126) })],
        ['ping', withFields(this.codec, v, { opcode: 9 })],
      ]);
      this.tries = { base, all };
    }
    return this.tries.all;
  }

  /** The field says what the frame carries; where it cannot, it stays as it is, and a line says so. */
  #drawField() {
    const { field } = this;
    const payload = this.view.first?.plain ?? new Uint8Array();
    const text = utf8(payload);
    const holds = text !== null && !/[\r\n]/.test(text);
    const draft = this.store.state.drafts.get('message');
    const shown = draft?.text ?? (holds ? text : null);
    if (shown !== null && field.value !== shown) field.value = shown;
    const words = draft?.error ?? (holds ? '' : t('home.field.not'));
    const note = this.piece('fieldnote');
    note.textContent = words;
    note.hidden = !words;
    note.className = draft ? 'complaint' : 'note';
    field.classList.toggle('apart', words !== '');
    field.setAttribute('aria-invalid', String(draft !== undefined));
  }

  /**
   * @param {string} act
   * @param {HTMLElement} target
   */
  act(act, target) {
    const tried = this.#tries().get(act);
    const { base, bytes } = this.store.state;
    // Pressed again, it takes back what it did.
    if (tried) this.load(equal(tried, bytes) && base ? base : tried, { drafts: new Map() });
    else super.act(act, target);
  }

  async #send() {
    if (this.store.state.drafts.size) {
      this.field.focus();
      return;
    }
    const to = this.view;
    try {
      const came = await send(this.codec, to);
      await this.#travel();
      this.echo = { to, came, told: this.#cameHTML(to, came) };
    } catch (error) {
      this.echo = { to, told: html`<p class="complaint">${wayFailed(error)}</p>` };
    }
    this.draw();
    announce(answerWords(this.piece('echo')));
    this.piece('echo').scrollIntoView({ block: 'nearest', behavior: still.matches ? 'auto' : 'smooth' });
  }

  #echoHTML() {
    if (!this.echo) return '';
    return staleHTML(this.echo.told, !equal(this.echo.to.bytes, this.store.state.bytes));
  }

  /**
   * @param {View} v
   * @param {import('../wire/send.js').Answer} answer
   */
  #cameHTML(v, answer) {
    const back = answer.bytes.length ? view(this.codec, answer.bytes, 'client') : null;
    const sent = v.first?.opcode ?? 0;
    if (!back?.first || back.first.opcode !== sent || sent > 2) {
      return html`<h2>${t('home.sent.other')}</h2><div class="answer">${answerHTML(this.codec, answer, v.receiver)}</div>`;
    }
    const how = t(answer.real ? 'home.echo.real' : 'home.echo.page');
    const same = t('home.echo.same', { n: back.bytes.length, saved: v.bytes.length - back.bytes.length });
    return html`<h2>${t('home.echo')}</h2><p class="same">${same}</p>
      <div class="figure compact" inert>${figure(back, this.shape, { byte: null, bit: 0 })}</div><p class="note">${how}</p>`;
  }

  /** The strip goes over to the server. Nothing moves where the browser asks for reduced motion. */
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
