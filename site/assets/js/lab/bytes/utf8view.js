// Draws the UTF-8 lab: the bytes in their frames, a gauge of what is awaited, and the bits on their
// way into the number of the character.
import { hex, toHex } from '../../base/bytes.js';
import { covered } from '../../base/cover.js';
import { html } from '../../base/html.js';
import { explained } from '../../base/terms.js';
import { utf8 } from '../../frame/view.js';
import { t } from '../../base/words.js';
import { choice, stale, tools } from './parts.js';
import { scene, spelled } from './utf8scene.js';
import { awaited, glyph, point, sentence } from './utf8says.js';
import { ruleWords } from '../../frame/rulewords.js';
import { bytesOf } from './utf8state.js';

/** @typedef {import('../../codec/codec.js').Codec} Codec */
/** @typedef {import('../../base/html.js').HTML} HTML */
/** @typedef {import('./utf8scene.js').Scene} Scene */
/** @typedef {import('./utf8scene.js').Character} Character */
/** @typedef {import('./utf8state.js').State} State */

/** The examples, by their words, with the fields of their states; a bad one begins a step before its fault. @type {{name: string, bad?: boolean, fields: Record<string, string>}[]} */
export const EXAMPLES = [
  { name: 'hangul', fields: { text: '한글', fed: '1' } },
  { name: 'emoji', fields: { text: '🙂', fed: '1' } },
  { name: 'family', fields: { text: '👨‍👩‍👧', fed: '4' } },
  { name: 'fragment', fields: { text: '한글', as: 'frames', cut: '4', fed: '4' } },
  { name: 'slash', bad: true, fields: { hex: '2e2ec0af', fed: '2' } },
  { name: 'long', bad: true, fields: { hex: 'e080af', fed: '1' } },
  { name: 'surrogate', bad: true, fields: { hex: 'eda0bdedb982', fed: '1' } },
  { name: 'large', bad: true, fields: { hex: 'f4908080', fed: '1' } },
  { name: 'lone', bad: true, fields: { hex: '4f4b80', fed: '2' } },
  { name: 'cut', bad: true, fields: { hex: 'ed959ceab8', fed: '5' } },
  { name: 'reason', bad: true, fields: { hex: '627965ed95', as: 'close', fed: '5' } },
];

/** The ways to send the bytes. @type {import('./utf8state.js').Form[]} */
const FORMS = ['', 'frames', 'close'];

/**
 * @param {Codec} codec
 * @param {State} s
 * @param {string} id
 */
export function draw(codec, s, id) {
  const now = scene(codec, s);
  // The reading of the bytes is the verdict, so while that is covered they stand unread.
  if (covered()) return html`${fieldsHTML(s, id)}${sentAsHTML(s, id)}${bytesHTML({ ...now, characters: [], fed: 0, ended: false, found: null, fault: null }, s)}${tools({ bytes: now.frames, receiver: 'server' })}`;
  return html`${fieldsHTML(s, id)}
    ${sentAsHTML(s, id)}
    ${bytesHTML(now, s)}
    <div class="bar"><p class="wsays usays${now.found ? ' bad' : ''}" data-part="says">${now.found ? html`<b class="cross" aria-hidden="true">✕</b> ` : ''}${explained(sentence(now, s))}</p>${stepsHTML(now)}</div>
    ${machineHTML(now, s)}
    ${verdictHTML(now, s)}
    ${tools({ bytes: now.frames, receiver: 'server' })}`;
}

/**
 * @param {State} s
 * @param {string} id
 */
