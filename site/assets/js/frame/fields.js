// Draws the fields of a frame as a table in the order of the wire, with controls that change them.
import { hex, toHex } from '../base/bytes.js';
import { covered } from '../base/cover.js';
import { fields, message } from './edit.js';
import { bare, box, hexArea, input, labelFor, LATE, text } from './fieldcontrols.js';
import { opcodeName } from './figure.js';
import { html } from '../base/html.js';
import { explained } from '../base/terms.js';
import { closeName } from './verdict.js';
import { utf8 } from './view.js';
import { ruleWords } from './rulewords.js';
import { t } from '../base/words.js';

/** @typedef {import('./view.js').View} View */
/** @typedef {import('./drafts.js').Drafts} Drafts */

/**
 * How the payload is shown: as text, in hexadecimal, or as JSON laid out over lines.
 * @typedef {'text' | 'hex' | 'json'} Way
 */

/**
 * The fields as a table in the order of the wire.
 * @param {View} v
 * @param {Drafts} drafts
 * @param {Payload} [payload]
 */
export const fieldsHTML = (v, drafts, payload) => html`<table class="fields"><thead><tr><th scope="col">${t('table.bytes')}</th><th scope="col">${t('table.bits')}</th><th scope="col">${t('table.field')}</th><th scope="col">${t('table.control')}</th><th scope="col">${t('table.meaning')}</th></tr></thead>
  <tbody>${rowsHTML(fieldRows(v, drafts, payload))}</tbody></table>`;

/** @param {ReturnType<typeof fieldRows>} rows */
export const rowsHTML = (rows) => html`${rows.map(({ hue, of, cells }) => html`<tr class="${hue}" data-of="${of}" data-key="${of}">${cells}</tr>`)}`;

/**
 * How the payload is shown, and its JSON, if it is that.
 * @typedef {{way?: Way, json?: string | null}} Payload
 */

/**
 * The rows of the table.
 * @param {View} v
 * @param {Drafts} drafts
 * @param {Payload} [shown]
 */
export function fieldRows(v, drafts, { way = 'text', json = null } = {}) {
  const f = fields(v);
  const b0 = v.bytes[0] ?? 0x81;
  const b1 = v.bytes[1] ?? 0;
  /** @param {string} name */
  const fault = (name) => faultWords(v, (s) => s === name);
  const fin = { hue: 'flags', of: 'fin', name: labelFor('fin', t('field.fin')), bits: bits(b0, 0, 1), controls: bare('fin', f.fin) };
  const rsv = {
    hue: 'flags', of: 'rsv', name: t('field.rsv'), bits: bits(b0, 1, 3),
    controls: html`${[4, 2, 1].map((bit, i) => box(`rsv${i + 1}`, t(`field.rsv${i + 1}`), (f.rsv & bit) !== 0))}`,
  };
  const options = Array.from({ length: 16 }, (_, i) => {
    const name = t('opcode.name', { hex: '0x' + i.toString(16).toUpperCase(), name: opcodeName(i) });
    return html`<option value="${i}"${i === f.opcode ? ' selected' : ''}>${name}</option>`;
  });
  const opcode = {
    hue: 'flags', of: 'opcode', name: labelFor('opcode', t('field.opcode')), bits: bits(b0, 4, 4),
    controls: html`<select id="f-opcode" name="opcode" autocomplete="off">${options}</select>`,
  };
  const mask = { hue: 'key', of: 'mask', name: labelFor('mask', t('field.mask')), bits: bits(b1, 0, 1), controls: bare('mask', f.masked) };
  const forms = [0, 7, 16, 64].map((n) => html`<option value="${n}"${n === f.form ? ' selected' : ''}>${t(`fields.lengthForm.${n}`)}</option>`);
  const length = {
    hue: 'length', of: 'length', name: t('field.length'), bits: bits(b1, 1, 7),
    controls: html`${input('length', t('fields.length'), String(f.payload.length), drafts, html`inputmode="numeric" size="8"`)}
      <select id="f-form" name="form" aria-label="${t('fields.lengthForm')}" autocomplete="off">${forms}</select>`,
  };
  const extended = v.first?.field.get('length.extended');
  const key = v.first?.field.get('key');
  return [
    row({ ...fin, bytes: byteCell(v, 0, 3), meaning: t(`fields.meaning.fin.${f.fin ? 1 : 0}`), bad: fault('fin') }),
    row({ ...rsv, meaning: t(v.deflate ? 'fields.meaning.rsv.deflate' : 'fields.meaning.rsv'), bad: fault('rsv1') || fault('rsv2') || fault('rsv3') }),
    row({ ...opcode, meaning: t(`table.opcode.${f.opcode > 7 ? 'control' : f.opcode ? 'data' : 'continuation'}`), bad: fault('opcode') }),
    row({ ...mask, bytes: byteCell(v, 1, 2), meaning: t(f.masked ? 'table.mask' : 'fields.meaning.mask'), bad: fault('mask') }),
    row({ ...length, meaning: lengthWords(v), bad: fault('length') || (extended ? '' : fault('length.extended')) }),
    ...(extended ? [row({ hue: 'length', of: 'extended', name: t('field.length.extended'), bytes: spanCell(v, extended, 8), controls: '', meaning: t('table.extended', { n: extended.bits + Number(extended.missing) * 8 }), bad: fault('length.extended') })] : []),
    ...(key ? [row({ hue: 'key', of: 'key', name: t('field.key'), bytes: spanCell(v, key, 4), controls: keyControls(f.key, drafts), meaning: t('fields.meaning.key'), bad: fault('key') })] : []),
    row({ hue: 'payload', of: 'payload', name: t('field.payload'), bytes: spanCell(v, v.first?.field.get('payload'), 3), controls: payload(v, f, drafts, way, json), meaning: payloadWords(v, f), bad: payloadFault(v) }),
  ];
}

