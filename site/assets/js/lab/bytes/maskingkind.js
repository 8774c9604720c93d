// Draws the masking lab: bytes, the key under them, what comes out, and what a receiver reads; and the
// bits of one byte.
import { concat, hex, toHex } from '../../base/bytes.js';
import { writeFrame } from '../../codec/frame.js';
import { html } from '../../base/html.js';
import { characters, utf8, view } from '../../frame/view.js';
import { verdictHTML } from '../../frame/verdictview.js';
import { bitsOf } from '../wire/timeline.js';
import { bytesOf, isText, mod4, read, restarted, scene, write } from './maskingstate.js';
import { choice, field, steps, tools } from './parts.js';
import { waveHTML } from './wave.js';
import { t } from '../../base/words.js';

/** @typedef {import('../../codec/codec.js').Codec} Codec */
/** @typedef {import('./maskingstate.js').State} State */
/** @typedef {import('./maskingstate.js').Scene} Scene */
/** @typedef {import('../../base/html.js').HTML} HTML */

/** @type {import('./bytelab.js').Kind<State>} */
export const masking = { read, write, draw, frames };

/**
 * Bytes as text, each that is not a character as �.
 * @param {Uint8Array} bytes
 */
export const legible = (bytes) => characters(bytes).map(({ text }) => (/^[\0-\x1f\x7f-\x9f]?$/.test(text) ? '�' : text)).join('');

/**
 * The frame that carries the bytes, or the two frames.
 * @param {Codec} codec
 * @param {State} s
 */
export function frames(codec, s) {
  const { wire } = scene(codec, s);
  const { key, next, cut, split } = s;
  // writeFrame masks: what it is given is what a receiver reads.
  const plain = got(codec, s);
  const opcode = isText(s) || utf8(plain) !== null ? 1 : 2;
  const header = { rsv: 0, masked: true, form: /** @type {0} */ (0) };
  if (split !== 'frame') return { bytes: writeFrame(codec, { ...header, fin: true, opcode, key }, plain), receiver: /** @type {const} */ ('server') };
  return {
    bytes: concat(
      writeFrame(codec, { ...header, fin: false, opcode, key }, plain.subarray(0, cut)),
      writeFrame(codec, { ...header, fin: true, opcode: 0, key: next }, plain.subarray(cut, wire.length)),
    ),
    receiver: /** @type {const} */ ('server'),
  };
}

/**
 * The payload as a receiver reads it, counting from its first byte.
 * @param {Codec} codec
 * @param {State} s
 */
const got = (codec, s) => (s.unmask ? scene(codec, { ...s, shift: 0 }) : scene(codec, s))[s.unmask ? 'result' : 'got'];

/**
 * @param {Codec} codec
 * @param {State} s
 * @param {string} id
 */
function draw(codec, s, id) {
  const now = scene(codec, s);
  const open = frames(codec, s);
  return html`${top(s, id)}
    ${s.bytes.length ? figure(s, now) : html`<div class="mfigure" data-part="figure"><p class="note">${t('none.payload')}</p></div>`}
    <p class="bsays" data-part="says">${says(codec, s, now)}</p>
    <div class="bchoices">${choice('way', t('mask.way'), [['mask', t('mask.way.mask')], ['unmask', t('mask.way.unmask')]], s.unmask ? 'unmask' : 'mask')}
    ${choice('split', t('mask.split'), [['', t('mask.split.none')], ['read', t('mask.split.read'), s.bytes.length > 1], ['frame', t('mask.split.frame'), s.bytes.length > 1]], s.split)}</div>
    ${s.bytes.length ? lower(s, now) : ''}
    <section class="verdict small" data-part="verdict" aria-label="${t('verdict.label')}">${verdictHTML(codec, view(codec, open.bytes, 'server'), { reference: '../../reference/' })}</section>
    ${tools(open)}`;
}

/**
 * The fields for the bytes and the key, and the direction.
 * @param {State} s
 * @param {string} id
 */
function top(s, id) {
  const text = utf8(s.bytes);
  const shown = s.hexed ? toHex(s.bytes, ' ') : (text ?? '');
  const typed = s.drafts.input;
  const unusable = typed === undefined ? null : bytesOf(typed, s.hexed);
  const forms = choice('form', t('mask.form'), [['text', t('mask.form.text'), text !== null], ['hex', t('mask.form.hex')]], s.hexed ? 'hex' : 'text');
  const keys = html`<button type="button" class="link" data-act="newkey">${t('mask.key.new')}</button><button type="button" class="link" data-act="zerokey">${t('mask.key.zero')}</button>`;
  const badKey = s.drafts.key === undefined ? '' : t('mask.bad.key');
  return html`<div class="btop">
    ${field({ id: `${id}-input`, name: 'input', label: t(s.unmask ? 'mask.in.masked' : 'mask.in.plain'), value: typed ?? shown, hue: 'payload', complaint: unusable && 'problem' in unusable ? unusable.problem : '' }, forms)}
    ${field({ id: `${id}-key`, name: 'key', label: t('mask.key'), value: s.drafts.key ?? toHex(s.key, ' '), hue: 'key', complaint: badKey }, keys)}</div>`;
}