function fieldsHTML(s, id) {
  const text = utf8(s.bytes);
  const problem = (/** @type {string} */ name) => {
    const read = s.drafts[name] === undefined ? null : bytesOf(s.drafts[name], name === 'bytes');
    return read && 'problem' in read ? stale(read.problem) : '';
  };
  const field = (/** @type {string} */ name, /** @type {string} */ value, /** @type {string} */ hint) => html`<div class="bfield payload"><label for="${id}-${name}">${t(`chars.${name}`)}</label>
    <input id="${id}-${name}" name="${name}" type="text" value="${s.drafts[name] ?? value}"${hint ? html` placeholder="${hint}"` : ''} autocomplete="off" autocapitalize="off" spellcheck="false" aria-describedby="${id}-${name}-bad"${s.drafts[name] === undefined ? '' : html` aria-invalid="true"`}>
    <p class="complaint" id="${id}-${name}-bad" role="status">${problem(name)}</p></div>`;
  const chosen = EXAMPLES.findIndex(({ fields }) => (fields.hex ?? fields.text) === (fields.hex ? toHex(s.bytes) : text) && (fields.as ?? '') === s.as);
  const example = (/** @type {typeof EXAMPLES[number]} */ { name, bad }, /** @type {number} */ i) => html`<li><button type="button" class="quiet${bad && !covered() ? ' wrong' : ''}" data-act="example" data-example="${i}" aria-pressed="${i === chosen}">${t(`chars.example.${name}`)}</button></li>`;
  return html`<div class="ufields">${field('text', text ?? '', text === null ? t('chars.nottext') : '')}${field('bytes', toHex(s.bytes, ' '), '')}</div>
    <ul class="zexamples" aria-label="${t('chars.examples')}">${EXAMPLES.map(example)}</ul>`;
}

/**
 * @param {State} s
 * @param {string} id
 */
function sentAsHTML(s, id) {
  const cut = s.as === 'frames' ? html`<p class="ucut"><label for="${id}-cut">${t('chars.cut', { n: s.cut })}</label><input id="${id}-cut" name="cut" type="range" min="0" max="${s.bytes.length}" value="${s.cut}"></p>` : '';
  return html`<div class="uas">${choice('as', t('chars.sent'), FORMS.map((as) => [as, t(`chars.as${as ? `.${as}` : ''}`)]), s.as)}${cut}</div>`;
}

/**
 * The bytes, in their characters and frames.
 * @param {Scene} now
 * @param {State} s
 */
function bytesHTML(now, s) {
  const { bytes } = s;
  const split = s.as === 'frames' ? s.cut : -1;
  const border = (/** @type {number} */ i) => (i === split ? html`<span class="uborder"><span>${t('chars.frame', { n: 2 })}</span></span>` : '');
  const cell = (/** @type {number} */ i, /** @type {string} */ more) => {
    const bad = now.found?.at === i;
    const states = [i < now.fed ? 'fed' : '', bad ? 'bad' : '', more];
    const name = t(bad ? 'chars.byte.bad' : i < now.fed ? 'chars.byte.fed' : 'chars.byte', { n: i + 1 });
    return html`${border(i)}<button type="button" class="ucell ${states.filter(Boolean).join(' ')}" data-act="feed" data-to="${i + 1}" data-key="byte${i}" tabindex="${i === Math.max(0, now.fed - 1) ? 0 : -1}"${i === now.fed - 1 ? html` aria-current="true"` : ''}><span class="unseen">${name} </span>${hex(bytes[i])}</button>`;
  };
  const characters = now.characters.map((c) => {
    const cells = Array.from({ length: c.size }, (_, k) => cell(c.start + k, ''));
    const done = c.due === 0 && c.start + c.size <= now.fed;
    return html`<span class="uchar${done ? ' done' : ''}${c === now.characters[now.characters.length - 1] && now.fault ? ' open' : ''}"><span class="ucells">${cells}</span><b>${done ? glyph(c.number) : ''}</b></span>`;
  });
  const read = now.characters.reduce((n, c) => Math.max(n, c.start + c.size), 0);
  const rest = Array.from({ length: bytes.length - read }, (_, k) => html`<span class="uchar"><span class="ucells">${cell(read + k, k ? 'never' : '')}</span><b></b></span>`);
  const end = html`${border(bytes.length)}<span class="uend${now.ended ? ' fed' : ''}${now.found?.why === 'cut' ? ' bad' : ''}">${t('chars.end')}</span>`;
  const first = split >= 0 ? html`<span class="uborder first"><span>${t('chars.frame', { n: 1 })}</span></span>` : '';
  return html`<div class="ubytes" role="group" aria-label="${t('chars.bytes.label')}">${first}${characters}${rest}${now.fault && now.fault.why !== 'cut' ? '' : end}</div>`;
}

