// Does as a link asks: it covers the verdict until someone asks for that, and locks parts.
import { equal, toHex } from '../base/bytes.js';
import { html } from '../base/html.js';
import { t } from '../base/words.js';
import { fragment } from '../element/morph.js';
import { mention } from '../element/say.js';
import { view } from '../frame/view.js';

/** The parts of each lab that a link can lock. */
export const PARTS = {
  frame: ['direction', 'deflate', 'fin', 'rsv', 'opcode', 'mask', 'length', 'key', 'payload'],
  handshake: ['request', 'response'],
};

/** The controls of each part. @type {Record<string, string>} */
const CONTROLS = {
  direction: '[data-act=direction]',
  deflate: '[data-act=deflate]',
  fin: '[name=fin], [data-bit="0"]',
  rsv: '[name^=rsv], [data-bit="1"], [data-bit="2"], [data-bit="3"]',
  opcode: '[name=opcode], [data-bit="4"], [data-bit="5"], [data-bit="6"], [data-bit="7"]',
  mask: '[name=mask], [data-bit="8"]',
  length: '[name=length], [name=form], [data-bit="9"], [data-bit="10"], [data-bit="11"], [data-bit="12"], [data-bit="13"], [data-bit="14"], [data-bit="15"]',
  key: '[name=key], [data-act=newkey]',
  payload: '[name=text], [name=hex], [name=message], [name=reason], [name=code]',
  request: '.hsline[data-side=request], [data-side=request] button, [data-act=break-request], [data-side=request][data-act]',
  response: '.hsline[data-side=response], [data-act=edited], [data-act=break-response], [data-side=response][data-act]',
};

/** Begin what the address asks for. */
export function begin() {
  const lab = /** @type {any} */ (document.querySelector('frame-builder, handshake-bench'));
  if (!lab) return;
  const { cover, lock = '' } = document.documentElement.dataset;
  const known = lab.localName === 'frame-builder' ? PARTS.frame : PARTS.handshake;
  const parts = known.filter((part) => lock.split(',').includes(part));
  if (cover !== undefined) covering(lab);
  if (parts.length) locking(lab, parts);
}

/** @param {HTMLElement} lab */
function covering(lab) {
  const verdict = lab.querySelector('section.verdict');
  lab.querySelector('.hsbreak, section.verdict')?.before(fragment(html`<p class="covered"><span>${t('cover.says')}</span> <button type="button" class="go">${t('cover.show')}</button></p>`));
  const note = /** @type {HTMLElement} */ (lab.querySelector('.covered'));
  // A screen reader must not say of a field that it is wrong.
  const quiet = () => {
    for (const field of lab.querySelectorAll('[aria-invalid]')) field.removeAttribute('aria-invalid');
  };
  const watching = new MutationObserver(quiet);
  watching.observe(lab, { subtree: true, childList: true, attributes: true, attributeFilter: ['aria-invalid'] });
  quiet();
  note.querySelector('button')?.addEventListener('click', () => {
    watching.disconnect();
    delete document.documentElement.dataset.cover;
    note.remove();
    if (!(verdict instanceof HTMLElement)) return;
    verdict.tabIndex = -1;
    verdict.focus();
  });
}

/**
 * @param {any} lab
 * @param {string[]} parts
 */
function locking(lab, parts) {
  const words = t('lock.says', { parts: parts.map((part) => t(`lock.${part}`)).join(', ') });
  lab.querySelector('section.verdict, .hsbreak')?.before(fragment(html`<p class="locked" id="locked"><svg viewBox="0 0 18 18" aria-hidden="true"><rect x="3.5" y="8" width="11" height="7.5" rx="1.4" fill="currentColor"/><path d="M6 8V5.6a3 3 0 0 1 6 0V8" fill="none" stroke="currentColor" stroke-width="1.6"/></svg>${words}</p>`));
  const mark = () => {
    for (const control of lab.querySelectorAll(parts.map((part) => CONTROLS[part]).join(', '))) lockOne(control);
  };
  const begin = () => {
    if (!lab.hasAttribute('live')) return;
    living.disconnect();
    lab.store.refuses = (/** @type {any} */ next) => refused(lab, parts, next);
    new MutationObserver(mark).observe(lab, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-locked'] });
    mark();
  };
  const living = new MutationObserver(begin);
  living.observe(lab, { attributes: true, attributeFilter: ['live'] });
  begin();
}

/** @param {Element} control */
function lockOne(control) {
  if (control.hasAttribute('data-locked')) return;
  control.setAttribute('data-locked', '');
  control.setAttribute('aria-describedby', 'locked');
  if (control instanceof HTMLTextAreaElement || (control instanceof HTMLInputElement && control.type !== 'checkbox')) control.readOnly = true;
  else if (control instanceof HTMLInputElement || control instanceof HTMLSelectElement) control.disabled = true;
  else control.setAttribute('aria-disabled', 'true');
}

/**
 * Whether a change is refused because of what it would change; the page then says so.
 * @param {any} lab
 * @param {string[]} parts
 * @param {any} next the state
 */
function refused(lab, parts, next) {
  const part = lab.localName === 'frame-builder' ? changedFrame(lab, parts, next) : parts.find((side) => !same(lab.store.state[side], next[side]));
  if (!part) return false;
  mention(t('lock.refused', { part: t(`lock.${part}`) }));
  return true;
}

/** @param {Uint8Array | null} a @param {Uint8Array | null} b */
const same = (a, b) => a === b || (a !== null && b !== null && equal(a, b));

/**
 * @param {any} lab
 * @param {string[]} parts
 * @param {import('../state/store.js').State} next
 */
function changedFrame(lab, parts, next) {
  const values = (/** @type {import('../state/store.js').State} */ { bytes, receiver, deflate }) => {
    const { first: f } = view(lab.codec, bytes, receiver, deflate, true);
    const bits = (/** @type {string} */ name) => String(f?.field.get(name)?.value);
    return {
      direction: receiver,
      deflate: String(deflate),
      fin: bits('fin'),
      rsv: bits('rsv1') + bits('rsv2') + bits('rsv3'),
      opcode: bits('opcode'),
      mask: bits('mask'),
      length: `${bits('length')} ${f?.length}`,
      key: f ? toHex(f.key) : '',
      payload: f ? toHex(f.plain ?? f.wire) : '',
    };
  };
  const [before, after] = /** @type {Record<string, string>[]} */ ([values(lab.store.state), values(next)]);
  return parts.find((part) => before[part] !== after[part]);
}
