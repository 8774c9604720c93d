// Says in a sentence what the receiver must now do with these bytes, and writes the line under it.
import { has, t } from '../base/words.js';
import { ruleWords } from './rulewords.js';
import { utf8 } from './view.js';

/** @typedef {import('./view.js').View} View */
/** @typedef {import('./view.js').Frame} Frame */

/**
 * @typedef {object} Verdict
 * @property {string} text the sentence
 * @property {boolean} broken
 * @property {{rfc: number, number: string}} section where it is written
 * @property {string} state "No rule broken", or how many rules are
 * @property {string} [rule] the name of the first broken rule
 * @property {string} [code] the close code that a broken rule leads to
 * @property {{name: string, text: string}[]} more the other broken rules
 */

/** How many characters of a text a sentence repeats. */
const QUOTED = 24;

/**
 * Where the meaning of a whole frame is written, by opcode.
 * @type {Record<number, string>}
 */
const SECTION = { 0: '5.4', 1: '5.6', 2: '5.6', 8: '5.5.1', 9: '5.5.2', 10: '5.5.3' };

/**
 * @param {import('../codec/codec.js').Codec} codec
 * @param {Frame | undefined} frame
 * @param {import('./link.js').Role} role the receiver's
 * @returns {Verdict}
 */
export function verdict(codec, frame, role) {
  const receiver = t(`party.${role}`);
  if (!frame) return { text: t('verdict.empty'), broken: false, section: rfc('5.2'), state: '', more: [] };
  const judged = judge(codec, frame, receiver);
  if (!frame.unread) return judged;
  const text = unread(frame);
  if (frame.broken.length) return { ...judged, text, code: '' };
  // The receiver reads nothing after a Close, so the rule that data breaks there is the sender's.
  const rule = frame.late && isData(frame) ? AFTER_CLOSE : undefined;
  return { text, broken: false, section: rfc(frame.late ? '5.5.1' : '7.1.7'), state: '', rule, more: [] };
}

/** The sender's rule against data after its Close. */
const AFTER_CLOSE = 'send.after-close';

/** @param {Frame} frame */
const isData = ({ opcode }) => opcode !== undefined && opcode < 8;

/**
 * The sentence about a frame that the receiver does not read: the connection has failed, or a Close came before.
 * @param {Frame} frame
 */
function unread(frame) {
  const { late, broken } = frame;
  const why = t(!late ? 'strip.dead' : isData(frame) ? 'strip.late.data' : 'strip.late');
  return broken.length ? `${why} ${ruleWords(String(broken[0].rule))}` : why;
}

/**
 * The verdict on a frame that is read.
 * @param {import('../codec/codec.js').Codec} codec
 * @param {Frame} frame
 * @param {string} receiver
 * @returns {Verdict}
 */
function judge(codec, frame, receiver) {
  const [first, ...others] = frame.broken;
  if (first) {
    const rule = codec.rules.byName(first.rule);
    return {
      text: t('verdict.fail', { receiver, rule: ruleWords(rule.name) }),
      broken: true,
      section: { rfc: rule.rfc, number: rule.section },
      state: t('verdict.broken', { n: frame.broken.length }),
      rule: rule.name,
      code: rule.closeCode ? t('verdict.fail.code', { code: String(rule.closeCode) }) : '',
      more: others.map((s) => ({ name: String(s.rule), text: ruleWords(String(s.rule)) })),
    };
  }
  const ok = { broken: false, state: t('verdict.ok'), more: [] };
  if (frame.missing > 0) {
    const lacking = frame.spans.find((s) => s.missing && s.depth === 1) ?? frame.spans[0];
    return {
      ...ok,
      text: t('verdict.missing', { receiver, what: t(`verdict.missing.${lacking.field}`), n: lacking.missing }),
      section: rfc('5.2'),
    };
  }
  if (frame.compressed) return { ...ok, text: compressed(frame, frame.compressed, receiver), section: { rfc: 7692, number: '6.2' } };
  return { ...ok, text: whole(frame, receiver), section: rfc(SECTION[frame.opcode ?? 0]) };
}

/** @param {string} number */
const rfc = (number) => ({ rfc: 6455, number });

/**
 * The verdict on a whole frame that breaks no rule.
 * @param {Frame} frame
 * @param {string} receiver
 */
