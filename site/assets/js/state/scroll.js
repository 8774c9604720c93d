// Keeps the place on a page for the page in the other language, which has the same blocks with
// different heights. On a reload and on Back the browser does this itself.
import { entries, forget, keep, kept } from './storage.js';

const KEY = 'framelab.scroll';
const BLOCKS = 'article.lesson > *, main > :not(article)';
/** How old a kept place may be, in milliseconds: it is for the page that is opened next. */
const FRESH = 30_000;

/** Keep which block is at the window's top, and how far it has gone over it. */
export function keepScroll() {
  const blocks = [...document.querySelectorAll(BLOCKS)];
  const at = blocks.findIndex((e) => e.getBoundingClientRect().bottom > 0);
  if (at < 0 || scrollY === 0) return;
  const { top, height } = blocks[at].getBoundingClientRect();
  keep('session', KEY, { at, of: blocks.length, part: height > 0 ? Math.min(1, Math.max(-1, -top / height)) : 0, when: Date.now() });
}

/** Go to the place that was kept, once the page is laid out. */
export function resumeScroll() {
  const place = kept('session', KEY, read);
  forget('session', KEY);
  if (!place || Date.now() - place.when > FRESH) return;
  const go = () => {
    const blocks = [...document.querySelectorAll(BLOCKS)];
    const block = blocks[Math.min(blocks.length - 1, Math.round((place.at / place.of) * blocks.length))];
    if (!block) return;
    const { top, height } = block.getBoundingClientRect();
    // A place above the block is between it and the one before, however tall they are here.
    const least = blocks[blocks.indexOf(block) - 1]?.getBoundingClientRect().bottom ?? -Infinity;
    scrollTo({ top: scrollY + Math.max(top + place.part * height, Math.min(top, least)), behavior: 'instant' });
  };
  addEventListener('DOMContentLoaded', go);
  // A heading that the address names is gone to once more when all is loaded.
  if (location.hash) addEventListener('load', go);
}

/** @param {unknown} value */
function read(value) {
  const own = entries(value);
  const [at, of, part, when] = ['at', 'of', 'part', 'when'].map((name) => own?.get(name));
  const right = [at, of, part, when].every((n) => typeof n === 'number' && Number.isFinite(n)) && Number(of) > 0;
  return right ? { at: Number(at), of: Number(of), part: Number(part), when: Number(when) } : null;
}
