// Changes a part of the page to given HTML with as few changes as possible, so that focus,
// selection and half-typed text survive every redraw. No other script writes HTML into the page.

import { HTML } from '../base/html.js';

/**
 * Make the children of an element what the HTML says, changing only what differs.
 * @param {Element} element
 * @param {HTML | ''} html
 */
export const morph = (element, html) => children(element, fragment(html));

/**
 * Make an element what the HTML of one element of its kind says.
 * @param {Element} element
 * @param {HTML} html
 */
export const become = (element, html) => patch(element, /** @type {Element} */ (fragment(html).firstElementChild));

/**
 * HTML as nodes that are not in the page yet.
 * @param {HTML | ''} html
 */
export function fragment(html) {
  const template = document.createElement('template');
  template.innerHTML = String(html);
  return template.content;
}

/**
 * The contents of an element of the page, as HTML.
 * @param {Element} element
 */
export const contents = (element) => new HTML(element.innerHTML);

/**
 * @param {ParentNode & Node} from
 * @param {ParentNode & Node} to
 */
function children(from, to) {
  let old = from.firstChild;
  for (let next = to.firstChild; next; ) {
    const following = next.nextSibling;
    const same = match(old, next);
    if (same) {
      while (old && old !== same) old = removed(old);
      patch(same, next);
      old = same.nextSibling;
    } else {
      if (old && !keyOf(old) && !keyOf(next)) old = removed(old);
      from.insertBefore(next, old);
    }
    next = following;
  }
  while (old) old = removed(old);
}

/**
 * The node that becomes another: the one at its place, or the next one with its data-key. So an
 * element with a key stays as it is, with its focus and its caret, when others are inserted before
 * it or removed. An element with the focus is not removed for the sake of one after it.
 * @param {ChildNode | null} old
 * @param {Node} next
 * @returns {ChildNode | null} null: no node does
 */
function match(old, next) {
  for (let node = old; node; node = node.nextSibling) {
    if (sameKind(node, next)) return node;
    if (!keyOf(next) || node.contains(document.activeElement)) break;
  }
  return null;
}

/** @param {Node} node */
const keyOf = (node) => (node instanceof HTMLElement && node.dataset.key) || '';

/**
 * Remove a node.
 * @param {ChildNode} node
 * @returns {ChildNode | null} the one after it
 */
function removed(node) {
  const { nextSibling } = node;
  node.remove();
  return nextSibling;
}

/**
 * @param {Node} a
 * @param {Node} b
 */
const sameKind = (a, b) => a.nodeName === b.nodeName && identity(a) === identity(b);

/**
 * The name of a control, which is never turned into a different one while someone uses it.
 * @param {Node} node
 */
function identity(node) {
  if (!(node instanceof HTMLElement)) return '';
  return keyOf(node) || node.id || node.getAttribute('name') || node.dataset.act || '';
}

const CONTROLS = 'input, textarea, select';

/**
 * @param {Node} old
 * @param {Node} next
 */
function patch(old, next) {
  if (!(old instanceof Element && next instanceof Element)) {
    if (old.nodeValue !== next.nodeValue) old.nodeValue = next.nodeValue;
    return;
  }
  // Most of a drawing is as it was. The value of a control is not among its attributes.
  if (old.isEqualNode(next) && !old.matches(CONTROLS) && !old.querySelector(CONTROLS)) return;
  for (const { name } of [...old.attributes]) {
    // A menu stays open, and a term that is explained stays so (page/termbox.js).
    const stays = name === 'open' || (name.startsWith('aria-') && old.hasAttribute('data-term'));
    if (!next.hasAttribute(name) && !stays) old.removeAttribute(name);
  }
  for (const { name, value } of next.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  if (old instanceof HTMLInputElement || old instanceof HTMLTextAreaElement || old instanceof HTMLSelectElement) {
    value(old, next);
    if (!(old instanceof HTMLSelectElement)) return;
  }
  children(old, next);
}

/** Fields in which someone is typing. @type {WeakSet<Element>} */
const typing = new WeakSet();

document.addEventListener('input', (event) => isTyped(event.target, true), true);
document.addEventListener('focusout', (event) => isTyped(event.target, false), true);

/**
 * Note whether someone is typing in a field.
 * @param {unknown} field
 * @param {boolean} on
 */
export function isTyped(field, on) {
  if (!(field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement) || isBox(field) || field.type === 'range') return;
  if (on) typing.add(field);
  else typing.delete(field);
}

/** @param {Element} field */
export const typesIn = (field) => field === document.activeElement && typing.has(field);

/**
 * A control's value follows the page's, except while someone types in it.
 * @param {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} old
 * @param {Element} next
 */
function value(old, next) {
  // A field that shows its bytes when it is chosen keeps them while it is.
  if (typesIn(old) || (old === document.activeElement && next.hasAttribute('data-late'))) return;
  if (old instanceof HTMLInputElement) {
    if (isBox(old)) old.checked = next.hasAttribute('checked');
    else if (old.value !== (next.getAttribute('value') ?? '')) old.value = next.getAttribute('value') ?? '';
  } else if (old instanceof HTMLTextAreaElement) {
    if (old.value !== next.textContent) old.value = next.textContent ?? '';
  } else if (next instanceof HTMLSelectElement) {
    old.value = next.value;
  }
}

/** @param {Element} e */
const isBox = (e) => e instanceof HTMLInputElement && (e.type === 'checkbox' || e.type === 'radio');
