// Bringing a page to some HTML with as few changes as possible, so that focus,
// selection and half-typed text survive every redraw.

/** @typedef {import('../base/html.js').HTML} HTML */

/**
 * Make the children of an element what the HTML says, changing only what differs.
 * Elements with the same data-keep are left alone inside: they belong to whoever types there.
 * @param {Element} element
 * @param {HTML | ''} html
 */
export function morph(element, html) {
  const template = document.createElement('template');
  template.innerHTML = String(html);
  children(element, template.content);
}

/**
 * @param {ParentNode & Node} from
 * @param {ParentNode & Node} to
 */
function children(from, to) {
  let old = from.firstChild;
  for (let next = to.firstChild; next; ) {
    const following = next.nextSibling;
    if (!old) {
      from.append(next);
    } else if (sameKind(old, next)) {
      patch(old, next);
      old = old.nextSibling;
    } else {
      const gone = old;
      old = old.nextSibling;
      from.replaceChild(next, gone);
    }
    next = following;
  }
  while (old) {
    const gone = old;
    old = old.nextSibling;
    gone.remove();
  }
}

/**
 * @param {Node} a
 * @param {Node} b
 */
const sameKind = (a, b) => a.nodeName === b.nodeName && identity(a) === identity(b);

/**
 * What makes a control this one and no other: it is never made into another under someone's hands.
 * @param {Node} node
 */
function identity(node) {
  if (!(node instanceof HTMLElement)) return '';
  return node.id || node.getAttribute('name') || node.dataset.act || '';
}

/**
 * @param {Node} old
 * @param {Node} next
 */
function patch(old, next) {
  if (!(old instanceof Element && next instanceof Element)) {
    if (old.nodeValue !== next.nodeValue) old.nodeValue = next.nodeValue;
    return;
  }
  for (const { name } of [...old.attributes]) {
    if (!next.hasAttribute(name) && name !== 'open') old.removeAttribute(name);
  }
  for (const { name, value } of next.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  if (old instanceof HTMLInputElement || old instanceof HTMLTextAreaElement || old instanceof HTMLSelectElement) {
    value(old, next);
    if (!(old instanceof HTMLSelectElement)) return;
  }
  if (old.hasAttribute('data-keep')) return;
  children(old, next);
}

/** Fields in which someone is typing. @type {WeakSet<Element>} */
const typing = new WeakSet();

if (typeof document !== 'undefined') {
  document.addEventListener('input', (event) => isTyped(event.target, true), true);
  document.addEventListener('focusout', (event) => isTyped(event.target, false), true);
}

/**
 * Note whether someone is typing in a field.
 * @param {unknown} field
 * @param {boolean} on
 */
export function isTyped(field, on) {
  if (!(field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement) || isBox(field)) return;
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
