// Draws the figure of a frame: its first two bytes as bits, and the cells after them.
import { hex } from '../base/bytes.js';
import { named } from './cells.js';
import { cells } from './fieldcells.js';
import { html } from '../base/html.js';
import { wave } from './wave.js';
import { t } from '../base/words.js';

/** @typedef {import('./view.js').View} View */
/** @typedef {import('./cells.js').Shape} Shape */

/** The fields of a header's two first bytes: name, hue, bits. */
const HEADER = /** @type {const} */ ([
  [['fin', 'flags', 1], ['rsv', 'flags', 3], ['opcode', 'flags', 4]],
  [['mask', 'key', 1], ['length', 'length', 7]],
]);

const OPCODES = [0, 1, 2, 8, 9, 10];

/** @param {number} opcode */
export function opcodeName(opcode) {
  if (OPCODES.includes(opcode)) return t(`opcode.${opcode}`);
  return t(opcode & 8 ? 'opcode.reserved.control' : 'opcode.reserved.data');
}

/**
 * Where someone is: the chosen byte, and the bit that the Tab key reaches.
 * @typedef {{byte: number | null, bit: number}} Cursor
 */

/**
 * The whole figure.
 * @param {View} v
 * @param {Shape} shape
 * @param {Cursor} cursor
 */
export function figure(v, shape, cursor) {
  const { head, rest } = figureParts(v, shape, cursor);
  return html`${head}${rest}`;
}

/**
 * The figure in two parts, of which a press often changes only one.
 * @param {View} v
 * @param {Shape} shape
 * @param {Cursor} cursor
 * @returns {{head: import('../base/html.js').HTML, rest: import('../base/html.js').HTML}} head: one element
 */
export const figureParts = (v, shape, { byte, bit }) => ({
  head: header(v, shape, bit < 16 ? bit : 0, byte),
  rest: html`${cells(v, shape, byte)}`,
});

/**
 * @param {View} v
 * @param {Shape} shape
 * @param {number} stop the bit that the Tab key reaches
 * @param {number | null} chosen the chosen byte
 */
function header(v, shape, stop, chosen) {
  const rows = HEADER.map((fields, byte) => {
    if (byte >= v.bytes.length || !v.first) return html`<div class="byte ghosts" role="row">${ghostBits(byte)}</div>`;
    let at = 0;
    const runs = fields.map(([name, hue, width]) => {
      at += width;
      return run(v, shape, byte, at - width, width, name, hue, stop);
    });
    const hues = fields.map(([, hue, width]) => /** @type {const} */ ([hue, width]));
    return html`<div class="byte${chosen === byte ? ' at' : ''}" role="row">${wave(v.bytes[byte], hues, byte ? v.bytes[0] & 1 : undefined)}${runs}</div>`;
  });
  return html`<div class="bits" role="grid" aria-label="${t('grid.header')}">${rows}</div>`;
}

/** @param {number} byte */
function ghostBits(byte) {
  const label = t('byte.missing', { field: t(byte ? 'field.length' : 'field.opcode'), byte });
  return html`<span class="ghostrow" role="gridcell" aria-label="${label}"></span>`;
}

/**
 * A field's bits within one byte, with its name under a brace.
 * @param {View} v
 * @param {Shape} shape
 * @param {number} byte
 * @param {number} at its first bit, from the most significant
 * @param {number} width bits
 * @param {string} name
 * @param {string} hue
 * @param {number} stop
 */
function run(v, shape, byte, at, width, name, hue, stop) {
  const value = v.bytes[byte];
  const bits = [];
  let broken = false;
  for (let i = at; i < at + width; i++) {
    const field = name === 'rsv' ? `rsv${i}` : name;
    const wrong = shape.judged && Boolean(v.first?.field.get(field)?.rule);
    broken ||= wrong;
    bits.push(bit(byte * 8 + i, (value >> (7 - i)) & 1, t(`field.${field}`), stop, wrong));
  }
  const label = brace(name, (value >> (8 - at - width)) & ((1 << width) - 1));
  return html`<div class="run ${hue} w${width}${broken ? ' broken' : ''}" data-of="${name}"><div class="cellrow">${bits}</div>
    <div class="brace" aria-hidden="true">${label}</div></div>`;
}

/**
 * One bit. Its name says its value, "FIN 1": as a button that is pressed or not it would
 * say nothing about 1 and 0, and a spin button could not be pressed with the space bar.
 * @param {number} at its place among all bits
 * @param {number} value
 * @param {string} field
 * @param {number} stop
 * @param {boolean} broken it belongs to a field that breaks a rule
 */
function bit(at, value, field, stop, broken) {
  const name = named(t('bit.name', { field, value, byte: at >> 3, bit: 7 - (at & 7) }), broken);
  return html`<span role="gridcell"><button type="button" class="bit" data-bit="${at}" data-value="${value}"
    tabindex="${at === stop ? 0 : -1}" aria-label="${name}">${value}</button></span>`;
}

/**
 * The text under a field's bits. A reserved opcode does not say its kind, because that does not fit.
 * A length of 126 or 127 says where the real one is (§5.2).
 * @param {string} name
 * @param {number} value
 */
function brace(name, value) {
  switch (name) {
    case 'rsv':
      return t('field.rsv');
    case 'opcode':
      return t('brace.opcode', { hex: value.toString(16).toUpperCase(), name: OPCODES.includes(value) ? opcodeName(value) : t('opcode.reserved') });
    case 'length':
      return t(value > 125 ? `brace.length.${value}` : 'brace.length', { n: value });
    default:
      return t(`field.${name}`);
  }
}

/**
 * The bits of one byte that is not in the header's first two.
 * @param {View} v
 * @param {number} byte
 * @param {string} field
 * @param {string} hue
 * @param {Cursor} cursor
 * @param {boolean} broken it belongs to a field that breaks a rule
 */
export function byteBits(v, byte, field, hue, cursor, broken) {
  const value = v.bytes[byte];
  const stop = cursor.bit >> 3 === byte ? cursor.bit : byte * 8;
  const bits = [];
  for (let i = 0; i < 8; i++) {
    bits.push(bit(byte * 8 + i, (value >> (7 - i)) & 1, field, stop, broken));
  }
  return html`<div class="bits one" role="grid" aria-label="${t('grid.byte', { byte })}"><div class="byte" role="row">${wave(value, [[hue, 8]])}
    <div class="run ${hue} w8"><div class="cellrow">${bits}</div></div></div></div>`;
}

/**
 * Byte 0 in bits and in hexadecimal, under a figure of bits only.
 * @param {number} byte
 */
export const firstByte = (byte) =>
  t('lesson.firstByte', { bits: byte.toString(2).padStart(8, '0').replace(/(?=.{4}$)/, ' '), hex: `0x${hex(byte).toUpperCase()}` });
