// Draws the head of a request or a response in a lesson. Each line can be pressed, with its meaning
// under it.
import { dissectRequest, dissectResponse } from '../codec/handshake.js';
import { html } from '../base/html.js';
import { lineMeaning, lineSection } from './meaning.js';
import { t } from '../base/words.js';

/** @typedef {import('../codec/codec.js').Codec} Codec */

/**
 * @typedef {object} LessonHead
 * @property {'request' | 'response'} side
 * @property {Uint8Array} bytes the lines, each with its CR LF, and the blank line
 * @property {string[]} lines
 * @property {Uint8Array | null} request of a response: the request that it answers, if there is one
 */

/**
 * @param {Codec} codec
 * @param {LessonHead} head
 * @param {string} group of the lines, of which one is open
 */
export function lessonHeadHTML(codec, head, group) {
  const { side, lines } = head;
  const broken = brokenLines(codec, head);
  const items = lines.map((line, i) => {
    const at = i ? line.indexOf(':') : line.length;
    const text = at < 0 ? line : html`<b>${line.slice(0, at)}</b>${line.slice(at)}`;
    const name = i ? line.split(':')[0].toLowerCase() : side === 'request' ? 'request' : 'status';
    return item(text, name, side, broken.get(i), group);
  });
  items.push(item(html`<span class="blank">${t('lesson.line.blank.name')}</span>`, 'blank', side, broken.get(lines.length), group));
  return html`<div class="head"><p class="direction">${t(side === 'request' ? 'dir.toServer' : 'dir.toClient')}</p><ol>${items}</ol></div>`;
}

/**
 * @param {import('../base/html.js').Part} text
 * @param {string} name
 * @param {'request' | 'response'} side
 * @param {import('../codec/codec.js').Rule | undefined} rule
 * @param {string} group
 */
function item(text, name, side, rule, group) {
  const [rfc, section] = rule ? [String(rule.rfc), rule.section] : lineSection(name).split(' ');
  const complaint = rule ? html`<span class="complaint">${t(`rule.${rule.name}`)}</span> ` : '';
  const link = html`<a href="https://www.rfc-editor.org/rfc/rfc${rfc}#section-${section}" data-term="${rfc} ${section}">${t('verdict.rfc', { rfc, section })}</a>`;
  return html`<li${rule ? html` class="broken"` : ''}><details name="${group}"><summary><code>${text}</code></summary>
    <p>${complaint}${lineMeaning(name, side)} ${link}</p></details></li>`;
}

/**
 * The first broken rule of each line; of what is missing, that of the blank line.
 * @param {Codec} codec
 * @param {LessonHead} head
 */
function brokenLines(codec, { side, bytes, lines, request }) {
  const spans = side === 'request' ? dissectRequest(codec, bytes) : request ? dissectResponse(codec, bytes, request) : [];
  /** @type {Map<number, import('../codec/codec.js').Rule>} */
  const broken = new Map();
  for (const { start, rule } of spans) {
    if (!rule) continue;
    const before = bytes.subarray(0, start / 8).reduce((n, byte) => n + Number(byte === 10), 0);
    const line = Math.min(before, lines.length);
    if (!broken.has(line)) broken.set(line, codec.rules.byName(rule));
  }
  return broken;
}
