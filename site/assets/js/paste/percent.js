// Percent-encoding (RFC 3986 §2.1): every byte that is not an unreserved character as % and two digits.
import { refuse, Sink } from './reading.js';

/**
 * @param {string} text with plain characters
 * @returns {import('./reading.js').Reading | null} null: it is not that; throws a BytesError
 */
export function percent(text) {
  const front = /^\s*(?:(?:decodeURIComponent|unescape|(?:urllib\.parse\.)?unquote(?:_to_bytes)?)\()?["']?/.exec(text)?.[0].length ?? 0;
  const body = text.slice(front).replace(front && /["'(]/.test(text[front - 1]) ? /["');\s]+$/ : /\s+$/, '');
  const from = front;
  if (!/^[\w.~-]*%[\da-f]{2}/i.test(body)) return null;
  const sink = new Sink();
  for (const match of body.matchAll(/%([\da-f]{2})|%|([\w.~-])|(\s+)|[^]/gi)) {
    const [whole, digits, literal, space] = match;
    const at = from + match.index;
    if (digits) sink.put(parseInt(digits, 16), at, at + 3);
    else if (literal) sink.put(literal.charCodeAt(0), at, at + 1);
    else if (!space || !/^%[\da-f]{2}/i.test(body.slice(match.index + whole.length))) refuse('bad', at, { what: whole, form: 'percent' });
  }
  return sink.reading('percent');
}
