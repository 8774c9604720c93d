// A frame in a lesson: its bits can be pressed, and put back.
import { fromHex, toHex } from '../base/bytes.js';
import { typesIn } from '../element/morph.js';
import { FULL, STRIP } from '../frame/cells.js';
import { laid } from '../frame/edit.js';
import { hexOrError } from '../frame/fieldcontrols.js';
import { firstByte } from '../frame/figure.js';
import { format } from '../frame/link.js';
import { view } from '../frame/view.js';
import { FrameLab } from './framelab.js';

export class LessonFrame extends FrameLab {
  async connectedCallback() {
    this.shape = this.dataset.lines === 'true' ? FULL : STRIP;
    this.original = this.dataset.bytes ?? '';
    await super.connectedCallback();
  }

  start() {
    const bytes = fromHex(this.original ?? '');
    const first = view(this.codec, bytes, this.store.state.receiver);
    this.begun = { bytes, frame: 0, laid: laid(first), drafts: new Map() };
    const field = this.querySelector('textarea');
    field?.addEventListener('input', () => this.typed(field.value, hexOrError(field.value)));
  }

  /**
   * @param {string} _name
   * @param {string} text
   */
  unusable(_name, text) {
    const bytes = hexOrError(text);
    return 'error' in bytes ? bytes.error : '';
  }

  /**
   * @param {string} act
   * @param {HTMLElement} target
   */
  act(act, target) {
    if (act === 'original' && this.begun) {
      this.store.change(this.begun);
      this.querySelector('a')?.focus();
    } else super.act(act, target);
  }

  drawMore() {
    const { bytes, receiver } = this.store.state;
    const line = this.querySelector('[data-part="firstbyte"]');
    if (line) line.textContent = bytes.length ? firstByte(bytes[0]) : '';
    this.piece('original').hidden = toHex(bytes) === this.original;
    const open = /** @type {HTMLAnchorElement} */ (this.piece('open'));
    open.hash = format(bytes, receiver);
    const field = this.querySelector('textarea');
    if (!field) return;
    const draft = this.store.state.drafts.get('all');
    this.piece('complaint').textContent = draft?.error ?? '';
    if (!typesIn(field)) field.value = draft?.text ?? toHex(bytes, ' ');
  }
}
