// The search's dialog.
import { html } from '../../base/html.js';
import { t } from '../../base/words.js';
import { fragment, morph } from '../../element/morph.js';
import { run } from './acts.js';
import { keys } from './keys.js';
import { matcher } from './match.js';

/** @typedef {import('./match.js').Row} Row */

/** @type {Promise<{rows: Row[]} & ReturnType<typeof matcher>> | undefined} */
let index;

/** The index of the page's language, fetched when it is first asked for. */
function indexed() {
  index ??= fetch(home('find.json')).then(async (response) => {
    if (!response.ok) throw new Error(`find.json: ${response.status}`);
    const rows = await response.json();
    return { rows, ...matcher(rows) };
  });
  index.catch(() => (index = undefined));
  return index;
}

/** An address below the language's folder. @param {string} path */
const home = (path) => new URL(path, new URL(String(document.body.dataset.index), document.baseURI));

/** @param {Row} row */
function address([kind, title, says = '', to = '']) {
  if (kind === 'rule') return home(`reference/#${title}`);
  if (kind === 'rfc') return new URL(`https://www.rfc-editor.org/rfc/rfc${says}#section-${title.slice(1).split(' ')[0]}`);
  const url = home(to.startsWith('#') ? `reference/${to}` : to);
  const kept = new URLSearchParams(location.search);
  for (const name of ['embed', 'stage']) if (kept.has(name)) url.searchParams.set(name, '1');
  return url;
}

/** @type {HTMLDialogElement | undefined} */
let dialog;
/** @type {Row[]} */
let shown = [];
let chosen = 0;

export function search() {
  dialog ??= made();
  if (dialog.open) return;
  dialog.showModal();
  const field = /** @type {HTMLInputElement} */ (dialog.querySelector('input'));
  field.select();
  look(field.value);
}

function made() {
  document.body.append(fragment(html`<dialog class="find" aria-label="${t('find.open')}">
    <form method="dialog"><input type="search" role="combobox" aria-label="${t('find.label')}" placeholder="${t('find.label')}" aria-expanded="true"
      aria-controls="find-list" aria-autocomplete="list" autocomplete="off" autocapitalize="off" spellcheck="false" enterkeyhint="go">
      <button class="findclose" value="cancel"><span class="unseen">${t('find.close')}</span><kbd aria-hidden="true">Esc</kbd></button></form>
    <p class="findsays" role="status"></p>
    <ul role="listbox" id="find-list" aria-label="${t('find.results')}"></ul></dialog>`));
  const box = /** @type {HTMLDialogElement} */ (document.body.lastElementChild);
  const field = /** @type {HTMLInputElement} */ (box.querySelector('input'));
  field.addEventListener('input', () => look(field.value));
  field.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    const to = { ArrowDown: chosen + 1, ArrowUp: chosen - 1, PageDown: chosen + 8, PageUp: chosen - 8 }[event.key];
    if (to !== undefined && shown.length) {
      event.preventDefault();
      const last = shown.length - 1;
      choose(to > last ? (chosen === last ? 0 : last) : to < 0 ? (chosen === 0 ? last : 0) : to);
    } else if (event.key === 'Escape') {
      event.preventDefault(); // a search field would only be emptied
      box.close();
    } else if (event.key === 'Enter') {
      event.preventDefault();
      go(shown[chosen], event.ctrlKey || event.metaKey);
    }
  });
  box.addEventListener('click', (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    const option = /** @type {HTMLElement | null} */ (target.closest('[role=option]'));
    if (option) go(shown[Number(option.dataset.n)], event.ctrlKey || event.metaKey);
    else if (target === box) box.close();
  });
  return box;
}

let asked = 0;

/** @param {string} query */
async function look(query) {
  const mine = ++asked;
  /** @type {Row[]} */
  let rows;
  let none = false;
  try {
    const { rows: all, find, nearest } = await indexed();
    // Before anything is typed: where one can go, and what one can do.
    rows = query.trim() ? find(query) : all.filter(([kind]) => kind === 'page' || kind === 'act');
    none = !rows.length;
    if (none) rows = nearest(query);
  } catch {
    says(t('find.failed'), true);
    return;
  }
  if (mine !== asked) return;
  shown = rows;
  draw();
  choose(0);
  says(none ? t('find.none', { query }) : query.trim() ? t('find.n', { n: rows.length }) : '', none);
}

/** @param {string} words @param {boolean} seen also by those who see the results */
function says(words, seen) {
  const place = /** @type {HTMLElement} */ (dialog?.querySelector('.findsays'));
  place.textContent = words;
  place.classList.toggle('unseen', !seen);
}

function draw() {
  morph(list(), html`${shown.map(([kind, title, says], n) => html`<li role="option" id="find-${n}" data-n="${n}" aria-selected="false"><span class="findkind">${t(`find.kind.${kind}`)}</span><span
    class="findtitle${kind === 'rule' || kind === 'field' ? ' mono' : ''}">${title}</span>${says ? html`<span class="findtext">${kind === 'rfc' ? `RFC ${says}` : says}</span>` : ''}</li>`)}`);
}

const list = () => /** @type {HTMLElement} */ (dialog?.querySelector('[role=listbox]'));

/** @param {number} n */
function choose(n) {
  chosen = n;
  const options = list().children;
  for (const [i, option] of [...options].entries()) option.setAttribute('aria-selected', String(i === n));
  dialog?.querySelector('input')?.setAttribute('aria-activedescendant', options[n]?.id ?? '');
  if (n === 0) list().scrollTop = 0;
  else options[n]?.scrollIntoView({ block: 'nearest' });
}

/**
 * @param {Row | undefined} row
 * @param {boolean} apart in a tab of its own
 */
function go(row, apart) {
  if (!row) return;
  dialog?.close();
  if (row[0] === 'act') {
    if (row[3] === 'keys') keys();
    else run(String(row[3]), home('labs/frame/'));
  } else if (apart || row[0] === 'rfc') open(address(row), '_blank', 'noopener');
  else location.assign(address(row));
}
