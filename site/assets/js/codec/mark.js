// Marking answers to exercises, by the same code as in the tests of the lessons
// and on the command line. No DOM; for browsers and node.
import {
  MARK_BITS, MARK_BYTES, MARK_KIND, MARK_LINE, MARK_OF, MARK_OPEN, MARK_PASS, MARK_RIGHT, MARK_RULE, MARK_START, MARK_WRONG, PLACES,
} from './layout.js';

/** @typedef {import('./codec.js').Codec} Codec */

/**
 * The place where an answer is to be fixed.
 * @typedef {object} Place
 * @property {(typeof PLACES)[number]} kind the answer as a whole, bits of it, a line of a head, an item of a choice
 * @property {number} start bits, line: in bits from the answer's first
 * @property {number} bits bits, line: how many; 0 where something is missing at start
 * @property {number} line line: from 1, the first line of the head
 * @property {string} item item: its id
 */

/**
 * The result of marking: the answer passes, or the first thing to fix.
 * @typedef {object} Marked
 * @property {boolean} pass
 * @property {string} finding '' with pass; an id of the exercise's own, a general one, or a rule's name
 * @property {string | null} rule the broken rule, where the finding is about one
 * @property {Place} place
 * @property {string} got what is there now; may be ''
 * @property {string} want what is wanted there, unless that would give the solution away; may be ''
 * @property {{right: number, of: number, wrong: number, open: number}} count of a choice of several parts: how many are
 *   right, of how many, how many were chosen wrongly, and how many have no place yet; of 0: nothing is counted
 */

const decoder = new TextDecoder();

/**
 * Mark an answer.
 * @param {Codec} codec
 * @param {Uint8Array} record the exercise's, as the page has it
 * @param {Uint8Array} answer raw bytes; of a choice its text
 * @returns {Marked}
 */
export function mark({ module, rules }, record, answer) {
  const out = module.record('mark', module.write(record, answer), record.length);
  const view = new DataView(out.buffer, out.byteOffset, out.byteLength);
  let at = MARK_BYTES;
  const string = () => {
    const n = view.getUint32(at, true);
    at += 4 + n;
    return decoder.decode(out.subarray(at - n, at));
  };
  const finding = string();
  const item = string();
  const got = string();
  const want = string();
  return {
    pass: out[MARK_PASS] !== 0,
    finding,
    rule: rules.names[out[MARK_RULE]],
    place: {
      kind: PLACES[out[MARK_KIND]],
      start: Number(view.getBigUint64(MARK_START, true)),
      bits: Number(view.getBigUint64(MARK_BITS, true)),
      line: view.getUint32(MARK_LINE, true),
      item,
    },
    got,
    want,
    count: { right: view.getUint32(MARK_RIGHT, true), of: view.getUint32(MARK_OF, true), wrong: view.getUint32(MARK_WRONG, true), open: view.getUint32(MARK_OPEN, true) },
  };
}
