// Keeps the builder's answer: what came back when its bytes were sent. It is kept with the page, and
// told again in the language of the page.
import { answerHTML, staleHTML } from '../wire/answer.js';
import { equal, fromBase64, toBase64 } from '../base/bytes.js';
import { html } from '../base/html.js';
import { read, write } from '../state/history.js';
import { send, sendInPage } from '../wire/send.js';
import { view } from '../frame/view.js';
import { wayFailed } from '../wire/ways.js';
import { t } from '../base/words.js';

/** @typedef {import('../frame/view.js').View} View */
/** @typedef {import('../wire/send.js').Answer} Answer */

export class Answered {
  /** For which bytes it was, and what came; or why nothing did. @type {{to: View, came?: Answer, told: import('../base/html.js').HTML} | null} */
  now = null;

  /** @param {import('./framelab.js').FrameLab} lab */
  constructor(lab) {
    this.lab = lab;
  }

  /** Send the lab's bytes. */
  async send() {
    const to = this.lab.stream;
    try {
      this.now = this.#told(to, await send(this.lab.codec, to));
    } catch (error) {
      this.now = { to, told: html`<p class="complaint">${wayFailed(error)}</p>` };
    }
  }

  /**
   * @param {View} to
   * @param {Answer} came
   */
  #told(to, came) {
    return { to, came, told: answerHTML(this.lab.codec, came, to.receiver) };
  }

  html() {
    if (!this.now) return html`<p class="note">${t('answer.none')}</p>`;
    const { told, to } = this.now;
    const { bytes, receiver, deflate } = this.lab.store.state;
    return staleHTML(told, !equal(bytes, to.bytes) || receiver !== to.receiver || deflate !== Boolean(to.deflate));
  }

  /** @param {number} room characters */
  kept(room) {
    const { to, came } = this.now ?? {};
    if (!to || !came || to.bytes.length + came.bytes.length > room) return undefined;
    const { bytes, receiver, deflate } = to;
    return {
      to: write({ bytes, receiver, deflate: Boolean(deflate), frame: 0, laid: null, drafts: new Map() }),
      real: came.real,
      bytes: toBase64(came.bytes),
      deflate: came.deflate,
    };
  }

  /** @param {any} kept what kept() gave, which may have become anything since: throws at what it cannot use */
  resume(kept) {
    const { codec } = this.lab;
    const { bytes, receiver, deflate } = read(kept.to, () => '');
    const to = view(codec, bytes, receiver, deflate, true);
    // The same code as then computes what the other side understood from the bytes.
    const understood = sendInPage(codec, to);
    this.now = this.#told(to, { ...understood, real: kept.real === true, bytes: fromBase64(String(kept.bytes)), deflate: kept.deflate === true });
  }
}
