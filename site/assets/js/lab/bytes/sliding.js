// Something in a row of cells that is dragged along it, by pointer or by keys: a slider (role="slider")
// whose value is a number of cells.

/**
 * @typedef {object} Slide
 * @property {() => number} at the value
 * @property {(value: number) => void} to takes a value, which it keeps within bounds; draws
 * @property {() => number} width of a cell, in pixels
 */

/**
 * @param {HTMLElement} lab
 * @param {string} selector of the slider, which may be drawn again while it is dragged
 * @param {Slide} slide
 */
export function sliding(lab, selector, { at, to, width }) {
  const handle = () => /** @type {HTMLElement | null} */ (lab.querySelector(selector));
  lab.addEventListener('pointerdown', (event) => {
    const grip = /** @type {Element} */ (event.target).closest(selector);
    if (!(grip instanceof HTMLElement) || event.button !== 0) return;
    event.preventDefault();
    lab.classList.add('pointed');
    grip.focus({ preventScroll: true });
    const begun = at();
    const x0 = event.clientX;
    const moved = (/** @type {PointerEvent} */ { clientX }) => {
      const cells = (clientX - x0) / width();
      to(Math.max(0, begun + Math.round(cells)));
      const now = handle();
      now?.classList.add('held');
      // Between two cells it is at the pointer.
      now?.style.setProperty('translate', `${Math.max(-width() / 2, Math.min(width() / 2, (begun + cells - at()) * width()))}px`);
    };
    const done = () => {
      removeEventListener('pointermove', moved);
      for (const end of ['pointerup', 'pointercancel']) removeEventListener(end, done);
      const now = handle();
      now?.classList.remove('held');
      now?.style.removeProperty('translate');
    };
    addEventListener('pointermove', moved);
    for (const end of ['pointerup', 'pointercancel']) addEventListener(end, done);
  });
  lab.addEventListener('keydown', (event) => {
    lab.classList.remove('pointed');
    const grip = /** @type {Element} */ (event.target);
    if (!grip.matches(selector) || event.altKey || event.ctrlKey || event.metaKey) return;
    const value = at();
    const least = Number(grip.getAttribute('aria-valuemin'));
    const most = Number(grip.getAttribute('aria-valuemax'));
    /** @type {Record<string, number>} */
    const keys = { ArrowRight: value + 1, ArrowUp: value + 1, ArrowLeft: value - 1, ArrowDown: value - 1, PageUp: value + 4, PageDown: value - 4, Home: least, End: most };
    if (!Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    to(Math.max(least, Math.min(most, keys[event.key])));
    handle()?.focus({ preventScroll: true });
  });
}
