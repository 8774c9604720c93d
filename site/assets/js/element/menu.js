// Menus: a details element with a list.

/**
 * A menu without a list of its own opens the tools after it, and those stay while they are used.
 * @param {HTMLDetailsElement} menu
 */
const inside = (menu) => (menu.matches('.rest') ? [menu, menu.nextElementSibling] : [menu]);

/**
 * Keep the key that chose something in a menu, which is still down, from opening the menu again.
 * @param {HTMLElement} summary which has the focus now
 */
function swallow(summary) {
  const still = new AbortController();
  summary.addEventListener('keypress', (e) => e.preventDefault(), { signal: still.signal });
  addEventListener('keyup', () => still.abort(), { capture: true, signal: still.signal });
}

/**
 * Have a menu close when something in it is chosen, on Escape, and on a click outside.
 * @param {HTMLDetailsElement} menu
 */
function closing(menu) {
  const summary = /** @type {HTMLElement} */ (menu.querySelector('summary'));
  menu.addEventListener('click', (e) => {
    if (!(/** @type {HTMLElement} */ (e.target).closest('a, button'))) return;
    // The list is hidden with its button, so the focus stays on the menu.
    if (menu.contains(document.activeElement)) summary.focus({ preventScroll: true });
    menu.open = false;
    if (e.detail === 0) swallow(summary);
  });
  for (const part of inside(menu)) {
    part?.addEventListener('keydown', (e) => {
      if (!(e instanceof KeyboardEvent) || e.key !== 'Escape' || !menu.open) return;
      // Of menus in one another the inner one closes first.
      const nearest = /** @type {HTMLElement} */ (e.target).closest('details.menu[open]');
      if (nearest && nearest !== menu) return;
      menu.open = false;
      summary.focus();
    });
  }
  document.addEventListener('click', (e) => {
    const target = /** @type {HTMLElement} */ (e.target);
    // A dialog gives the focus back to the tool that opened it, which has to be there.
    if (target.closest('dialog') || inside(menu).some((part) => part?.contains(target))) return;
    menu.open = false;
  });
}

/**
 * Have the menus of an element close by themselves.
 * @param {HTMLElement} root
 */
export function menus(root) {
  for (const menu of /** @type {NodeListOf<HTMLDetailsElement>} */ (root.querySelectorAll('details.menu'))) closing(menu);
}
