// Links to a page as it is: one to send, and one for a frame on another page. A link can cover the verdict
// until someone asks for it, and lock parts (page/lock.js).
import { html } from '../base/html.js';
import { t } from '../base/words.js';
import { toClipboard } from '../element/copy.js';
import { fragment, morph } from '../element/morph.js';
import { mention } from '../element/say.js';
import { server } from '../wire/server.js';
import { lockable, PARTS } from './lock.js';

/** The height of the frame on the other page, in CSS pixels. */
const HEIGHT = 720;

/** Copy the address of a part of the page. The link goes there too. @param {HTMLAnchorElement} anchor */
export async function copyAnchor(anchor) {
  if (await toClipboard(anchor.href)) mention(t('share.copied'));
}

/** @type {HTMLDialogElement | undefined} */
let dialog;
const wanted = { cover: false, stage: false, lock: /** @type {Set<string>} */ (new Set()) };

export async function share() {
  dispatchEvent(new Event('leave')); // the address says what the page shows
  const { endpoints } = await server();
  dialog ??= made();
  const box = dialog;
  const draw = () => morph(/** @type {Element} */ (box.querySelector('.shareparts')), partsHTML(endpoints !== undefined));
  box.onclick = async ({ target }) => {
    if (target === box) box.close();
    const button = target instanceof Element ? target.closest('button') : null;
    const { option, part, copies } = button?.dataset ?? {};
    if (option === 'cover' || option === 'stage') wanted[option] = !wanted[option];
    else if (part && !wanted.lock.delete(part)) wanted.lock.add(part);
    else if (copies) await copied(String(box.querySelector(`#share-${copies}`)?.textContent));
    if (option || part) draw();
  };
  draw();
  box.showModal();
  /** @type {HTMLElement} */ (box.querySelector('[data-copies]')).focus();
}

/** @param {string} text */
async function copied(text) {
  const says = /** @type {HTMLElement} */ (dialog?.querySelector('.sharesays'));
  says.textContent = (await toClipboard(text)) ? t('share.copied') : t('share.select');
}

function made() {
  document.body.append(fragment(html`<dialog class="share" aria-labelledby="share-title"><form method="dialog"><h2 id="share-title">${t('share.title')}</h2>
    <button class="findclose" value="cancel"><span class="unseen">${t('find.close')}</span><kbd aria-hidden="true">Esc</kbd></button></form><div class="shareparts"></div><p class="sharesays" role="status"></p></dialog>`));
  return /** @type {HTMLDialogElement} */ (document.body.lastElementChild);
}

/** The address with what is wanted. @param {boolean} embed */
function address(embed) {
  const url = new URL(location.href);
  const { searchParams } = url;
  for (const name of ['embed', 'cover', 'stage', 'lock']) searchParams.delete(name);
  if (embed) searchParams.set('embed', '1');
  for (const name of /** @type {const} */ (['cover', 'stage'])) if (wanted[name]) searchParams.set(name, '1');
  if (wanted.lock.size) searchParams.set('lock', [...wanted.lock].join(','));
  return url.href.replaceAll('%2C', ',');
}

/** @param {boolean} local the page comes from the local server */
function partsHTML(local) {
  const parts = PARTS[lockable()?.localName ?? ''] ?? [];
  const toggle = (/** @type {string} */ data, /** @type {string} */ name, /** @type {boolean} */ on, /** @type {string} */ words) =>
    html`<button type="button" class="toggle" data-${data}="${name}" aria-pressed="${on}">${words}</button>`;
  const snippet = `<iframe src="${address(true).replaceAll('&', '&amp;')}" title="${document.title}" width="100%" height="${HEIGHT}" loading="lazy" allow="clipboard-write" style="border:0"></iframe>`;
  return html`<div class="toggles" role="group" aria-label="${t('share.options')}">${toggle('option', 'cover', wanted.cover, t('share.cover'))}${toggle('option', 'stage', wanted.stage, t('share.stage'))}</div>
    ${parts.length ? html`<div class="toggles" role="group" aria-labelledby="share-lock"><span id="share-lock">${t('share.lock')}</span>${parts.map((part) => toggle('part', part, wanted.lock.has(part), t(`lock.${part}`)))}</div>` : ''}
    <section><div class="sharehead"><h3 id="share-link-title">${t('share.link')}</h3><button type="button" class="quiet" data-copies="link" aria-label="${t('share.link.copy')}">${t('tool.copy')}</button></div>
    <pre id="share-link" tabindex="0" role="group" aria-labelledby="share-link-title">${address(false)}</pre></section>
    <section><div class="sharehead"><h3 id="share-embed-title">${t('share.embed')}</h3><button type="button" class="quiet" data-copies="embed" aria-label="${t('share.embed.copy')}">${t('tool.copy')}</button></div>
    <pre id="share-embed" tabindex="0" role="group" aria-labelledby="share-embed-title">${snippet}</pre>
    <p class="note">${t(local ? 'share.embed.local' : 'share.embed.hosted')}</p></section>`;
}
