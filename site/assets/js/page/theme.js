// Light, dark, or as the system. early.js applies the choice before the page is painted.
import { t } from '../base/words.js';

const KEY = 'framelab.theme';
const ORDER = ['auto', 'light', 'dark'];

export function themeSwitch() {
  const button = document.querySelector('[data-theme-switch]');
  if (!button) return;
  show(button);
  button.addEventListener('click', () => choose(ORDER[(ORDER.indexOf(current()) + 1) % ORDER.length]));
}

/** @param {string} theme one of ORDER */
export function choose(theme) {
  if (theme === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // The choice then lasts as long as the page.
  }
  const button = document.querySelector('[data-theme-switch]');
  if (button) show(button);
}

const current = () => document.documentElement.dataset.theme ?? 'auto';

/** @param {Element} button */
function show(button) {
  button.setAttribute('aria-label', t(`theme.${current()}`));
  button.setAttribute('title', t(`theme.${current()}`));
}
