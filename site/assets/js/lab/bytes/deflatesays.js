// The deflate lab's sentences: what a code says, and what came of the messages.
import { hex, toHex } from '../../base/bytes.js';
import { utf8 } from '../../frame/view.js';
import { t } from '../../base/words.js';
import { ruleWords } from '../../frame/rulewords.js';
import { bitsOf } from './deflatescene.js';

/** @typedef {import('./deflatescene.js').Scene} Scene */
/** @typedef {import('./deflatescene.js').Code} Code */

/** The most bytes that a sentence quotes. */
const QUOTED = 48;

/**
 * Bytes as a quoted text where they are one, with the rest of a character at either end in hexadecimal; other bytes in
 * hexadecimal.
 * @param {Uint8Array} bytes
 */
export function quoted(bytes) {
  const shown = bytes.subarray(0, QUOTED);
  const cut = bytes.length > QUOTED;
  const more = cut ? ' …' : '';
  let from = 0;
  while (from < Math.min(3, shown.length) && (shown[from] & 0xc0) === 0x80) from++;
  for (let to = shown.length; to > Math.max(from, shown.length - 4); to--) {
    const text = utf8(shown.subarray(from, to));
    if (text === null || !visible(text)) continue;
    // Where the text is cut, so may be its last character.
    return [toHex(shown.subarray(0, from), ' '), `“${text}${cut ? '…' : ''}”`, cut ? '' : toHex(shown.subarray(to), ' ')].filter(Boolean).join(' ');
  }
  return toHex(shown, ' ') + more;
}

/** Whether a text has no control characters. @param {string} text */
const visible = (text) => !/[\0-\x1f\x7f]/.test(text);

/** Kinds whose words depend on their value. */
const VARIANTS = ['bfinal', 'btype'];

/**
 * A few words about a code, for its place in the row.
 * @param {Code} code
 */
export function short(code) {
  const { kind, value, back } = code;
  if (code.rule) return t('zip.short.fault');
  if (kind === 'match') return t('zip.short.match', { n: value, back });
  if (kind === 'literal') return (value > 0x20 && value < 0x7f && String.fromCharCode(value)) || (value === 0x20 ? '␣' : hex(value));
  return t(`deflate.says.${kind}${VARIANTS.includes(kind) ? `.${value}` : ''}`, { v: value, n: code.bits / 8, byte: '' });
}

/** The parts of a block's header of which there are many: the lengths of its codes. */
export const TABLE = ['code', 'code-length', 'repeat', 'zeros'];

/**
 * A line about a code, for where the sentence is out of sight.
 * @param {Code} code
 */
export const brief = (code) => (code.rule || code.kind === 'match' ? short(code) : `${t(`field.deflate.${code.kind}`)}: ${short(code)}`);

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
  // The rule's own words are for a message after others, which this one is not.
  const far = code.rule === 'message.deflate.not-here' && code.message === 0;
  if (code.rule) return `${t('zip.fault', { at: code.start, byte: code.start >> 3, bit: code.start & 7 })} ${far ? t('zip.fault.far') : ruleWords(code.rule)}`;
  if (kind === 'match') {
    const across = code.from - back < begins ? 'across' : 'within';
    const words = t(`zip.match.${across}`, { n: value, back, what: quoted(made), bits, plain: 8 * value }).replace('….', '…');
    return `${place} ${words}${value > back ? ` ${t('zip.match.overlap', { n: value, back })}` : ''}`;
  }
  if (kind === 'literal') {
    const of = value < 0x80 ? '' : characterOf(now, code);
    const table = now.blocks[code.block].type === 1 ? 'fixed' : bits < 8 ? 'less' : bits > 8 ? 'greater' : 'equal';
    const words = { what: quoted(made), code: bitsOf(payload, code.start, bits), bits, of };
    return `${place} ${t(of ? 'zip.literal.part' : 'zip.literal', words)} ${t(`zip.literal.${table}`, words)}`;
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
 * The sentence about the messages: their sizes, or what is broken.
 * @param {Scene} now
 * @param {import('./deflatestate.js').State} s
 * @param {import('../../codec/codec.js').Codec} codec
 */
export function result(now, s, codec) {
  if (now.rule) {
    const code = String(codec.rules.byName(now.rule).closeCode);
    const fault = now.codes.find((c) => c.rule === now.rule);
    const words = fault ? t('zip.result.broken', { at: fault.start, code }) : `${ruleWords(String(now.rule))} ${t('zip.result.fails', { code })}`;
    return s.two && now.broken === 0 ? `${words} ${t('zip.result.unread')}` : words;
  }
  const second = now.sizes[1];
  const first = now.sizes[0];
  if (!second && !first.plain) return t('zip.result.empty', { n: first.takeover });
  if (!second) return t(first.takeover > first.plain ? 'zip.result.longer' : 'zip.result.one', { plain: first.plain, n: first.takeover });
  const words = { plain: second.plain, takeover: second.takeover, without: second.alone };
  if (second.takeover === second.alone) return t('zip.result.same', words);
  return t(s.takeover ? 'zip.result.takeover' : 'zip.result.alone', words);
}