/** @param {Scene} now */
function stepsHTML(now) {
  const step = now.fed + Number(now.ended);
  const off = (/** @type {boolean} */ is) => (is ? html` aria-disabled="true"` : '');
  const icon = (/** @type {string} */ d) => html`<svg viewBox="0 0 16 16" aria-hidden="true"><path d="${d}"/></svg>`;
  const small = (/** @type {string} */ act, /** @type {boolean} */ is, /** @type {string} */ d, /** @type {string} */ name = act) => html`<button type="button" class="${act}" data-act="${act}" aria-label="${t(`chars.step.${name}`)}" title="${t(`chars.step.${name}`)}"${off(is)}>${icon(d)}</button>`;
  return html`<div class="dock udock"><p class="zbrief" aria-hidden="true">${brief(now)}</p><button type="button" class="go" data-act="next"${off(step >= now.steps)}>${t('chars.step.next')}</button><div class="steps" role="group" aria-label="${t('chars.steps')}">${small('first', step === 0, 'M2 3h2v10H2zM13 3L5 8l8 5z')}${small('back', step === 0, 'M11 3L4 8l7 5z')}<button type="button" class="play" data-act="play" aria-label="${t('chars.step.play')}" title="${t('chars.step.play')}"${off(step >= now.steps)}><svg class="does" viewBox="0 0 16 16" aria-hidden="true"><path d="M4 3l9 5-9 5z"/></svg><svg class="pause" viewBox="0 0 16 16" aria-hidden="true"><path d="M4 3h3v10H4zM9 3h3v10H9z"/></svg></button>${small('last', step >= now.steps, 'M12 3h2v10h-2zM3 3l8 5-8 5z')}</div></div>`;
}

/** How many bytes a character awaits. @param {Character | null} c */
const dueWords = (c) => (c?.due ? t('chars.due', { n: c.due, of: c.size + c.due }) : t('chars.due.none'));

/** A line about the byte that was read last, for where the sentence is out of sight. @param {Scene} now */
const brief = (now) => (now.found ? html`<b class="cross">✕</b> ${t('chars.byte.bad', { n: now.found.at + 1 }).replace(':', '')}` : [dueWords(now.now), now.now && !now.now.due ? `${glyph(now.now.number)} ${point(now.now.number)}` : ''].filter(Boolean).join(' · '));

/**
 * The gauge, and the bits of the character on their way into its number.
 * @param {Scene} now
 * @param {State} s
 */
function machineHTML(now, s) {
  const c = underway(now);
  const stopped = now.found !== null && now.found.why !== 'cut';
  const of = c ? c.size + c.due : stopped ? spelled(now, s.bytes)?.n ?? 1 : 0;
  const size = c?.size ?? 0;
  const squares = Array.from({ length: of }, (_, i) => html`<i class="${i < size ? 'in' : i === size && stopped ? 'stop' : 'due'}">${i === size && stopped ? '✕' : ''}</i>`);
  const next = awaited(now);
  const gauge = html`<div class="ugauge"><p class="ulabel">${t('chars.gauge')}</p>
    <p class="usquares" aria-hidden="true">${of ? squares : html`<i class="none"></i>`}</p>
    <p class="udue">${stopped ? t('chars.due.stopped') : dueWords(c)}</p>
    <p class="unext">${next ? html`<span>${t('chars.next')}</span> ${next}` : ''}</p></div>`;
  return html`<div class="umachine">${gauge}${stairsHTML(now, s)}</div>`;
}

/**
 * The character that is shown: none for a byte that cannot begin one, which is in its place.
 * @param {Scene} now
 */
const underway = ({ now, found }) => (found && !now?.due ? null : now);

/** How many bits of the number are in the first byte of a character of so many bytes, and in all of them. @type {Record<number, [number, number]>} */
const SIZES = { 1: [7, 7], 2: [5, 11], 3: [4, 16], 4: [3, 21] };

/**
 * The bits of a character, byte by byte like stairs, so that each stands above its place in the number.
 * @param {Scene} now
 * @param {State} s
 */
