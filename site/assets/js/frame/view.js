// Puts the codec's spans of some bytes into the shape that figures and sentences need.
import { concat } from '../base/bytes.js';
import { dissectInflated } from '../codec/deflate.js';

/** @typedef {import('../codec/codec.js').Span} Span */
/** @typedef {import('../codec/codec.js').Codec} Codec */
/** @typedef {import('../codec/codec.js').Deflate} Deflate */
/** @typedef {import('./link.js').Role} Role */

/**
 * One frame among the bytes.
 * @typedef {object} Frame
 * @property {number} start its first byte
 * @property {number} end the byte after its last that is there
 * @property {bigint} missing bytes it still awaits, as far as its header tells
 * @property {boolean} unread a Close or a broken rule comes before it
 * @property {boolean} [late] a Close comes before it; a stream that is built goes on after that
 * @property {boolean} afterClose not a frame: bytes after a Close
 * @property {Span[]} spans
 * @property {Span[]} broken the spans whose bits break a rule, first one first
 * @property {Map<string, Span>} field the spans on the wire, by name
 * @property {number} [opcode]
 * @property {boolean} [masked]
 * @property {bigint} [length] the announced payload length
 * @property {Uint8Array} key the masking key, as far as it is there
 * @property {number} payloadAt the payload's first byte
 * @property {Uint8Array} wire the payload on the wire
 * @property {Uint8Array | null} plain the payload unmasked; null while the key is not whole
 * @property {Compressed | null} compressed what it is part of, when that is a compressed message
 */

/**
 * A compressed message as far as a frame goes.
 * @typedef {object} Compressed
 * @property {boolean} text
 * @property {Uint8Array | null} inflated what the frame inflates to, as far as it is shown; null without permessage-deflate
 * @property {number} size how many bytes that are
 * @property {Uint8Array | null} message the whole message, unmasked, when the frame ends it or breaks it
 * @property {number} before the bytes of the messages before, to which it may refer
 * @property {number} bits the sender's window
 * @property {number} reach how many bytes before it, which are not here, it refers to: it cannot be inflated; or 0
 */

/**
 * @typedef {object} View
 * @property {Uint8Array} bytes
 * @property {Role} receiver
 * @property {boolean | Deflate} deflate permessage-deflate has been agreed on
 * @property {Frame[]} frames
 * @property {Frame | undefined} first the frame that is worked on
 * @property {Uint8Array} rest what follows it
 * @property {number} beyond bytes after the first FRAMES frames, which are not taken apart
 */

/** The most frames that are taken apart: more would keep the page busy for seconds. */
export const FRAMES = 2000;

/**
 * @param {Codec} codec
 * @param {Uint8Array} bytes
 * @param {Role} receiver
 * @param {boolean | Deflate} [deflate] permessage-deflate has been agreed on; true: without parameters
 * @param {boolean} [midway] the bytes may be from the middle of a connection: a compressed message may refer to what is not here
 * @returns {View}
 */
export function view(codec, bytes, receiver, deflate = false, midway = false) {
  const end = endOf(codec, bytes);
  const { spans, inflated } = dissected(codec, bytes.subarray(0, end), receiver, deflate, midway);
  /** @type {Frame[]} */
  const frames = [];
  let dead = false;
  for (const group of groups(spans)) {
    const frame = read(group, bytes, dead);
    frames.push(frame);
    dead ||= frame.broken.length > 0;
  }
  if (deflate) decompress(frames, inflated, sending(receiver, deflate === true ? {} : deflate), midway);
  const first = frames[0];
  return { bytes, receiver, deflate, frames, first, rest: first ? bytes.subarray(first.end) : bytes, beyond: bytes.length - end };
}

/**
 * Where the first FRAMES frames end.
 * @param {Codec} codec
 * @param {Uint8Array} bytes
 */
function endOf(codec, bytes) {
  if (bytes.length < 2 * FRAMES) return bytes.length; // no frame is shorter than two bytes
  let at = 0;
  for (let n = 0; n < FRAMES; n++) {
    const header = codec.header(bytes.subarray(at, at + 14));
    const next = header ? BigInt(at + header.size) + header.length : BigInt(bytes.length);
    if (next >= BigInt(bytes.length)) return bytes.length;
    at = Number(next);
  }
  return at;
}

/**
 * The spans, with what compressed messages inflate to where permessage-deflate is agreed.
 * @param {Codec} codec
 * @param {Uint8Array} bytes
 * @param {Role} receiver
 * @param {boolean | Deflate} deflate
 * @param {boolean} midway
 * @returns {{spans: Span[], inflated: Uint8Array | null}}
 */
function dissected(codec, bytes, receiver, deflate, midway) {
  if (deflate) return dissectInflated(codec, bytes, { receiver, deflate: deflate === true ? {} : deflate, midway });
  return { spans: codec.dissect(bytes, { receiver }), inflated: null };
}

/**
 * How the one who sends compresses (RFC 7692 §7.1).
 * @param {Role} receiver
 * @param {Deflate} deflate
 */
const sending = (receiver, { clientNoContextTakeover, clientMaxWindowBits, serverNoContextTakeover, serverMaxWindowBits }) =>
  receiver === 'server'
    ? { takeover: !clientNoContextTakeover, bits: clientMaxWindowBits || 15 }
    : { takeover: !serverNoContextTakeover, bits: serverMaxWindowBits || 15 };

