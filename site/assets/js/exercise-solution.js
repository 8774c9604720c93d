// A solution, shown beside what someone typed.
import { toHex } from './bytes.js';
import { escape } from './html.js';
import { framesHTML } from './stream.js';
import { view } from './view.js';

/**
 * @param {import('./codec.js').Codec} codec
 * @param {import('./exercise.js').Exercise} exercise
 */
export function solutionHTML(codec, { kind, solution, section }) {
  const text = new TextDecoder().decode(solution);
  switch (kind) {
    case 'frames':
    case 'observe': {
      const receiver = section.dataset.receiver === 'client' ? 'client' : 'server';
      const v = view(codec, solution, receiver);
      return v.first?.missing ? `<p><code class="bytes">${toHex(solution, ' ')}</code></p>` : framesHTML(codec, v);
    }
    case 'hex':
      return `<p><code class="bytes">${toHex(solution, ' ')}</code></p>`;
    case 'request':
    case 'response':
      return `<pre>${escape(text.trimEnd())}</pre>`;
    case 'choose':
    case 'order':
      return `<ul>${text.split(',').map((id) => `<li>${words(section, id)}</li>`).join('')}</ul>`;
    case 'match':
    case 'sort':
      return `<ul>${bins(text).map(([bin, ids]) => `<li><b>${binWords(section, bin)}</b><br>${joined(ids.map((id) => words(section, id)))}</li>`).join('')}</ul>`;
    default:
      return `<p><code class="long">${escape(text)}</code></p>`;
  }
}

/**
 * Short items on one line, long ones on their own.
 * @param {string[]} items
 */
const joined = (items) => items.join(items.some((html) => html.length > 40) ? '<br>' : ', ');

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
  return item?.querySelector('.card, .what, span')?.innerHTML ?? escape(id);
}

/**
 * @param {HTMLElement} section
 * @param {string} id
 */
function binWords(section, id) {
  const bin = section.querySelector(`[data-drop="${CSS.escape(id)}"] .put span, option[value="${CSS.escape(id)}"]`);
  return bin?.innerHTML ?? escape(id);
}
