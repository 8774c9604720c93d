// Draws the length lab: the header's size over all lengths, the header's bytes, and the frame to scale.
import { concat, hex } from '../../base/bytes.js';
import { writeHeader } from '../../codec/frame.js';
import { covered } from '../../base/cover.js';
import { html } from '../../base/html.js';
import { view } from '../../frame/view.js';
import { verdictHTML } from '../../frame/verdictview.js';
import { END, FITS, fitting, HERE, LIMIT, MOST, placeOf, read, share, sized, write } from './lengthstate.js';
import { choice, field, tools } from './parts.js';
import { waveHTML } from './wave.js';
import { t } from '../../base/words.js';

/** @typedef {import('../../codec/codec.js').Codec} Codec */
/** @typedef {import('./lengthstate.js').State} State */

/** @type {import('./bytelab.js').Kind<State>} */
export const length = { read, write, draw, frames };

const KEY = Uint8Array.of(0x37, 0xfa, 0x21, 0x3d);
/** The most payload bytes that a link to the frame builder holds. */
const LINKED = 1024;

/**
 * The header, and as many bytes of its payload as are here.
 * @param {Codec} codec
 * @param {State} s
 * @param {number} most
 */
function bytesOf(codec, s, most) {
  const header = writeHeader(codec, { fin: true, rsv: 0, opcode: 2, masked: s.masked, form: s.form, key: s.masked ? KEY : null, length: s.length });
  const all = s.length <= BigInt(most) ? Number(s.length) : 0;
  return { header, bytes: concat(header, new Uint8Array(s.came ?? all)) };
}

/**
 * @param {Codec} codec
 * @param {State} s
 */
function frames(codec, s) {
  return { bytes: bytesOf(codec, s, LINKED).bytes, receiver: /** @type {'client' | 'server'} */ (s.masked ? 'server' : 'client') };
}

/**
 * @param {Codec} codec
 * @param {State} s
 * @param {string} id
 */
function draw(codec, s, id) {
  const { header, bytes } = bytesOf(codec, s, HERE);
  const receiver = s.masked ? 'server' : 'client';
  const typed = s.drafts.length;
  return html`<div class="btop">${field({ id: `${id}-length`, name: 'length', label: t('length.field'), value: typed ?? String(s.length).replace(/\B(?=(\d{3})+$)/g, ','), hue: 'payload', complaint: typed === undefined ? '' : t('length.bad') },
      html`<span class="bunit">${s.length > 1023n ? sized(s.length) : ''}</span>`)}
    ${choice('from', t('dir.label'), [['client', t('length.from.client')], ['server', t('length.from.server')]], s.masked ? 'client' : 'server')}</div>
    ${dial(s, header)}
    <p class="bsays" data-part="says">${says(s, header)}</p>
    ${cells(s, header)}
    <div class="bchoices">${choice('form', t('length.form'), forms(s), s.length > MOST ? 'top' : String(s.form || ''))}
    ${choice('came', t('length.came'), [['all', t('length.came.all')], ['few', t('length.came.few'), s.length > 0n]], s.came === null ? 'all' : 'few')}</div>
    <section class="verdict small" data-part="verdict" aria-label="${t('verdict.label')}">${verdictHTML(codec, view(codec, bytes, receiver), { reference: '../../reference/' })}</section>
    ${s.came === null && s.length > BigInt(HERE) && s.length <= MOST ? html`<p class="note">${t('length.only', { max: HERE })}</p>` : ''}
    ${s.came === null ? '' : lie(codec, s, header, bytes, id)}
    ${tools(frames(codec, s))}`;
}

/**
 * The forms that the length can be written in.
 * @param {State} s
 * @returns {[string, string, boolean][]}
 */
const forms = ({ length }) => [
  ['', t('length.form.least'), true],
  ['16', t('length.form.16'), length <= FITS[7]],
  ['64', t('length.form.64'), length <= FITS[16]],
  ['top', t('length.form.top'), true],
];

/** The places that the dial names. */
const TICKS = /** @type {const} */ ([
  ['t0', '0', 0n], ['t125', '125', 125n], ['t126', '126', 126n], ['t65535', '65,535', 65_535n], ['t65536', '65,536', 65_536n],
  ['tgib', '1 GiB', 1n << 30n], ['ttib', '1 TiB', 1n << 40n], ['t63', '2⁶³ − 1', MOST], ['t64', '2⁶³', MOST + 1n],
]);

