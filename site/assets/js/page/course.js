// Shows progress in the course, on pages with its dots or one of its lessons.
import { notice } from '../element/say.js';
import { changes, countOf, progress, unkept } from '../state/progress.js';
import { t } from '../base/words.js';

/** Fill the dots, count the exercises, and name the lesson to continue with. */
export function course() {
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
    const next = nextOf(states);
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

/**
 * The lesson to continue with: the next one after the latest that is done, or else the first that was
 * begun, or else the first that is left.
 * @template {{all: number, done: number, begun: boolean}} S
 * @param {S[]} states
 */
export function nextOf(states) {
  const left = states.filter((s) => s.done < s.all);
  const latest = states.findLastIndex((s) => s.all > 0 && s.done === s.all);
  const after = latest < 0 ? undefined : left.find((s) => states.indexOf(s) > latest);
  return after ?? left.find((s) => s.begun) ?? left[0];
}

/** Say, on every page that has progress, why it is not kept. */
export function progressProblems() {
  if (!document.querySelector('[data-course], [data-lesson]')) return;
  progress();
  let said = false;
  const complain = () => {
    if (!unkept || said) return;
    said = true;
    notice(t('progress.unkept', { why: unkept }));
  };
  complain();
  changes.addEventListener('change', complain);
}
