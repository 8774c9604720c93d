// Loads what every page offers when it is asked for: the search and the list of keys (find.js), the
// sentences on terms (terms.js), and links to share (share.js). The page's body has their addresses.

import { root } from '../base/site.js';

/** Set for a command that continues on the next page. */
const CONTINUES = 'framelab.act';

/** @type {Promise<unknown> | undefined} */
let styled;

/** The style of all that is asked for, once. */
const style = () =>
  (styled ??= new Promise((done) => {
    const link = document.createElement('link');
    Object.assign(link, { rel: 'stylesheet', href: document.body.dataset.asked, onload: done, onerror: done });
    document.head.append(link);
  }));

/** @param {'find' | 'terms' | 'share'} name */
const script = async (name) => (await Promise.all([import(new URL(String(document.body.dataset[`${name}Script`]), document.baseURI).href), style()]))[0];

/** @param {EventTarget | null} at @param {string} selector */
const near = (at, selector) => /** @type {HTMLElement | null} */ (at instanceof Element ? at.closest(selector) : null);

/** Whether someone types in a field, whose keys are letters. @param {EventTarget | null} at */
const types = (at) => near(at, 'textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=file])') !== null;

export function listen() {
  document.addEventListener('keydown', (event) => {
    const { key, target } = event;
    if (key === 'Enter' || key === ' ') explain(event);
    if (event.defaultPrevented || event.isComposing || types(target) || document.querySelector('dialog[open]')) return;
    const command = event.ctrlKey || event.metaKey;
    const find = command ? key.toLowerCase() === 'k' && !event.shiftKey : key === '/';
    if (event.altKey || !(find || (!command && key === '?'))) return;
    event.preventDefault();
    script('find').then((m) => (find ? m.search() : m.keys()));
  });
  document.addEventListener('click', (event) => {
    const { target } = event;
    if (near(target, '[data-find]')) script('find').then((m) => m.search());
    else if (near(target, '[data-share]')) script('share').then((m) => m.share());
    else if (near(target, 'a.anchor')) script('share').then((m) => m.copyAnchor(near(target, 'a.anchor')));
    else explain(event);
  });
  document.addEventListener('pointerdown', (event) => (down = event), true);
  for (const kind of ['pointerover', 'focusin']) document.addEventListener(kind, explain);
  let act = null;
  try {
    act = sessionStorage.getItem(CONTINUES);
  } catch {
    // A browser that stores nothing continues nothing.
  }
  if (act) script('find').then((m) => m.resume());
  const { embed, stage, cover, lock } = document.documentElement.dataset;
  if (cover ?? lock) script('share').then((m) => m.begin());
  if (embed ?? stage) for (const kind of ['click', 'auxclick']) document.addEventListener(kind, ({ target }) => keep(/** @type {HTMLAnchorElement | null} */ (near(target, 'a[href]'))), true);
}

/** Links inside the site stay in their frame or on stage; in a frame, others open apart. @param {HTMLAnchorElement | null} link */
function keep(link) {
  if (!link || link.getAttribute('href')?.startsWith('#')) return;
  const { embed, stage } = document.documentElement.dataset;
  if (!link.href.startsWith(root().href)) {
    if (embed) Object.assign(link, { target: '_blank', rel: 'noopener' });
    return;
  }
  const url = new URL(link.href);
  if (embed) url.searchParams.set('embed', '1');
  if (stage) url.searchParams.set('stage', '1');
  link.href = url.href;
}

/** Where the pointer was last pressed, and on what. @type {PointerEvent | undefined} */
let down;

/** Whether what is under the pointer came there by itself after a press. @param {Event} event */
function came(event) {
  if (!down || !(event instanceof PointerEvent)) return false;
  if (event.type === 'click') return event.detail > 0 && near(down.target, '[data-term]') !== near(event.target, '[data-term]');
  return event.type === 'pointerover' && event.clientX === down.clientX && event.clientY === down.clientY;
}

/** The sentence on a term, or the title of a section. @param {Event} event */
function explain(event) {
  const at = near(event.target, '[data-term]');
  if (!at || came(event) || (event instanceof PointerEvent && event.type === 'pointerover' && event.pointerType === 'touch')) return;
  const link = at.matches('a');
  // A finger cannot point at a link: its first press explains it.
  const touched = event instanceof PointerEvent && event.type === 'click' && event.pointerType === 'touch';
  if (link && (event.type === 'click' || event.type === 'keydown') && (!touched || at.hasAttribute('aria-describedby'))) return;
  if (event.type === 'click' || event.type === 'keydown') event.preventDefault();
  script('terms').then((m) => m.explain(at, event.type));
}
