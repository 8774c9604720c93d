// The fields of the frame as a form. Changing one lays the frame out again.
import { BytesError, fromHex, MAX_BYTES, random, toHex } from './bytes.js';
import { fields, resized, withFields } from './edit.js';
import { opcodeName } from './figure.js';
import { escape } from './html.js';
import { closeName } from './verdict.js';
import { utf8 } from './view.js';
import { t } from './words.js';

/** @typedef {import('./view.js').View} View */
/** @typedef {import('./codec.js').Codec} Codec */
/** @typedef {Map<string, {text: string, error: string}>} Drafts what was typed and cannot be used yet */

/**
 * @param {View} v
 * @param {Drafts} drafts
 */
export function fieldsHTML(v, drafts) {
  const f = fields(v);
  const fin = row(box('fin', t('field.fin'), f.fin), t(`fields.meaning.fin.${f.fin ? 1 : 0}`), 'flags');
  const rsv = row(
    [4, 2, 1].map((bit, i) => box(`rsv${i + 1}`, t(`field.rsv${i + 1}`), (f.rsv & bit) !== 0)).join(''),
    t('fields.meaning.rsv'),
    'flags',
  );
  const options = Array.from({ length: 16 }, (_, i) => {
    const name = t('opcode.name', { hex: '0x' + i.toString(16).toUpperCase(), name: opcodeName(i) });
    return `<option value="${i}"${i === f.opcode ? ' selected' : ''}>${escape(name)}</option>`;
  });
  const opcode = row(labelled('opcode', t('field.opcode'), `<select id="f-opcode" name="opcode">${options.join('')}</select>`), '', 'flags');
  const mask = row(
    box('mask', t('field.mask'), f.masked) +
      (f.masked
        ? input('key', t('fields.key'), f.key ? toHex(f.key, ' ') : '', drafts, 'size="12"') +
          `<button type="button" class="quiet" data-act="newkey">${escape(t('fields.key.new'))}</button>`
        : ''),
    t(f.masked ? 'fields.meaning.key' : 'fields.meaning.mask'),
    'key',
  );
  const forms = [0, 7, 16, 64].map(
    (n) => `<option value="${n}"${n === f.form ? ' selected' : ''}>${escape(t(`fields.lengthForm.${n}`))}</option>`,
  );
  const length = row(
    input('length', t('fields.length'), String(f.payload.length), drafts, 'inputmode="numeric" size="8"') +
      labelled('form', t('fields.lengthForm'), `<select id="f-form" name="form">${forms.join('')}</select>`),
    '',
    'length',
  );
  return fin + rsv + opcode + mask + length + (f.opcode === 8 ? body(f.payload, drafts) : payload(f.payload, drafts));
}

/**
 * @param {Uint8Array} plain
 * @param {Drafts} drafts
 */
function payload(plain, drafts) {
  const text = utf8(plain);
  return row(
    area('text', t('fields.text'), text ?? '', drafts, text === null ? t('fields.text.not') : '') +
      area('hex', t('fields.hex'), toHex(plain, ' '), drafts, ''),
    '',
    'payload',
  );
}

/**
 * A Close frame's body: code and reason.
 * @param {Uint8Array} plain
 * @param {Drafts} drafts
 */
function body(plain, drafts) {
  const code = plain.length >= 2 ? (plain[0] << 8) | plain[1] : null;
  return row(
    input('code', t('fields.code'), code === null ? '' : String(code), drafts, 'inputmode="numeric" size="6"') +
      `<span class="note">${escape(code === null ? t('fields.code.none') : closeName(code))}</span>` +
      (code === null ? '' : area('reason', t('fields.reason'), utf8(plain.subarray(2)) ?? '', drafts, '')) +
      area('hex', t('fields.hex'), toHex(plain, ' '), drafts, ''),
    '',
    'payload',
  );
}

/**
 * @param {string} controls
 * @param {string} meaning
 * @param {string} hue
 */
const row = (controls, meaning, hue) =>
  `<div class="fieldrow ${hue}"><div class="controls">${controls}</div>${meaning ? `<p class="meaning">${escape(meaning)}</p>` : ''}</div>`;

/**
 * @param {string} name
 * @param {string} label
 * @param {boolean} on
 */
const box = (name, label, on) =>
  `<label class="box"><input type="checkbox" name="${name}"${on ? ' checked' : ''}> ${escape(label)}</label>`;

/**
 * @param {string} name
 * @param {string} label
 * @param {string} control
 */
const labelled = (name, label, control) =>
  `<div class="control"><label for="f-${name}">${escape(label)}</label>${control}</div>`;

