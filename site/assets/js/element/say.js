// Says something on any page: in the live region, in passing, or in a notice.
import { t } from '../base/words.js';

/** @type {ReturnType<typeof setTimeout> | undefined} */
let later;

/**
 * Say something to screen readers. Of several texts in a row, only the last is said.
 * @param {string} text
 */
export function announce(text) {
  clearTimeout(later);
  const region = document.getElementById('said');
  if (!region) return;
  region.textContent = ''; // so that the same words are heard again
  later = setTimeout(() => (region.textContent = text), 250);
}

/** How long a word in passing stays, in milliseconds. */
const PASSING = 4000;

/** @type {ReturnType<typeof setTimeout> | undefined} */
let gone;

/**
 * Say something in passing: it is heard, and seen for a moment over the page's foot,
 * where nothing moves for it.
 * @param {string} text
 */
export function mention(text) {
  announce(text);
  let box = document.getElementById('mention');
  if (!box) {
    box = document.createElement('p');
    box.id = 'mention';
    box.setAttribute('aria-hidden', 'true'); // it is heard already
    place().append(box);
  }
  box.textContent = text;
  clearTimeout(gone);
  gone = setTimeout(() => box.remove(), PASSING);
}

/**
 * Say on the page what failed. Everything that was typed stays.
 * @param {unknown} error
 * @param {string} [key]
 */
export function fail(error, key = 'error.page') {
  notice(t(key, { error: error instanceof Error ? error.message : String(error) }));
}

/** The most notices at a time: of more, the oldest go. */
const MOST = 3;

/**
 * A message that stays until it is closed, in sight wherever someone is on the page.
 * @param {string} text
 * @param {{copy?: string, act?: [words: string, act: () => void]}} [more] text to be copied by hand, a button
 */
export function notice(text, { copy, act } = {}) {
  const list = place();
  const same = [...list.querySelectorAll('.notice')].find((c) => c.firstChild?.textContent === text);
  same?.remove(); // so that the same words are heard again
  const box = document.createElement('div');
  box.className = 'notice';
  const words = document.createElement('p');
  words.textContent = text;
  box.append(words);
  if (copy !== undefined) {
    const field = document.createElement('textarea');
    Object.assign(field, { readOnly: true, rows: Math.min(16, Math.max(3, copy.split('\n').length + 1)), value: copy });
    field.setAttribute('aria-label', text);
    field.addEventListener('focus', () => field.select());
    box.append(field);
  }
  if (act) box.append(button(act[0], act[1]));
  box.append(button(t('notice.close'), () => close(box)));
  list.append(box);
  for (const old of [...list.querySelectorAll('.notice')].slice(0, -MOST)) old.remove();
  makeRoom();
}

/**
 * @param {string} words
 * @param {() => void} act
 */
function button(words, act) {
  const b = document.createElement('button');
  b.type = 'button';
  b.className = 'quiet';
  b.textContent = words;
  b.addEventListener('click', act);
  return b;
}

/** @param {Element} box */
function close(box) {
  const next = box.nextElementSibling ?? box.previousElementSibling;
  const back = next instanceof HTMLElement && next.matches('.notice') ? next.querySelector('button') : before;
  box.remove();
  makeRoom();
  // The focus goes back to where it was before it came here.
  if (back instanceof HTMLElement && back.isConnected) back.focus({ preventScroll: true });
}

/** The element that had the focus before a notice. @type {Element | null} */
let before = null;

/** Where notices are. */
function place() {
  const list = document.getElementById('notices');
  if (list) return list;
  const made = document.createElement('div');
  made.id = 'notices';
  document.body.append(made);
  return made;
}

/** Notices cover the page's foot: give the page room to scroll clear of them, and scroll the focused element clear. */
function makeRoom() {
  const list = place();
  const height = list.querySelector('.notice') ? list.offsetHeight : 0;
  document.documentElement.style.setProperty('--notices', `${height}px`);
  const focus = document.activeElement;
  if (!height || !focus || focus === document.body || list.contains(focus)) return;
  const { top, bottom } = focus.getBoundingClientRect();
  const covered = Math.min(bottom - list.getBoundingClientRect().top + 8, top - 8);
  if (covered > 0 && top < innerHeight) scrollBy({ top: covered });
}

if (typeof document !== 'undefined') {
  // Escape closes the newest notice, but a dialog first.
  document.addEventListener('keydown', ({ key }) => {
    const last = key === 'Escape' && !document.querySelector('dialog[open]') ? [...document.querySelectorAll('.notice')].pop() : undefined;
    if (last) close(last);
  });
  document.addEventListener('focusin', ({ target }) => {
    if (target instanceof Element && !target.closest('#notices')) before = target;
  });
}
