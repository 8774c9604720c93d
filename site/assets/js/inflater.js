// The module that inflates, in the frame builder: it comes when there may be something to
// inflate; until then, or when it does not come, its place says so and all else goes on.
import { deflateHTML } from './deflateview.js';
import { escape } from './html.js';
import { announce } from './page.js';
import { verdict } from './verdict.js';
import { t } from './words.js';

export class Inflater {
  /** @type {Promise<void> | null} while it comes */
  coming = null;
  /** Why it did not come. */
  error = '';

  /** @param {import('./lab.js').FrameLab} lab */
  constructor(lab) {
    this.lab = lab;
  }

  /**
   * Have it when it is needed.
   * @param {boolean} [again] also after it did not come
   */
  have(again = false) {
    const { lab } = this;
    if (again) this.error = '';
    if (lab.store.state.deflate && !lab.codec.inflates && !this.error) this.coming ??= this.come();
    return this.coming;
  }

  /** @private */
  async come() {
    const { lab } = this;
    try {
      await lab.inflating();
      announce(verdict(lab.codec, lab.view.first, lab.view.receiver).text);
    } catch (error) {
      this.error = error instanceof Error ? error.message : String(error);
      announce(this.words);
    }
    this.coming = null;
    lab.draw();
  }

  get words() {
    return t('deflate.failed', { error: this.error });
  }

  /** What stands under the figure: the compressed message, or why it is not there. */
  html() {
    const { codec, store, view } = this.lab;
    if (!store.state.deflate || codec.inflates) return deflateHTML(codec, view.first);
    if (!this.error) return `<p class="note">${escape(t('deflate.coming'))}</p>`;
    return (
      `<p class="complaint">${escape(this.words)}</p>` +
      `<button type="button" class="quiet" data-act="inflater">${escape(t('deflate.again'))}</button>`
    );
  }
}
