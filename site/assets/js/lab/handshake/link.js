// The bench's state in the page's address: #h1/REQUEST, or #h1/REQUEST/RESPONSE where
// the response is someone's own, each in hexadecimal.
import { BytesError, fromHex, toHex } from '../../base/bytes.js';
import { t } from '../../base/words.js';

/** The most bytes of a head that the bench takes: four times what the server reads. */
export const MAX_HEAD = 1 << 16;

/**
 * @typedef {object} State
 * @property {Uint8Array} request
 * @property {Uint8Array | null} response null: what the server answers
 * @property {Uint8Array | null} [kept] someone's own response while the computed one is shown
 */

/** @param {State} state */
export const format = ({ request, response }) => `#h1/${toHex(request)}${response ? `/${toHex(response)}` : ''}`;

/**
 * The state in an address's fragment, or why it cannot be read.
 * @param {string} fragment
 * @returns {State | {problem: string} | null} null: it says nothing
 */
export function parse(fragment) {
  if (!fragment.startsWith('#h')) return null;
  const match = /^#h1\/([^/]*)(?:\/([^/]*))?$/s.exec(fragment);
  if (!match) return { problem: t('hs.link.version') };
  let at = 4;
  /** @param {string} hex */
  const read = (hex) => {
    const bytes = fromHex(hex);
    if (bytes.length > MAX_HEAD) throw new BytesError('long', {});
    at += hex.length + 1;
    return bytes;
  };
  try {
    return { request: read(match[1]), response: match[2] === undefined ? null : read(match[2]) };
  } catch (error) {
    if (!(error instanceof BytesError)) throw error;
    if (error.kind === 'long') return { problem: t('link.bad.long', { max: MAX_HEAD }) };
    return { problem: t('link.bad.hex', { at: at + (error.detail.at ?? 0) }) };
  }
}