function stairsHTML(now, s) {
  const { found } = now;
  const bad = found && found.why !== 'cut' ? found.at : -1;
  const c = underway(now);
  const would = spelled(now, s.bytes);
  const n = would?.n ?? (c ? c.size + c.due : 1);
  const [lead, all] = SIZES[n];
  const front = 8 - lead;
  const width = front + all;
  /** @param {string} bits @param {string} kind */
  const cells = (bits, kind) => [...bits].map((bit) => html`<i class="${kind} b${bit}">${bit}</i>`);
  const blank = (/** @type {number} */ k) => Array.from({ length: k }, () => html`<i class="blank"></i>`);
  const rows = Array.from({ length: n }, (_, k) => {
    const here = c?.bits.filter((b) => b.byte === c.start + k) ?? [];
    const from = k === 0 ? 0 : front + lead + 6 * (k - 1) - 2;
    const wrong = bad >= 0 && k === (c?.size ?? 0);
    const byte = would?.bytes[k];
    const eight = byte?.toString(2).padStart(8, '0') ?? '';
    const begins = k ? 2 : front;
    const [prefix, bits] = byte !== undefined ? [cells(eight.slice(0, begins), 'prefix'), cells(eight.slice(begins), 'value')]
      : wrong ? [cells(s.bytes[bad].toString(2).padStart(8, '0'), 'bad'), []]
      : here.length ? [cells(here[0].bits, 'prefix'), cells(here[1].bits, 'value')]
        : [cells(k ? '10' : ''.padStart(front, '·'), 'due'), cells(''.padStart(k ? 6 : lead, '·'), 'due')];
    const to = from + (k ? 8 : front + lead);
    return html`<div class="urow"><code${wrong ? html` class="bad"` : ''}>${wrong ? hex(s.bytes[bad]) : byte !== undefined ? hex(byte) : here.length && c ? hex(s.bytes[c.start + k]) : '··'}</code><span class="ubits n${n}">${blank(from)}${prefix}${bits}${blank(width - to)}</span></div>`;
  });
  const got = would ? [...would.bytes].map((byte, k) => byte.toString(2).padStart(8, '0').slice(k ? 2 : front)).join('') : c ? c.bits.filter((b) => !b.prefix).map((b) => b.bits).join('') : '';
  const number = got.padEnd(all, '·');
  const places = [...number].map((bit, i) => html`<i class="${bit === '·' ? 'due' : 'sum'} b${bit}${(all - i) % 4 === 0 && i ? ' nibble' : ''}">${bit}</i>`);
  const whole = c && !c.due;
  const none = found && found.why !== 'cut' ? html`<b class="uglyph none bad">✕</b>` : html`<b class="uglyph none"></b>`;
  const shown = would && would.number !== null ? html`<b class="uglyph none bad">${seen(would.number)}</b> <code>${point(would.number)}</code> <span class="unot">${t('chars.forbidden')}</span>` : whole ? html`<b class="uglyph">${glyph(c.number)}</b> <code>${point(c.number)}</code>` : html`${none} <code>${c ? partial(number) : ''}</code>`;
  return html`<div class="ustairs${found ? ' stopped' : ''}" aria-hidden="true">${rows}${found && !c && !would ? '' : html`<div class="urow unumber"><code>=</code><span class="ubits n${n}">${blank(front)}${places}</span></div>`}</div><p class="uresult" aria-hidden="true">${shown}</p>`;
}

/** A forbidden number's character, where there is one. @param {number} n */
const seen = (n) => (n > 0x10ffff || (n >= 0xd800 && n < 0xe000) ? '✕' : glyph(n));

/**
 * A number of which only the first bits are known.
 * @param {string} bits with a dot for each that is not
 */
function partial(bits) {
  const digits = bits.padStart(Math.ceil(bits.length / 4) * 4, '0').match(/.{4}/g) ?? [];
  return `U+${digits.map((four) => (four.includes('·') ? '·' : parseInt(four, 2).toString(16).toUpperCase())).join('').replace(/^0(?=.{4})/, '')}`;
}

/**
 * The verdict on the whole, once it has been read; before, that it is still possible.
 * @param {Scene} now
 * @param {State} s
 */
function verdictHTML(now, s) {
  if (!now.found && !now.ended) return html`<p class="uverdict" data-part="verdict"><b aria-hidden="true">…</b> <span>${t('chars.sofar')}</span></p>`;
  const rule = now.rule;
  const where = rule && now.fault ? ` ${now.fault.why === 'cut' ? t('chars.verdict.end') : t('chars.verdict.at', { n: now.fault.at + 1 })}` : '';
  const words = rule ? `${ruleWords(rule)}${where}` : t(`chars.legal${s.as ? `.${s.as}` : ''}`, { n: s.bytes.length, count: now.characters.length });
  const section = rule ? html` <a href="../../reference/#${rule}">${t('chars.section')}</a>` : '';
  return html`<p class="uverdict${rule ? ' bad' : ''}" data-part="verdict"><b aria-hidden="true">${rule ? '✕' : '✓'}</b> <span>${words}${section}</span></p>`;
}
