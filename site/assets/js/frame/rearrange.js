// Adds, removes and moves frames of a stream. Each gives the new bytes and the frame to select.
import { concat } from '../base/bytes.js';
import { lay } from './edit.js';
import { t } from '../base/words.js';

/** @typedef {import('./view.js').View} View */
/** @typedef {{bytes: Uint8Array, frame: number}} Stream */
/** @typedef {{error: string}} Refused */

/** The text of a frame that is added. */
const HELLO = new TextEncoder().encode('Hello');

/**
 * The bytes of each frame, and what follows those that are taken apart.
 * @param {View} v
 */
const pieces = (v) => v.frames.map((f) => v.bytes.subarray(f.start, f.end));

/**
 * A frame that can come at some place: a whole text message, or the end of a message that has begun.
 * @param {import('../codec/codec.js').Codec} codec
 * @param {View} v
 * @param {number} at before which frame
 */
function fitting(codec, v, at) {
  const last = v.frames.slice(0, at).findLast((f) => Number(f.opcode) < 3);
  const opcode = last && last.field.get('fin')?.value === 0n ? 0 : 1;
  return lay(codec, { fin: true, rsv: 0, opcode, masked: v.receiver === 'server', form: 0, key: null, payload: HELLO });
}

/**
 * The stream with one more frame: one that fits there, or a copy.
 * @param {import('../codec/codec.js').Codec} codec
 * @param {View} v
 * @param {number} at its number
 * @param {Uint8Array} [frame]
 * @returns {Stream | Refused}
 */
export function inserted(codec, v, at, frame = fitting(codec, v, at)) {
  const before = at ? v.frames[at - 1] : undefined;
  if (before && before.missing > 0) return awaits(at, before.missing);
  const start = before?.end ?? 0;
  return { bytes: concat(v.bytes.subarray(0, start), frame, v.bytes.subarray(start)), frame: at };
}

/**
 * A copy of a frame after it, with the same bytes.
 * @param {import('../codec/codec.js').Codec} codec
 * @param {View} v
 * @param {number} n
 */
export const duplicated = (codec, v, n) => inserted(codec, v, n + 1, pieces(v)[n]);

/**
 * @param {View} v
 * @param {number} n
 * @returns {Stream}
 */
export function removed(v, n) {
  const { start, end } = v.frames[n];
  const frame = Math.max(0, Math.min(n, v.frames.length - 2));
  return { bytes: concat(v.bytes.subarray(0, start), v.bytes.subarray(end)), frame };
}

/**
 * @param {View} v
 * @param {number} n
 * @param {-1 | 1} by one frame earlier or later
 * @returns {Stream | Refused}
 */
export function moved(v, n, by) {
  const [a, b] = by < 0 ? [n - 1, n] : [n, n + 1];
  const { missing } = v.frames[b];
  if (missing > 0) return awaits(b + 1, missing);
  const all = pieces(v);
  return { bytes: concat(...all.slice(0, a), all[b], all[a], v.bytes.subarray(v.frames[b].end)), frame: n + by };
}

/**
 * @param {number} n the frame's number, from 1
 * @param {bigint} missing
 * @returns {Refused}
 */
const awaits = (n, missing) => ({ error: t('strip.awaits', { frame: n, n: missing }) });