/**
 * The rows, one under the other, a column for each byte.
 * @param {State} s
 * @param {Scene} now
 */
function figure(s, now) {
  const { bytes, shift, at, cut, split } = s;
  const state = (/** @type {number} */ i) => `${i === at ? ' now' : ''}${split && i === cut ? ' cutat' : ''}`;
  const cells = [...bytes].map((value, i) => html`<button type="button" class="mcell payload${state(i)}" data-act="byte" data-at="${i}"
    tabindex="${i === at ? 0 : -1}" aria-pressed="${i === at}" aria-label="${columnName(s, now, i)}">${hex(value)}</button>`);
  const part = split ? html`<span class="mcut" data-key="cut" role="slider" tabindex="0" aria-label="${t('mask.cut')}" aria-valuemin="1" aria-valuemax="${bytes.length - 1}"
    aria-valuenow="${cut}" aria-valuetext="${t(`mask.cut.${split}`, { i: cut })}"><span>${t(`mask.cut.name.${split}`)}</span></span>` : '';
  if (split) cells.splice(cut, 0, part || html``);
  const counts = now.keys.map(({ used, needed }, i) => html`<span class="${used === needed ? '' : 'wrong'}${state(i)}">${needed}</span>`);
  const cell = (/** @type {number} */ i) => html`<span aria-hidden="true" class="mcell key${i < shift || i >= shift + 4 ? ' again' : ''}${state(i)}">${hex(now.keys[i].value)}</span>`;
  const all = bytes.map((_, i) => i);
  const inGrip = Array.from({ length: 4 }, (_, k) => (shift + k < (split === 'frame' ? cut : bytes.length) ? cell(shift + k) : html`<span class="mcell key idle">${hex(s.key[k])}</span>`));
  const end = split === 'frame' ? Math.min(shift + 4, cut) : shift + 4;
  // In two frames the first key's grip covers no byte of the second frame.
  const grip = html`<span class="mgrip${now.misplaced ? ' wrong' : ''}" data-key="grip" role="slider" tabindex="0" aria-label="${t('mask.grip')}" aria-valuemin="0" aria-valuemax="${bytes.length - 1}"
    aria-valuenow="${shift}" aria-valuetext="${gripWords(s, now)}">${inGrip.slice(0, split === 'frame' ? Math.max(1, end - shift) : 4)}</span>`;
  const key = [...[...all].filter((i) => i < shift).map(cell), grip, ...[...all].filter((i) => i >= end).map(cell)];
  const result = [...now.result].map((value, i) => html`<span class="mcell payload out${state(i)}">${hex(value)}</span>`);
  return html`<div class="mfigure" data-part="figure"><div class="mscroll" tabindex="-1"><div class="mrows ${bytes.length > 12 ? 'many' : bytes.length > 6 ? 'some' : 'few'}${split ? ' parted' : ''}">
    ${row('i', 'i', [...all].map((i) => html`<span class="${state(i).trim()}">${i}</span>`))}
    ${s.unmask ? '' : row('glyphs', t('mask.row.text'), glyphs(bytes))}
    ${row('waverow', '', waveHTML([...bytes].map((value) => ({ value, hue: 'payload' }))))}
    <div class="mrow cells" role="group" aria-label="${t('mask.bytes')}"><span class="mname" aria-hidden="true">${t(s.unmask ? 'mask.row.wire' : 'mask.row.plain')}</span>${cells}</div>
    <div class="mrow keys"><span class="mname" aria-hidden="true">⊕ ${t('row.key')}</span>${key}</div>
    ${row('counts', t('mask.row.count'), counts)}
    ${row('cells', `= ${t(s.unmask ? 'mask.row.plain' : 'mask.row.wire')}`, result)}
    ${row('waverow', '', waveHTML([...now.result].map((value) => ({ value, hue: 'payload' }))))}
    ${row(`glyphs got${now.misplaced ? ' wrong' : ''}`, t('mask.row.got'), glyphs(now.got))}
    </div></div></div>`;
}

/**
 * A row that is only seen: the buttons of the payload say what is in their columns.
 * @param {string} kind
 * @param {string} name
 * @param {HTML | HTML[]} inside
 */
