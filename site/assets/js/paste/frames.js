// Reads frame headers as far as a guess needs it: where frames end, and their mask bits (RFC 6455 §5.2).

/**
 * @typedef {object} Walk
 * @property {boolean} whole the bytes are frames without a rest, of opcodes that RFC 6455 defines
 * @property {number} frames how many have a header here
 * @property {number} masked how many of them are masked
 */

/**
 * Walk from header to header.
 * @param {Uint8Array} bytes
 * @returns {Walk}
 */
export function walk(bytes) {
  let at = 0;
  let frames = 0;
  let masked = 0;
  let defined = true;
  while (at + 1 < bytes.length) {
    const opcode = bytes[at] & 15;
    defined &&= (bytes[at] & 0x30) === 0 && (opcode & 7) < 3 && (opcode < 8 || (bytes[at] & 0xc0) === 0x80);
    if (!defined) break;
    const mask = bytes[at + 1] >> 7;
    const short = bytes[at + 1] & 127;
    frames++;
    masked += mask;
    const more = short === 126 ? 2 : short === 127 ? 8 : 0;
    let length = more ? 0 : short;
    for (let i = 0; i < more; i++) length = length * 256 + (bytes[at + 2 + i] ?? 0);
    at += 2 + more + 4 * mask + length;
  }
  return { whole: defined && bytes.length > 0 && at === bytes.length, frames, masked };
}

/** Whether bytes are whole frames: of two readings the likelier. */
export const hopeful = (/** @type {Uint8Array} */ bytes) => walk(bytes).whole;

/**
 * The receiver of these frames, by their mask bits: a client masks, a server does not (RFC 6455 §5.1).
 * @param {Uint8Array} bytes
 * @returns {{receiver: import('./reading.js').Role | null, frames: number}} null: nothing, or frames of both kinds, or no header
 */
export function direction(bytes) {
  const { frames, masked } = walk(bytes);
  // A header that breaks rules has a mask bit, too.
  if (!frames && bytes.length > 1) return { receiver: bytes[1] & 128 ? 'server' : 'client', frames: 1 };
  if (!frames || (masked && masked < frames)) return { receiver: null, frames };
  return { receiver: masked ? 'server' : 'client', frames };
}