function whole(frame, receiver) {
  const plain = frame.plain ?? frame.wire;
  const masked = t(frame.masked ? 'verdict.masked' : 'verdict.unmasked');
  const n = plain.length;
  const fin = frame.field.get('fin')?.value === 1n;
  switch (frame.opcode) {
    case 0x1:
      return t(fin ? 'verdict.text' : 'verdict.text.first', { receiver, n, masked, saying: saying(plain) });
    case 0x2:
      return t(fin ? 'verdict.binary' : 'verdict.binary.first', { receiver, n, masked });
    case 0x8: {
      if (n === 0) return t('verdict.close.empty', { receiver });
      const code = (plain[0] << 8) | plain[1];
      return t('verdict.close', { receiver, code: String(code), name: closeName(code), saying: saying(plain.subarray(2), 'verdict.reason') });
    }
    case 0x9:
      if (n === 0) return t('verdict.ping.empty', { receiver });
      return t('verdict.ping', { receiver, n });
    case 0xa:
      return t('verdict.pong', { receiver, n });
    default:
      return t('verdict.continuation', { receiver, n, masked });
  }
}

/**
 * The verdict on a frame of a compressed message.
 * @param {Frame} frame
 * @param {import('./view.js').Compressed} part
 * @param {string} receiver
 */
function compressed(frame, { text, inflated, size, reach }, receiver) {
  const masked = t(frame.masked ? 'verdict.masked' : 'verdict.unmasked');
  const to = inflated && !reach ? t('verdict.inflating', { n: size, saying: text ? saying(inflated) : '' }) : '';
  const fin = frame.field.get('fin')?.value === 1n;
  const kind = frame.opcode === 0 ? 'continuation' : (text ? 'text' : 'binary') + (fin ? '' : '.first');
  return t(`verdict.deflate.${kind}`, { receiver, n: frame.wire.length, masked, to }) + (reach ? t('verdict.deflate.reach', { n: reach }) : '');
}

/**
 * @param {Uint8Array} plain
 * @param {string} [key]
 */
function saying(plain, key = 'verdict.saying') {
  const text = utf8(plain);
  if (!text) return '';
  let n = 0;
  let end = 0;
  for (const char of text) {
    if (n++ === QUOTED) return t(key, { text: text.slice(0, end) + '…' });
    end += char.length;
  }
  return t(key, { text });
}

/** @param {number} code */
export function closeName(code) {
  if (has(`close.${code}`)) return t(`close.${code}`);
  if (code >= 3000 && code < 4000) return t('close.registered');
  if (code >= 4000 && code < 5000) return t('close.private');
  return t('close.unassigned');
}

/**
 * The number of the frame that the verdict on a stream is about: the first that breaks a rule, else one that
 * is not complete, else the selected one.
 * @param {View} v
 * @param {number} chosen the selected frame's number, from 0
 */
export function subject({ frames }, chosen) {
  const broken = frames.findIndex((f) => f.broken.length > 0 && !f.unread);
  if (broken >= 0) return broken;
  const last = frames.length - 1;
  return last >= 0 && frames[last].missing > 0 && !frames[last].unread ? last : chosen;
}

/**
 * How many bytes the first frame has, and how many follow it.
 * @param {View} v
 * @param {boolean} alone whether what follows it is of no interest
 * @param {import('./edit.js').Laid | null} [before] the frame when its bytes last fitted its header, if they do no longer
 */
export function size(v, alone = false, before = null) {
  const frame = v.first;
  if (!frame) return '';
  const freed = before ? v.rest.length - before.rest.length : 0;
  if (before && freed > 0) {
    // The key's place is the payload's now.
    const unmasked = before.key !== null && frame.masked === false && before.payload.length >= before.key.length;
    return t(unmasked ? 'verdict.moved.key' : 'verdict.moved', { n: freed });
  }
  if (frame.missing > 0) return t('verdict.waiting', { n: frame.end });
  if (alone) return t('verdict.size', { n: frame.end });
  return `${t('verdict.size', { n: frame.end })}, ${left(v)}`;
}

/** @param {View} v */
function left(v) {
  const n = v.rest.length;
  if (n === 0) return t('verdict.left.none');
  const next = v.frames[1];
  if (next?.afterClose) return t('verdict.left.closed', { n });
  return t('verdict.left.next', { n });
}