const row = (kind, name, inside) => html`<div class="mrow ${kind}" aria-hidden="true"><span class="mname">${name}</span>${inside}</div>`;

/**
 * The characters of a payload, each as wide as its bytes.
 * @param {Uint8Array} bytes
 */
const glyphs = (bytes) => characters(bytes).map(({ text, size }) => html`<span class="mglyph w${size}${text ? '' : ' none'}">${text || '✕'}</span>`);

/**
 * Everything in a byte's column, in words.
 * @param {State} s
 * @param {Scene} now
 * @param {number} i
 */
function columnName(s, now, i) {
  const { value, used } = now.keys[i];
  const c = s.unmask ? undefined : characters(s.bytes).find(({ start }) => start === i);
  return t('mask.column', { i, hex: hex(s.bytes[i]), char: c?.text ? t('mask.column.char', { char: c.text }) : '', j: used, key: hex(value), out: hex(now.result[i]) });
}

/**
 * Where the key is, in words.
 * @param {State} s
 * @param {Scene} now
 */
const gripWords = (s, now) => t(now.misplaced ? 'mask.grip.wrong' : 'mask.grip.right', { i: s.shift, text: legible(now.got) });

/**
 * The sentence on what is seen.
 * @param {Codec} codec
 * @param {State} s
 * @param {Scene} now
 */
function says(codec, s, now) {
  const { bytes, shift, split, cut, key, next, unmask } = s;
  if (!bytes.length) return t('mask.say.empty');
  if ([...key, ...(split === 'frame' ? next : [])].every((b) => b === 0)) return t('mask.say.zero');
  const text = legible(now.got);
  if (now.misplaced) return t(unmask ? 'mask.say.wrong.unmask' : 'mask.say.wrong', { i: shift, text });
  if (shift && mod4(shift) === 0) return t('mask.say.turn', { i: shift });
  if (split === 'read') return t('mask.say.read', { i: cut, j: mod4(cut), text: legible(restarted(codec, s, now)) }) + (mod4(cut) ? '' : ` ${t('mask.say.read.luck', { i: cut })}`);
  if (split === 'frame') return t('mask.say.frame', { i: cut });
  return t(unmask ? 'mask.say.unmask' : 'mask.say.mask', { text });
}

/**
 * The byte that is looked at, bit by bit, and the steps.
 * @param {State} s
 * @param {Scene} now
 */
function lower(s, now) {
  const { at, bytes } = s;
  const { value, used } = now.keys[at];
  const begins = s.split === 'frame' && at >= s.cut ? s.cut : 0;
  const rows = /** @type {const} */ ([['payload', 'payload', t(s.unmask ? 'mask.row.wire' : 'mask.row.plain'), bytes[at], 'bit'], ['key', 'key', `⊕ ${t('mask.bits.key', { j: used })}`, value, 'keybit']]);
  const drawn = rows.map(([hue, kind, name, byte, act]) => html`<div class="bitrow ${hue}"><span>${name}</span><span class="eight" role="group" aria-label="${t(`mask.bits.${kind}`, { i: at, j: used })}">${
    bitsOf(byte).map((b, k) => html`<button type="button" data-act="${act}" data-bit="${k}" data-b="${b}" tabindex="${k ? -1 : 0}" aria-label="${t('mask.bit', { bit: 7 - k, value: b })}">${b}</button>`)}</span><code>${hex(byte)}</code></div>`);
  const flips = bitsOf(value);
  const out = bitsOf(now.result[at]).map((b, k) => html`<i data-b="${b}" class="${flips[k] ? 'flipped' : ''}">${b}</i>`);
  const { needed } = now.keys[at];
  const words = t(used === needed ? 'mask.step' : 'mask.step.wrong', { i: at, n: at - begins, j: used, right: needed, plain: hex(bytes[at]), key: hex(value), wire: hex(now.result[at]) });
  return html`<p class="mstep" data-part="step">${words}</p><div class="mlower"><div class="mbits">${drawn}
    <div class="bitrow flips" aria-hidden="true"><span>${t('mask.row.flips')}</span><span class="eight">${flips.map((b) => html`<i>${b ? '⇅' : '·'}</i>`)}</span></div>
    <div class="bitrow payload" aria-hidden="true"><span>= ${t(s.unmask ? 'mask.row.plain' : 'mask.row.wire')}</span><span class="eight">${out}</span><code>${hex(now.result[at])}</code></div></div>
    ${steps({ at, last: bytes.length - 1, label: t('mask.scrub'), words: columnName(s, now, at) })}</div>`;
}
