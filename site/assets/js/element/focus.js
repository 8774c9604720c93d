// Keeps the focus when the page is drawn: on the same bit, byte, button or field, or, where that is
// gone, on the part of the page that it was in.

/** The data attributes that tell one control of a part from the others. */
const KEYS = ['bit', 'byte', 'at', 'act', 'side', 'line', 'field', 'form', 'preset', 'receiver'];

/**
 * Draw, and have the focus afterwards where it was before.
 * @param {HTMLElement} lab
 * @param {() => void} draw
 */
export function keepingFocus(lab, draw) {
  const focus = document.activeElement;
  if (!(focus instanceof HTMLElement) || !lab.contains(focus) || focus === lab) {
    draw();
    return;
  }
  const part = focus.closest('[data-part]');
  const key = keyOf(focus);
  draw();
  if (!key || !part) return;
  // A keyed row may have another number now; it is still the same row.
  if (focus.isConnected && focus === document.activeElement && focus.closest('[data-key]')) return;
  const now = document.activeElement;
  if (now instanceof HTMLElement && now.closest('[data-part]') === part && keyOf(now) === key) return;
  // The drawing may have put the focus somewhere else on purpose.
  if (now !== focus && now !== document.body) return;
  const same = /** @type {HTMLElement | null} */ (part.querySelector(key));
  if (same) same.focus({ preventScroll: true });
  else rest(/** @type {HTMLElement} */ (part));
}

/**
 * A selector for a control among those of its part.
 * @param {HTMLElement} e
 */
function keyOf(e) {
  if (e.id) return `#${CSS.escape(e.id)}`;
  const name = e.getAttribute('name');
  if (name) return `[name="${CSS.escape(name)}"]`;
  return KEYS.filter((k) => e.dataset[k] !== undefined).map((k) => `[data-${k}="${CSS.escape(String(e.dataset[k]))}"]`).join('');
}

/**
 * Have the focus rest on a part of the page.
 * @param {HTMLElement} part
 */
export function rest(part) {
  if (!part.hasAttribute('tabindex')) part.tabIndex = -1;
  part.focus({ preventScroll: true });
}
