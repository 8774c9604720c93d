// Text as UTF-8, byte by byte (RFC 3629). No DOM; for browsers and node.
import { CodecError } from './module.js';
import { readSpans } from './spans.js';

/** @typedef {import('./codec.js').Codec} Codec */
/** @typedef {import('./spans.js').Span} Span */

/**
 * Dissect a text into characters and their bits, up to the first byte that no valid text could have there.
 * @param {Codec} codec
 * @param {Uint8Array} bytes
 * @param {boolean} last whether the text ends with these bytes; otherwise more may follow
 * @returns {Span[]} a span with a rule, if any, is the last; its field says why
 */
export function dissectUTF8({ module, tables }, bytes, last) {
  const record = module.record('dissectUTF8', module.write(bytes), Number(last));
  if (record.length === 1) throw new CodecError('This text is too large to be dissected.');
  return readSpans(tables, record);
}
