// Draws the length lab: the header's size over all lengths, the header's bytes, and the frame to scale.
import { concat, hex } from '../../base/bytes.js';
import { writeHeader } from '../../codec/frame.js';
import { covered } from '../../base/cover.js';
import { html } from '../../base/html.js';
import { view } from '../../frame/view.js';
import { verdictHTML } from '../../frame/verdictview.js';
import { END, FITS, fitting, HERE, lacking, LIMIT, MOST, mostLacking, placeOf, read, share, sized, write } from './lengthstate.js';
import { choice, choices, field, tools } from './parts.js';
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
  return { header, bytes: concat(header, new Uint8Array(lacking(s) ?? all)) };
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
  const came = lacking(s);
  return html`<div class="btop">${field({ id: `${id}-length`, name: 'length', label: t('length.field'), value: typed ?? grouped(s.length), hue: 'payload', complaint: typed === undefined ? '' : t('length.bad') },
      html`<span class="bunit">${s.length > 1023n ? sized(s.length) : ''}</span>`)}
    ${choice('from', t('dir.label'), [['client', t('length.from.client')], ['server', t('length.from.server')]], s.masked ? 'client' : 'server')}</div>
    ${choices([choice('form', t('length.form'), forms(s), s.length > MOST ? 'top' : String(s.form || '')),
      choice('came', t('length.came'), [['all', t('length.came.all')], ['few', t('length.came.few'), s.length ? '' : t('length.came.none')]], came === null ? 'all' : 'few')])}
    <div class="bshown${typed === undefined ? '' : ' bstale'}">${dial(s, header)}
    <p class="bsays" data-part="says">${typed === undefined ? says(s, header) : t('length.still', { n: s.length })}</p>
    ${cells(s, header, bytes)}
    ${came === null ? '' : lie(codec, s, header, bytes, came, id)}
    <section class="verdict small" data-part="verdict" aria-label="${t('verdict.label')}">${verdictHTML(codec, view(codec, bytes, receiver), { reference: '../../reference/' })}</section>
    ${came === null && s.length > BigInt(HERE) && s.length <= MOST ? html`<p class="note">${t('length.only', { max: HERE })}</p>` : ''}</div>
    ${tools(frames(codec, s))}`;
}

/** A length with separators, as it is typed. @param {bigint} n */
const grouped = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, ',');

/**
 * The forms that the length can be written in, each with the reason why it cannot be.
 * @param {State} s
 * @returns {[string, string, string][]}
 */
function forms({ length }) {
  const why = (/** @type {16 | 64} */ bits) => {
    if (length <= FITS[bits === 16 ? 7 : 16]) return '';
    if (bits === 64) return t(length <= MOST ? 'length.form.shortest' : 'length.form.topped');
    return t(length <= FITS[16] ? 'length.form.shortest' : 'length.form.small', { n: length });
  };
  return [['', t('length.form.least'), ''], ['16', t('length.form.16'), why(16)], ['64', t('length.form.64'), why(64)], ['top', t('length.form.top'), '']];
}

/** The places that the dial names. */
const TICKS = /** @type {const} */ ([
  ['t0', '0', 0n], ['t125', '125', 125n], ['t126', '126', 126n], ['t65535', '65,535', 65_535n], ['t65536', '65,536', 65_536n],
  ['tgib', '1 GiB', 1n << 30n], ['ttib', '1 TiB', 1n << 40n], ['t63', '2⁶³ − 1', MOST], ['t64', '2⁶³', MOST + 1n],
]);

