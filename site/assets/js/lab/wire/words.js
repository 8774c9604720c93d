// The words of the wire's figure: a sentence for each stage, and one for each cell.
import { hex, toHex } from '../../base/bytes.js';
import { html } from '../../base/html.js';
import { explained } from '../../base/terms.js';
import { charWords } from '../../frame/drawer.js';
import { fieldOf } from '../../frame/view.js';
import { t } from '../../base/words.js';
import { STAGES } from './timeline.js';

/** @typedef {import('./train.js').Train} Train */
/** @typedef {import('./timeline.js').Scene} Scene */
/** @typedef {import('../../base/html.js').Part} Part */

/** How many characters of a text a sentence repeats. */
const QUOTED = 20;

/**
 * @param {string} text
 * @param {number} [most] characters
 */
export function quoted(text, most = QUOTED) {
  const chars = [...text.slice(0, 4 * most)];
  return chars.length > most ? `${chars.slice(0, most).join('')}…` : text;
}

/** Stands for a text that someone typed, while the sentence around it is taken apart. */
const TYPED = '\0';

/**
 * A sentence whose *numbers* are bold and whose `bytes` are code; {text} is the message.
 * @param {string} key
 * @param {Record<string, string | number>} params
 * @param {string} text
 */
function rich(key, params, text) {
  const typed = (/** @type {string} */ s) => s.replaceAll(TYPED, text);
  const pieces = t(key, { ...params, text: TYPED }).split(/(\*[^*]+\*|`[^`]+`)/);
  const seen = new Set();
  /** @type {Part[]} */
  const parts = pieces.map((piece) => {
    if (piece[0] === '*') return html`<b>${typed(piece.slice(1, -1))}</b>`;
    return piece[0] === '`' ? html`<code>${typed(piece.slice(1, -1))}</code>` : piece.includes(TYPED) ? html`${typed(piece)}` : explained(piece, seen);
  });
  return html`${/** @type {any} */ (parts)}`;
}

/**
 * The cost of the message, in words.
 * @param {Train} train
 */
export function costHTML(train) {
  const params = { n: train.size, all: train.out.bytes.length };
  return rich(train.size ? 'home.sub' : 'home.sub.empty', params, quoted(train.text, 14));
}

/**
 * The name of a stage.
 * @param {Train} train
 * @param {number} stage
 */
export const stageName = ({ said }, stage) => said?.names?.[stage] ?? t(`wire.stage.${STAGES[stage]}`);

/**
 * The sentence for a stage.
 * @param {Train} train
 * @param {number} stage
 * @param {number} at the payload byte that the sentence about XOR shows
 */
export function sentenceHTML(train, stage, at) {
  const { head, key, plain, wire, out, back, size, said } = train;
  if (said) return html`${said.stages[stage] ?? ''}`;
  if (!size && stage < 4 && stage !== 2) return rich('wire.say.empty', {}, '');
  const j = Math.min(at, plain.length - 1);
  const eq = j < 0 ? '' : `${hex(plain[j])} ⊕ ${hex(key[j % 4])} = ${hex(wire[j])}`;
  const form = head.length > 2 ? '.extended' : '';
  return rich(
    `wire.say.${stage}${stage === 4 ? form : ''}${!size && stage > 5 ? '.empty' : ''}`,
    {
      n: size,
      chars: [...train.text].length,
      key: toHex(Uint8Array.from(key), ' '),
      eq,
      b0: hex(head[0]),
      b1: hex(head[1]),
      h: head.length,
      more: head.length - 2,
      all: out.bytes.length,
      back: back.bytes.length,
      fewer: out.bytes.length - back.bytes.length,
    },
    quoted(train.text),
  );
}

/**
 * Which byte of its frame a cell is.
 * @param {Train} train
 * @param {boolean} back
 * @param {number} i the cell
 */
export function byteOf({ head, key, echo }, back, i) {
  const before = head.length + key.length;
  return back && i >= before ? i - before + echo.length : i;
}

/**
 * A cell's name: what it is, where, and its value.
 * @param {Train} train
 * @param {Scene} scene
 * @param {number} i
 */
export function cellName(train, { back, cells }, i) {
  const byte = byteOf(train, back, i);
  return t('byte.name', { field: fieldName(fieldOf(back ? train.back : train.out, byte)), byte, hex: hex(cells[i].value) });
}

/**
 * The name and the sentence of a place without a key.
 * @param {Scene} scene
 */
export const gapWords = ({ back }) =>
  back ? { title: t('wire.gap'), says: t('wire.gap.says') } : { title: t('wire.gap.used'), says: t('wire.gap.used.says') };

/** @param {ReturnType<typeof fieldOf>} field */
function fieldName(field) {
  if (field === 'flags' || field === 'length') return t(`drawer.field.${field}`);
  return t(field === 'extended' ? 'field.length.extended' : field === 'key' ? 'field.key' : 'field.payload');
}

/** @param {string} opcode */
export const opcodeWords = (opcode) => t(['0', '1', '2', '8', '9', '10'].includes(opcode) ? `opcode.${opcode}` : 'opcode.reserved');

/**
 * The meaning of a cell's byte, in a sentence or two.
 * @param {Train} train
 * @param {Scene} scene
 * @param {number} i
 */
export function about(train, { back, cells }, i) {
  const v = back ? train.back : train.out;
  const f = /** @type {import('../../frame/view.js').Frame} */ (v.first);
  const byte = byteOf(train, back, i);
  const field = fieldOf(v, byte);
  const value = (/** @type {string} */ name) => String(f.field.get(name)?.value ?? '');
  switch (field) {
    case 'flags': {
      const rsv = ['rsv1', 'rsv2', 'rsv3'].map(value).join('');
      return `${t(`wire.about.fin.${value('fin')}`)} ${t('wire.about.opcode', { rsv, opcode: value('opcode'), name: opcodeWords(value('opcode')) })}`;
    }
    case 'length': {
      const mask = t(`wire.about.mask.${value('mask')}`);
      const more = train.head.length - 2;
      return `${mask} ${more ? t('wire.about.length.more', { value: value('length'), more }) : t('wire.about.length', { n: value('length') })}`;
    }
    case 'extended':
      return t('wire.about.extended', { n: f.length ?? 0 });
    case 'payload':
      return payloadWords(f, byte - f.payloadAt, cells[i].value);
    case 'key':
      return t(i - train.head.length < train.size ? 'wire.about.key' : 'wire.about.key.idle', { i: i - train.head.length });
    default:
      return t('drawer.left');
  }
}

/**
 * The meaning of a payload byte as it is at this time, masked or plain.
 * @param {import('../../frame/view.js').Frame} f
 * @param {number} j its place in the payload
 * @param {number} value
 */
function payloadWords(f, j, value) {
  const wire = f.wire[j];
  const plain = f.plain?.[j] ?? wire;
  const char = f.plain ? charWords(f, j) : '';
  if (!f.masked) return t('wire.about.bare', { j, hex: hex(wire), char });
  if (value === plain && plain !== wire) return t('wire.about.plain', { j, hex: hex(plain), char });
  return t('wire.about.masked', { hex: hex(wire), j, i: j & 3, key: hex(f.key[j & 3]), plain: hex(plain), char });
}
