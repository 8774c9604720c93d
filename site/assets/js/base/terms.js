// Marks the glossary's terms in a sentence: there a press, the pointer or the focus explains them. The
// build resolves "marks" to how the page's language writes each term, by the term's id.
import marks from 'marks';
import { html } from './html.js';

/** The ids, by how a sentence writes the term. @type {Map<string, string>} */
const ids = new Map(Object.entries(marks).flatMap(([id, forms]) => forms.map((/** @type {string} */ form) => [form, id])));

/** A term as a whole word: a Korean particle may follow it, and the longest one wins. A quotation is someone's own text. */
const written = new RegExp(`“[^”]*”|(?<![A-Za-z0-9가-힣])(?:${[...ids.keys()].sort((a, b) => b.length - a.length).join('|')})(?![A-Za-z0-9])`, 'g');

/**
 * A text that explains a term.
 * @param {string} id of the glossary
 * @param {string} text
 */
export const term = (id, text) => html`<span class="term" role="button" tabindex="0" data-term="${id}">${text}</span>`;

/**
 * A sentence in which the terms are marked, each where it is first.
 * @param {string} sentence
 * @param {Set<string>} [seen] the ids of those that were marked before, which grows
 */
export function explained(sentence, seen = new Set()) {
  /** @type {(import("./html.js").HTML | string)[]} */
  const parts = [];
  let at = 0;
  for (const { 0: form, index } of sentence.matchAll(written)) {
    const id = ids.get(form);
    if (!id || seen.has(id)) continue;
    seen.add(id);
    parts.push(sentence.slice(at, index), term(id, form));
    at = index + form.length;
  }
  return html`${parts}${sentence.slice(at)}`;
}
