// What the codec's spans say of some bytes, in the shape that figures and sentences need.

/** @typedef {import('./codec.js').Span} Span */
/** @typedef {import('./codec.js').Codec} Codec */
/** @typedef {import('./link.js').Role} Role */

/**
 * One frame among the bytes.
 * @typedef {object} Frame
 * @property {number} start its first byte
 * @property {number} end the byte after its last that is there
 * @property {bigint} missing bytes it still awaits, as far as its header tells
 * @property {boolean} unread it stands behind a Close or a broken rule
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
 */

/**
 * @typedef {object} View
 * @property {Uint8Array} bytes
 * @property {Role} receiver
 * @property {Frame[]} frames
 * @property {Frame | undefined} first the frame that is worked on
 * @property {Uint8Array} rest what follows it
 */

/**
 * @param {Codec} codec
 * @param {Uint8Array} bytes
 * @param {Role} receiver
 * @returns {View}
 */
export function view(codec, bytes, receiver) {
  /** @type {Frame[]} */
  const frames = [];
  let dead = false;
  for (const spans of groups(codec.dissect(bytes, { receiver }))) {
    const frame = read(spans, bytes, dead);
    frames.push(frame);
    dead ||= frame.broken.length > 0;
  }
  const first = frames[0];
  return { bytes, receiver, frames, first, rest: first ? bytes.subarray(first.end) : bytes };
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
    plain: mask === 1n ? (key.length === 4 ? wire.map((b, i) => b ^ key[i & 3]) : null) : wire,
  };
}

/**
 * The field that a byte belongs to.
 * @param {View} v
 * @param {number} byte
 * @returns {'flags' | 'length' | 'extended' | 'key' | 'payload' | 'left'}
 */
export function fieldOf(v, byte) {
  const f = v.first;
  if (!f || byte >= f.end) return 'left';
  if (byte === 0) return 'flags';
  if (byte === 1) return 'length';
  if (byte >= f.payloadAt) return 'payload';
  const key = f.field.get('key');
  return key && byte >= key.start / 8 ? 'key' : 'extended';
}

/**
 * @typedef {object} Character
 * @property {number} start its first byte in the payload
 * @property {number} size bytes
 * @property {string} text the character; empty where the bytes are none
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
