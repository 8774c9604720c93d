// Menus: a details element with a list.

/**
 * A menu closes when something in it is chosen, on Escape, and when one looks elsewhere.
 * @param {HTMLDetailsElement} menu
 */
export function closing(menu) {
  menu.addEventListener('click', (e) => {
    if (/** @type {HTMLElement} */ (e.target).closest('a, button')) menu.open = false;
  });
  menu.addEventListener('keydown', (e) => {
    if (e.key !== 'Escape' || !menu.open) return;
    menu.open = false;
    /** @type {HTMLElement} */ (menu.querySelector('summary')).focus();
  });
  document.addEventListener('click', (e) => {
    if (!menu.contains(/** @type {Node} */ (e.target))) menu.open = false;
  });
}
