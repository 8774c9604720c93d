// Computes what the deflate lab shows from its state: the frames of both messages, their blocks and codes with
// their bits, which bytes each code makes, and the sizes with and without context takeover.
import { concat } from '../../base/bytes.js';
import { compressAll, dissectDeflate, dissectInflated } from '../../codec/deflate.js';
import { writeFrame } from '../../codec/frame.js';
import { fragments } from './deflatestate.js';

/** @typedef {import('../../codec/codec.js').Codec} Codec */
/** @typedef {import('./deflatestate.js').State} State */

/**
 * A code of a compressed message: a literal, a match (its length and distance together), a part of a block's
 * header, or the place from which on the bits are not DEFLATE.
 * @typedef {object} Code
 * @property {string} kind a field of the codec without its "deflate.", or "match"
 * @property {number} message from 0
 * @property {number} block from 0, in its message
 * @property {number} start in bits, from the message's first; each byte's lowest bit first
 * @property {number} bits
 * @property {number} value
 * @property {number} from the first byte that it makes, counted through all messages
 * @property {number} to the byte after its last
 * @property {number} back of a match: how many bytes before them it copies from; else 0
 * @property {number} length of a match: how many of its bits are for the length
 * @property {string | null} rule
 */

/**
 * @typedef {object} Block
 * @property {number} message
 * @property {number} type 0 stored, 1 fixed codes, 2 its own codes
 * @property {number} bits
 * @property {number} first its first code
 * @property {number} last its last code
 * @property {number} from the first byte that it makes
 * @property {number} to
 */

/** @typedef {{wire: Uint8Array, payload: Uint8Array}} Sent a frame, and its payload unmasked */

/**
 * @typedef {object} Message
 * @property {Sent[]} frames
 * @property {Uint8Array} payload those of the frames, joined, unmasked
 * @property {number} from the first of its inflated bytes, counted through all messages
 * @property {number} to
 * @property {boolean} ended it is whole: 00 00 ff ff ends it
 */

/** @typedef {{plain: number, takeover: number, alone: number}} Size of a message in bytes: its text, and compressed in both ways */

/**
 * @typedef {object} Scene
 * @property {Message[]} messages
 * @property {Block[]} blocks
 * @property {Code[]} codes
 * @property {Uint8Array} out all inflated bytes
 * @property {Size[]} sizes
 * @property {string | null} rule what the frames break
 * @property {number} broken the message that breaks it; -1 for none
 */

const KEY = Uint8Array.of(0x37, 0xfa, 0x21, 0x3d);

/** The most bytes that are inflated: enough to see, and no bomb. */
const INFLATED = 1 << 16;

/**
 * @param {Codec} codec
 * @param {State} s
 * @returns {Scene}
 */
export function scene(codec, s) {
  const first = s.hex ? [inflated(codec, s.hex)] : fragments(s.one, s.lines);
  const texts = s.two ? [first, fragments(s.two, s.lines)] : [first];
  const both = [true, false].map((takeover) => {
    const all = compressAll(codec, texts, { serverNoContextTakeover: !takeover });
    if (s.hex) all[0] = [s.hex];
    return all;
  });
  const used = both[s.takeover ? 0 : 1];
  const size = (/** @type {Uint8Array[]} */ parts) => parts.reduce((n, part) => n + part.length, 0);
  const sizes = used.map((_, i) => ({ plain: size(texts[i]), takeover: size(both[0][i]), alone: size(both[1][i]) }));
  /** @type {Scene} */
  const out = { messages: [], blocks: [], codes: [], out: new Uint8Array(), sizes, rule: null, broken: -1 };
  for (const payloads of used) {
    message(codec, out, payloads, s.takeover);
    const bytes = wire(out);
    const context = /** @type {const} */ ({ receiver: 'server', deflate: { clientNoContextTakeover: !s.takeover } });
    out.rule = dissectInflated(codec, bytes, context).spans.find((span) => span.rule)?.rule ?? null;
    if (out.rule === null) continue;
    out.broken = out.messages.length - 1;
    break;
  }
  return out;
}

/** All frames. @param {Scene} now */
export const wire = (now) => concat(...now.messages.flatMap(({ frames }) => frames.map((f) => f.wire)));

/**
 * The bytes that a message by hand inflates to, up to the first broken rule, for what refers to them.
 * @param {Codec} codec
 * @param {Uint8Array} payload
 */
function inflated(codec, payload) {
  const made = { messages: [], blocks: [], codes: [], out: new Uint8Array(), sizes: [], rule: null, broken: -1 };
  message(codec, made, [payload], false);
  return made.out;
}

/**
 * Add a message.
 * @param {Codec} codec
 * @param {Scene} to
 * @param {Uint8Array[]} payloads
 * @param {boolean} takeover
 */
function message(codec, to, payloads, takeover) {
  const payload = concat(...payloads);
  const number = to.messages.length;
  const from = to.out.length;
  const out = [...to.out];
  let end = 0;
  /** @type {Block | null} */
  let block = null;
  for (const span of dissectDeflate(codec, payload, takeover ? from : 0)) {
    const kind = span.field.slice('deflate.'.length);
    if (kind === 'block') {
      block = { message: number, type: 0, bits: span.bits, first: to.codes.length, last: to.codes.length, from: out.length, to: out.length };
      to.blocks.push(block);
      continue;
    }
    const value = Number(span.value);
    /** @type {Code} */
    const code = { kind, message: number, block: to.blocks.length - 1, start: span.start, bits: span.bits, value, from: out.length, to: out.length, back: 0, length: 0, rule: span.rule };
    if (kind === 'btype' && block) block.type = value;
    else if (kind === 'distance') {
      // A match is one code: its length was the last.
      const match = to.codes[to.codes.length - 1];
      Object.assign(match, { kind: 'match', length: match.bits, bits: match.bits + span.bits, back: value });
      for (let n = match.value; n > 0 && out.length < INFLATED; n--) out.push(out[out.length - value]);
      match.to = out.length;
    } else if (kind === 'literal') out.push(value);
    else if (kind === 'stored') out.push(...payload.subarray(span.start / 8, (span.start + span.bits) / 8));
    code.to = out.length;
    if (kind !== 'distance') to.codes.push(code);
    if (block) Object.assign(block, { last: to.codes.length - 1, to: out.length });
    end = Number(kind === 'tail');
  }
  const frames = payloads.map((part, i) => ({
    payload: part,
    wire: writeFrame(codec, { fin: i === payloads.length - 1, rsv: i ? 0 : 4, opcode: i ? 0 : 1, masked: true, form: 0, key: KEY }, part),
  }));
  to.out = Uint8Array.from(out);
  to.messages.push({ frames, payload, from, to: out.length, ended: end > 0 });
}

/**
 * The bits of a message from one place on, in the order in which they are read: each byte's lowest first.
 * @param {Uint8Array} payload
 * @param {number} from
 * @param {number} n
 */
export function bitsOf(payload, from, n) {
  let bits = '';
  for (let i = from; i < Math.min(from + n, 8 * payload.length); i++) bits += (payload[i >> 3] >> (i & 7)) & 1;
  return bits;
}
