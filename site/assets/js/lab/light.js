// Lights the same byte, and the same field, wherever they are drawn.

/**
 * Outline the byte under the pointer or the focus wherever it is drawn, and with a byte of the
 * payload the byte of the key that masks it.
 * @param {import('./framelab.js').FrameLab} lab
 * @param {Event} event
 */
export function light(lab, event) {
  const on = event.type === 'pointerover' || event.type === 'focusin';
  const { bit, byte } = on ? /** @type {HTMLElement} */ (event.target).dataset : {};
  const at = byte !== undefined ? Number(byte) : bit !== undefined ? Number(bit) >> 3 : null;
  for (const e of lab.querySelectorAll('.lit')) e.classList.remove('lit');
  lightField(lab, on ? /** @type {HTMLElement} */ (event.target) : null);
  if (at === null) return;
  const { first } = lab.view;
  const key = first?.masked && at >= first.payloadAt && at < first.end ? (first.field.get('key')?.start ?? 0) / 8 + ((at - first.payloadAt) & 3) : at;
  for (const n of [at, key]) for (const e of lab.querySelectorAll(`[data-byte="${n}"]`)) e.classList.add('lit');
}

/**
 * Light the row of the field that is under the pointer or has the focus; from the row, its part of the figure.
 * @param {import('./framelab.js').FrameLab} lab
 * @param {HTMLElement | null} target
 */
function lightField(lab, target) {
  for (const e of lab.querySelectorAll('.on, .over')) e.classList.remove('on', 'over');
  const of = target?.closest('[data-of]');
  if (!(of instanceof HTMLElement)) return;
  const all = lab.querySelectorAll(`[data-of="${of.dataset.of}"]`);
  for (const e of all) if (e.matches('tr') || of.matches('tr')) e.classList.add(e.matches('tr') ? 'on' : 'over');
}
