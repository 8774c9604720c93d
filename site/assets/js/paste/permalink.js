// The frame builder's own address, or its fragment: see link.js, which reads the page's.
import { refuse, Sink } from './reading.js';

/** The fragment: who sends, whether permessage-deflate is in use, and the bytes. */
export const FRAGMENT = /^#v1\/([cs])\/(deflate\/)?(.*)$/s;

/**
 * @param {string} text with plain characters
 * @returns {import('./reading.js').Reading | null} null: it is not that; throws a BytesError
 */
export function permalink(text) {
  const address = /^[\s<"'(]*(?:[a-z]+:\/\/[^\s#]*)?(?=#v)([^\s"'>)]*)[\s>"')]*$/i.exec(text);
  if (!address) return null;
  const from = text.indexOf('#v');
  const match = FRAGMENT.exec(address[1]);
  if (!match) refuse('bad', from, { what: address[1].slice(0, 6), form: 'link' });
  const [, sender, deflate, digits] = match;
  const at = from + address[1].length - digits.length;
  const sink = new Sink();
  // An address bar may write spaces as %20.
  let high = -1;
  for (const { 0: c, index } of digits.matchAll(/%20|[^]/g)) {
    if (c === '%20') continue;
    if (!/^[\da-f]$/i.test(c)) refuse('bad', at + index, { what: c, form: 'hex' });
    if (high < 0) high = index;
    else {
      sink.put(parseInt(digits[high] + c, 16), at + high, at + index + 1);
      high = -1;
    }
  }
  if (high >= 0) refuse('odd', at + high);
  return { ...sink.reading('link'), receiver: sender === 'c' ? 'server' : 'client', deflate: Boolean(deflate) };
}
