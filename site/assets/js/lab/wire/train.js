// The bytes of one message on the wire, as the figure shows them: the frame that is sent, the
// answer, and the characters over the payload. All of it is the codec's.
import { random } from '../../base/bytes.js';
import { lay } from '../../frame/edit.js';
import { visible } from '../../frame/payloadcells.js';
import { characters, utf8, view } from '../../frame/view.js';

/** @typedef {import('../../codec/codec.js').Codec} Codec */
/** @typedef {import('../../frame/view.js').View} View */
/** @typedef {import('../../frame/view.js').Frame} Frame */

/**
 * @typedef {object} Train
 * @property {View} out the frame that is sent
 * @property {View} back the answer
 * @property {string} text what the payload says
 * @property {number[]} head the bytes before the key
 * @property {number[]} echo the bytes before the answer's payload
 * @property {number[]} key none in a frame that is not masked
 * @property {number[]} plain the payload's bytes that are shown
 * @property {number[]} wire the same, masked
 * @property {number} size bytes of the payload
 * @property {number} hidden how many of them are not shown
 * @property {{at: number, size: number, text: string}[]} chars those that are shown
 * @property {Said} [said] what is said of a frame that is not the figure's own message
 * @property {Train | null} [reply] the answer where it is not the same payload; null: there is none
 */

/**
 * @typedef {object} Said
 * @property {string[]} stages a sentence for each stage
 * @property {string} got what the receiver has of it
 * @property {string} came what comes back
 * @property {string[]} [names] the names of stages, where they are not the usual ones
 */

/** The most cells of a frame: more would be too narrow for two digits. */
const CELLS = 22;

/**
 * @param {Codec} codec
 * @param {Uint8Array} sent a masked text frame
 * @param {Uint8Array} [came] the echo; without it, what the codec writes
 * @returns {Train}
 */
export function train(codec, sent, came) {
  const out = view(codec, sent, 'server');
  const payload = out.first?.plain;
  if (!payload || out.first?.key.length !== 4 || out.first.missing) throw new TypeError('not a whole masked frame');
  return trainOf(out, view(codec, came ?? lay(codec, { ...TEXT, masked: false, key: null, payload }), 'client'));
}

/**
 * @param {View} out whose first frame is whole
 * @param {View} back
 * @returns {Train}
 */
export function trainOf(out, back) {
  const first = /** @type {Frame} */ (out.first);
  const payload = first.plain ?? first.wire;
  const head = [...out.bytes.subarray(0, first.payloadAt - first.key.length)];
  const room = CELLS - head.length - first.key.length;
  const readable = (first.opcode ?? 0) < 2 && !first.compressed;
  let shown = Math.min(room, payload.length);
  /** @type {Train['chars']} */
  const chars = [];
  if (readable) {
    shown = 0;
    for (const { start, size, text } of characters(payload.subarray(0, room + 4))) {
      if (start + size > room || start + size > payload.length) break;
      chars.push({ at: start, size, text: visible(text) });
      shown = start + size;
    }
  }
  return {
    out,
    back,
    text: utf8(payload) ?? '',
    head,
    echo: [...back.bytes.subarray(0, back.first?.payloadAt ?? 0)],
    key: [...first.key],
    plain: [...payload.subarray(0, shown)],
    wire: [...first.wire.subarray(0, shown)],
    size: payload.length,
    hidden: payload.length - shown,
    chars,
  };
}

const TEXT = /** @type {const} */ ({ fin: true, rsv: 0, opcode: 1, form: 0 });

/**
 * The frame in which a client sends a text.
 * @param {Codec} codec
 * @param {Uint8Array} payload
 * @param {Uint8Array} [key]
 */
export const framed = (codec, payload, key = random(4)) => lay(codec, { ...TEXT, masked: true, key, payload });

/**
 * How many cells the frame has, the last for the bytes that are not shown.
 * @param {Train} t
 */
export const cellCount = (t) => t.head.length + t.key.length + t.plain.length + (t.hidden ? 1 : 0);
