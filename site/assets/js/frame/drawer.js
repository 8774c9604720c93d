// Draws the chosen byte: its eight bits, its value, and a sentence on what it does.
import { hex } from '../base/bytes.js';
import { covered } from '../base/cover.js';
import { byteBits } from './figure.js';
import { fieldWords, hue } from './hexview.js';
import { html } from '../base/html.js';
import { visible } from './payloadcells.js';
import { characters, fieldOf } from './view.js';
import { t } from '../base/words.js';

/** @typedef {import('./view.js').View} View */

/**
 * @param {View} v
 * @param {import('./figure.js').Cursor} cursor
 * @param {import('./fields.js').Drafts} drafts
 */
export function drawerHTML(v, cursor, drafts) {
  const byte = cursor.byte;
  if (byte === null || byte >= v.bytes.length) return html`<p class="note">${t('drawer.none')}</p>`;
  const field = fieldOf(v, byte);
  const words = fieldWords(field);
  const bits = byte > 1 || !v.first ? byteBits(v, byte, words, hue(field), cursor, breaks(v, byte, field)) : '';
  const draft = drafts.get(byteDraft(byte));
  return html`<div class="lanehead"><div class="drawerhead"><button type="button" class="quiet" data-act="prev" aria-label="${t('drawer.prev')}"${byte === 0 ? html` aria-disabled="true"` : ''}>‹</button>
    <h2 class="drawertitle">${t('drawer.title', { byte, field: words })}</h2>
    <button type="button" class="quiet" data-act="next" aria-label="${t('drawer.next')}"${byte === v.bytes.length - 1 ? html` aria-disabled="true"` : ''}>›</button>
    <input class="bytehex ${hue(field)}" name="byte" type="text" size="2" maxlength="2" autocomplete="off" spellcheck="false"
    aria-label="${t('drawer.hex', { byte })}" value="${draft?.text ?? hex(v.bytes[byte])}"${draft ? html` aria-invalid="true"` : ''}></div>
    ${bits}</div><p class="drawersays">${says(v, byte, field)}</p>`;
}

/**
 * The name of what was typed for a byte and cannot be used yet.
 * @param {number | string | null} byte
 */
export const byteDraft = (byte) => `byte ${byte}`;

/**
 * Says what a byte does.
 * @param {View} v
 * @param {number} byte
 * @param {ReturnType<typeof fieldOf>} field
 */
export function says(v, byte, field) {
  const f = v.first;
  if (!f || field === 'left') return t('drawer.left');
  if (field === 'key') return t('drawer.key', { j: byte - (f.field.get('key')?.start ?? 0) / 8 });
  if (field !== 'payload') return t(`drawer.${field}`);
  const i = byte - f.payloadAt;
  const wire = hex(f.wire[i]);
  if (!f.plain) return t('drawer.payload.nokey', { wire });
  const char = charWords(f, i);
  if (!f.masked) return t('drawer.payload.plain', { wire, char });
  return t('drawer.payload.masked', { wire, key: hex(f.key[i & 3]), j: i & 3, plain: hex(f.plain[i]), char });
}

/**
 * The words for what a payload byte is, or is a part of.
 * @param {import('./view.js').Frame} f
 * @param {number} i the byte's place in the payload
 */
export const charWords = (f, i) => partWords(pieceAt(f, i), i);

/**
 * The thing that a payload byte is, or is a part of: a character, or a Close frame's code (§5.5.1).
 * @typedef {{start: number, size: number, text: string, code?: boolean}} Piece
 */

/**
 * @param {import('./view.js').Frame} f
 * @param {number} i the byte's place in the payload
 * @returns {Piece | null} null where it makes no character
 */
function pieceAt(f, i) {
  const { plain, opcode } = f;
  if (!plain || opcode === 2 || f.compressed) return null;
  const close = opcode === 8 && plain.length >= 2;
  if (close && i < 2) return { start: 0, size: 2, text: String((plain[0] << 8) | plain[1]), code: true };
  const from = Math.max(close ? 2 : 0, i - 3); // a character has at most four bytes
  let lead = i;
  while (lead > from && (plain[lead] & 0xc0) === 0x80) lead--;
  const [first] = characters(plain.subarray(lead, lead + 4));
  return first?.text && first.size > i - lead ? { start: lead, size: first.size, text: visible(first.text) } : null;
}

/**
 * @param {Piece | null} piece
 * @param {number} i
 */
function partWords(piece, i) {
  if (!piece) return '';
  const { start, size, text, code } = piece;
  if (size === 1) return t('drawer.char', { char: text });
  return t(code ? 'drawer.char.code' : 'drawer.char.part', { char: text, i: i - start + 1, n: size });
}

/**
 * Whether a byte belongs to what breaks a rule; of a text only what is not a character does.
 * @param {View} v
 * @param {number} byte
 * @param {ReturnType<typeof fieldOf>} field
 */
function breaks(v, byte, field) {
  const f = v.first;
  if (!f || field === 'left' || covered()) return false;
  return f.broken.some((s) => {
    if (s.source !== 'wire' && s.source !== 'unmasked') return false;
    const at = (s.source === 'wire' ? byte : byte - f.payloadAt) * 8;
    if (at + 8 <= s.start || at >= s.start + s.bits) return false;
    return s.source === 'wire' || s.field === 'close.code' || !pieceAt(f, at / 8);
  });
}
