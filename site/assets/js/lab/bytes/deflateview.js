// Draws the deflate lab: the messages with their references, one code in its bits, the codes of a
// block, and the bytes on the wire above the compressed ones.
import { hex, toHex } from '../../base/bytes.js';
import { covered } from '../../base/cover.js';
import { html } from '../../base/html.js';
import { explained } from '../../base/terms.js';
import { visible } from '../../frame/payloadcells.js';
import { characters } from '../../frame/view.js';
import { t } from '../../base/words.js';
import { brief, result, sentence, short, TABLE } from './deflatesays.js';
import { bitsOf, scene, wire } from './deflatescene.js';
import { compressedOf, tooLong } from './deflatestate.js';
import { stale, tools } from './parts.js';

/** @typedef {import('../../codec/codec.js').Codec} Codec */
/** @typedef {import('../../base/html.js').HTML} HTML */
/** @typedef {import('./deflatescene.js').Scene} Scene */
/** @typedef {import('./deflatescene.js').Code} Code */
/** @typedef {import('./deflatestate.js').State} State */

/** The most inflated bytes, codes and compressed bytes that are drawn together. Where there are more, those around the code that is looked at are. */
const TEXT = 800;
const CODES = 400;
const BYTES = 400;

/** The texts that can be chosen, by their words. */
export const EXAMPLES = ['start', 'twice', 'ticks', 'korean', 'verse', 'lines', 'noise'];

/** The text of an example, by its words. @param {string} name */
export const textOf = (name) => (name === 'lines' ? 'verse' : name);

/** Streams that are broken, each in its own way, by their words; and RFC 7692's own. */
export const BROKEN = [
  { name: 'far', hex: 'f200110000' },
  { name: 'type', hex: '06' },
  { name: 'stored', hex: '000500fafe48656c6c6f00' },
  { name: 'codes', hex: '0400920400' },
  { name: 'symbol', hex: 'f248cdc9c91b03' },
  { name: 'cut', hex: 'f248cdc9' },
  { name: 'tail', hex: 'f248cdc9c907000000ffff' },
];

/** @type {WeakMap<State, Scene>} what came of a state, for the element that draws and steps */
const scenes = new WeakMap();

/**
 * @param {Codec} codec
 * @param {State} s
 */
export function sceneOf(codec, s) {
  const known = scenes.get(s);
  if (known) return known;
  const now = scene(codec, s);
  scenes.set(s, now);
  return now;
}

/**
 * The code that is looked at.
 * @param {Scene} now
 * @param {State} s
 */
export const looked = (now, s) => Math.max(0, Math.min(s.at, now.codes.length - 1));

/**
 * @param {Codec} codec
 * @param {State} s
 * @param {string} id
 */
export function draw(codec, s, id) {
  // Whether the bytes inflate is the verdict, so while that is covered they stay as they were typed.
  if (covered()) return html`${fieldsHTML(s, id)}<section>${handHTML(codec, sceneOf(codec, s), s, id)}</section>`;
  const now = sceneOf(codec, s);
  const at = looked(now, s);
  return html`${fieldsHTML(s, id)}
    <p class="zresult${now.rule ? ' bad' : ''}" data-part="result">${resultHTML(now, s, codec)}</p>
    <div class="zstage" data-part="stage">${textHTML(now, at)}<div class="zarcs" data-part="arcs" aria-hidden="true"></div></div>
    <div class="bar"><p class="wsays zsays" data-part="says">${explained(sentence(now, now.codes[at]))}</p>${stepsHTML(now, at)}</div>
    ${lensHTML(now, now.codes[at])}
    <section class="zlist"><h2>${t('zip.codes')}</h2>${codesHTML(now, at)}</section>
    <details class="zwire"><summary><h2>${t('zip.bytes')}</h2></summary>${bytesHTML(now, at)}</details>
    <section>${sizesHTML(now, s)}</section>
    <section>${handHTML(codec, now, s, id)}</section>`;
}

/**
 * @param {Scene} now
 * @param {State} s
 * @param {Codec} codec
 */
const resultHTML = (now, s, codec) => html`${now.rule ? html`<b class="cross" aria-hidden="true">✕</b> ` : ''}${explained(result(now, s, codec))}${now.rule ? html` <a class="rule" href="../../reference/#${now.rule}">${now.rule}</a>` : ''}`;

/**
 * @param {State} s
 * @param {string} id
 */
