// Base64 (RFC 4648 §4) and its form for URLs (§5).
import { hopeful } from './frames.js';
import { refuse, Sink } from './reading.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const VALUES = new Map([...ALPHABET, '-', '_'].map((c, i) => [c, i < 64 ? i : i - 2]));

/**
 * The bytes of some base64.
 * @param {string} text
 * @param {number} from
 * @param {number} to
 * @returns {Sink} throws a BytesError
 */
export function decode(text, from, to) {
  const sink = new Sink();
  let held = 0;
  let bits = 0;
  let padding = 0;
  let last = from;
  let url = 0;
  for (let i = from; i < to; i++) {
    const c = text[i];
    if (/\s/.test(c) || (c === '\\' && /^\s/.test(text.slice(i + 1)))) continue;
    if (c === '=' && bits > 0 && padding * 2 < bits) {
      padding++;
      continue;
    }
    const value = VALUES.get(c);
    if (value === undefined || padding) refuse('bad', i, { what: c, form: 'base64' });
    const kind = /[+/]/.test(c) ? 1 : /[-_]/.test(c) ? 2 : 0;
    if (kind && url && kind !== url) refuse('bad', i, { what: c, form: 'base64' });
    url ||= kind;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      sink.put((held >> bits) & 255, last, i + 1);
    }
    last = bits ? i : i + 1;
  }
  // The bits left over are not part of a byte: zeros, and fewer than six.
  if (bits >= 6 || held & ((1 << bits) - 1) || (padding && padding * 2 !== bits)) refuse('base64', Math.max(from, Math.min(last, to - 1)));
  return sink;
}

/**
 * A text that is base64 and nothing else: with padding, long, or of whole frames, because many words could be base64.
 * @param {string} text with plain characters
 * @returns {import('./reading.js').Reading | null} null: it is not that; throws a BytesError
 */
export function base64(text) {
  const front = /^\s*(?:data:[\w.+/;=-]*;base64,|(?:\$ *)?echo (?:-n )?(?=\S+ *\| *base64\b)|(?:\$ *)?base64 -(?:d|D|-decode) <<< ?)?\s*/.exec(text)?.[0].length ?? 0;
  const body = text.slice(front).trimEnd().replace(/\|\s*base64 -(?:d|D|-decode)\b[^\n]*$/, '').trimEnd();
  if (!/^[\w+/-]+(?:[^\S\n\r]*\r?[\n\r]\s*[\w+/-]+)*={0,2}$/.test(body) || /^[\da-f\s_-]*$/i.test(body)) return null;
  const url = /\S/.test(text.slice(0, front));
  const sure = url || body.endsWith('=') || (body.length >= 24 && /[A-Z]/.test(body) && /[a-z]/.test(body) && /\d/.test(body) && !/^[\w]+(?:-[\w]+)+$/.test(body));
  if (!sure && body.length % 4 === 1) return null;
  let sink;
  try {
    sink = decode(text, front, front + body.length);
  } catch (error) {
    if (sure) throw error;
    return null;
  }
  return sure || hopeful(Uint8Array.from(sink.bytes)) ? sink.reading('base64') : null;
}
