// The deflate lab's sentences: what a code says, and what came of the messages.
import { hex, toHex } from '../../base/bytes.js';
import { utf8 } from '../../frame/view.js';
import { t } from '../../base/words.js';
import { bitsOf } from './deflatescene.js';

/** @typedef {import('./deflatescene.js').Scene} Scene */
/** @typedef {import('./deflatescene.js').Code} Code */

/** The most bytes that a sentence quotes. */
const QUOTED = 48;

/**
 * Bytes as a quoted text where they are one, else in hexadecimal.
 * @param {Uint8Array} bytes
 */
export function quoted(bytes) {
  const text = bytes.every((b) => b >= 0x20 && b !== 0x7f) ? utf8(bytes.subarray(0, QUOTED)) : null;
  const more = bytes.length > QUOTED ? ' …' : '';
  return text === null ? toHex(bytes.subarray(0, QUOTED / 2), ' ') + (bytes.length > QUOTED / 2 ? ' …' : '') : `“${text}${more}”`;
}

/** Kinds whose words depend on their value. */
const VARIANTS = ['bfinal', 'btype'];

/**
 * What a code means, in a few words for its place in the row.
 * @param {Code} code
 */
export function short(code) {
  const { kind, value, back } = code;
  if (code.rule) return t('zip.short.fault');
  if (kind === 'match') return t('zip.short.match', { n: value, back });
  if (kind === 'literal') return (value > 0x20 && value < 0x7f && String.fromCharCode(value)) || (value === 0x20 ? '␣' : hex(value));
  return t(`deflate.says.${kind}${VARIANTS.includes(kind) ? `.${value}` : ''}`, { v: value, n: code.bits / 8, byte: '' });
}

/**
 * The sentence about a code.
 * @param {Scene} now
 * @param {Code} code
 */
export function sentence(now, code) {
  const { payload, from: begins } = now.messages[code.message];
  const { kind, value, back, bits } = code;
  const made = now.out.subarray(code.from, code.to);
  const place = bits > 1 ? t('zip.bits', { from: code.start, to: code.start + bits - 1 }) : t('zip.bit', { from: code.start });
  if (code.rule) return `${t('zip.fault', { at: code.start, byte: code.start >> 3 })} ${t(`rule.${code.rule}`)}`;
  if (kind === 'match') {
    const across = code.from - back < begins ? 'across' : 'within';
    return `${place} ${t(`zip.match.${across}`, { n: value, back, what: quoted(made), bits, plain: 8 * value })}`;
  }
  if (kind === 'literal') {
    const of = value < 0x80 ? '' : characterOf(now, code);
    return `${place} ${t(of ? 'zip.literal.part' : 'zip.literal', { what: quoted(made), code: bitsOf(payload, code.start, bits), bits, of })}`;
  }
  if (kind === 'tail') return t(now.messages[code.message].frames.length > 1 ? 'zip.tail.frames' : 'zip.tail');
  return `${place} ${t(`field.deflate.${kind}`)}: ${t(`zip.says.${kind}${VARIANTS.includes(kind) ? `.${value}` : ''}`, { v: value, n: made.length })}`;
}

/**
 * The character that a byte belongs to; '' if there is none.
 * @param {Scene} now
 * @param {Code} code
 */
function characterOf(now, code) {
  let at = code.from;
  while (at > code.from - 3 && at > 0 && (now.out[at] & 0xc0) === 0x80) at--;
  const lead = now.out[at];
  return utf8(now.out.subarray(at, at + (lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2))) ?? '';
}

/**
 * What came of the messages: a sentence.
 * @param {Scene} now
 * @param {boolean} takeover
 */
export function result(now, takeover) {
  if (now.rule) {
    const code = now.codes.find((c) => c.rule);
    const place = code ? `${t('zip.fault', { at: code.start, byte: code.start >> 3 })} ` : '';
    return place + t(`rule.${now.rule}`);
  }
  const second = now.sizes[1];
  const first = now.sizes[0];
  if (!second) return t(first.takeover > first.plain ? 'zip.result.longer' : 'zip.result.one', { plain: first.plain, n: first.takeover });
  const words = { plain: second.plain, takeover: second.takeover, alone: second.alone };
  if (second.takeover === second.alone) return t('zip.result.same', words);
  return t(takeover ? 'zip.result.takeover' : 'zip.result.alone', words);
}