function fieldsHTML(s, id) {
  const field = (/** @type {'one' | 'two'} */ name) => {
    const text = s.drafts[name] ?? s[name];
    const rows = Math.min(8, text.split('\n').length);
    const byHand = name === 'one' && s.hex !== null && s.drafts.one === undefined;
    return html`<div class="bfield payload"><label for="${id}-${name}">${t(`zip.${name}`)}</label>
      <textarea id="${id}-${name}" name="${name}" rows="${rows}" autocomplete="off" spellcheck="false" aria-describedby="${id}-${name}-bad"${byHand ? html` placeholder="${t('zip.byhand')}"` : ''}${s.drafts[name] === undefined ? '' : html` aria-invalid="true"`}>${text.startsWith('\n') ? `\n${text}` : text}</textarea>
      <p class="complaint" id="${id}-${name}-bad" role="status">${stale(tooLong(s.drafts[name] ?? ''))}</p></div>`;
  };
  const by = s.hex && toHex(s.hex);
  const chosen = (/** @type {string} */ name) => by === null && s.one === t(`zip.${textOf(name)}.one`) && s.two === t(`zip.${textOf(name)}.two`) && s.lines === (name === 'lines');
  const example = (/** @type {string} */ name) => html`<li><button type="button" class="quiet" data-act="example" data-example="${name}" aria-pressed="${chosen(name)}">${t(`zip.example.${name}`)}</button></li>`;
  const broken = (/** @type {typeof BROKEN[number]} */ { name, hex: bytes }) => html`<li><button type="button" class="quiet${covered() ? '' : ' wrong'}" data-act="broken" data-hex="${bytes}" aria-pressed="${by === bytes}">${t(`zip.broken.${name}`)}</button></li>`;
  const toggle = (/** @type {string} */ act, /** @type {boolean} */ on) => html`<button type="button" class="switch" role="switch" data-act="${act}" aria-checked="${on}">${t(`zip.${act}`)}</button>`;
  return html`<div class="zfields">${field('one')}${field('two')}</div>
    <div class="zways"><ul class="zexamples" aria-label="${t('zip.examples')}">${EXAMPLES.map(example)}${BROKEN.map(broken)}</ul>
      <p class="zswitches">${toggle('takeover', s.takeover)} ${toggle('lines', s.lines)}</p></div>`;
}

/**
 * The number of the code that made each byte.
 * @param {Scene} now
 */
function makers(now) {
  const made = new Int32Array(now.out.length);
  for (const [i, code] of now.codes.entries()) made.fill(i, code.from, code.to);
  return made;
}

/**
 * The messages: characters over their bytes.
 * @param {Scene} now
 * @param {number} at
 */
function textHTML(now, at) {
  const code = now.codes[at];
  const made = makers(now);
  const begin = now.out.length <= TEXT ? 0 : Math.max(0, Math.min(code.from - TEXT / 2, now.out.length - TEXT));
  const end = Math.min(now.out.length, begin + TEXT);
  const source = { from: code.from - code.back, to: code.back ? Math.min(code.from, code.from - code.back + code.value) : 0 };
  return html`${now.messages.map((m, i) => {
    const [from, to] = [Math.max(m.from, begin), Math.min(m.to, end)];
    const name = html`<p class="zname"><b>${t('zip.message', { n: i + 1 })}</b> ${t('zip.message.size', { plain: m.to - m.from, n: m.payload.length })}</p>`;
    const before = from > m.from ? html`<span class="zmore">${t('zip.before', { n: from - m.from })}</span>` : '';
    const after = to < m.to ? html`<span class="zmore">${t('more', { n: m.to - to })}</span>` : '';
    const drawn = from < to ? charactersHTML(now, { from, to, made, at, source }) : m.from === m.to ? html`<span class="zmore">${t('zip.nothing')}</span>` : '';
    return html`<div class="zmsg">${name}<div class="zchars">${before}${drawn}${after}</div></div>`;
  })}`;
}

/**
 * @param {Scene} now
 * @param {{from: number, to: number, made: Int32Array, at: number, source: {from: number, to: number}}} what
 */
function charactersHTML({ out, codes }, { from, to, made, at, source }) {
  return characters(out.subarray(from, to)).map(({ start, size, text }) => {
    const bytes = Array.from({ length: Math.min(size, to - from - start) }, (_, k) => {
      const o = from + start + k;
      const maker = made[o];
      const { kind, from: first, to: end } = codes[maker];
      const classes = [kind === 'match' ? 'ref' : kind, o === first ? 'first' : '', o === end - 1 ? 'last' : '', maker === at ? 'on' : '', o >= source.from && o < source.to ? 'src' : ''];
      return html`<i class="${classes.filter(Boolean).join(' ')}" data-act="code" data-at="${maker}" data-o="${o}">${hex(out[o])}</i>`;
    });
    const end = text === '\n' ? html`<br>` : '';
    return html`<span class="zchar"><b>${text === '\n' ? '↵' : visible(text) || '·'}</b><span>${bytes}</span></span>${end}`;
  });
}

