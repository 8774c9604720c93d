// A line's bytes as text that can be typed in, and back, without a byte lost: every
// character shown remembers its bytes, and only what is typed is encoded.
import { characters } from '../frame/view.js';

/**
 * A character as it is shown, and its bytes: CR shows as ⇤ and LF as ⇣, which more fonts
 * have than their pictures, any other control character as its picture, and a byte that
 * is not UTF-8 as �.
 * @typedef {{char: string, bytes: Uint8Array}} Unit
 */

/**
 * @param {Uint8Array} bytes
 * @returns {Unit[]}
 */
export const units = (bytes) =>
  characters(bytes).map(({ start, size, text }) => ({ char: shown(text), bytes: bytes.subarray(start, start + size) }));

const CR = '\u21e4';
const LF = '\u21e3';

/** @param {string} char */
function shown(char) {
  if (char === '') return '\ufffd';
  if (char === '\r') return CR;
  if (char === '\n') return LF;
  const code = /** @type {number} */ (char.codePointAt(0));
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '\u2421' : char;
}

/** @param {Unit[]} all */
export const textOf = (all) => all.map((u) => u.char).join('');

const encoder = new TextEncoder();

/**
 * Typed text as bytes: a line break is CR LF, the sign of a control character that character.
 * @param {string} text
 * @returns {Uint8Array}
 */
export function encode(text) {
  const plain = text
    .replace(/\r\n?|\n/g, '\r\n')
    .replaceAll(CR, '\r')
    .replaceAll(LF, '\n')
    .replace(/[\u2400-\u241f]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0x2400))
    .replace(/\u2421/g, '\x7f');
  return encoder.encode(plain);
}

/**
 * The change that typing made: the bytes from `from` to `to` of those shown before are now `bytes`.
 * @param {Unit[]} before
 * @param {string} value what the control says now
 * @param {number} caret where the caret is in it: what follows has not been typed
 * @returns {{from: number, to: number, bytes: Uint8Array}}
 */
export function typed(before, value, caret) {
  const now = [...value];
  const behind = now.length - [...value.slice(0, caret)].length;
  let tail = 0;
  while (tail < behind && tail < before.length && before[before.length - 1 - tail].char === now[now.length - 1 - tail]) tail++;
  let head = 0;
  const most = Math.min(before.length, now.length) - tail;
  while (head < most && before[head].char === now[head]) head++;
  return {
    from: size(before.slice(0, head)),
    to: size(before.slice(0, before.length - tail)),
    bytes: encode(now.slice(head, now.length - tail).join('')),
  };
}

/** @param {Unit[]} all */
const size = (all) => all.reduce((n, u) => n + u.bytes.length, 0);

/**
 * The place in the text of a place in the bytes.
 * @param {Unit[]} all
 * @param {number} at in bytes
 */
export function caretOf(all, at) {
  let chars = 0;
  for (let bytes = 0, i = 0; i < all.length && bytes < at; i++) {
    bytes += all[i].bytes.length;
    chars += all[i].char.length;
  }
  return chars;
}

/**
 * Whether an arrow up or down leaves a field: one that takes several rows is gone through first.
 * @param {HTMLTextAreaElement} field
 */
export function leaves(field) {
  const tall = field.clientHeight > 2 * parseFloat(getComputedStyle(field).lineHeight);
  return !tall || field.selectionEnd === 0 || field.selectionStart === field.value.length;
}
