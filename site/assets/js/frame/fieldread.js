// Reads what someone types or chooses in the form of the fields. A changed field lays the frame out again.
import { concat, MAX_BYTES, random } from '../base/bytes.js';
import { compress } from '../codec/deflate.js';
import { RSV1 } from '../codec/layout.js';
import { fields, message, resized, withFields } from './edit.js';
import { hexOrError } from './fieldcontrols.js';
import { t } from '../base/words.js';

/** @typedef {import('./view.js').View} View */
/** @typedef {import('../codec/codec.js').Codec} Codec */

/**
 * Change the bytes by a control's new value.
 * @param {Codec} codec
 * @param {View} v
 * @param {{name: string, value: string, checked?: boolean}} control
 * @param {View} before as it was before someone began to type there
 * @returns {Uint8Array | {error: string}} the new bytes, or why there are none
 */
export function apply(codec, v, control, before) {
  const change = read(codec, v, control, before);
  return change === null || 'error' in change ? (change ?? v.bytes) : withFields(codec, v, change);
}

/**
 * @param {Codec} codec
 * @param {View} v
 * @param {{name: string, value: string, checked?: boolean}} control
 * @param {View} before
 * @returns {Partial<import('./edit.js').Fields> | {error: string}}
 */
function read(codec, v, control, before) {
  const { name, value } = control;
  const on = control.checked === true;
  const now = fields(v);
  switch (name) {
    case 'fin':
      return { fin: on };
    case 'rsv1':
    case 'rsv2':
    case 'rsv3': {
      const bit = 8 >> Number(name[3]);
      const rsv = on ? now.rsv | bit : now.rsv & ~bit;
      return bit === RSV1 && v.deflate ? { rsv, ...recoded(codec, v, on) } : { rsv };
    }
    case 'message': {
      const text = typed(value, new Uint8Array());
      return 'error' in text ? text : { payload: compress(codec, text.payload) };
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
      // Each digit resizes what there was before the first: a 1 on the way to 126 takes nothing away.
      return length(value, fields(before).payload);
    case 'text':
      return typed(value, new Uint8Array());
    case 'code':
      return code(value, now.payload);
    case 'reason':
      return typed(value, now.payload.subarray(0, 2));
    default:
      return hexPayload(value);
  }
}

/**
 * The payload that goes with RSV1 where it marks a compressed message: compressed, or inflated, as it was not.
 * @param {Codec} codec
 * @param {View} v
 * @param {boolean} on
 * @returns {{payload?: Uint8Array}}
 */
function recoded(codec, v, on) {
  const { opcode, payload } = fields(v);
  if (!on) return { payload: message(v) ?? payload };
  return opcode === 1 || opcode === 2 ? { payload: compress(codec, payload) } : {};
}

/** The most bytes of a payload: with the longest header they are what the labs take. */
const MOST = MAX_BYTES - 14;

/**
 * A payload that ends in some text.
 * @param {string} text
 * @param {Uint8Array} front
 * @returns {{payload: Uint8Array} | {error: string}}
 */
export function typed(text, front) {
  const payload = concat(front, new TextEncoder().encode(text));
  return payload.length > MOST ? { error: t('fields.bad.text', { n: payload.length, max: MOST }) } : { payload };
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
  if (!(n <= MOST)) return { error: t('fields.bad.length', { max: MOST }) };
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
  return { payload: concat(Uint8Array.of(n >> 8, n & 255), payload.subarray(2)) };
}

/** @param {string} text */
function hexPayload(text) {
  const bytes = hexOrError(text);
  return 'error' in bytes ? bytes : { payload: bytes };
}
