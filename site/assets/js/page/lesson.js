// What a lesson's page does besides its labs and exercises: the line that shows how
// far one has read, and chips.
import { fromHex, toHex } from '../base/bytes.js';
import { FULL, STRIP } from '../frame/cells.js';
import { laid } from '../frame/edit.js';
import { hexOrError } from '../frame/fields.js';
import { firstByte } from '../frame/figure.js';
import { typesIn } from '../element/morph.js';
import { FrameLab } from '../lab/framelab.js';
import { format } from '../frame/link.js';
import { view } from '../frame/view.js';

/** A frame in a lesson: its bits can be pressed, and put back. */
export class LessonFrame extends FrameLab {
  async connectedCallback() {
    this.shape = this.dataset.lines === 'true' ? FULL : STRIP;
    this.original = this.dataset.bytes ?? '';
    await super.connectedCallback();
  }

  start() {
    const bytes = fromHex(this.original ?? '');
    const first = view(this.codec, bytes, this.store.state.receiver);
    this.begun = { bytes, laid: laid(first), drafts: new Map() };
    const field = this.querySelector('textarea');
    field?.addEventListener('input', () => {
      const bytes = hexOrError(field.value);
      if ('error' in bytes) this.keepDraft('all', { text: field.value, error: bytes.error });
      else this.wire(bytes, 'all', { drafts: new Map() });
    });
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

/** How far one has read, as a line under the header; it moves with the page and is nothing to hear. */
function readingLine() {
  const lesson = document.querySelector('article.lesson');
  const header = document.querySelector('header.top');
  if (!lesson || !header) return;
  const line = document.createElement('div');
  line.className = 'readline';
  line.setAttribute('aria-hidden', 'true');
  const fill = document.createElement('div');
  line.append(fill);
  header.after(line);
  const draw = () => {
    const way = document.documentElement.scrollHeight - innerHeight;
    fill.style.transform = `scaleX(${way > 0 ? Math.min(1, scrollY / way) : 1})`;
  };
  addEventListener('scroll', draw, { passive: true });
  addEventListener('resize', draw);
  draw();
}

/** Escape hides a chip's words while it still has the focus. */
function chips() {
  document.addEventListener('keydown', (e) => {
    if (e.key === 'Escape') for (const chip of document.querySelectorAll('.chip')) chip.classList.add('hush');
  });
  const again = (/** @type {Event} */ e) => {
    const chip = e.target instanceof Element ? e.target.closest('.chip') : null;
    chip?.classList.remove('hush');
  };
  document.addEventListener('focusin', again);
  document.addEventListener('mouseover', again);
}

export function lessonPage() {
  readingLine();
  chips();
}
