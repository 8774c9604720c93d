// Does as a link asks: it covers the verdict until someone asks for that, and locks parts.
import { toHex } from '../base/bytes.js';
import { html } from '../base/html.js';
import { t } from '../base/words.js';
import { fragment } from '../element/morph.js';
import { mention } from '../element/say.js';
import { view } from '../frame/view.js';

/** The parts of each lab that a link can lock. @type {Record<string, string[]>} */
export const PARTS = {
  'frame-builder': ['direction', 'deflate', 'fin', 'rsv', 'opcode', 'mask', 'length', 'key', 'payload'],
  'handshake-bench': ['request', 'response'],
  'masking-lab': ['key', 'payload'],
  'length-lab': ['direction', 'length'],
  'utf8-lab': ['payload'],
  'deflate-lab': ['payload'],
};

/** The controls of each part. @type {Record<string, string>} */
const CONTROLS = {
  direction: '[data-act=direction]',
  deflate: '[data-act=deflate]',
  fin: '[name=fin], [data-bit="0"]',
  rsv: '[name^=rsv], [data-bit="1"], [data-bit="2"], [data-bit="3"]',
  opcode: '[name=opcode], [data-bit="4"], [data-bit="5"], [data-bit="6"], [data-bit="7"]',
  mask: '[name=mask], [data-bit="8"]',
  length: '[name=length], [name=form], [name=place], [data-act=tick], [data-bit="9"], [data-bit="10"], [data-bit="11"], [data-bit="12"], [data-bit="13"], [data-bit="14"], [data-bit="15"]',
  key: '[name=key], [data-act=newkey], [data-act=zerokey]',
  payload: '[name=text], [name=hex], [name=message], [name=reason], [name=code], .bytebox :is([name=input], [name=bytes], [name=one], [name=two])',
  request: '.hsline[data-side=request], [data-side=request] button, [data-act=break-request], [data-side=request][data-act]',
  response: '.hsline[data-side=response], [data-act=edited], [data-act=break-response], [data-side=response][data-act]',
};

/** The lab whose page this is; labs in lessons are not locked. */
export const lockable = () => document.querySelector(Object.keys(PARTS).map((name) => `main > ${name}, main > div > ${name}`).join(', '));

/** Begin what the address asks for. */
export function begin() {
  const { cover, lock = '' } = document.documentElement.dataset;
  if (cover !== undefined) covering();
  const lab = /** @type {any} */ (lockable());
  const parts = lab ? PARTS[lab.localName].filter((part) => lock.split(',').includes(part)) : [];
  if (parts.length) locking(lab, parts);
}

/** The labs and figures that tell a verdict. */
const TELLING = 'frame-builder, handshake-bench, masking-lab, length-lab, deflate-lab, utf8-lab, lesson-frame, echo-lab, figure:has(.frames)';

/** Put a note in each place of a verdict; what draws one asks base/cover.js. */
function covering() {
  /** @type {Element[]} */
  const notes = [];
  // A screen reader must not say of a line of a head that it is wrong.
  const heads = [...document.querySelectorAll('handshake-bench')];
  const quiet = () => {
    for (const lab of heads) for (const field of lab.querySelectorAll('[aria-invalid]')) field.removeAttribute('aria-invalid');
  };
  const watching = new MutationObserver(quiet);
  for (const lab of heads) watching.observe(lab, { subtree: true, childList: true, attributes: true, attributeFilter: ['aria-invalid'] });
  quiet();
  for (const lab of document.querySelectorAll(TELLING)) {
    const before = lab.querySelector('.hsbreak, section.verdict:not(.bytebox *)') ?? lab.querySelector('.bytebox') ?? lab;
    before.before(fragment(html`<p class="covered"><span>${t('cover.says')}</span> <button type="button" class="go">${t('cover.show')}</button></p>`));
    const note = /** @type {Element} */ (before.previousElementSibling);
    notes.push(note);
    note.querySelector('button')?.addEventListener('click', () => {
      watching.disconnect();
      delete document.documentElement.dataset.cover;
      for (const one of notes) one.remove();
      dispatchEvent(new Event('uncover'));
      const verdict = lab.querySelector('.verdict, [data-part="verdict"], [data-part="result"]') ?? lab;
      if (!(verdict instanceof HTMLElement)) return;
      verdict.tabIndex = -1;
      verdict.focus();
    });
  }
}