/** From where on the cursor would go through the names of the parts at the right. */
const NAMED = 4900;

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
  const came = placeOf(BigInt(lacking(s) ?? s.length));
  // The cursor does not go through a name: in the first two stairs the sentence has the size.
  const under = (/** @type {number} */ i) => (at >= (stairs[i]?.x ?? NAMED) && at < (i < 2 ? ends[i] : i === 2 ? ends[1] + 1100 : END) ? ' under' : '');
  return html`<div class="ldial" data-part="figure"><svg viewBox="0 0 ${END} 14" preserveAspectRatio="none" aria-hidden="true">
      ${step('flags', () => [0, 1])}${step('length', (size) => [1, size - 1])}${s.masked ? step('key', (size) => [size, 4]) : ''}
      <path class="bytes" d="${Array.from({ length: 13 }, (_, y) => `M0 ${y + 1}H6300`).join('')}"/>
      <rect class="forbidden" x="6300" y="${s.masked ? 0 : 4}" width="300" height="${s.masked ? 14 : 10}"/>
      <path class="cliffs" d="${stairs.slice(1).map(({ x }) => `M${x} 0V14`).join('')}M6300 0V14"/></svg>
    <svg class="lpayload" viewBox="0 0 ${END} 2" preserveAspectRatio="none" aria-hidden="true"><path class="rest" d="M${came} 1H${at}"/><path class="payload" d="M0 1H${came}"/></svg>
    <svg class="lat" viewBox="0 0 ${END} 14" preserveAspectRatio="none" aria-hidden="true"><path d="M${at} 0V14"/>${stack(s, header.length).map(([hue, from, to]) => html`<path class="now ${hue}" d="M${at} ${14 - from}V${14 - to}"/>`)}</svg>
    <div class="lsizes${s.masked ? ' masked' : ''}" aria-hidden="true">${stairs.map(({ size }, i) => html`<span class="s${size}${under(i)}">${size + (s.masked ? 4 : 0)}<span class="unit"> ${t('length.unit')}</span></span>`)}</div>
    <div class="lparts${under(3)}" aria-hidden="true">${s.masked ? html`<span class="key">${t('length.name.key')}</span>` : ''}<span class="length">${t('length.name.length')}</span><span class="both">1 + 1</span></div>
    <div class="lforbidden${s.masked ? '' : ' bare'}" aria-hidden="true"><span>${t('length.forbidden')}</span></div>
    <input type="range" name="place" min="0" max="${END}" step="1" value="${Math.round(at)}" autocomplete="off" aria-label="${t('length.dial')}" aria-valuetext="${t('length.dial.value', { n: s.length, h: header.length })}"></div>
    <div class="lticks" role="group" aria-label="${t('length.ticks')}">${TICKS.map(([name, words, n]) => html`<button type="button" class="${name}" data-act="tick" data-form="${n}" aria-pressed="${n === s.length}">${words}</button>`)}</div>
    <p class="laxis">${t('length.axis')}</p>`;
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

/** The most bytes of the payload that are drawn. */
const DRAWN = 6;

/**
 * The header's bytes, with their wave, before as much of the payload as there is room for; and the frame to scale.
 * @param {State} s
 * @param {Uint8Array} header
 * @param {Uint8Array} bytes the header and what came of the payload
 */
