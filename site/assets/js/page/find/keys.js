// The list of the page's keys.
import { html } from '../../base/html.js';
import { t } from '../../base/words.js';
import { fragment } from '../../element/morph.js';

/** The keys of each kind of place, the page's own first; those are shown that the page has. @type {[place: string, selector: string, keys: [keys: string[], words: string][]][]} */
const PLACES = [
  ['bits', 'frame-builder, lesson-frame, exercise-frames', [[['0', '1'], 'bit'], [['0–9', 'a–f'], 'hex'], [['←', '→'], 'next'], [['↑', '↓'], 'row'], [['Home', 'End'], 'ends']]],
  ['strip', 'frame-builder', [[['←', '→'], 'frame'], [['Shift+←', 'Shift+→'], 'move'], [['Delete'], 'remove']]],
  ['lines', 'handshake-bench', [[['Enter'], 'split'], [['Backspace'], 'join'], [['↑', '↓'], 'line'], [['Ctrl+A'], 'all']]],
  ['masking', 'masking-lab', [[['←', '→'], 'next'], [['Home', 'End'], 'ends'], [['0', '1'], 'bit'], [['←', 'PageUp'], 'grip']]],
  ['length', 'length-lab', [[['↑', '↓'], 'one'], [['PageUp', 'PageDown'], 'twice'], [['Home', 'End'], 'ends']]],
  ['codes', 'deflate-lab', [[['←', '→'], 'next'], [['Home', 'End'], 'ends']]],
  ['chars', 'utf8-lab', [[['←', '→'], 'next'], [['Home', 'End'], 'ends'], [['Space'], 'feed']]],
  ['wire', 'frame-wire', [[['←', '→'], 'step']]],
  ['cards', '.sort', [[['1', '2', '3'], 'sort'], [['0'], 'tray']]],
  ['lab', 'frame-builder, handshake-bench, lesson-frame, exercise-frames', [[['Ctrl+Z'], 'undo'], [['Ctrl+Shift+Z', 'Ctrl+Y'], 'redo'], [['Ctrl+V'], 'paste']]],
  ['page', 'body', [[['/', 'Ctrl+K'], 'find'], [['?'], 'keys'], [['Esc'], 'close'], [['Tab'], 'tab'], [['Space'], 'space']]],
];

export function keys() {
  document.querySelector('dialog.keys')?.remove();
  const parts = PLACES.filter(([, selector]) => document.querySelector(selector)).map(([place, , list]) => html`<section><h3>${t(`keys.in.${place}`)}</h3>
    <dl>${list.map(([caps, words]) => html`<div><dt>${caps.map((cap) => html`<kbd>${cap}</kbd>`)}</dt><dd>${t(`keys.${words}`)}</dd></div>`)}</dl></section>`);
  document.body.append(fragment(html`<dialog class="keys" aria-labelledby="keys-title"><form method="dialog"><h2 id="keys-title" tabindex="-1" autofocus>${t('keys.title')}</h2>
    <button class="findclose" value="cancel"><span class="unseen">${t('find.close')}</span><kbd aria-hidden="true">Esc</kbd></button></form><p class="note">${t('keys.fields')}</p><div class="keyparts${parts.length > 1 ? '' : ' one'}">${parts}</div></dialog>`));
  const dialog = /** @type {HTMLDialogElement} */ (document.body.lastElementChild);
  dialog.addEventListener('click', ({ target }) => target === dialog && dialog.close());
  dialog.addEventListener('close', () => dialog.remove());
  dialog.showModal();
}
