// The chosen byte: its eight bits, its value, and a sentence that says what it does.
import { hex } from './bytes.js';
import { byteBits } from './figure.js';
import { fieldWords, hue } from './hexview.js';
import { escape } from './html.js';
import { characters, fieldOf } from './view.js';
import { t } from './words.js';

/** @typedef {import('./view.js').View} View */

/**
 * @param {View} v
 * @param {import('./figure.js').Cursor} cursor
 * @param {import('./fields.js').Drafts} drafts
 */
export function drawerHTML(v, cursor, drafts) {
  const byte = cursor.byte;
  if (byte === null || byte >= v.bytes.length) return `<p class="note">${escape(t('drawer.none'))}</p>`;
  const field = fieldOf(v, byte);
  const words = fieldWords(field);
  const bits = byte > 1 || !v.first ? byteBits(v, byte, words, hue(field), cursor) : '';
  const draft = drafts.get(byteDraft(byte));
  return (
    `<div class="drawerhead"><button type="button" class="quiet" data-act="prev" aria-label="${escape(t('drawer.prev'))}"${byte === 0 ? ' aria-disabled="true"' : ''}>‹</button>` +
    `<h2 class="drawertitle">${escape(t('drawer.title', { byte, field: words }))}</h2>` +
    `<button type="button" class="quiet" data-act="next" aria-label="${escape(t('drawer.next'))}"${byte === v.bytes.length - 1 ? ' aria-disabled="true"' : ''}>›</button>` +
    `<input class="bytehex ${hue(field)}" name="byte" type="text" size="2" maxlength="2" autocomplete="off" spellcheck="false"` +
    ` aria-label="${escape(t('drawer.hex', { byte }))}" value="${escape(draft?.text ?? hex(v.bytes[byte]))}"${draft ? ' aria-invalid="true"' : ''}></div>` +
    `${bits}<p class="drawersays">${escape(says(v, byte, field))}</p>`
  );
}

/**
 * The name of what was typed for a byte and cannot be used yet.
 * @param {number | string | null} byte
 */
export const byteDraft = (byte) => `byte ${byte}`;

/**
 * What a byte does.
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
  const near = i - Math.max(0, i - 4);
  const piece = f.opcode === 2 || f.compressed ? undefined : whole(f.plain, i, near);
  const char = piece ? t('drawer.char', { char: piece }) : '';
  if (!f.masked) return t('drawer.payload.plain', { wire, char });
  return t('drawer.payload.masked', { wire, key: hex(f.key[i & 3]), j: i & 3, plain: hex(f.plain[i]), char });
}

/**
 * The character that a payload byte is part of; read from its lead byte, at most three back.
 * @param {Uint8Array} plain
 * @param {number} i
 * @param {number} back
 */
function whole(plain, i, back) {
  let lead = i;
  while (lead > i - back && (plain[lead] & 0xc0) === 0x80) lead--;
  const [first] = characters(plain.subarray(lead, lead + 4));
  return first && first.size > i - lead ? first.text : '';
}
