// Draws the fields of a frame as a form.
import { BytesError, fromHex, MAX_BYTES, toHex } from '../base/bytes.js';
import { fields, message } from './edit.js';
import { opcodeName } from './figure.js';
import { html } from '../base/html.js';
import { explained } from '../base/terms.js';
import { closeName } from './verdict.js';
import { utf8 } from './view.js';
import { t } from '../base/words.js';

/** @typedef {import('./view.js').View} View */
/** @typedef {Map<string, import('../state/store.js').Draft>} Drafts what was typed and cannot be used yet */

/**
 * @param {View} v
 * @param {Drafts} drafts
 */
export function fieldsHTML(v, drafts) {
  const f = fields(v);
  const fin = row(box('fin', t('field.fin'), f.fin), t(`fields.meaning.fin.${f.fin ? 1 : 0}`), 'flags');
  const rsv = row(
    [4, 2, 1].map((bit, i) => box(`rsv${i + 1}`, t(`field.rsv${i + 1}`), (f.rsv & bit) !== 0)),
    t(v.deflate ? 'fields.meaning.rsv.deflate' : 'fields.meaning.rsv'),
    'flags',
  );
  const options = Array.from({ length: 16 }, (_, i) => {
    const name = t('opcode.name', { hex: '0x' + i.toString(16).toUpperCase(), name: opcodeName(i) });
    return html`<option value="${i}"${i === f.opcode ? ' selected' : ''}>${name}</option>`;
  });
  const opcode = row(labelled('opcode', t('field.opcode'), html`<select id="f-opcode" name="opcode" autocomplete="off">${options}</select>`), '', 'flags');
  const mask = row(
    html`${box('mask', t('field.mask'), f.masked)}${
      f.masked
        ? html`${input('key', t('fields.key'), f.key ? toHex(f.key, ' ') : '', drafts, html`size="12"`)}
          <button type="button" class="quiet" data-act="newkey">${t('fields.key.new')}</button>`
        : ''
    }`,
    t(f.masked ? 'fields.meaning.key' : 'fields.meaning.mask'),
    'key',
  );
  const forms = [0, 7, 16, 64].map(
    (n) => html`<option value="${n}"${n === f.form ? ' selected' : ''}>${t(`fields.lengthForm.${n}`)}</option>`,
  );
  const length = row(
    html`${input('length', t('fields.length'), String(f.payload.length), drafts, html`inputmode="numeric" size="8"`)}
      ${labelled('form', t('fields.lengthForm'), html`<select id="f-form" name="form" autocomplete="off">${forms}</select>`)}`,
    '',
    'length',
  );
  return html`${fin}${rsv}${opcode}${mask}${length}${f.opcode === 8 ? body(f.payload, drafts) : payload(f.payload, message(v), drafts)}`;
}

/**
 * @param {Uint8Array} plain
 * @param {Uint8Array | null} message that it is compressed from
 * @param {Drafts} drafts
 */
function payload(plain, message, drafts) {
  const words = message ? text('message', t('fields.message'), message, drafts) : text('text', t('fields.text'), plain, drafts);
  return row(html`${words}${hexArea(plain, drafts)}`, '', 'payload');
}

/**
 * Bytes as text to change, where a text field can hold them exactly.
 * @param {string} name
 * @param {string} label
 * @param {Uint8Array} bytes
 * @param {Drafts} drafts
 */
function text(name, label, bytes, drafts) {
  const exact = holds(bytes);
  const shown = bytes.length > LATE ? null : (utf8(bytes) ?? new TextDecoder().decode(bytes));
  return area(name, label, shown, bytes.length, drafts, exact || drafts.has(name) ? '' : t('fields.text.fixed'));
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
const hexArea = (plain, drafts) =>
  area('hex', t('fields.hex'), plain.length > LATE ? null : toHex(plain, ' '), plain.length, drafts, '');

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
 * A Close frame's body: code and reason.
 * @param {Uint8Array} plain
 * @param {Drafts} drafts
 */
function body(plain, drafts) {
  const code = plain.length >= 2 ? (plain[0] << 8) | plain[1] : null;
  return row(
    html`${input('code', t('fields.code'), code === null ? '' : String(code), drafts, html`inputmode="numeric" size="6"`)}
      <span class="note">${code === null ? t('fields.code.none') : closeName(code)}</span>
      <div class="wide"${code === null ? ' hidden' : ''}>${text('reason', t('fields.reason'), plain.subarray(2), drafts)}</div>
      ${hexArea(plain, drafts)}`,
    '',
    'payload',
  );
}

/**
 * @param {import('../base/html.js').Part} controls
 * @param {string} meaning
 * @param {string} hue
 */
const row = (controls, meaning, hue) =>
  html`<div class="fieldrow ${hue}"><div class="controls">${controls}</div>${meaning ? html`<p class="meaning">${explained(meaning)}</p>` : ''}</div>`;

/**
 * @param {string} name
 * @param {string} label
 * @param {boolean} on
 */
const box = (name, label, on) =>
  html`<label class="box"><input type="checkbox" name="${name}" autocomplete="off"${on ? ' checked' : ''}> ${label}</label>`;

/**
 * @param {string} name
 * @param {string} label
 * @param {import('../base/html.js').Part} control
 */
const labelled = (name, label, control) =>
  html`<div class="control"><label for="f-${name}">${label}</label>${control}</div>`;

/**
 * @param {string} name
 * @param {string} label
 * @param {string} value
 * @param {Drafts} drafts
 * @param {import('../base/html.js').HTML} attributes
 */
function input(name, label, value, drafts, attributes) {
  const draft = drafts.get(name);
  const control = html`<input id="f-${name}" name="${name}" type="text" autocomplete="off" spellcheck="false" ${attributes}
    value="${draft?.text ?? value}"${invalid(name, draft)}>`;
  return labelled(name, label, html`${control}${complaint(name, draft)}`);
}

/**
 * @param {string} name
 * @param {string} label
 * @param {string | null} value null: it is shown when the area is chosen
 * @param {number} size how many bytes that is
 * @param {Drafts} drafts
 * @param {string} fixed why it is read-only, if it is
 */
function area(name, label, value, size, drafts, fixed) {
  const draft = drafts.get(name);
  const waits = value === null && !draft ? waiting(size) : '';
  // HTML drops a line break after the tag. Without this one it would drop the text's own first one.
  const control = html`<textarea id="f-${name}" name="${name}" rows="2" autocomplete="off" spellcheck="false"${waits}${
    fixed ? html` readonly aria-describedby="n-${name}"` : invalid(name, draft)
  }>${'\n'}${draft?.text ?? value ?? ''}</textarea>`;
  const note = fixed ? html`<p class="note" id="n-${name}">${fixed}</p>` : '';
  return html`<div class="wide">${labelled(name, label, html`${control}${complaint(name, draft)}`)}${note}</div>`;
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
