// Draws the controls of a frame's fields, with what was typed in them and cannot be used yet.
import { BytesError, fromHex, MAX_BYTES, toHex } from '../base/bytes.js';
import { fields, message } from './edit.js';
import { html } from '../base/html.js';
import { utf8 } from './view.js';
import { t } from '../base/words.js';

/** @typedef {import('./view.js').View} View */
/** @typedef {import('./drafts.js').Drafts} Drafts */

/**
 * Bytes as text to change, where a text field can hold them exactly.
 * @param {string} name
 * @param {string} label
 * @param {Uint8Array} bytes
 * @param {Drafts} drafts
 * @param {boolean} [seen] whether the label is
 */
export function text(name, label, bytes, drafts, seen = false) {
  const exact = holds(bytes);
  const shown = bytes.length > LATE ? null : (utf8(bytes) ?? new TextDecoder().decode(bytes));
  return area(name, label, shown, bytes.length, drafts, exact || drafts.has(name) ? '' : t('fields.text.fixed'), seen);
}

/**
 * Whether a text field gives these bytes back as they are: it makes every line
 * break a line feed, and a page's HTML holds no zero.
 * @param {Uint8Array} bytes
 */
const holds = (bytes) => utf8(bytes) !== null && !bytes.includes(0x0d) && !bytes.includes(0);

/**
 * @param {Uint8Array} plain
 * @param {Drafts} drafts
 */
export const hexArea = (plain, drafts) =>
  area('hex', t('fields.hex'), plain.length > LATE ? null : toHex(plain, ' '), plain.length, drafts, '', false);

/** The most bytes that a text area shows before it is chosen: more would slow every press. */
export const LATE = 4096;

/**
 * The text of a text area once it is chosen.
 * @param {View} v
 * @param {string} name
 */
export function late(v, name) {
  const { payload } = fields(v);
  if (name === 'all') return toHex(v.bytes, ' ');
  if (name === 'hex') return toHex(payload, ' ');
  const bytes = name === 'message' ? (message(v) ?? payload) : name === 'reason' ? payload.subarray(2) : payload;
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

/**
 * @param {string} name
 * @param {string} label
 * @param {boolean} on
 */
export const box = (name, label, on) =>
  html`<label class="box"><input type="checkbox" name="${name}" autocomplete="off"${on ? ' checked' : ''}> ${label}</label>`;

/**
 * A box whose label is the name of its row.
 * @param {string} name
 * @param {boolean} on
 */
export const bare = (name, on) => html`<span class="box"><input id="f-${name}" type="checkbox" name="${name}" autocomplete="off"${on ? ' checked' : ''}></span>`;

/**
 * The name of a row, as the label of its control.
 * @param {string} name
 * @param {string} label
 */
export const labelFor = (name, label) => html`<label for="f-${name}">${label}</label>`;

/**
 * @param {string} name
 * @param {string} label
 * @param {import('../base/html.js').Part} control
 * @param {boolean} [seen] whether the row does not say it already
 */
const labelled = (name, label, control, seen = false) =>
  html`<div class="control"><label for="f-${name}"${seen ? '' : html` class="unseen"`}>${label}</label>${control}</div>`;

/**
 * @param {string} name
 * @param {string} label
 * @param {string} value
 * @param {Drafts} drafts
 * @param {import('../base/html.js').HTML} attributes
 * @param {boolean} [seen] whether the label is
 */
export function input(name, label, value, drafts, attributes, seen = false) {
  const draft = drafts.get(name);
  const control = html`<input id="f-${name}" name="${name}" type="text" autocomplete="off" spellcheck="false" ${attributes}
    value="${draft?.text ?? value}"${invalid(name, draft)}>`;
  return labelled(name, label, html`${control}${complaint(name, draft)}`, seen);
}

/**
 * @param {string} name
 * @param {string} label
 * @param {string | null} value null: it is shown when the area is chosen
 * @param {number} size how many bytes that is
 * @param {Drafts} drafts
 * @param {string} fixed why it is read-only, if it is
 * @param {boolean} seen whether the label is
 */
function area(name, label, value, size, drafts, fixed, seen) {
  const draft = drafts.get(name);
  const waits = value === null && !draft ? waiting(size) : '';
  // HTML drops a line break after the tag. Without this one it would drop the text's own first one.
  const control = html`<textarea id="f-${name}" name="${name}" rows="2" autocomplete="off" spellcheck="false"${waits}${
    fixed ? html` readonly aria-describedby="n-${name}"` : invalid(name, draft)
  }>${'\n'}${draft?.text ?? value ?? ''}</textarea>`;
  const note = fixed ? html`<p class="note" id="n-${name}">${fixed}</p>` : '';
  return html`<div class="wide">${labelled(name, label, html`${control}${complaint(name, draft)}`, seen)}${note}</div>`;
}

/**
 * The attributes of a text area that shows its bytes when it is chosen.
 * @param {number} n bytes
 */
export const waiting = (n) => html` data-late placeholder="${t('fields.late', { n })}"`;

/**
 * @param {string} name
 * @param {{error: string} | undefined} draft
 */
const invalid = (name, draft) => (draft ? html` aria-invalid="true" aria-describedby="e-${name}"` : '');

/**
 * @param {string} name
 * @param {{error: string} | undefined} draft
 */
export const complaint = (name, draft) => (draft ? html`<p class="complaint" id="e-${name}">${draft.error}</p>` : '');

/**
 * @param {string} text
 * @returns {Uint8Array | {error: string}}
 */
export function hexOrError(text) {
  try {
    return fromHex(text);
  } catch (error) {
    if (!(error instanceof BytesError)) throw error;
    if (error.kind === 'long') return { error: t('paste.long', { n: error.detail.n ?? 0, max: MAX_BYTES }) };
    return { error: t(error.kind === 'odd' ? 'hex.odd' : 'hex.bad', { at: error.detail.at ?? 0 }) };
  }
}
