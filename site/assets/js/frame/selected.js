// One frame of a stream, as a view of its own: its first byte is byte 0. So everything that draws or
// changes a frame does the same wherever the frame is.
import { FRAMES, view } from './view.js';

/** @typedef {import('./view.js').View} View */
/** @typedef {import('./view.js').Frame} Frame */
/** @typedef {import('../codec/codec.js').Span} Span */

/**
 * The view from a frame on.
 * @param {View} v of the stream
 * @param {number} n the frame's number, from 0; the number after the last is that of a frame without bytes
 * @returns {View}
 */
export function selected(v, n) {
  if (n === 0 && v.frames.length) return v;
  const frame = v.frames[n];
  const start = frame ? frame.start : v.bytes.length;
  const bytes = v.bytes.subarray(start);
  if (!frame) return { ...v, bytes, frames: [], first: undefined, rest: bytes };
  const first = moved(frame, -start);
  return { ...v, bytes, frames: [first, ...v.frames.slice(n + 1)], first, rest: bytes.subarray(first.end) };
}

/**
 * A frame at a different place.
 * @param {Frame} frame
 * @param {number} by bytes
 * @returns {Frame}
 */
function moved(frame, by) {
  /** @type {Map<Span, Span>} */
  const now = new Map(frame.spans.map((s) => [s, s.source === 'wire' ? { ...s, start: s.start + 8 * by } : s]));
  const of = (/** @type {Span} */ s) => now.get(s) ?? s;
  return {
    ...frame,
    start: frame.start + by,
    end: frame.end + by,
    payloadAt: frame.payloadAt + by,
    spans: frame.spans.map(of),
    broken: frame.broken.map(of),
    field: new Map([...frame.field].map(([name, s]) => [name, of(s)])),
  };
}

/**
 * The view with the bytes after a Close frame taken apart, too. A receiver does not read them, but in
 * the builder they can be worked on, and moved before the Close.
 * @param {import('../codec/codec.js').Codec} codec
 * @param {View} v
 * @returns {View}
 */
export function throughout(codec, v) {
  let { frames } = v;
  for (let last = frames.at(-1); last?.afterClose && frames.length < FRAMES; last = frames.at(-1)) {
    const { start } = last;
    const after = view(codec, v.bytes.subarray(start, last.end), v.receiver, v.deflate, true);
    frames = [...frames.slice(0, -1), ...after.frames.map((f) => ({ ...moved(f, start), unread: true, late: true }))];
  }
  return frames === v.frames ? v : { ...v, frames, first: frames[0] };
}