/**
 * @param {any} lab
 * @param {string[]} parts
 */
function locking(lab, parts) {
  const words = t('lock.says', { parts: parts.map((part) => t(`lock.${part}`)).join(', ') });
  (lab.querySelector('.bytebox') ?? lab.querySelector('section.verdict, .hsbreak'))?.before(fragment(html`<p class="locked" id="locked"><svg viewBox="0 0 18 18" aria-hidden="true"><rect x="3.5" y="8" width="11" height="7.5" rx="1.4" fill="currentColor"/><path d="M6 8V5.6a3 3 0 0 1 6 0V8" fill="none" stroke="currentColor" stroke-width="1.6"/></svg>${words}</p>`));
  const mark = () => {
    for (const control of lab.querySelectorAll(parts.map((part) => CONTROLS[part]).join(', '))) lockOne(control);
  };
  const begin = () => {
    if (!lab.hasAttribute('live')) return;
    living.disconnect();
    const held = values(lab, lab.store.state);
    lab.store.refuses = (/** @type {any} */ next) => refused(held, values(lab, next), parts);
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
  if (control instanceof HTMLTextAreaElement || (control instanceof HTMLInputElement && !/^(checkbox|range)$/.test(control.type))) control.readOnly = true;
  else if (control instanceof HTMLInputElement || control instanceof HTMLSelectElement) control.disabled = true;
  else control.setAttribute('aria-disabled', 'true');
}

/**
 * The parts of a lab's state, as texts: of the frame builder once for each frame, of others once.
 * @param {any} lab
 * @param {any} state
 * @returns {Record<string, string>[]}
 */
function values(lab, state) {
  const text = (/** @type {Uint8Array | null} */ bytes) => (bytes ? toHex(bytes) : 'none');
  switch (lab.localName) {
    case 'handshake-bench':
      return [{ request: text(state.request), response: text(state.response) }];
    case 'masking-lab':
      return [{ key: text(state.key) + text(state.next), payload: text(state.bytes) }];
    case 'length-lab':
      return [{ direction: String(state.masked), length: `${state.length} ${state.form}` }];
    case 'utf8-lab':
      return [{ payload: text(state.bytes) }];
    case 'deflate-lab':
      return [{ payload: JSON.stringify([state.one, state.two, text(state.hex)]) }];
    default:
      return framesOf(lab, state);
  }
}

/**
 * @param {any} lab
 * @param {import('../state/store.js').State} state
 */
function framesOf(lab, { bytes, receiver, deflate }) {
  /** @type {import('../frame/view.js').View} */
  const { frames } = lab.readOn(view(lab.codec, bytes, receiver, deflate, true));
  return frames.map((f) => {
    const bits = (/** @type {string} */ name) => String(f.field.get(name)?.value);
    return {
      direction: receiver,
      deflate: String(deflate),
      fin: bits('fin'),
      rsv: bits('rsv1') + bits('rsv2') + bits('rsv3'),
      opcode: bits('opcode'),
      mask: bits('mask'),
      length: `${bits('length')} ${f.length}`,
      key: toHex(f.key),
      payload: toHex(f.plain ?? f.wire),
    };
  });
}

/**
 * Whether a change is refused because of what it would change; the page then says so. Each frame that came
 * with the link must still be there, in its order, with its locked parts; frames that were added are free.
 * @param {Record<string, string>[]} held the parts as the link brought them
 * @param {Record<string, string>[]} next
 * @param {string[]} parts the locked ones
 */
function refused(held, next, parts) {
  const keeps = (/** @type {string[]} */ names) => {
    let n = 0;
    for (const frame of next) if (n < held.length && names.every((name) => held[n][name] === frame[name])) n++;
    return n === held.length;
  };
  if (keeps(parts)) return false;
  const part = parts.find((name) => !keeps([name])) ?? parts[0];
  mention(t('lock.refused', { part: t(`lock.${part}`) }));
  return true;
}
