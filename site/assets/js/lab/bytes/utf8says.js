// The UTF-8 lab's sentences: what the byte that was read last did, and what the receiver does with
// the whole text.
import { hex, toHex } from '../../base/bytes.js';
import { t } from '../../base/words.js';
import { encoded } from './utf8bytes.js';
import { spelled } from './utf8scene.js';

/** @typedef {import('./utf8scene.js').Scene} Scene */
/** @typedef {import('./utf8scene.js').Character} Character */
/** @typedef {import('./utf8state.js').State} State */

/** Characters that cannot be seen, by their numbers, and the names in their place. */
const NAMES = new Map([[0x20, '␣'], [0x200c, 'ZWNJ'], [0x200d, 'ZWJ'], [0xfe0e, 'VS15'], [0xfe0f, 'VS16'], [0xfeff, 'BOM'], [0xa0, 'NBSP'], [0xad, 'SHY']]);

/**
 * A character as it can be seen.
 * @param {number} number
 */
export function glyph(number) {
  const name = NAMES.get(number);
  if (name) return name;
  if (number < 0x20 || (number >= 0x7f && number < 0xa0)) return '·';
  const text = String.fromCodePoint(number);
  // A mark that is drawn over the character before it gets a circle.
  return /^\p{M}$/u.test(text) ? `◌${text}` : text;
}

/** A number as Unicode writes it. @param {number} number */
export const point = (number) => `U+${number.toString(16).toUpperCase().padStart(4, '0')}`;

/** Bytes are written in lower case, as everywhere on the site. @param {number} low @param {number} high */
const range = (low, high) => t('chars.range', { low: hex(low), high: hex(high) });

/** Why the byte after a first one has fewer values than 80 to BF, by the first. @type {Record<string, string>} */
const NARROW = { e0: 'overlong', f0: 'overlong', ed: 'surrogate', f4: 'large' };

/**
 * The sentence about the byte that was read last.
 * @param {Scene} now
 * @param {State} s
 * @returns {string}
 */
export function sentence(now, s) {
  const { found, fed, ended } = now;
  if (found) {
    if (found.why === 'cut') return t(s.as === 'close' ? 'chars.why.cut.close' : 'chars.why.cut', { n: now.now?.due ?? 0 });
    const byte = hex(s.bytes[found.at]);
    const why = t(`chars.why.${found.why}${found.why === 'overlong' && !found.high ? '.lead' : ''}`, { byte, range: range(found.low, found.high) });
    const would = spelled(now, s.bytes);
    const spells = found.why === 'overlong' && would && would.number !== null ? `${overlong(would.bytes, would.number)} ` : '';
    return `${why} ${spells}${t(s.as === 'close' ? 'chars.fails.close' : 'chars.fails')}`;
  }
  if (ended) return t(`chars.ended${s.as ? `.${s.as}` : ''}`, { n: s.bytes.length, count: now.characters.length });
  if (!fed) return t('chars.begin');
  const words = read(/** @type {Character} */ (now.now), s.bytes[fed - 1]);
  if (s.as !== 'frames' || fed !== s.cut) return words;
  return `${words} ${t(now.now?.due ? 'chars.border.inside' : 'chars.border')}`;
}

/**
 * The sentence about the character that overlong bytes would spell.
 * @param {Uint8Array} bytes
 * @param {number} number
 */
const overlong = (bytes, number) => t(`chars.spelled.overlong${number === 0x2f && bytes.length === 2 ? '.slash' : ''}`, { bytes: toHex(bytes, ' '), point: point(number), glyph: glyph(number), short: toHex(Uint8Array.from(encoded(number)), ' ') });

/**
 * @param {Character} c
 * @param {number} byte
 */
function read(c, byte) {
  const bits = c.bits.filter((b) => b.byte === c.start + c.size - 1);
  const words = { byte: hex(byte), prefix: bits[0].bits, bits: bits[1].bits, n: c.due, of: c.size + c.due, glyph: glyph(c.number), point: point(c.number) };
  if (c.size === 1 && !c.due) return t('chars.single', words);
  if (!c.due) return t('chars.complete', words);
  if (c.size > 1) return t('chars.more', words);
  const narrow = NARROW[hex(byte)];
  return `${t('chars.lead', words)}${narrow ? ` ${t(`chars.narrow.${narrow}`, { range: range(c.low, c.high) })}` : ''}`;
}

/**
 * The bytes that may come next, in words.
 * @param {Scene} now
 */
export function awaited({ now, found, ended }) {
  if (found || ended) return '';
  return now?.due ? range(now.low, now.high) : t('chars.any');
}
