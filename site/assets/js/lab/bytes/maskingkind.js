// Draws the masking lab: bytes, the key under them, what comes out, and what a receiver reads; and the
// bits of one byte.
import { concat, hex, toHex } from '../../base/bytes.js';
import { writeFrame } from '../../codec/frame.js';
import { html } from '../../base/html.js';
import { characters, utf8, view } from '../../frame/view.js';
import { verdictHTML } from '../../frame/verdictview.js';
import { bitsOf } from '../wire/timeline.js';
import { bytesOf, isText, mod4, read, restarted, scene, write } from './maskingstate.js';
import { choice, choices, field, steps, tools } from './parts.js';
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
  const stale = Object.keys(s.drafts).length > 0;
  const two = s.bytes.length > 1 ? '' : t('mask.split.few');
  return html`${top(s, id)}
    ${choices([choice('way', t('mask.way'), [['mask', t('mask.way.mask')], ['unmask', t('mask.way.unmask')]], s.unmask ? 'unmask' : 'mask'),
      choice('split', t('mask.split'), [['', t('mask.split.none')], ['read', t('mask.split.read'), two], ['frame', t('mask.split.frame'), two]], s.split)])}
    <div class="bshown${stale ? ' bstale' : ''}">${figure(codec, s, now)}
    <div class="mwalk">${steps()}<p class="mstep" data-part="step">${s.bytes.length ? step(s, now) : ''}</p></div>
    <div class="mlower">${s.bytes.length ? bits(s, now) : ''}<p class="bsays" data-part="says">${stale ? still(s) : says(codec, s, now)}</p></div>
    <section class="verdict small" data-part="verdict" aria-label="${t('verdict.label')}">${verdicts(codec, s, now, open.bytes)}</section></div>
    ${tools(open)}`;
}

/**
 * The sentence while a field holds something that cannot be used.
 * @param {State} s
 */
function still({ bytes, hexed, key }) {
  const text = hexed ? toHex(bytes, ' ') : legible(bytes);
  return bytes.length ? t('mask.still', { text, key: toHex(key, ' ') }) : t('mask.still.empty', { key: toHex(key, ' ') });
}

/**
 * The verdict on each frame, of a receiver that keeps to the RFC.
 * @param {Codec} codec
 * @param {State} s
 * @param {Scene} now
 * @param {Uint8Array} bytes
 */
function verdicts(codec, s, now, bytes) {
  const v = view(codec, bytes, 'server');
  const about = s.unmask && now.misplaced ? html`<p class="mabout">${t('mask.verdict.right')}</p>` : '';
  const one = (/** @type {import('../../frame/view.js').Frame} */ frame) => (frame.unread
    ? html`<p class="sentence">${t('mask.verdict.unread')}</p>`
    : verdictHTML(codec, { ...v, frames: [frame], first: { ...frame, end: frame.end - frame.start }, rest: new Uint8Array() }, { reference: '../../reference/' }));
  if (v.frames.length === 1) return html`${about}${one(v.frames[0])}`;
  return html`${about}${v.frames.map((frame, i) => html`<div class="mverdict"><p class="mabout">${t('mask.verdict.frame', { n: i + 1 })}</p>${one(frame)}</div>`)}`;
}

/**
 * The fields for the bytes and the keys.
 * @param {State} s
 * @param {string} id
 */
function top(s, id) {
  const text = utf8(s.bytes);
  const shown = s.hexed ? toHex(s.bytes, ' ') : (text ?? '');
  const typed = s.drafts.input;
  const unusable = typed === undefined ? null : bytesOf(typed, s.hexed);
  const forms = s.unmask ? '' : choice('form', t('mask.form'), [['text', t('mask.form.text'), text === null ? t('mask.form.none') : ''], ['hex', t('mask.form.hex')]], s.hexed ? 'hex' : 'text');
  const keyField = (/** @type {'key' | 'next'} */ name, /** @type {string} */ label) => field({
    id: `${id}-${name}`, name, label, value: s.drafts[name] ?? toHex(s[name], ' '), hue: 'key', complaint: s.drafts[name] === undefined ? '' : t('mask.bad.key'),
  }, html`<button type="button" class="link" data-act="newkey" data-form="${name}">${t('mask.key.new')}</button><button type="button" class="link" data-act="zerokey" data-form="${name}">${t('mask.key.zero')}</button>`);
  return html`<div class="btop">
    ${field({ id: `${id}-input`, name: 'input', label: t(s.unmask ? 'mask.in.masked' : 'mask.in.plain'), value: typed ?? shown, hue: 'payload', complaint: unusable && 'problem' in unusable ? unusable.problem : '' }, forms)}
    ${keyField('key', t(s.split === 'frame' ? 'mask.key.one' : 'mask.key'))}${s.split === 'frame' ? keyField('next', t('mask.key.two')) : ''}</div>`;
}

