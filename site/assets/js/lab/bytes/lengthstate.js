// The length lab's state, the way between a length and its place on the dial, and sizes in words.
import { t } from '../../base/words.js';

/**
 * @typedef {object} State
 * @property {bigint} length that the header announces: 0 to 2⁶⁴ − 1
 * @property {0 | 16 | 64} form in how many bits it is written; 0: the fewest
 * @property {boolean} masked the frame is a client's
 * @property {number | null} came how many bytes of the payload should come; null: all. Fewer come where the payload has no more (lacking)
 * @property {boolean} limited the receiver has a limit
 * @property {Record<string, string>} drafts what was typed and cannot be used, by the field's name
 */

/** The greatest length that a header may announce, and the greatest that 64 bits hold. */
export const MOST = (1n << 63n) - 1n;
export const WHOLE = (1n << 64n) - 1n;
/** The greatest length of each form. */
export const FITS = { 7: 125n, 16: 65_535n };
/** The most bytes of a payload that are here to be judged. */
export const HERE = 65_536;
/** The local server's limit for a frame. */
export const LIMIT = 16 << 20;

/** The dial's steps for each doubling, and its end: the forbidden half is as wide as three doublings. */
const STEPS = 100;
export const END = 66 * STEPS;

/**
 * Where a length is on the dial, in steps.
 * @param {bigint} length
 */
export function placeOf(length) {
  if (length <= MOST) return Math.min(63, Math.log2(Number(length) + 1)) * STEPS;
  return (63 + 3 * (Math.log2(Number(length)) - 63)) * STEPS;
}

/**
 * The length at a place on the dial, with three significant digits beyond a thousand.
 * @param {number} place
 * @returns {bigint}
 */
export function lengthAt(place) {
  const p = Math.max(0, Math.min(END, place)) / STEPS;
  if (p === 63) return MOST;
  if (p === 66) return WHOLE;
  if (p > 63) return least(round(2 ** (63 + (p - 63) / 3)), WHOLE, MOST + 1n);
  return least(round(2 ** p - 1), MOST, 0n);
}

/** @param {number} n */
const round = (n) => BigInt(n < 1000 ? Math.round(n) : Number(n.toPrecision(3)));

/** @param {bigint} n @param {bigint} most @param {bigint} floor */
const least = (n, most, floor) => (n > most ? most : n < floor ? floor : n);

/**
 * A length as it was typed: decimal with or without separators, hexadecimal with 0x, or 2^n.
 * @param {string} text
 * @returns {bigint | null}
 */
export function lengthOf(text) {
  const plain = text.trim().replace(/(?<=\d)[,_ \u00a0\u202f](?=\d{3})/g, '');
  const power = /^2\s*(?:\^|\*\*)\s*(\d{1,2})(?:\s*([-−+])\s*(\d{1,6}))?$/.exec(plain);
  if (power) {
    const n = (1n << BigInt(power[1])) + BigInt(power[3] ?? 0) * (power[2] === '+' ? 1n : -1n);
    return n >= 0n && n <= WHOLE ? n : null;
  }
  if (!/^(\d{1,20}|0x[0-9a-f]{1,16})$/i.test(plain)) return null;
  const n = BigInt(plain);
  return n <= WHOLE ? n : null;
}

/**
 * @param {Map<string, string>} fields
 * @returns {State | {problem: string}}
 */
export function read(fields) {
  const bad = (/** @type {string} */ name) => ({ problem: t('bytelab.bad', { name, value: fields.get(name) ?? '' }) });
  const other = [...fields.keys()].find((name) => !['length', 'form', 'from', 'came', 'limit', 'typed-length', 'typed-came'].includes(name));
  if (other !== undefined) return { problem: t('bytelab.unknown', { name: other }) };
  const length = lengthOf(fields.get('length') ?? '300');
  if (length === null) return bad('length');
  const form = fields.get('form') ?? '';
  if (!['', '16', '64'].includes(form)) return bad('form');
  if (!['', 'client', 'server'].includes(fields.get('from') ?? '')) return bad('from');
  if (!['', '16MiB'].includes(fields.get('limit') ?? '')) return bad('limit');
  const came = fields.get('came') ?? '';
  if (!/^\d{0,5}$/.test(came)) return bad('came');
  /** @type {Record<string, string>} */
  const drafts = {};
  for (const name of ['length', 'came']) {
    const text = fields.get(`typed-${name}`);
    if (text !== undefined) drafts[name] = text;
  }
  return fitting({
    length, form: /** @type {0 | 16 | 64} */ (Number(form)), masked: fields.get('from') !== 'server',
    came: came ? Number(came) : null, limited: fields.get('limit') === '16MiB', drafts,
  });
}

/**
 * @param {State} s
 * @returns {Record<string, string>}
 */
export const write = (s) => ({
  length: String(s.length),
  form: s.form ? String(s.form) : '',
  from: s.masked ? '' : 'server',
  came: s.came === null ? '' : String(s.came),
  limit: s.limited ? '16MiB' : '',
  ...Object.fromEntries(Object.entries(s.drafts).map(([name, text]) => [`typed-${name}`, text])),
});

/**
 * The state without a form that is the shortest one.
 * @param {State} s
 * @returns {State}
 */
export function fitting(s) {
  const form = s.form && s.length <= FITS[s.form === 16 ? 7 : 16] ? s.form : 0;
  return { ...s, form, came: s.came === null ? null : Math.min(s.came, HERE) };
}

/**
 * How many bytes of a payload come of which some are missing.
 * @param {State} s
 * @returns {number | null} null: all of it comes, as always with a payload of no bytes
 */
export const lacking = ({ came, length }) => (came === null || length === 0n ? null : Math.min(came, mostLacking(length)));

/**
 * The most bytes that can come of a payload of which some are missing.
 * @param {bigint} length
 */
export const mostLacking = (length) => Number(length <= BigInt(HERE) ? length - 1n : HERE);

const UNITS = ['KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];

/**
 * A size in the largest unit that it fills, with ≈ where that is not all of it: 8 EiB, ≈ 1.5 MiB, 300 bytes.
 * @param {bigint} n bytes
 */
export function sized(n) {
  if (n < 1024n) return t('bytelab.bytes', { n });
  let unit = 0;
  let value = Number(n) / 1024;
  while (value >= 1023.95 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  const exact = (10n * n) % (1n << BigInt(10 * (unit + 1))) === 0n;
  return `${exact ? '' : '≈ '}${String(Math.round(value * 10) / 10)} ${UNITS[unit]}`;
}

/**
 * The header's share of a frame, as a percentage.
 * @param {number} header bytes
 * @param {bigint} payload
 */
export function share(header, payload) {
  const percent = (100 * header) / (header + Number(payload));
  if (percent < 0.01) return t('length.share.least');
  return `${percent >= 10 ? Math.round(percent) : Number(percent.toPrecision(2))} %`;
}