/**
 * The words for the rule that a field breaks, if it does.
 * @param {View} v
 * @param {(field: string) => boolean} is
 */
function faultWords(v, is) {
  const rule = v.first?.broken.find((s) => is(s.field))?.rule;
  return rule && !covered() ? ruleWords(rule) : '';
}

/** The fields that a row above the payload shows. */
const ABOVE = ['fin', 'rsv1', 'rsv2', 'rsv3', 'opcode', 'mask', 'length', 'length.extended', 'key'];

/** @param {View} v */
const payloadFault = (v) => faultWords(v, (name) => !ABOVE.includes(name));

/**
 * A byte's bits, those of one field among dots for the others.
 * @param {number} byte
 * @param {number} at
 * @param {number} width
 */
function bits(byte, at, width) {
  const all = byte.toString(2).padStart(8, '0');
  const dots = (/** @type {number} */ from, /** @type {number} */ to) => spaced('·'.repeat(to - from), from);
  return html`${dots(0, at)}<b>${spaced(all.slice(at, at + width), at)}</b>${dots(at + width, 8)}`;
}

/**
 * Some bits of a byte, with a space between its halves.
 * @param {string} text
 * @param {number} at
 */
const spaced = (text, at) => (at < 4 && at + text.length > 4 ? `${text.slice(0, 4 - at)} ${text.slice(4 - at)}` : at === 4 ? ` ${text}` : text);

/**
 * A byte of which several fields are parts.
 * @param {View} v
 * @param {number} byte
 * @param {number} rows
 */
const byteCell = (v, byte, rows) => html`<td class="bytes" rowspan="${rows}">${byte < v.bytes.length && v.first ? byteButton(v, byte, byte === 0) : ''}</td>`;

/**
 * The bytes of a field, as many as there is room for.
 * @param {View} v
 * @param {import('../codec/codec.js').Span | undefined} span
 * @param {number} most
 */
function spanCell(v, span, most) {
  const n = (span?.bits ?? 0) / 8;
  const from = (span?.start ?? 0) / 8;
  const shown = Array.from({ length: Math.min(n, most) }, (_, i) => byteButton(v, from + i, false));
  return html`<td class="bytes"><span class="run">${shown}${n > most ? html`<span class="soft">…</span>` : ''}</span></td>`;
}

/**
 * @param {View} v
 * @param {number} byte
 * @param {boolean} stop whether the Tab key reaches it
 */
const byteButton = (v, byte, stop) =>
  html`<button type="button" data-byte="${byte}" tabindex="${stop ? 0 : -1}" aria-label="${t('table.byte', { byte, hex: hex(v.bytes[byte]) })}">${hex(v.bytes[byte])}</button>`;