/**
 * The rows, one under the other, a column for each byte.
 * @param {Codec} codec
 * @param {State} s
 * @param {Scene} now
 */
function figure(codec, s, now) {
  const { bytes, at, cut, split } = s;
  const state = (/** @type {number} */ i) => `${i === at ? ' now' : ''}${split && i === cut ? ' cutat' : ''}`;
  const masked = (/** @type {boolean} */ on) => (on ? ' masked' : '');
  const cells = [...bytes].map((value, i) => html`<button type="button" class="mcell payload${masked(s.unmask)}${state(i)}" data-act="byte" data-at="${i}"
    tabindex="${i === at ? 0 : -1}" aria-pressed="${i === at}" aria-label="${columnName(s, now, i)}">${hex(value)}</button>`);
  if (split) cells.splice(cut, 0, html`<span class="mcut" data-key="cut" role="slider" tabindex="0" aria-label="${t('mask.cut')}" aria-valuemin="1" aria-valuemax="${bytes.length - 1}"
    aria-valuenow="${cut}" aria-valuetext="${t(`mask.cut.${split}`, { i: cut })}"><span>${t(`mask.cut.name.${split}`)}</span></span>`);
  if (!bytes.length) cells.push(html`<span class="mempty">${t('none.payload')}</span>`);
  const numbers = (/** @type {(k: Scene['keys'][0]) => number} */ of) => now.keys.map((k, i) => html`<span class="${state(i).trim()}">${of(k)}</span>`);
  const result = [...now.result].map((value, i) => html`<span class="mcell payload out${masked(!s.unmask)}${state(i)}">${hex(value)}</span>`);
  const waves = [...now.result].map((value, i) => ({ value, hue: 'payload', lit: now.keys[i].value }));
  const again = split === 'read' ? restarted(codec, s, now) : null;
  return html`<div class="mfigure" data-part="figure"><div class="mscroll" tabindex="-1"><div class="mrows ${bytes.length > 12 ? 'many' : bytes.length > 6 ? 'some' : 'few'}${split ? ' parted' : ''}">
    ${row('i', 'i', numbers(({ n }) => n))}
    ${s.unmask ? '' : row('glyphs', t('mask.row.text'), glyphs(bytes))}
    ${row('waverow', '', waveHTML([...bytes].map((value) => ({ value, hue: 'payload' }))))}
    <div class="mrow cells" role="group" aria-label="${t('mask.bytes')}"><span class="mname" aria-hidden="true">${t(s.unmask ? 'mask.row.wire' : 'mask.row.plain')}</span>${cells}</div>
    <div class="mrow keys"><span class="mname" aria-hidden="true">⊕ ${t('row.key')}</span>${keyRow(s, now, state)}</div>
    ${row('counts', t('mask.row.count'), numbers(({ needed }) => needed))}
    ${row('cells', `= ${t(s.unmask ? 'mask.row.plain' : 'mask.row.wire')}`, result)}
    ${row('waverow', '', waveHTML(waves))}
    ${row(`glyphs got${now.misplaced ? ' wrong' : ''}`, t('mask.row.got'), glyphs(now.got))}
    ${again ? row('glyphs got again', t('mask.row.again'), glyphs(again, toHex(again) === toHex(now.got) ? again.length : cut)) : ''}
    </div></div></div>`;
}

/**
 * The row of the key: four cells that can be dragged, repeated before and after them. A second
 * frame's key is a block of its own.
 * @param {State} s
 * @param {Scene} now
 * @param {(i: number) => string} state a column's classes
 */
