// The home page's frame: a word, what it costs on the wire, and the server's echo.
import { random } from './bytes.js';
import { lay, resized, withFields } from './edit.js';
import { answerHTML } from './answer.js';
import { figure } from './figure.js';
import { escape, morph } from './html.js';
import { FrameLab } from './lab.js';
import { format } from './link.js';
import { announce } from './page.js';
import { sendInPage, sendReal, whyNotReal } from './send.js';
import { endpoint } from './server.js';
import { view } from './view.js';
import { t } from './words.js';

const still = matchMedia('(prefers-reduced-motion: reduce)');

export class HomeFrame extends FrameLab {
  shape = { lines: false, most: 12 };
  echo = '';

  start() {
    const form = /** @type {HTMLFormElement} */ (this.querySelector('form'));
    const field = /** @type {HTMLInputElement} */ (form.elements.namedItem('message'));
    field.addEventListener('input', () => this.#say(field.value, 'message'));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#send();
    });
    // What was typed before the module came is the message now.
    if (field.value !== field.defaultValue) this.#say(field.value, 'message');
  }

  /**
   * @param {string} text
   * @param {string} merge
   */
  #say(text, merge) {
    const payload = new TextEncoder().encode(text);
    this.load(lay(this.codec, { fin: true, rsv: 0, opcode: 1, masked: true, form: 0, key: random(4), payload }), {}, merge);
  }

  changed() {
    this.echo = '';
    super.changed();
  }

  drawMore() {
    const { bytes, receiver } = this.store.state;
    /** @type {HTMLAnchorElement} */ (this.piece('open')).href = `labs/frame/${format(bytes, receiver)}`;
    this.piece('undo').hidden = this.store.past.length === 0;
    morph(this.piece('echo'), this.echo);
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
    const v = this.view;
    const url = whyNotReal(v) ? null : await endpoint('echo');
    try {
      const answer = url ? await sendReal(this.codec, v, url) : sendInPage(this.codec, v);
      await this.#travel();
      this.echo = this.#echoHTML(v, answer);
    } catch (error) {
      const key = error instanceof Error && error.message.startsWith('answer.') ? error.message : 'answer.failed';
      this.echo = `<p class="complaint">${escape(t(key, { s: 5 }))}</p>`;
    }
    this.draw();
    announce(this.piece('echo').innerText);
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
      `<h2>${escape(t('home.echo'))}</h2><div class="figure compact" inert>${figure(back, this.shape, { byte: null, bit: 0 })}</div>` +
      `<p class="same">${escape(same)}</p><p class="note">${escape(how)}</p>`
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
