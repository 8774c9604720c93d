// The box with the sentence on a term, or with the title of an RFC's section. It opens on a press, and while
// the pointer or the focus is on the term; Escape closes it. Nothing else on the page moves.
import glossary from 'glossary';
import sections from 'sections';
import { reference } from '../base/site.js';
import { html } from '../base/html.js';
import { t } from '../base/words.js';
import { morph } from '../element/morph.js';

/** Milliseconds that the pointer rests before the box opens, and is away before it closes. */
const RESTS = 120;
const AWAY = 220;

/** @type {HTMLElement | undefined} */
let box;
/** The term that is explained. @type {HTMLElement | null} */
let about = null;
/** Whether it was pressed: the box then stays. */
let pressed = false;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let later;

/**
 * @param {HTMLElement} at the term
 * @param {string} why the kind of event
 */
export function explain(at, why) {
  box ??= made();
  clearTimeout(later);
  if (why === 'pointerover') {
    later = setTimeout(() => at.matches(':hover') && show(at, false), at === about ? 0 : RESTS);
    at.addEventListener('pointerleave', leave, { once: true });
  } else if (why === 'focusin') {
    if (at.matches(':focus-visible')) show(at, false);
  } else if (about === at && pressed) close();
  else show(at, true);
}

function made() {
  const made = document.createElement('div');
  made.className = 'termbox';
  made.id = 'termbox';
  made.role = 'tooltip';
  made.hidden = true;
  made.addEventListener('pointerenter', () => clearTimeout(later));
  made.addEventListener('pointerleave', leave);
  document.addEventListener('keydown', (event) => {
    if (!about) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      if (made.contains(document.activeElement)) about.focus();
      close();
    } else if (event.key === 'Tab' && !event.shiftKey && pressed && document.activeElement === about && made.querySelector('a')) {
      event.preventDefault();
      made.querySelector('a')?.focus();
    } else if (event.key === 'Tab' && made.contains(document.activeElement)) {
      // The box is the last thing on the page, and its place is after the term.
      about.focus();
      if (event.shiftKey) event.preventDefault();
      else close();
    }
  }, true);
  document.addEventListener('pointerdown', ({ target }) => {
    if (target instanceof Node && !made.contains(target) && !about?.contains(target)) close();
  });
  document.addEventListener('focusout', ({ relatedTarget: to }) => {
    if (!pressed && to !== about && !made.contains(/** @type {Node | null} */ (to)) && !about?.matches(':hover')) close();
  });
  addEventListener('scroll', place, { passive: true, capture: true });
  addEventListener('resize', place);
  return made;
}

function leave() {
  clearTimeout(later);
  later = setTimeout(() => {
    if (!pressed && about !== document.activeElement && !box?.matches(':hover')) close();
  }, AWAY);
}

/**
 * @param {HTMLElement} at
 * @param {boolean} press
 */
function show(at, press) {
  if (!box || !at.isConnected) return;
  if (about !== at) close();
  const words = said(String(at.dataset.term));
  if (!words) return;
  about = at;
  pressed = press;
  morph(box, words);
  at.setAttribute('aria-describedby', box.id);
  if (press && !at.matches('a')) at.setAttribute('aria-expanded', 'true');
  // A dialog is above the rest of the page.
  (at.closest('dialog[open], main') ?? document.body).append(box);
  box.hidden = false;
  place();
}

/**
 * The sentence on a term, or the title of a section, with a link to more; '' for one that is not known.
 * @param {string} term an id of the glossary, or a section such as "6455 5.6"
 */
function said(term) {
  const [rfc, number] = term.split(' ');
  if (number) {
    const title = sections[term];
    const name = t('verdict.rfc', { rfc, section: number });
    return title ? html`<b>${title}</b>${name} <a href="https://www.rfc-editor.org/rfc/rfc${rfc}#section-${number}">${t('term.section')}</a>` : '';
  }
  const entry = Object.hasOwn(glossary, term) ? glossary[term] : null;
  return entry ? html`<b>${entry[0]}</b>${entry[1]} <a href="${reference()}#term-${term}">${t('term.more')}</a>` : '';
}

/** Below the term, or above it where there is more room; never beyond the sides. */
function place() {
  if (!about || !box) return;
  const [at] = about.getClientRects();
  if (!about.isConnected || !at || at.bottom < 0 || at.top > innerHeight) {
    close();
    return;
  }
  const { width, height } = box.getBoundingClientRect();
  const zoom = /** @type {any} */ (box).currentCSSZoom ?? 1; // on stage
  const below = at.bottom + 6 + height <= innerHeight || at.top < height + 6;
  box.style.top = `${(below ? at.bottom + 6 : at.top - 6 - height) / zoom}px`;
  box.style.left = `${Math.max(8, Math.min(at.left, document.documentElement.clientWidth - width - 8)) / zoom}px`;
}

function close() {
  clearTimeout(later);
  about?.removeAttribute('aria-describedby');
  about?.removeAttribute('aria-expanded');
  about = null;
  pressed = false;
  if (box) box.hidden = true;
}