function keyRow(s, now, state) {
  const { bytes, shift, split } = s;
  const ends = split === 'frame' ? s.cut : bytes.length;
  const end = split === 'frame' ? Math.min(shift + 4, ends) : shift + 4;
  const cell = (/** @type {number} */ i, /** @type {string} */ more) => html`<span aria-hidden="true" class="mcell key${more}${now.keys[i].wrong ? ' wrong' : ''}${state(i)}">${hex(now.keys[i].value)}</span>`;
  const run = (/** @type {number} */ from, /** @type {number} */ to, more = ' again') => Array.from({ length: Math.max(0, to - from) }, (_, k) => cell(from + k, more));
  const held = Array.from({ length: split === 'frame' ? Math.max(1, end - shift) : 4 }, (_, k) => (shift + k < ends ? cell(shift + k, '') : html`<span class="mcell key idle">${hex(s.key[k])}</span>`));
  const grip = bytes.length
    ? html`<span class="mgrip${now.misplaced ? ' wrong' : ''}" data-key="grip" role="slider" tabindex="0" aria-label="${t('mask.grip')}" aria-valuemin="0" aria-valuemax="${bytes.length - 1}"
    aria-valuenow="${shift}" aria-valuetext="${gripWords(s, now)}">${held}</span>`
    : html`<span class="mblock">${held}</span>`;
  const last = Math.min(bytes.length, ends + 4);
  const two = split === 'frame' ? [html`<span class="mblock two">${run(ends, last, '')}<span class="mblockname" aria-hidden="true">${t('mask.key.two')}</span></span>`, ...run(last, bytes.length)] : [];
  return [...run(0, shift), grip, ...run(end, ends), ...two];
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
 * @param {number} [off] from which byte on they are wrong
 */
const glyphs = (bytes, off = bytes.length) => characters(bytes).map(({ text, size, start }) => html`<span class="mglyph w${size}${text ? '' : ' none'}${start + size > off ? ' off' : ''}">${text || '✕'}</span>`);

/**
 * Everything in a byte's column, in words.
 * @param {State} s
 * @param {Scene} now
 * @param {number} i
 */
function columnName(s, now, i) {
  const { value, used, n } = now.keys[i];
  const c = s.unmask ? undefined : characters(s.bytes).find(({ start }) => start === i);
  return t(inTwo(s, i) ? 'mask.column.two' : 'mask.column', { i: n, hex: hex(s.bytes[i]), char: c?.text ? t('mask.column.char', { char: c.text }) : '', j: used, key: hex(value), out: hex(now.result[i]) });
}

/** Whether a byte is in the second of two frames. @param {State} s @param {number} i */
const inTwo = ({ split, cut }, i) => split === 'frame' && i >= cut;

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
  if (now.misplaced) return unmask ? `${t('mask.say.wrong.unmask', { i: shift, text })} ${t(`mask.say.fault.${fault(codec, s, now)}`)}` : t('mask.say.wrong', { i: shift, text });
  if (shift && mod4(shift) === 0) return t('mask.say.turn', { i: shift });
  if (split === 'read') return `${t('mask.say.read', { i: cut, j: mod4(cut) })} ${toHex(restarted(codec, s, now)) === toHex(now.got) ? t('mask.say.read.luck') : t('mask.say.read.again')}`;
  if (split === 'frame') return t('mask.say.frame', { one: toHex(key, ' '), two: toHex(next, ' ') });
  return t(unmask ? 'mask.say.unmask' : 'mask.say.mask', { text });
}

/**
 * The key of the words on a receiver that unmasks a right frame wrongly: it closes if the text is not UTF-8 then.
 * @param {Codec} codec
 * @param {State} s
 * @param {Scene} now
 */
const fault = (codec, s, now) => (utf8(got(codec, s)) === null ? 'binary' : utf8(now.got) === null ? 'closes' : 'text');

/**
 * The step in words: which key byte, and what comes out.
 * @param {State} s
 * @param {Scene} now
 */
function step(s, now) {
  const { value, used, needed, n } = now.keys[s.at];
  const byte = t(inTwo(s, s.at) ? 'mask.step.byte.two' : 'mask.step.byte', { i: n });
  const words = t(used === needed ? 'mask.step' : 'mask.step.wrong', { byte, n, j: used, right: needed, plain: hex(s.bytes[s.at]), key: hex(value), wire: hex(now.result[s.at]) });
  return `${words} ${t(value ? 'mask.step.flips' : 'mask.step.same')}`;
}

/**
 * The byte that is looked at, bit by bit.
 * @param {State} s
 * @param {Scene} now
 */
function bits(s, now) {
  const { at, bytes } = s;
  const { value, used, n } = now.keys[at];
  const rows = /** @type {const} */ ([['payload', 'payload', t(s.unmask ? 'mask.row.wire' : 'mask.row.plain'), bytes[at], 'bit'], ['key', 'key', `⊕ ${t('mask.bits.key', { j: used })}`, value, 'keybit']]);
  const drawn = rows.map(([hue, kind, name, byte, act]) => html`<div class="bitrow ${hue}"><span>${name}</span><span class="eight" role="group" aria-label="${t(`mask.bits.${kind}`, { i: n, j: used })}">${
    bitsOf(byte).map((b, k) => html`<button type="button" data-act="${act}" data-bit="${k}" data-b="${b}" tabindex="${k ? -1 : 0}" aria-label="${t('mask.bit', { bit: 7 - k, value: b })}">${b}</button>`)}</span><code>${hex(byte)}</code></div>`);
  const flips = bitsOf(value);
  const out = bitsOf(now.result[at]).map((b, k) => html`<i data-b="${b}" class="${flips[k] ? 'flipped' : ''}">${b}</i>`);
  return html`<div class="mbits">${drawn}
    <div class="bitrow flips" aria-hidden="true"><span>${t('mask.row.flips')}</span><span class="eight">${flips.map((b) => html`<i>${b ? '⇅' : '·'}</i>`)}</span></div>
    <div class="bitrow payload" aria-hidden="true"><span>= ${t(s.unmask ? 'mask.row.plain' : 'mask.row.wire')}</span><span class="eight">${out}</span><code>${hex(now.result[at])}</code></div></div>`;
}
