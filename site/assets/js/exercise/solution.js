// A solution, shown beside what someone typed.
import { toHex } from '../base/bytes.js';
import { html } from '../base/html.js';
import { contents } from '../element/morph.js';
import { framesHTML } from '../frame/stream.js';
import { view } from '../frame/view.js';

/**
 * @param {import('../codec/codec.js').Codec} codec
 * @param {import('./exercise.js').Exercise} exercise
 */
export function solutionHTML(codec, { kind, solution, section }) {
  const text = new TextDecoder().decode(solution);
  switch (kind) {
    case 'frames':
    case 'observe': {
      const receiver = section.dataset.receiver === 'client' ? 'client' : 'server';
      const v = view(codec, solution, receiver);
      return v.first?.missing ? html`<p><code class="bytes">${toHex(solution, ' ')}</code></p>` : framesHTML(codec, v);
    }
    case 'hex':
      return html`<p><code class="bytes">${toHex(solution, ' ')}</code></p>`;
    case 'request':
    case 'response':
      return html`<pre>${text.trimEnd()}</pre>`;
    case 'choose':
    case 'order':
      return html`<ul>${text.split(',').map((id) => html`<li>${words(section, id)}</li>`)}</ul>`;
    case 'match':
    case 'sort':
      return html`<ul>${bins(text).map(([bin, ids]) => html`<li><b>${binWords(section, bin)}</b><br>${joined(ids.map((id) => words(section, id)))}</li>`)}</ul>`;
    default:
      return html`<p><code class="long">${text}</code></p>`;
  }
}

/**
 * Short items on one line, long ones on their own.
 * @param {(import('../base/html.js').HTML | string)[]} items
 */
function joined(items) {
  const between = items.some((item) => String(item).length > 40) ? html`<br>` : ', ';
  return items.map((item, i) => (i ? html`${between}${item}` : item));
}

/**
 * @param {string} text
 * @returns {[string, string[]][]}
 */
function bins(text) {
  /** @type {Map<string, string[]>} */
  const all = new Map();
  for (const pair of text.split(',')) {
    const [item, bin] = pair.split('=');
    all.set(bin, [...(all.get(bin) ?? []), item]);
  }
  return [...all];
}

/**
 * @param {HTMLElement} section
 * @param {string} id
 */
function words(section, id) {
  const item = section.querySelector(`[data-item="${CSS.escape(id)}"]`);
  return drawn(item?.querySelector('.card, .what, span'), id);
}

/**
 * @param {HTMLElement} section
 * @param {string} id
 */
function binWords(section, id) {
  const bin = section.querySelector(`[data-drop="${CSS.escape(id)}"] .put span, option[value="${CSS.escape(id)}"]`);
  return drawn(bin, id);
}

/**
 * The contents of an element of the page; the id where there is no such element.
 * @param {Element | null | undefined} e
 * @param {string} id
 */
const drawn = (e, id) => (e ? contents(e) : id);
