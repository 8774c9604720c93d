// Menus: a details element with a list.

/**
 * A menu without a list of its own opens the tools after it, and those stay while they are used.
 * @param {HTMLDetailsElement} menu
 */
const inside = (menu) => (menu.matches('.rest') ? [menu, menu.nextElementSibling] : [menu]);

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
    if (!inside(menu).some((part) => part?.contains(/** @type {Node} */ (e.target)))) menu.open = false;
  });
}