/** @param {View} v */
function lengthWords(v) {
  const n = v.first?.field.get('length')?.value;
  return n === 126n || n === 127n ? t(`brace.length.${n}`) : t('table.length');
}

/**
 * @param {Uint8Array | null} key
 * @param {Drafts} drafts
 */
const keyControls = (key, drafts) => html`${input('key', t('fields.key'), key ? toHex(key, ' ') : '', drafts, html`size="12"`)}
  <button type="button" class="quiet" data-act="newkey">${t('fields.key.new')}</button>`;

/**
 * @param {View} v
 * @param {import('./edit.js').Fields} f
 */
function payloadWords(v, f) {
  const n = f.payload.length;
  if (v.first?.missing && v.first.field.has('payload')) return t('table.payload.awaited', { n, missing: v.first.missing });
  if (f.opcode === 8) return t(n ? 'table.payload.close' : 'table.payload', { n });
  const text = n <= LATE && f.opcode !== 2 && !v.first?.compressed ? utf8(f.payload) : null;
  return text ? t('table.payload.text', { n, characters: [...text].length }) : t('table.payload', { n });
}

/**
 * The payload in one of its forms, and the tabs for them.
 * @param {View} v
 * @param {import('./edit.js').Fields} f
 * @param {Drafts} drafts
 * @param {Way} way
 * @param {string | null} json
 */
function payload(v, { opcode, payload: plain }, drafts, way, json) {
  const shown = way === 'json' && json === null ? 'text' : way;
  const tab = (/** @type {Way} */ name) => html`<button type="button" role="tab" id="way-${name}" data-act="way" data-way="${name}" aria-controls="payload" aria-selected="${name === shown}" tabindex="${name === shown ? 0 : -1}">${t(`way.${name}`)}</button>`;
  return html`<div class="ways" role="tablist" aria-label="${t('way.label')}">${tab('text')}${tab('hex')}${json === null ? '' : tab('json')}</div>
    <div id="payload" role="tabpanel" aria-labelledby="way-${shown}">${
      shown === 'json' ? html`<pre class="json" tabindex="0">${json ?? ''}</pre>` : shown === 'hex' ? hexArea(plain, drafts) : opcode === 8 ? body(plain, drafts) : words(plain, message(v), drafts)
    }</div>`;
}

/**
 * @param {Uint8Array} plain
 * @param {Uint8Array | null} message that it is compressed from
 * @param {Drafts} drafts
 */
const words = (plain, message, drafts) =>
  message ? text('message', t('fields.message'), message, drafts) : text('text', t('fields.text'), plain, drafts);

/**
 * A Close frame's body: code and reason.
 * @param {Uint8Array} plain
 * @param {Drafts} drafts
 */
function body(plain, drafts) {
  const code = plain.length >= 2 ? (plain[0] << 8) | plain[1] : null;
  return html`<div class="closecode">${input('code', t('fields.code'), code === null ? '' : String(code), drafts, html`inputmode="numeric" size="6"`, true)}
    <span class="note">${code === null ? t('fields.code.none') : closeName(code)}</span></div>
    <div class="wide"${code === null ? ' hidden' : ''}>${text('reason', t('fields.reason'), plain.subarray(2), drafts, true)}</div>`;
}

/**
 * @typedef {object} Row
 * @property {string} hue
 * @property {string} of the field, as the figure names it
 * @property {string | import('../base/html.js').HTML} name
 * @property {import('../base/html.js').HTML} [bytes] the cell with the bytes, unless the row above has it
 * @property {import('../base/html.js').HTML} [bits] of a byte that has several fields
 * @property {import('../base/html.js').Part} controls
 * @property {string} meaning
 * @property {string} bad why it breaks a rule
 */

/** @param {Row} row */
const row = ({ hue, of, name, bytes, bits, controls, meaning, bad }) => ({
  hue,
  of,
  cells: html`${bytes ?? ''}<td class="bits" aria-hidden="true">${bits ?? ''}</td><th scope="row">${name}</th><td class="controls">${controls}</td><td class="meaning${bad ? ' bad' : ''}">${bad || explained(meaning)}</td>`,
});
