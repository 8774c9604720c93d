// Places the lane that explains the chosen byte: under the row of the figure where the byte is, with a notch
// at the byte.

/** The space between the row and the lane, in pixels. */
const GAP = 10;

/**
 * @param {HTMLElement} figure
 * @param {HTMLElement} lane in the same positioned element as the figure
 */
export function placeLane(figure, lane) {
  const chosen = figure.querySelector('[aria-current]') ?? figure.querySelector('.byte.at');
  lane.toggleAttribute('data-at', chosen !== null);
  if (!chosen) return;
  const zoom = /** @type {any} */ (lane).currentCSSZoom ?? 1; // on stage
  const row = chosen.closest('.char') ?? chosen;
  const box = /** @type {Element} */ (lane.parentElement).getBoundingClientRect();
  const at = chosen.matches('.byte') ? bits(chosen) : chosen.getBoundingClientRect();
  const middle = ((at.left + at.right) / 2 - box.left) / zoom;
  /** @param {string} name @param {number} n */
  const set = (name, n) => {
    const now = `${Math.round(n)}px`;
    if (lane.style.getPropertyValue(name) !== now) lane.style.setProperty(name, now);
  };
  set('--notch', middle);
  set('--under', (row.getBoundingClientRect().bottom - box.top) / zoom + GAP);
}

/**
 * Where a byte's bits are, without the wave, which begins at the byte before.
 * @param {Element} byte
 */
function bits(byte) {
  const all = byte.querySelectorAll('.bit');
  if (!all.length) return byte.getBoundingClientRect();
  return { left: all[0].getBoundingClientRect().left, right: all[all.length - 1].getBoundingClientRect().right };
}