/**
 * The next code that copies, or that is broken.
 * @param {Scene} now
 * @param {number} at
 * @returns {number | null} null: there is none
 */
export function copyAfter({ codes }, at) {
  const next = codes.findIndex((c, i) => i > at && (c.back || c.rule));
  return next < 0 ? null : next;
}

const ICONS = {
  first: 'M2 3h2v10H2zM13 3L5 8l8 5z',
  back: 'M11 3L4 8l7 5z',
  forth: 'M5 3l7 5-7 5z',
  last: 'M12 3h2v10h-2zM3 3l8 5-8 5z',
};

/**
 * @param {Scene} now
 * @param {number} at
 */
function stepsHTML(now, at) {
  const code = now.codes[at];
  const last = now.codes.length - 1;
  const on = copyAfter(now, at) ?? (at === last || now.codes.some((c) => c.back) ? 'start' : 'forth');
  const go = typeof on === 'number' ? 'copy' : on;
  const step = (/** @type {keyof typeof ICONS} */ name, /** @type {boolean} */ off) => html`<button type="button" class="${name}" data-act="${name}" aria-label="${t(`zip.step.${name}`)}" title="${t(`zip.step.${name}`)}"${off ? html` aria-disabled="true"` : ''}><svg viewBox="0 0 16 16" aria-hidden="true"><path d="${ICONS[name]}"/></svg></button>`;
  return html`<div class="dock zdock"><p class="zbrief" aria-hidden="true">${brief(code)}</p><button type="button" class="go" data-act="${go}">${t(`zip.step.${go}`)}</button><div class="steps" role="group" aria-label="${t('zip.steps')}">${step('first', code.block <= 0)}${step('back', at === 0)}${step('forth', at === last)}${step('last', code.block >= now.blocks.length - 1)}</div>
    <p class="zplace">${t('zip.place', { n: at + 1, of: last + 1, block: Math.max(0, code.block) + 1, blocks: Math.max(1, now.blocks.length), message: code.message + 1 })}</p></div>`;
}

/** The most bytes under the lens. */
const LENS = 8;

/** The rule of a message that still ends with 00 00 ff ff: the wrong bytes are before the place of its fault. */
const TAIL = 'message.deflate.tail';

/**
 * The bytes that hold a code.
 * @param {Scene} now
 * @param {Code} code
 * @param {number} [most]
 */
function bytesUnder(now, code, most = Infinity) {
  const { payload } = now.messages[code.message];
  if (code.rule === TAIL) return { first: payload.length - 4, last: payload.length - 1 };
  const first = code.start >> 3;
  return { first, last: Math.min(payload.length - 1, (code.start + Math.max(1, code.bits) - 1) >> 3, first + most - 1) };
}

/**
 * The bytes that hold a code, bit by bit in the order in which they are read.
 * @param {Scene} now
 * @param {Code} code
 */
function lensHTML(now, code) {
  const { payload } = now.messages[code.message];
  const { first, last } = bytesUnder(now, code, LENS);
  const byte = (/** @type {number} */ i) => html`<span class="zlensbyte"><code>${hex(payload[i])}</code><span class="zeight">${[...bitsOf(payload, 8 * i, 8)].map((bit, k) => {
    const place = 8 * i + k;
    const on = code.rule === TAIL || (place >= code.start && place < code.start + code.bits);
    const part = on && code.kind === 'match' && place >= code.start + code.length ? ' far' : '';
    return html`<i class="b${bit}${on ? ' on' : ''}${part}">${bit}</i>`;
  })}</span></span>`;
  const bytes = last < first || code.kind === 'tail' ? html`<span class="zghost">00 00 ff ff</span>` : Array.from({ length: last - first + 1 }, (_, i) => byte(first + i));
  const rest = code.rule ? 0 : bytesUnder(now, code).last - last;
  const note = code.kind === 'match' ? t('zip.lens.match') : t('zip.lens');
  return html`<div class="zlens${code.rule ? ' bad' : ''}"><div class="zlensbytes" aria-hidden="true">${bytes}${rest > 0 ? html`<span class="zmore">… ${t('more', { n: rest })}</span>` : ''}</div><p class="note">${note}</p></div>`;
}

