// Ctrl+Z, Ctrl+Shift+Z and Ctrl+Y work from anywhere on a page: on the lab with the
// focus, else on the one that was used last. Where a lab keeps the history of a text field, the
// browser does not keep a second one; it keeps that of any other field.

/**
 * @typedef {object} Undoable
 * @property {() => void} undo
 * @property {() => void} redo
 * @property {(field: Element) => boolean} owns whether a text field's typing is part of the history
 */

/** @type {Map<HTMLElement, Undoable>} */
const all = new Map();
/** @type {HTMLElement | null} */
let last = null;

const FIELD = 'input:not([type=checkbox], [type=radio], [type=file]), textarea';

/**
 * @param {HTMLElement} lab
 * @param {Undoable} undoable
 */
export function undoable(lab, undoable) {
  if (!all.size) listen();
  all.set(lab, undoable);
  for (const event of ['focusin', 'pointerdown', 'input']) lab.addEventListener(event, () => (last = lab));
}

/**
 * The history that a key on an element is for.
 * @param {EventTarget | null} target
 */
function meant(target) {
  const at = target instanceof Element ? target : document.body;
  if (at.closest('dialog')) return null;
  const lab = [...all.keys()].find((l) => l.contains(at));
  const field = at.closest(FIELD);
  if (field && !(lab && all.get(lab)?.owns(field))) return null;
  const there = lab ?? (last?.isConnected ? last : null) ?? [...all.keys()].find((l) => l.isConnected);
  return there ? all.get(there) : null;
}

function listen() {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key !== 'z' && (key !== 'y' || event.shiftKey)) return;
    const history = meant(event.target);
    if (!history) return;
    event.preventDefault();
    if (key === 'y' || event.shiftKey) history.redo();
    else history.undo();
  });
  // From a menu, or by a shake of the phone.
  document.addEventListener('beforeinput', (event) => {
    if (event.inputType !== 'historyUndo' && event.inputType !== 'historyRedo') return;
    const history = meant(event.target);
    if (!history || !event.cancelable) return;
    event.preventDefault();
    if (event.inputType === 'historyUndo') history.undo();
    else history.redo();
  });
}