/**
 * Tell each frame of a compressed message what it is part of.
 * @param {Frame[]} frames
 * @param {Uint8Array | null} inflated
 * @param {{takeover: boolean, bits: number}} sender
 * @param {boolean} midway
 */
function decompress(frames, inflated, { takeover, bits }, midway) {
  let at = 0; // in inflated
  let before = midway && takeover ? 2 ** bits : 0;
  let size = 0; // of the message, up to now
  let text = false;
  /** @type {Uint8Array[] | null} the payloads of the compressed message under way */
  let parts = null;
  for (const frame of frames) {
    if (frame.unread || frame.afterClose || frame.opcode === undefined || frame.opcode > 2) continue;
    if (frame.opcode !== 0) {
      parts = frame.field.get('rsv1')?.value === 1n ? [] : null;
      text = frame.opcode === 1;
      size = 0;
    }
    if (!parts) continue;
    const n = frame.spans.reduce((sum, s) => sum + (s.source === 'inflated' ? s.bits / 8 : 0), 0);
    parts.push(frame.plain ?? new Uint8Array());
    const broken = frame.broken.some((s) => s.field === 'deflated');
    const ends = (frame.missing === 0n && frame.field.get('fin')?.value === 1n) || broken;
    frame.compressed = {
      text,
      inflated: inflated && inflated.subarray(at, at + n),
      size: n,
      message: inflated && ends ? concat(...parts) : null,
      before,
      bits,
      reach: Number(frame.spans.find((s) => s.field === 'deflated.reach')?.value ?? 0),
    };
    at += n;
    size += n;
    if (ends && takeover) before += size;
  }
}

/** @param {Span[]} spans */
function groups(spans) {
  /** @type {Span[][]} */
  const out = [];
  for (const span of spans) {
    if (span.depth === 0) out.push([]);
    out[out.length - 1].push(span);
  }
  return out;
}

/**
 * @param {Span[]} spans
 * @param {Uint8Array} bytes
 * @param {boolean} unread
 * @returns {Frame}
 */
function read(spans, bytes, unread) {
  const [whole] = spans;
  const start = whole.start / 8;
  const end = start + whole.bits / 8;
  const field = new Map(spans.filter((s) => s.source === 'wire').map((s) => [s.field, s]));
  /** @param {string} name */
  const value = (name) => {
    const span = field.get(name);
    return span && span.bits > 0 ? span.value : undefined;
  };
  const opcode = value('opcode');
  const mask = value('mask');
  const keySpan = field.get('key');
  const key = keySpan ? bytes.subarray(keySpan.start / 8, (keySpan.start + keySpan.bits) / 8) : new Uint8Array();
  const payload = field.get('payload');
  const payloadAt = payload ? payload.start / 8 : end;
  const wire = payload ? bytes.subarray(payloadAt, payloadAt + payload.bits / 8) : new Uint8Array();
  const extended = field.get('length.extended');
  const length = extended ? (extended.missing ? undefined : extended.value) : value('length');
  return {
    start,
    end,
    missing: whole.missing,
    unread,
    afterClose: whole.field === 'after-close',
    spans,
    broken: spans.filter((s) => s.rule !== null),
    field,
    opcode: opcode === undefined ? undefined : Number(opcode),
    masked: mask === undefined ? undefined : mask === 1n,
    length,
    key,
    payloadAt,
    wire,
    compressed: null,
    plain: mask === 1n ? (key.length === 4 ? wire.map((b, i) => b ^ key[i & 3]) : null) : wire,
  };
}

/**
 * The field that a byte belongs to.
 * @param {View} v
 * @param {number} byte
 * @returns {'flags' | 'length' | 'extended' | 'key' | 'payload' | 'left'}
 */
export const fieldOf = (v, byte) => (v.first ? fieldIn(v.first, byte) : 'left');

/**
 * The field of a frame that a byte belongs to.
 * @param {Frame} f
 * @param {number} byte
 * @returns {'flags' | 'length' | 'extended' | 'key' | 'payload' | 'left'}
 */
export function fieldIn(f, byte) {
  if (byte >= f.end || byte < f.start) return 'left';
  if (byte === f.start) return 'flags';
  if (byte === f.start + 1) return 'length';
  if (byte >= f.payloadAt) return 'payload';
  const key = f.field.get('key');
  return key && byte >= key.start / 8 ? 'key' : 'extended';
}

/**
 * @typedef {object} Character
 * @property {number} start its first byte in the payload
 * @property {number} size bytes
 * @property {string} text the character; empty where the bytes are not a character
 */

/**
 * A payload's bytes, joined to characters where they are UTF-8.
 * @param {Uint8Array} plain
 * @returns {Character[]}
 */
export function characters(plain) {
  const out = [];
  for (let i = 0; i < plain.length; ) {
    const lead = plain[i];
    const size = lead < 0x80 ? 1 : lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 1;
    const text = utf8(plain.subarray(i, i + size));
    out.push(text === null ? { start: i, size: 1, text: '' } : { start: i, size, text });
    i += text === null ? 1 : size;
  }
  return out;
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The text that bytes hold, or null where they are not UTF-8.
 * @param {Uint8Array} bytes
 */
export function utf8(bytes) {
  try {
    return strict.decode(bytes);
  } catch {
    return null;
  }
}