/**
 * The blocks, and the codes of the one that is looked at.
 * @param {Scene} now
 * @param {number} at
 */
function codesHTML(now, at) {
  const { block: chosen, message } = now.codes[at];
  const blocks = now.blocks.map((b, i) => {
    const size = b.to > b.from ? t('zip.block.size', { bits: b.bits, n: b.to - b.from }) : t('zip.block.empty', { bits: b.bits });
    return html`<li><button type="button" data-act="block" data-block="${i}" aria-pressed="${i === chosen}"><b>${now.messages.length > 1 ? t('zip.block.of', { n: i + 1, message: b.message + 1 }) : t('zip.block', { n: i + 1 })}</b> <span>${t(`zip.type.${b.type}`)}</span> <small>${size}</small></button></li>`;
  });
  const b = now.blocks[chosen];
  const first = b && now.codes[b.last].message === message ? b.first : at;
  const last = b ? b.last : at;
  const begin = last - first < CODES ? first : Math.max(first, Math.min(at - CODES / 2, last - CODES + 1));
  const end = Math.min(last, begin + CODES - 1);
  const { payload } = now.messages[message];
  const drawn = [];
  for (let i = begin; i <= end; i++) {
    let to = i;
    while (to < end && TABLE.includes(now.codes[to].kind) && TABLE.includes(now.codes[to + 1].kind)) to++;
    if (to - i < FEW || (at >= i && at <= to)) drawn.push(...Array.from({ length: to - i + 1 }, (_, k) => codeHTML(now.codes[i + k], payload, i + k, i + k === at)));
    else drawn.push(tableHTML(now.codes.slice(i, to + 1), i));
    i = to;
  }
  const before = begin > first ? html`<li class="zmore">${t('zip.before.codes', { n: begin - first })}</li>` : '';
  const after = end < last ? html`<li class="zmore">${t('more', { n: last - end })}</li>` : '';
  return html`${blocks.length > 1 ? html`<ol class="zblocks" aria-label="${t('zip.blocks')}">${blocks}</ol>` : ''}
    <ol class="zcodes" aria-label="${t('zip.codes.list')}">${before}${drawn}${after}</ol>`;
}

/** So many lengths of codes stand one by one. */
const FEW = 4;

/**
 * The lengths of a block's codes as one button, which opens where one of them is looked at.
 * @param {Code[]} codes
 * @param {number} first
 */
const tableHTML = (codes, first) => html`<li><button type="button" class="zcode table" data-act="code" data-at="${first}" data-key="table${first}" tabindex="-1" aria-expanded="false"><span class="zbits">…</span> <span class="zmeans">${t('zip.short.table', { n: codes.reduce((n, c) => n + c.bits, 0) })}</span></button></li>`;

/**
 * @param {Code} code
 * @param {Uint8Array} payload
 * @param {number} i
 * @param {boolean} on
 */
function codeHTML(code, payload, i, on) {
  const bits = code.bits > 32 ? '' : bitsOf(payload, code.start, code.bits);
  const shown = code.kind === 'match' ? html`${bits.slice(0, code.length)}<wbr>${html`<u>${bits.slice(code.length)}</u>`}` : bits;
  const name = code.rule || code.kind === 'match' || code.kind === 'literal' ? '' : html`<small>${t(`field.deflate.${code.kind}`)}</small>`;
  return html`<li><button type="button" class="zcode ${code.rule ? 'fault' : code.kind}" data-act="code" data-at="${i}" data-key="code${i}" tabindex="${on ? 0 : -1}" aria-pressed="${on}"><span class="zbits">${shown || '…'}</span> <span class="zmeans">${short(code)}</span>${name}</button></li>`;
}

/**
 * Each frame: its bytes on the wire, and below them the payload unmasked.
 * @param {Scene} now
 * @param {number} at
 */
