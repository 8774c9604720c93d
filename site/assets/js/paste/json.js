// JSON with the place of every value, so that what is wrong in it can be pointed at.
import { refuse } from './reading.js';

/**
 * A value and where its text is; of a string without its quotes.
 * @typedef {{start: number, end: number} & ({kind: 'object', entries: Map<string, Json>} | {kind: 'array', items: Json[]} | {kind: 'string', value: string} | {kind: 'other', value: unknown})} Json
 */

const SPACE = /\s*/y;
const STRING = /"(?:[^"\\\n\r]|\\[^])*"/y;
const OTHER = /-?\d+(?:\.\d+)?(?:e[-+]?\d+)?|true|false|null/iy;
const DEPTH = 200;

/**
 * @param {string} text
 * @returns {Json} throws a BytesError at the first character that is not JSON
 */
export function json(text) {
  let at = 0;
  /** @param {RegExp} pattern */
  const take = (pattern) => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0] ?? '';
    at += found.length;
    return found;
  };
  const bad = () => refuse(at < text.length ? 'bad' : 'cut', Math.min(at, text.length - 1), { what: text[at] ?? text.at(-1), form: 'json' });
  /** @param {string} c */
  const is = (c) => {
    take(SPACE);
    if (text[at] !== c) return false;
    at++;
    return true;
  };
  /** @param {number} depth @returns {Json} */
  const value = (depth) => {
    take(SPACE);
    const start = at;
    if (depth > DEPTH) bad();
    if (is('{')) {
      /** @type {Map<string, Json>} */
      const entries = new Map();
      if (!is('}')) {
        do {
          take(SPACE);
          const name = string();
          if (!is(':')) bad();
          entries.set(name.value, value(depth + 1));
        } while (is(','));
        if (!is('}')) bad();
      }
      return { kind: 'object', entries, start, end: at };
    }
    if (is('[')) {
      /** @type {Json[]} */
      const items = [];
      if (!is(']')) {
        do items.push(value(depth + 1));
        while (is(','));
        if (!is(']')) bad();
      }
      return { kind: 'array', items, start, end: at };
    }
    if (text[at] === '"') return string();
    const word = take(OTHER);
    if (!word) bad();
    return { kind: 'other', value: JSON.parse(word), start, end: at };
  };
  /** @returns {Json & {kind: 'string'}} */
  const string = () => {
    const start = at;
    const literal = take(STRING);
    if (!literal) bad();
    try {
      return { kind: 'string', value: JSON.parse(literal), start: start + 1, end: at - 1 };
    } catch {
      at = start;
      return bad();
    }
  };
  const whole = value(0);
  take(SPACE);
  if (at < text.length) bad();
  return whole;
}