/**
 * The header's size over all lengths, as stairs, and the length's place on it.
 * @param {State} s
 * @param {Uint8Array} header
 */
function dial(s, header) {
  const at = placeOf(s.length);
  const stairs = [[0n, 2], [126n, 4], [65_536n, 10]].map(([from, size]) => ({ x: placeOf(BigInt(from)), size: Number(size) }));
  const ends = [...stairs.slice(1).map(({ x }) => x), 6300];
  const step = (/** @type {string} */ hue, /** @type {(size: number) => [number, number]} */ of) => stairs.map(({ x, size }, i) => {
    const [y, high] = of(size);
    return html`<rect class="${hue}" x="${x}" y="${14 - y - high}" width="${ends[i] - x}" height="${high}"/>`;
  });
  const came = s.came === null ? at : placeOf(BigInt(s.came));
  return html`<div class="ldial" data-part="figure"><svg viewBox="0 0 ${END} 14" preserveAspectRatio="none" aria-hidden="true">
      ${step('flags', () => [0, 1])}${step('length', (size) => [1, size - 1])}${s.masked ? step('key', (size) => [size, 4]) : ''}
      <path class="bytes" d="${Array.from({ length: 13 }, (_, y) => `M0 ${y + 1}H6300`).join('')}"/>
      <rect class="forbidden" x="6300" y="${s.masked ? 0 : 4}" width="300" height="${s.masked ? 14 : 10}"/>
      <path class="cliffs" d="${stairs.slice(1).map(({ x }) => `M${x} 0V14`).join('')}M6300 0V14"/></svg>
    <svg class="lpayload" viewBox="0 0 ${END} 2" preserveAspectRatio="none" aria-hidden="true"><path class="rest" d="M${came} 1H${at}"/><path class="payload" d="M0 1H${came}"/></svg>
    <svg class="lat" viewBox="0 0 ${END} 14" preserveAspectRatio="none" aria-hidden="true"><path d="M${at} 0V14"/>${stack(s, header.length).map(([hue, from, to]) => html`<path class="now ${hue}" d="M${at} ${14 - from}V${14 - to}"/>`)}</svg>
    <div class="lsizes${s.masked ? ' masked' : ''}" aria-hidden="true">${stairs.map(({ size }) => html`<span class="s${size}">${size + (s.masked ? 4 : 0)}<span class="unit"> ${t('length.unit')}</span></span>`)}</div>
    <input type="range" name="place" min="0" max="${END}" step="1" value="${Math.round(at)}" autocomplete="off" aria-label="${t('length.dial')}" aria-valuetext="${t('length.dial.value', { n: s.length, h: header.length })}"></div>
    <div class="lticks" role="group" aria-label="${t('length.ticks')}">${TICKS.map(([name, words, n]) => html`<button type="button" class="${name}" data-act="tick" data-form="${n}" aria-pressed="${n === s.length}">${words}</button>`)}</div>`;
}

/**
 * The header at its length, one byte on the other.
 * @param {State} s
 * @param {number} size
 * @returns {[hue: string, from: number, to: number][]}
 */
function stack({ masked }, size) {
  const own = size - (masked ? 4 : 0);
  return [['flags', 0, 1], ['length', 1, own], ...(masked ? [/** @type {[string, number, number]} */ (['key', own, size])] : [])];
}

/**
 * The sentence on what is seen.
 * @param {State} s
 * @param {Uint8Array} header
 */
function says(s, header) {
  const { length, form, masked } = s;
  const h = header.length;
  const all = { n: length, h, share: share(h, length), extra: h - (masked ? 4 : 0) - 2 };
  if (length > MOST) return t('length.say.top', all);
  if (form) return t('length.say.long', { ...all, least: h - (form === 64 ? 8 : 2) + (length <= FITS[7] ? 0 : 2) });
  if (length === 126n || length === 65_536n) return t('length.say.cliff', { ...all, before: length - 1n, more: length === 126n ? 2 : 6 });
  if (length <= FITS[7]) return t('length.say.7', all);
  return t(length <= FITS[16] ? 'length.say.16' : 'length.say.64', all);
}

