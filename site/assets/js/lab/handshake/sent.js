// Sends the bench's request, and tells what came of it.
import { equal } from '../../base/bytes.js';
import { HTML, html } from '../../base/html.js';
import { t } from '../../base/words.js';
import { morph } from '../../element/morph.js';
import { announce, fail, notice } from '../../element/say.js';

/**
 * @param {HTMLElement} part of the page where it is told
 * @param {import('./model.js').Model} model
 */
export function sending(part, model) {
  /** The request that was sent last, and what came of it. @type {{request: Uint8Array, told: import('../../base/html.js').HTML} | undefined} */
  let last;

  /** Tell what was sent, and whether the request has changed since. */
  const draw = () => {
    if (!last) return;
    const stale = !equal(last.request, model.state.request);
    const note = stale ? html`<p class="note stalenote">${t('hs.sent.stale')}</p>` : '';
    morph(part, html`<h2>${t('hs.sent')}</h2>${note}<div${stale ? html` class="stale"` : ''}>${last.told}</div>`);
  };

  const send = async () => {
    const { codec, edited, reading: { answer }, state: { request } } = model;
    const head = model.head('request');
    const aside = edited ? html`<p class="note">${t('hs.sent.aside')}</p>` : '';
    const { sentHTML, wayFailed } = await model.frames.load();
    try {
      // Another script's HTML is another class.
      last = { request, told: html`${aside}${new HTML(String(await sentHTML(codec, head, answer)))}` };
    } catch (error) {
      notice(wayFailed(error));
      return;
    }
    draw();
    announce(part.innerText);
    part.scrollIntoView({ block: 'nearest' });
  };

  return {
    draw,
    /** Send the request; the page says when that fails. */
    send: () => send().catch(fail),
  };
}
