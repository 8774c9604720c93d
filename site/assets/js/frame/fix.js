// The obvious remedies for each rule that a frame can break. fixplace.js makes the new bytes.
import { compress } from '../codec/deflate.js';
import { concat } from '../base/bytes.js';
import { lay } from './edit.js';
import { Place } from './fixplace.js';
import { utf8, view } from './view.js';

/**
 * The changes of a remedy.
 * @typedef {{bytes?: Uint8Array, receiver?: import('./link.js').Role, deflate?: boolean}} Change
 */

/**
 * @typedef {object} Remedy
 * @property {string} name its words are fix.<name>
 * @property {() => Change} change
 */

const [TEXT, BINARY, CLOSE, PING, PONG] = [1, 2, 8, 9, 10];
const [FIN, RSV1, RSV2, RSV3, OPCODE] = [0x80, 0x40, 0x20, 0x10, 0x0f];

/** The most bytes of a control frame's payload (RFC 6455 §5.5). */
const CONTROL = 125;

/** The close code of a normal closure (RFC 6455 §7.4.1). */
const NORMAL = [1000 >> 8, 1000 & 255];

/**
 * The remedies for a rule that a frame breaks, the most likely one first.
 * @param {import('../codec/codec.js').Codec} codec
 * @param {import('./view.js').View} v
 * @param {number} n the frame's number in the view, from 0
 * @param {string} rule
 * @param {import('./edit.js').Laid | null} [laid] the frame when its bytes last fitted its header
 * @returns {Remedy[]} none for a rule without an obvious one
 */
export function remedies(codec, v, n, rule, laid = null) {
  const key = rule.startsWith('message.deflate.') ? 'message.deflate' : rule;
  return REMEDIES.get(key)?.(new Place(codec, v, n, rule, laid)) ?? [];
}

/** @param {string} name @param {() => Uint8Array} bytes @returns {Remedy} */
const to = (name, bytes) => ({ name, change: () => ({ bytes: bytes() }) });

/** @param {string} name @param {Place} p @param {number} opcode @returns {Remedy} */
const become = (name, p, opcode, frame = p.frame) => to(name, () => p.bits(frame.start, OPCODE, opcode));

/** @param {string} name @param {Place} p @param {number} bit @returns {Remedy} */
const clear = (name, p, bit, frame = p.frame) => to(name, () => p.bits(frame.start, bit, 0));

/** @param {Place} p */
const shortest = (p) => to('length', () => p.shortest());

/** @param {Remedy} remedy @param {Place} p @returns {Remedy[]} */
function orDirection(remedy, { n, v }) {
  // All frames have the same direction: another one is a remedy only while none before fits it.
  return n > 0 ? [remedy] : [remedy, { name: 'direction', change: () => ({ receiver: v.receiver === 'server' ? 'client' : 'server' }) }];
}

/** @type {Map<string, (p: Place) => Remedy[]>} */
const REMEDIES = new Map(Object.entries({
  'frame.control.fragmented': (p) => [to('fin', () => p.bits(p.frame.start, 0, FIN))],
  'frame.rsv1.not-negotiated': (p) => {
    const off = clear('rsv1', p, RSV1);
    if (p.frame.opcode !== TEXT && p.frame.opcode !== BINARY) return [off];
    const agree = { name: 'deflate', change: () => ({ deflate: true }) };
    return inflates(p, p.plain) ? [agree, off] : [off, agree];
  },
  'frame.rsv1.not-first': (p) => [clear('rsv1', p, RSV1)],
  'frame.rsv2.not-negotiated': (p) => [clear('rsv2', p, RSV2)],
  'frame.rsv3.not-negotiated': (p) => [clear('rsv3', p, RSV3)],
  'frame.opcode.reserved': (p) => {
    if (Number(p.frame.opcode) > CLOSE) return [become('ping', p, PING), become('pong', p, PONG)];
    return p.unfinished ? [become('continuation', p, 0)] : textOrBinary(p);
  },
  'frame.continuation.orphan': (p) => [...textOrBinary(p), ...reopened(p)],
  'frame.message.interleaved': (p) => [become('continuation', p, 0), to('end', () => p.bits(p.unfinished?.start ?? 0, 0, FIN))],
  'frame.mask.missing': (p) => orDirection(to('mask', () => p.masked()), p),
  'frame.mask.forbidden': (p) => orDirection(to('unmask', () => p.unmasked()), p),
  'frame.control.too-long': tooLong,
  'frame.length.top-bit': (p) => [p.moved ? shortest(p) : to('topbit', () => p.bits(p.frame.start + 2, 0x80, 0))],
  'frame.length.not-minimal': (p) => [shortest(p)],
  'message.text.not-utf8': (p) => [...cutText(p), become('binary', p, BINARY, p.message[0])],
  'close.body.one-byte': (p) => [p.moved ? shortest(p) : to('body', () => p.payload(new Uint8Array()))],
  'close.code.not-sendable': (p) => {
    const use = to('code', () => p.payload(p.plain.map((b, i) => NORMAL[i] ?? b), Number(p.frame.length)));
    // 1005 says that there is no code (RFC 6455 §7.1.5), so leaving it out says the same.
    const none = p.plain.length === 2 && p.frame.length === 2n && ((p.plain[0] << 8) | p.plain[1]) === 1005;
    return none ? [to('nocode', () => p.payload(new Uint8Array())), use] : [use];
  },
  'close.reason.not-utf8': (p) => [to('reason', () => p.payload(p.plain.subarray(0, whole(p.plain, p.fault.start / 8, 2))))],
  'message.deflate': deflated,
}));

