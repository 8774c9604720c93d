// The frame that a remedy is for, and the bytes of its stream with that frame changed: as little as can be, so
// that the rest of the frame and the other frames stay as they are.
import { concat, random } from '../base/bytes.js';
import { fields, laid as fitting, lay, withByte } from './edit.js';
import { selected } from './selected.js';

/** @typedef {import('./view.js').View} View */
/** @typedef {import('./view.js').Frame} Frame */
/** @typedef {import('./edit.js').Laid} Laid */
/** @typedef {import('../codec/codec.js').Span} Span */

export class Place {
  /**
   * @param {import('../codec/codec.js').Codec} codec
   * @param {View} v
   * @param {number} n the frame's number in the view, from 0
   * @param {string} rule that it breaks
   * @param {Laid | null} laid the frame when its bytes last fitted its header
   */
  constructor(codec, v, n, rule, laid) {
    this.codec = codec;
    this.v = v;
    this.n = n;
    this.rule = rule;
    const frame = v.frames[n];
    this.frame = frame;
    /** The span that breaks the rule. */
    this.fault = /** @type {Span} */ (frame.broken.find((s) => s.rule === rule));
    /** The payload, unmasked, as far as it is there. */
    this.plain = frame.plain ?? new Uint8Array();
    /** The frame's fields as they are. */
    this.now = fields({ ...v, bytes: v.bytes.subarray(frame.start), first: frame });
    /** The frame from before, where a pressed bit has moved the border between header, payload and rest. */
    this.moved = laid && size(laid) === v.bytes.length - frame.start && !fitting(selected(v, n)) ? laid : null;
    const before = v.frames.slice(0, n).filter((f) => Number(f.opcode) < 3);
    const last = before.at(-1);
    /** The frame of a message before this frame. */
    this.last = last;
    /** The last fragment before this frame of a message that has not ended. */
    this.unfinished = last?.field.get('fin')?.value === 0n ? last : undefined;
    /** The frames of the message that this frame belongs to, up to this one. */
    this.message = frame.opcode === 0 ? [...before.slice(before.findLastIndex((f) => f.opcode !== 0)), frame] : [frame];
  }

  /**
   * Some bits of a byte cleared, others set.
   * @param {number} at
   * @param {number} clear
   * @param {number} set
   */
  bits(at, clear, set) {
    return withByte(this.v.bytes, at, (this.v.bytes[at] & ~clear) | set);
  }

  /**
   * The frame with a different payload, its length in the shortest form.
   * @param {Uint8Array} plain unmasked
   * @param {number} [length] what the header announces: more, where the last bytes have not arrived
   */
  payload(plain, length = plain.length) {
    return this.#put(this.#laid(plain, length));
  }

  /**
   * The frame without its payload, and a message of its own with that.
   * @param {number} opcode
   */
  split(opcode) {
    const message = { ...this.now, fin: true, rsv: 0, opcode, form: /** @type {const} */ (0), key: null, payload: this.plain };
    return this.#put(this.#laid(new Uint8Array(), 0), lay(this.codec, message));
  }

  /** The length in its shortest form. */
  shortest() {
    if (this.moved) return this.#again(this.moved, this.now.masked);
    const { length, start, end } = this.frame;
    if (length !== undefined) return this.payload(this.plain, Number(length));
    // A 64-bit form shows that it is too long before its last two bytes are there: these are then the 16-bit form.
    const { bytes } = this.v;
    return this.#put(Uint8Array.of(bytes[start], bytes[start + 1] - 1), bytes.subarray(start + 8, end));
  }

  /** With a mask: its key is a fresh one, unless a pressed bit took one away, or there are four bytes too many. */
  masked() {
    if (this.moved) return this.#again(this.moved, true);
    if (this.#hasKey()) return this.bits(this.frame.start + 1, 0, 0x80);
    const { field, wire } = this.frame;
    if (field.get('length.extended')?.missing) return this.#put(this.#head(0x80));
    const key = random(4);
    return this.#put(this.#head(0x80), key, wire.map((b, i) => b ^ key[i & 3]));
  }

  /** Whether the last four bytes follow, which do not form a frame: then only the mask bit of a masked frame is missing. */
  #hasKey() {
    const { frame, n, v } = this;
    const next = v.frames[n + 1];
    const whole = next && next.missing === 0n && next.broken.every(({ rule }) => rule === this.rule);
    return frame.missing === 0n && v.bytes.length - frame.end === 4 && !whole;
  }

  /** Without its mask and key. */
  unmasked() {
    return this.moved ? this.#again(this.moved, false) : this.#put(this.#head(0), this.plain);
  }

  /**
   * The stream with other bytes in the frame's place.
   * @param {...Uint8Array} parts
   */
  #put(...parts) {
    const { bytes } = this.v;
    return concat(bytes.subarray(0, this.frame.start), ...parts, bytes.subarray(this.frame.end));
  }

  /**
   * The frame with a different payload, whose last bytes can be missing.
   * @param {Uint8Array} plain
   * @param {number} length
   */
  #laid(plain, length) {
    const missing = length - plain.length;
    const frame = lay(this.codec, { ...this.now, form: 0, payload: concat(plain, new Uint8Array(missing)) });
    return frame.subarray(0, frame.length - missing);
  }

  /**
   * The header as it is now with the payload from before.
   * @param {Laid} before
   * @param {boolean} masked
   */
  #again({ payload, key, rest }, masked) {
    return concat(this.v.bytes.subarray(0, this.frame.start), lay(this.codec, { ...this.now, masked, form: 0, payload, key }), rest);
  }

  /**
   * The header up to the key.
   * @param {number} mask its mask bit: 0x80 or 0
   */
  #head(mask) {
    const { start, field } = this.frame;
    const head = this.v.bytes.slice(start, start + 2 + (field.get('length.extended')?.bits ?? 0) / 8);
    head[1] = (head[1] & 0x7f) | mask;
    return head;
  }
}

/**
 * How many bytes a frame from before had, with what followed it.
 * @param {Laid} laid
 */
const size = ({ payload: { length }, key, rest }) => 2 + (length > 0xffff ? 8 : length > 125 ? 2 : 0) + (key ? 4 : 0) + length + rest.length;