/**
 * @param {string} name
 * @param {string} label
 * @param {string} value
 * @param {Drafts} drafts
 * @param {string} attributes
 */
function input(name, label, value, drafts, attributes) {
  const draft = drafts.get(name);
  const control =
    `<input id="f-${name}" name="${name}" type="text" autocomplete="off" spellcheck="false" ${attributes}` +
    ` value="${escape(draft?.text ?? value)}"${invalid(name, draft)}>`;
  return labelled(name, label, control + complaint(name, draft));
}

/**
 * @param {string} name
 * @param {string} label
 * @param {string} value
 * @param {Drafts} drafts
 * @param {string} note
 */
function area(name, label, value, drafts, note) {
  const draft = drafts.get(name);
  const control =
    `<textarea id="f-${name}" name="${name}" rows="2" autocomplete="off" spellcheck="false"${invalid(name, draft)}>` +
    `${escape(draft?.text ?? value)}</textarea>`;
  return `<div class="wide">${labelled(name, label, control + complaint(name, draft))}${note ? `<p class="note">${escape(note)}</p>` : ''}</div>`;
}

/**
 * @param {string} name
 * @param {{error: string} | undefined} draft
 */
const invalid = (name, draft) => (draft ? ` aria-invalid="true" aria-describedby="e-${name}"` : '');

/**
 * @param {string} name
 * @param {{error: string} | undefined} draft
 */
export const complaint = (name, draft) => (draft ? `<p class="complaint" id="e-${name}">${escape(draft.error)}</p>` : '');

/**
 * What a control's new value makes of the bytes.
 * @param {Codec} codec
 * @param {View} v
 * @param {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} control
 * @returns {Uint8Array | {error: string}} the new bytes, or why there are none
 */
export function apply(codec, v, control) {
  const change = read(v, control);
  return change === null || 'error' in change ? (change ?? v.bytes) : withFields(codec, v, change);
}

/**
 * @param {View} v
 * @param {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} control
 * @returns {Partial<import('./edit.js').Fields> | {error: string}}
 */
function read(v, control) {
  const { name, value } = control;
  const on = control instanceof HTMLInputElement && control.checked;
  const now = fields(v);
  switch (name) {
    case 'fin':
      return { fin: on };
    case 'rsv1':
    case 'rsv2':
    case 'rsv3': {
      const bit = 8 >> Number(name[3]);
      return { rsv: on ? now.rsv | bit : now.rsv & ~bit };
    }
    case 'opcode':
      return { opcode: Number(value) };
    case 'mask':
      return { masked: on, key: on ? random(4) : null };
    case 'key':
      return key(value);
    case 'form':
      return form(Number(value), now.payload.length);
    case 'length':
      return length(value, now.payload);
    case 'text':
      return { payload: new TextEncoder().encode(value) };
    case 'code':
      return code(value, now.payload);
    case 'reason':
      return { payload: Uint8Array.of(...now.payload.subarray(0, 2), ...new TextEncoder().encode(value)) };
    default:
      return hexPayload(value);
  }
}

/** @param {string} text */
function key(text) {
  const bytes = hexOrError(text);
  if ('error' in bytes) return { error: t('fields.bad.key') };
  return bytes.length === 4 ? { key: bytes } : { error: t('fields.bad.key') };
}

/**
 * @param {number} form
 * @param {number} n
 */
function form(form, n) {
  const fits = form === 7 ? 125 : form === 16 ? 0xffff : Infinity;
  if (n > fits) return { error: t('fields.bad.form', { n: n, bits: t(`fields.lengthForm.${form}`) }) };
  return { form: /** @type {0 | 7 | 16 | 64} */ (form) };
}

/**
 * @param {string} text
 * @param {Uint8Array} payload
 */
function length(text, payload) {
  const n = /^\s*\d{1,9}\s*$/.test(text) ? Number(text) : NaN;
  if (!(n <= MAX_BYTES - 14)) return { error: t('fields.bad.length', { max: MAX_BYTES - 14 }) };
  return { payload: resized(payload, n) };
}

/**
 * @param {string} text
 * @param {Uint8Array} payload
 */
function code(text, payload) {
  if (!text.trim()) return { payload: new Uint8Array() };
  const n = /^\s*\d{1,5}\s*$/.test(text) ? Number(text) : NaN;
  if (!(n <= 0xffff)) return { error: t('fields.bad.code') };
  return { payload: Uint8Array.of(n >> 8, n & 255, ...payload.subarray(2)) };
}

/** @param {string} text */
function hexPayload(text) {
  const bytes = hexOrError(text);
  return 'error' in bytes ? bytes : { payload: bytes };
}

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