/** @param {Place} p */
function textOrBinary(p) {
  const binary = become('binary', p, BINARY);
  return p.frame.missing > 0 || utf8(p.plain) !== null ? [become('text', p, TEXT), binary] : [binary];
}

/**
 * For a continuation after a whole message: that message goes on.
 * @param {Place} p
 * @returns {Remedy[]}
 */
function reopened(p) {
  const { last } = p;
  return last && !last.broken.length ? [to('reopen', () => p.bits(last.start, FIN, 0))] : [];
}

/**
 * For a control frame of more than 125 bytes: a message that carries its payload after it, or only the first 125 bytes.
 * The payload of a Close frame cannot be a message, and a message cannot begin inside another.
 * @param {Place} p
 * @returns {Remedy[]}
 */
function tooLong(p) {
  const { frame, plain } = p;
  if ((p.moved ? p.moved.payload.length : (frame.length ?? Infinity)) <= CONTROL) return [shortest(p)];
  const closing = frame.opcode === CLOSE;
  const cut = to('cut', () =>
    plain.length < CONTROL ? p.payload(plain, CONTROL) : p.payload(plain.subarray(0, whole(plain, CONTROL, closing ? 2 : 0))));
  if (closing || frame.missing > 0 || p.unfinished) return [cut];
  return [to('split', () => p.split(utf8(plain) === null ? BINARY : TEXT)), cut];
}

/**
 * For a text whose last character is cut: the text without it, unless it begins in a fragment before.
 * @param {Place} p
 * @returns {Remedy[]}
 */
function cutText(p) {
  const { fault, message, plain } = p;
  if (fault.bits > 0 || fault.source !== 'unmasked') return [];
  const text = concat(...message.map((f) => f.plain ?? new Uint8Array()));
  const left = whole(text, text.length) - text.length + plain.length;
  return left < 0 ? [] : [to('character', () => p.payload(plain.subarray(0, left)))];
}

/**
 * For a message that cannot be inflated: its end completed, RSV1 cleared if it is a message without, or its bytes compressed.
 * @param {Place} p
 * @returns {Remedy[]}
 */
function deflated(p) {
  const { plain, frame, message, rule } = p;
  const out = [];
  const ended = concat(plain, Uint8Array.of(0));
  if (/\.(empty|final)$/.test(rule) || (rule.endsWith('.unfinished') && inflates(p, ended))) out.push(to('zero', () => p.payload(ended)));
  if (rule.endsWith('.tail') && plain.length >= 4) out.push(to('tail', () => p.payload(plain.subarray(0, -4))));
  const alone = message.length === 1 && frame.missing === 0n && p.now.fin;
  if (!alone || frame.opcode === BINARY || utf8(plain) !== null) out.push(clear('rsv1', p, RSV1, message[0]));
  if (alone) out.push(to('compress', () => p.payload(compress(p.codec, plain))));
  return out;
}

/**
 * Whether a payload can be inflated by itself where permessage-deflate has been agreed on.
 * @param {Place} p its frame
 * @param {Uint8Array} payload
 */
function inflates({ codec, v, now }, payload) {
  const frame = lay(codec, { ...now, rsv: RSV1 >> 4, masked: false, form: 0, payload });
  return view(codec, frame, 'client', v.deflate || true, true).frames[0].broken.length === 0;
}

/**
 * Where some text can end at a character's border.
 * @param {Uint8Array} bytes
 * @param {number} end no later than here
 * @param {number} [from] where the text begins
 * @returns {number} end, if the bytes up to there are not UTF-8 anyway
 */
function whole(bytes, end, from = 0) {
  for (let at = end; at >= from && at > end - 4; at--) if (utf8(bytes.subarray(from, at)) !== null) return at;
  return end;
}
