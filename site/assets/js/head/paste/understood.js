// A pasted text as heads, with words for how it was read.
import { t } from '../../base/words.js';
import { HeadTextError } from './error.js';
import { readHeads } from './read.js';

/** @typedef {import('./read.js').Heads} Heads */

const decoder = new TextDecoder();

/**
 * Text as heads, and how it was read or why it cannot be, in words.
 * @param {string} text
 * @returns {{heads: Heads | null, words: string}}
 */
export function understood(text) {
  try {
    const heads = readHeads(text);
    if (!heads) return { heads, words: t('hs.paste.none') };
    const sides = Object.entries(heads.heads).map(([side, b]) => t(`hs.paste.${side}`, { n: b.length, lines: decoder.decode(b).split('\r\n').length - 1 }));
    const first = heads.whole ? [] : [t('hs.paste.first')];
    return { heads, words: [t('hs.paste.read', { form: t(`hs.form.${heads.form}`) }), ...sides, ...first].join(' ') };
  } catch (error) {
    if (!(error instanceof HeadTextError)) throw error;
    return { heads: null, words: t('hs.paste.bad', { line: error.line, what: error.what }) };
  }
}
