// The state in the page's address: #v1/c/8185… is a frame from a client, #v1/s/… one from a server.
import { BytesError, fromHex, toHex, MAX_BYTES } from './bytes.js';
import { t } from './words.js';

/** @typedef {'server' | 'client'} Role */

/**
 * @param {Uint8Array} bytes
 * @param {Role} receiver
 */
export const format = (bytes, receiver) => `#v1/${receiver === 'server' ? 'c' : 's'}/${toHex(bytes)}`;

/**
 * What an address's fragment says, or why it cannot be read.
 * @param {string} fragment
 * @returns {{bytes: Uint8Array, receiver: Role} | {problem: string} | null} null: it says nothing
 */
export function parse(fragment) {
  if (!fragment.startsWith('#v')) return null;
  const match = /^#v1\/([cs])\/(.*)$/s.exec(fragment);
  if (!match) return { problem: t('link.bad.version') };
  try {
    return { bytes: fromHex(match[2]), receiver: match[1] === 'c' ? 'server' : 'client' };
  } catch (error) {
    if (!(error instanceof BytesError)) throw error;
    if (error.kind === 'long') return { problem: t('link.bad.long', { max: MAX_BYTES }) };
    return { problem: t('link.bad.hex', { at: (error.detail.at ?? 0) + 6 }) };
  }
}