function cells(s, header, bytes) {
  const form = header[1] & 127;
  const extended = form === 126 ? 2 : form === 127 ? 8 : 0;
  const hue = (/** @type {number} */ i) => (i === 0 ? 'flags' : i < 2 + extended ? 'length' : 'key');
  const wave = waveHTML([...header].map((value, i) => ({ value, hue: hue(i), first: i === 1 ? 'key' : '' })));
  const cell = (/** @type {number} */ value, /** @type {string} */ kind) => html`<span class="lcell ${kind}">${hex(value)}</span>`;
  const drawn = [...header].map((value, i) => cell(value, `${hue(i)}${i === 1 ? ` two${s.masked ? '' : ' bare'}` : ''}`));
  const labels = [
    html`<span class="flags n1">${t('length.name.flags')}</span>`,
    html`<span class="length n1">${form}</span>`,
    extended ? html`<span class="length n${extended}">${grouped(s.length)}<span class="unit"> ${t('length.part.more', { bits: extended * 8 })}</span></span>` : '',
    s.masked ? html`<span class="key n4">${t('field.key')}</span>` : '',
  ];
  const came = lacking(s);
  const there = [...bytes.subarray(header.length, header.length + DRAWN)].map((value) => cell(value, 'payload'));
  const rest = came === null
    ? html`<span>${s.length ? t('length.part.payload', { n: s.length }) : t('none.payload')}</span>`
    : html`<span class="lcame">${there}</span><span>${t('length.part.came', { n: s.length, came })}</span>`;
  const key = s.masked ? 4 : 0;
  const own = header.length - key;
  const total = header.length + Number(s.length);
  const scale = (/** @type {number} */ n) => (1000 * n) / total;
  return html`<div class="lhead">
      <div class="lbytes" role="img" aria-label="${t('length.bytes', { hex: [...header].map((b) => hex(b)).join(' ') })}"><div class="lwave">${wave}</div><div class="lrow">${drawn}</div><div class="lnames" aria-hidden="true">${labels}</div></div>
      <div class="lrest payload">${rest}</div></div>
    <p class="lsum"><span class="flags">${t('length.sum.flags')}</span> <span class="length">${t('length.sum.header', { n: own - 1 })}</span>${key ? html` <span class="key">${t('length.sum.key')}</span>` : ''} <span class="payload">${t('length.sum.payload', { n: s.length })}</span> <b>${t('length.sum.share', { share: share(header.length, s.length) })}</b></p>
    <svg class="lscale" viewBox="0 0 1000 1" preserveAspectRatio="none" aria-hidden="true"><rect class="flags" width="${scale(1)}" height="1"/><rect class="length" x="${scale(1)}" width="${scale(own - 1)}" height="1"/><rect class="key" x="${scale(own)}" width="${scale(key)}" height="1"/><rect class="payload" x="${scale(own + key)}" width="${scale(Number(s.length))}" height="1"/></svg>`;
}

/**
 * A header that announces more than comes: the memory of a receiver that holds what came, and of one
 * that trusts the header; and what the local server does.
 * @param {Codec} codec
 * @param {State} s
 * @param {Uint8Array} header
 * @param {Uint8Array} bytes
 * @param {number} came
 * @param {string} id
 */
function lie(codec, s, header, bytes, came, id) {
  const typed = s.drafts.came;
  const machines = (s.length + (8n << 30n)) / (16n << 30n);
  const bar = (/** @type {string} */ hue, /** @type {number} */ n) => html`<svg class="lbar" viewBox="0 0 1000 1" preserveAspectRatio="none" aria-hidden="true"><path class="least ${hue}" d="M0 0V1"/><rect class="${hue}" width="${(1000 * n) / Number(s.length)}" height="1"/></svg>`;
  const most = mostLacking(s.length);
  return html`<div class="llie">
    <div class="lholds">${bar('payload', came)}${field({ id: `${id}-came`, name: 'came', label: t('length.buffer'), value: typed ?? String(came), hue: 'payload', mode: 'numeric', complaint: typed === undefined ? '' : t('length.came.bad', { max: most }) }, html`<span class="bunit">${t('length.unit')}</span>`)}</div>
    <div class="ltrusts">${bar('broken', Number(s.length))}<p>${t('length.alloc')} <b>${sized(s.length)}</b>${machines > 1n ? html` <span class="bunit">${t('length.alloc.machines', { n: machines })}</span>` : ''}</p></div>
    ${s.masked ? limit(codec, s, header, bytes) : ''}</div>`;
}

/**
 * The local server's answer to the header. A length that breaks a rule is refused for that.
 * @param {Codec} codec
 * @param {State} s
 * @param {Uint8Array} header
 * @param {Uint8Array} bytes
 */
function limit(codec, s, header, bytes) {
  if (covered()) return '';
  const broken = codec.dissect(bytes, { receiver: 'server', limits: { maxFrame: LIMIT } }).find(({ rule }) => rule !== null);
  const size = sized(BigInt(LIMIT));
  if (!broken) return html`<p class="llimit">${t('length.limit.under', { size })}</p>`;
  if (broken.rule !== 'frame.too-big') return '';
  return html`<p class="llimit">${t('length.limit.over', { h: header.length, size, code: String(codec.rules.byName(broken.rule).closeCode) })} <a class="rule" href="../../reference/#${broken.rule}">${broken.rule}</a></p>`;
}

export { fitting };