/**
 * The header's bytes, with their wave, before as much of the payload as there is room for.
 * @param {State} s
 * @param {Uint8Array} header
 */
function cells(s, header) {
  const form = header[1] & 127;
  const extended = form === 126 ? 2 : form === 127 ? 8 : 0;
  const hue = (/** @type {number} */ i) => (i === 0 ? 'flags' : i < 2 + extended ? 'length' : 'key');
  const wave = waveHTML([...header].map((value, i) => ({ value, hue: hue(i), first: i === 1 ? 'key' : '' })));
  const drawn = [...header].map((value, i) => html`<span class="lcell ${hue(i)}${i === 1 ? ` two${s.masked ? '' : ' bare'}` : ''}">${hex(value)}</span>`);
  const labels = [
    html`<span class="flags n1"></span>`,
    html`<span class="length n1">${form}</span>`,
    extended ? html`<span class="length n${extended}">${t('length.part.more', { bits: extended * 8, n: s.length })}</span>` : '',
    s.masked ? html`<span class="key n4">${t('field.key')}</span>` : '',
  ];
  const total = header.length + Number(s.length);
  const scale = (/** @type {number} */ n) => (1000 * n) / total;
  const own = header.length - (s.masked ? 4 : 0);
  const key = s.masked ? 4 : 0;
  return html`<div class="lhead" role="img" aria-label="${t('length.bytes', { hex: [...header].map((b) => hex(b)).join(' ') })}">
      <div class="lbytes"><div class="lwave">${wave}</div><div class="lrow">${drawn}</div><div class="lnames" aria-hidden="true">${labels}</div></div>
      <span class="lrest payload">${s.length ? t('length.part.payload', { n: s.length }) : t('none.payload')}</span></div>
    <p class="lsum"><span class="length">${t('length.sum.header', { n: own })}</span>${key ? html` <span class="key">${t('length.sum.key')}</span>` : ''} <span class="payload">${t('length.sum.payload', { n: s.length })}</span> <b>${t('length.sum.share', { share: share(header.length, s.length) })}</b></p>
    <svg class="lscale" viewBox="0 0 1000 1" preserveAspectRatio="none" aria-hidden="true"><rect class="length" width="${scale(own)}" height="1"/><rect class="key" x="${scale(own)}" width="${scale(key)}" height="1"/><rect class="payload" x="${scale(own + key)}" width="${scale(Number(s.length))}" height="1"/></svg>`;
}

/**
 * A header that announces more than comes: what the receiver does, and what one would do that trusts it.
 * @param {Codec} codec
 * @param {State} s
 * @param {Uint8Array} header
 * @param {Uint8Array} bytes
 * @param {string} id
 */
function lie(codec, s, header, bytes, id) {
  const receiver = s.masked ? 'server' : 'client';
  const typed = s.drafts.came;
  const machines = (s.length + (8n << 30n)) / (16n << 30n);
  const asked = machines > 1n ? t('length.alloc.machines', { size: sized(s.length), n: machines, h: header.length }) : t('length.alloc', { size: sized(s.length), h: header.length });
  const spans = codec.dissect(bytes, { receiver, limits: { maxFrame: LIMIT } });
  const broken = spans.find(({ rule }) => rule !== null);
  // A length that breaks a rule is refused for that.
  const limit = covered() ? '' : broken?.rule === 'frame.too-big'
    ? html`${t('length.limit.over', { h: header.length, size: sized(BigInt(LIMIT)), code: String(codec.rules.byName(broken.rule).closeCode) })} <a class="rule" href="../../reference/#${String(broken.rule)}">${String(broken.rule)}</a>`
    : broken ? '' : t('length.limit.under', { size: sized(BigInt(LIMIT)) });
  return html`<div class="llie">${field({ id: `${id}-came`, name: 'came', label: t('length.came.field'), value: typed ?? String(s.came), hue: 'payload', mode: 'numeric', complaint: typed === undefined ? '' : t('length.came.bad', { max: Math.min(HERE, Number(s.length)) }) })}
    <ul><li>${t('length.buffer', { n: s.came ?? 0 })}</li><li>${asked}</li>${limit ? html`<li>${limit}</li>` : ''}</ul></div>`;
}

export { fitting };
