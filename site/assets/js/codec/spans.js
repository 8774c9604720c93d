// Reads the module's records of dissected bytes, which have one size, as spans.
import {
  SPAN_BITS, SPAN_BYTES, SPAN_DEPTH, SPAN_FIELD, SPAN_MISSING, SPAN_RULE, SPAN_SOURCE, SPAN_START, SPAN_VALUE,
} from './layout.js';

/**
 * One field of dissected bytes. Depth 0 is a frame or a part of a head; a child comes after its parent, one deeper.
 * @typedef {object} Span
 * @property {number} start in bits: of the input, of its frame's unmasked payload, or of the inflated message, as source says
 * @property {number} bits its length; 0 for a field that is awaited or absent
 * @property {bigint} missing bytes that the field still awaits
 * @property {bigint} value the bits as a number, where there are at most 64
 * @property {string} field what the bits are, such as "length.extended"
 * @property {string} source "wire", "unmasked", "inflated" or "deflate"
 * @property {string | null} rule the rule that the bits break
 * @property {number} depth
 */

/**
 * @param {import('./tables.js').Tables} tables
 * @param {Uint8Array} record
 * @returns {Span[]}
 */
export function readSpans({ rules: { names }, fields, sources }, record) {
  const view = new DataView(record.buffer, record.byteOffset, record.byteLength);
  const spans = new Array(record.length / SPAN_BYTES);
  for (let i = 0, at = 0; i < spans.length; i++, at += SPAN_BYTES) {
    spans[i] = {
      start: u64(view, at + SPAN_START),
      bits: u64(view, at + SPAN_BITS),
      missing: view.getBigUint64(at + SPAN_MISSING, true),
      value: view.getBigUint64(at + SPAN_VALUE, true),
      field: fields[record[at + SPAN_FIELD]],
      source: sources[record[at + SPAN_SOURCE]],
      rule: names[record[at + SPAN_RULE]],
      depth: record[at + SPAN_DEPTH],
    };
  }
  return spans;
}

/**
 * A 64-bit number as a Number, not exact above 2⁵³.
 * @param {DataView} view
 * @param {number} at
 */
const u64 = (view, at) => view.getUint32(at, true) + view.getUint32(at + 4, true) * 2 ** 32;
