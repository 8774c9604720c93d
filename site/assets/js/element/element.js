// The base that labs, exercises and the panels of pages share. In HTML, data-part names a part of
// such an element, and data-act what a button in it does.

/**
 * A part of an element.
 * @param {ParentNode} root
 * @param {string} name
 */
export const piece = (root, name) => /** @type {HTMLElement} */ (root.querySelector(`[data-part="${name}"]`));

/**
 * The button for an act; null where there is no such button now.
 * @param {ParentNode} root
 * @param {string} act
 */
export const button = (root, act) => /** @type {HTMLElement | null} */ (root.querySelector(`[data-act="${act}"]`));

/**
 * Call a function with each act that is pressed.
 * @param {HTMLElement} root
 * @param {(act: string, button: HTMLElement) => void} act
 */
export function onAct(root, act) {
  root.addEventListener('click', (event) => {
    const pressed = /** @type {HTMLElement} */ (event.target).closest('[data-act]');
    if (pressed instanceof HTMLElement) act(String(pressed.dataset.act), pressed);
  });
}

/**
 * Say whether an act is possible now. The button keeps the focus, unlike one with "disabled".
 * @param {ParentNode} root
 * @param {string} act
 * @param {boolean} on
 */
export const enable = (root, act, on) => button(root, act)?.setAttribute('aria-disabled', String(!on));

/**
 * Show which buttons of a group are pressed.
 * @param {Iterable<Element>} buttons
 * @param {(button: HTMLElement) => boolean} isPressed
 */
export function press(buttons, isPressed) {
  for (const b of /** @type {Iterable<HTMLElement>} */ (buttons)) b.setAttribute('aria-pressed', String(isPressed(b)));
}
