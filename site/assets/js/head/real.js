// Draws the response that came beside the computed one. Lines that differ are marked.
import { html } from '../base/html.js';
import { textOf, units } from './text.js';
import { t } from '../base/words.js';

/** The most lines, and bytes of a line, that are drawn. */
const LINES = 60;
const BYTES = 400;

/**
 * How two responses differ, line by line.
 * @param {string[]} real
 * @param {string[]} computed
 * @returns {{line: string, kind: 'same' | 'more' | 'less' | 'date'}[]}
 */
export function differences(real, computed) {
  // How many lines the rests have in common, from each pair of places on.
  const common = Array.from({ length: real.length + 1 }, () => new Uint16Array(computed.length + 1));
  for (let i = real.length - 1; i >= 0; i--) {
    for (let k = computed.length - 1; k >= 0; k--) {
      common[i][k] = real[i] === computed[k] ? common[i + 1][k + 1] + 1 : Math.max(common[i + 1][k], common[i][k + 1]);
    }
  }
  /** @type {{line: string, kind: 'same' | 'more' | 'less' | 'date'}[]} */
  const out = [];
  for (let i = 0, k = 0; i < real.length || k < computed.length; ) {
    if (i < real.length && k < computed.length && real[i] === computed[k]) {
      out.push({ line: real[i++], kind: 'same' });
      k++;
    } else if (i < real.length && (k >= computed.length || common[i + 1][k] >= common[i][k + 1])) {
      out.push({ line: real[i], kind: /^date:/i.test(real[i]) ? 'date' : 'more' });
      i++;
    } else {
      out.push({ line: computed[k], kind: /^date:/i.test(computed[k]) ? 'date' : 'less' });
      k++;
    }
  }
  return out;
}

/**
 * @param {Uint8Array} real
 * @param {Uint8Array} computed empty where none was
 * @returns {{text: string, drawn: import('../base/html.js').HTML}} how they compare, and the real one drawn
 */
export function realHTML(real, computed) {
  const all = lines(real);
  const shown = all.slice(0, LINES);
  const compared = computed.length ? differences(shown, lines(computed).slice(0, LINES)) : shown.map((line) => ({ line, kind: /** @type {const} */ ('same') }));
  const n = compared.filter((l) => l.kind === 'more' || l.kind === 'less').length;
  const text = t(computed.length ? (n ? 'hs.sent.differs' : 'hs.sent.same') : 'hs.sent.uncomputed', { n });
  const rest = all.slice(LINES).join('\r\n').length;
  const rows = compared.map(({ line, kind }) => {
    const label = kind === 'more' || kind === 'less' ? html`<b>${t(`hs.sent.line.${kind}`)}</b>` : '';
    return html`<li class="${kind}"><code>${textOf(units(Uint8Array.from(line.slice(0, BYTES), (c) => c.charCodeAt(0))))}${line.length > BYTES ? ' …' : ''}</code>${label}</li>`;
  });
  const more = rest ? html`<p class="note">${t('hs.sent.rest', { n: rest })}</p>` : '';
  return { text, drawn: html`<h3>${t('hs.sent.real')}</h3><ol class="hsreal">${rows}</ol>${more}` };
}

/** @param {Uint8Array} bytes each as a character */
const lines = (bytes) => new TextDecoder('x-user-defined').decode(bytes).replace(/[\uf780-\uf7ff]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xf700)).replace(/\r\n$/, '').split('\r\n');
