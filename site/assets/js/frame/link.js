// The state in the page's address: #v1/c/8185… is a frame from a client, #v1/s/… one from a
// server, #v1/c/deflate/… one on a connection with permessage-deflate.
import { BytesError, fromHex, toHex, MAX_BYTES } from '../base/bytes.js';
import { FRAGMENT } from '../paste/permalink.js';
import { t } from '../base/words.js';

/** @typedef {'server' | 'client'} Role */

/** The most bytes that an address holds; browsers refuse addresses that are much longer. */
export const LINK_BYTES = 100_000;

/**
 * The fragment that holds the state; empty when it is too large for an address.
 * @param {Uint8Array} bytes
 * @param {Role} receiver
 * @param {boolean} [deflate]
 */
export const format = (bytes, receiver, deflate = false) =>
  bytes.length > LINK_BYTES ? '' : `#v1/${receiver === 'server' ? 'c' : 's'}/${deflate ? DEFLATE : ''}${toHex(bytes)}`;

const DEFLATE = 'deflate/';

/**
 * The state in an address's fragment, or why it cannot be read.
 * @param {string} fragment
 * @returns {{bytes: Uint8Array, receiver: Role, deflate: boolean} | {problem: string} | null} null: it says nothing
 */
export function parse(fragment) {
  if (!fragment.startsWith('#v')) return null;
  const match = FRAGMENT.exec(fragment);
  if (!match) return { problem: t('link.bad.version') };
  try {
    return { bytes: fromHex(decoded(match[3])), receiver: match[1] === 'c' ? 'server' : 'client', deflate: Boolean(match[2]) };
  } catch (error) {
    if (!(error instanceof BytesError)) throw error;
    if (error.kind === 'long') return { problem: t('link.bad.long', { max: MAX_BYTES }) };
    return { problem: t('link.bad.hex', { at: (error.detail.at ?? 0) + fragment.length - match[3].length }) };
  }
}

/**
 * A fragment's text without its %-escapes. Text whose escapes cannot be read stays as it is.
 * @param {string} text
 */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