function bytesHTML(now, at) {
  const code = now.codes[at];
  const { first, last } = bytesUnder(now, code);
  const all = now.messages.map((m, i) => {
    let begins = 0;
    const frames = m.frames.map((f, k) => {
      const header = f.wire.length - f.payload.length;
      const from = begins;
      begins += f.payload.length;
      const is = (/** @type {number} */ n) => (n === 0 ? 'flags' : n < header - 4 ? 'length' : n < header ? 'key' : 'payload');
      const shown = f.wire.subarray(0, header + BYTES);
      const columns = Array.from(shown, (byte, n) => {
        const inside = n >= header;
        const here = from + n - header;
        const on = inside && code.message === i && (code.bits > 0 || code.rule) && here >= first && here <= last ? (code.rule ? ' on bad' : ' on') : '';
        return html`<span class="zcol${on}"><i class="${is(n)}">${hex(byte)}</i>${inside ? html`<i class="plain">${hex(f.payload[n - header])}</i>` : html`<i></i>`}</span>`;
      });
      const more = f.wire.length > shown.length ? html`<span class="zmore">${t('more', { n: f.wire.length - shown.length })}</span>` : '';
      const tail = m.ended && k === m.frames.length - 1 ? html`<span class="ztail${code.message === i && code.kind === 'tail' ? ' on' : ''}"><i></i><i class="plain">00 00 ff ff</i></span>` : '';
      const name = m.frames.length > 1 ? t('zip.frame.of', { n: k + 1, message: i + 1 }) : t('zip.frame', { n: i + 1 });
      return html`<div class="zframe"><p class="zname">${name} <span>${t('zip.frame.size', { n: f.wire.length })}</span></p>
        <div class="zcols"><span class="zrows" aria-hidden="true"><span>${t('zip.row.wire')}</span><span>${t('zip.row.plain')}</span></span><span class="unseen">${t('zip.unseen', { wire: toHex(shown, ' '), plain: toHex(f.payload.subarray(0, BYTES), ' ') })}</span><span class="zrow" aria-hidden="true">${columns}${more}${tail}</span></div></div>`;
    });
    return frames;
  });
  const stays = now.messages.some((m) => m.frames.length > 1);
  const note = now.messages.some((m) => m.ended) ? html`<p class="note">${t(stays ? 'zip.where.frames' : 'zip.where')}</p>` : '';
  return html`${all.flat()}${note}`;
}

/**
 * The sizes with and without context takeover, side by side.
 * @param {Scene} now
 * @param {State} s
 */
function sizesHTML({ sizes, rule }, s) {
  if (rule || !sizes[1]) return '';
  const most = Math.max(1, ...sizes.flatMap((z) => [z.plain, z.takeover, z.alone]));
  const bar = (/** @type {number} */ n) => html`<svg class="zbar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"><rect width="${(100 * n) / most}" height="6"/></svg>`;
  const cell = (/** @type {number} */ n, /** @type {boolean} */ used) => html`<td${used ? html` class="used"` : ''}><b>${n}</b>${bar(n)}</td>`;
  return html`<h2>${explained(t('zip.sizes'))}</h2><table class="zsizes"><thead><tr><th scope="col">${t('zip.sizes.bytes')}</th><th scope="col">${t('zip.sizes.plain')}</th><th scope="col">${t('zip.sizes.takeover')}</th><th scope="col"><code>no_context_takeover</code></th></tr></thead>
    <tbody>${sizes.map((z, i) => html`<tr><th scope="row">${t('zip.message', { n: i + 1 })}</th>${cell(z.plain, false)}${cell(z.takeover, s.takeover)}${cell(z.alone, !s.takeover)}</tr>`)}</tbody></table>`;
}

/** @param {string | undefined} draft */
function hexProblem(draft) {
  const read = draft === undefined ? null : compressedOf(draft);
  return read && 'problem' in read ? stale(read.problem) : '';
}

/**
 * The first message's compressed bytes by hand, and what came of them.
 * @param {Codec} codec
 * @param {Scene} now
 * @param {State} s
 * @param {string} id
 */
function handHTML(codec, now, s, id) {
  const text = s.drafts.hex ?? toHex(now.messages[0].payload, ' ');
  return html`<h2>${t('zip.hand')}</h2>
    <p class="hexline"><label for="${id}-hex">${t('zip.hex')}</label><textarea id="${id}-hex" name="hex" rows="${Math.min(6, Math.ceil(text.length / 90) || 1)}" autocomplete="off" autocapitalize="off" spellcheck="false" aria-describedby="${id}-hexbad"${s.drafts.hex === undefined ? '' : html` aria-invalid="true"`}>${text}</textarea></p>
    <p class="complaint" id="${id}-hexbad" role="status">${hexProblem(s.drafts.hex)}</p>
    ${s.hex && !covered() ? html`<p class="zhandresult">${resultHTML(now, s, codec)}</p>` : ''}
    ${tools({ bytes: wire(now), receiver: 'server', deflate: true })}`;
}
