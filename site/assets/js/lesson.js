// What a lesson's page does besides its labs and exercises: the line that shows how
// far one has read, chips, and where one is in the course.
import { FrameLab } from './lab.js';
import { toHex } from './bytes.js';
import { hexOrError } from './fields.js';
import { format } from './link.js';
import { changes, countOf } from './progress.js';
import { t } from './words.js';

/** A frame in a lesson: its bits can be pressed, and put back. */
export class LessonFrame extends FrameLab {
  async connectedCallback() {
    this.shape = this.dataset.lines === 'true' ? { lines: true, most: 16 } : { lines: false, most: 12 };
    this.original = this.dataset.bytes ?? '';
    await super.connectedCallback();
  }

  start() {
    const field = this.querySelector('textarea');
    field?.addEventListener('input', () => {
      const bytes = hexOrError(field.value);
      this.piece('complaint').textContent = 'error' in bytes ? bytes.error : '';
      if (!('error' in bytes)) this.wire(bytes, 'all');
    });
  }

  /**
   * @param {string} act
   * @param {HTMLElement} target
   */
  act(act, target) {
    const before = this.store.past[0];
    if (act === 'original' && before) {
      this.store.change(before);
      this.querySelector('a')?.focus();
    } else super.act(act, target);
  }

  drawMore() {
    const { bytes, receiver } = this.store.state;
    this.piece('original').hidden = toHex(bytes) === this.original;
    const open = /** @type {HTMLAnchorElement} */ (this.piece('open'));
    open.hash = format(bytes, receiver);
    const field = this.querySelector('textarea');
    if (field && field !== document.activeElement) field.value = toHex(bytes, ' ');
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

/** Fill the dots, count the exercises, and say where to go on. */
function course() {
  const links = /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll('[data-course] a[data-lesson]')]);
  const done = document.querySelector('[data-part="lessondone"]');
  if (!links.length && !done) return;
  const goon = /** @type {HTMLAnchorElement | null} */ (document.querySelector('[data-part="goon"]'));
  const start = { href: goon?.href ?? '', text: goon?.textContent ?? '' };
  const draw = () => {
    const states = links.map((a) => ({ a, ...countOf(a.dataset.exercises ?? '') }));
    for (const { a, all, done, begun, revised } of states) {
      a.dataset.state = done === all && all > 0 ? 'done' : begun ? 'begun' : '';
      const count = a.querySelector('[data-part="count"]');
      if (count) count.textContent = begun ? t(revised ? 'lesson.count.revised' : 'lesson.count', { n: done, all }) : t('lesson.exercises', { n: all });
      const hidden = a.querySelector('.unseen');
      if (hidden) hidden.textContent = begun ? `${a.dataset.name}, ${t('lesson.count', { n: done, all })}` : String(a.dataset.name);
    }
    const next = states.find((s) => s.done < s.all);
    if (goon && next && states.some((s) => s.begun)) {
      goon.href = next.a.href;
      goon.textContent = t('lesson.goOn', { name: String(next.a.dataset.name) });
    } else if (goon) {
      goon.href = start.href;
      goon.textContent = next ? start.text : t('lesson.allDone');
    }
    if (done instanceof HTMLElement) {
      const count = countOf(document.querySelector('article.lesson')?.getAttribute('data-exercises') ?? '');
      done.hidden = count.done === 0;
      done.textContent = count.done === count.all ? t('lesson.done') : t('lesson.count', { n: count.done, all: count.all });
    }
  };
  changes.addEventListener('change', draw);
  draw();
}

export function lessonPage() {
  readingLine();
  chips();
  course();
}
