// Bytes as people write them: hexadecimal, code, and what they paste.

/** The most bytes that the labs take: enough for every length form, small enough for a phone. */
export const MAX_BYTES = 1 << 20;

const HEX = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'));

/** @param {number} byte */
export const hex = (byte) => HEX[byte];

/**
 * @param {Uint8Array} bytes
 * @param {string} [between]
 */
export function toHex(bytes, between = '') {
  const out = new Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) out[i] = HEX[bytes[i]];
  return out.join(between);
}

/** What is wrong with typed bytes, and at which character (from 1). */
export class BytesError extends Error {
  /**
   * @param {'bad' | 'odd' | 'range' | 'bits' | 'long'} kind
   * @param {{at?: number, what?: string, form?: string, n?: number, max?: number}} detail
   */
  constructor(kind, detail) {
    super(kind);
    this.kind = kind;
    this.detail = detail;
  }
}

/**
 * Hexadecimal digits, with white space wherever someone likes it.
 * @param {string} text
 * @returns {Uint8Array}
 */
export function fromHex(text) {
  const out = [];
  let high = -1;
  let highAt = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (/\s/.test(c)) continue;
    if (!/[0-9a-f]/i.test(c)) throw new BytesError('bad', { at: i + 1, what: c, form: 'hex' });
    const digit = parseInt(c, 16);
    if (high < 0) {
      high = digit;
      highAt = i + 1;
    } else {
      out.push((high << 4) | digit);
      high = -1;
    }
  }
  if (high >= 0) throw new BytesError('odd', { at: highAt });
  return checked(out);
}

/** @param {number[]} out */
function checked(out) {
  if (out.length > MAX_BYTES) throw new BytesError('long', { n: out.length, max: MAX_BYTES });
  return Uint8Array.from(out);
}

/**
 * Bytes in any common form: plain hexadecimal, 0x81, \x81, a list of decimal
 * numbers, a bit string, or a hex dump with offsets and text at its side.
 * @param {string} text
 * @returns {Uint8Array}
 */
export function parseAny(text) {
  const dump = parseDump(text);
  if (dump) return dump;
  if (/0x|\\x/i.test(text)) return parsePrefixed(text);
  const bare = text.replace(/\s/g, '');
  if (/^[01]{8,}$/.test(bare)) {
    if (bare.length % 8) throw new BytesError('bits', { n: bare.length });
    return checked(bare.match(/.{8}/g)?.map((b) => parseInt(b, 2)) ?? []);
  }
  if (/[[\](){},]/.test(text)) return parseList(text);
  return fromHex(text);
}

/**
 * Hexadecimal bytes marked by 0x or \x, in the code of any language: what stands
 * outside the marks is the language's, and does not count.
 * @param {string} text
 */
function parsePrefixed(text) {
  const out = [];
  for (const match of text.matchAll(/(0x|\\x)([0-9a-f]*)/gi)) {
    const at = (match.index ?? 0) + 1;
    if (match[2].length === 0) throw new BytesError('bad', { at, what: match[0], form: 'hex' });
    if (match[2].length > 2 && match[1] !== '\\x') throw new BytesError('range', { at, what: match[0] });
    out.push(parseInt(match[2].slice(0, 2), 16));
  }
  return checked(out);
}

/**
 * A list with commas or brackets: decimal numbers, or pairs of hexadecimal digits.
 * @param {string} text
 */
function parseList(text) {
  const items = [...text.matchAll(/[^\s,;[\](){}]+/g)];
  const digits = items.every((m) => /^\d+$/.test(m[0]));
  const decimal = digits && (text.includes('[') || items.some((m) => m[0].length !== 2));
  return checked(
    items.map((match) => {
      const at = (match.index ?? 0) + 1;
      const word = match[0];
      if (decimal) {
        if (Number(word) > 255) throw new BytesError('range', { at, what: word });
        return Number(word);
      }
      if (!/^[0-9a-f]{2}$/i.test(word)) throw new BytesError('bad', { at, what: word, form: 'hex' });
      return parseInt(word, 16);
    }),
  );
}

/**
 * A hex dump as xxd, hexdump -C, tcpdump -X and Wireshark write it, or null when the text is none.
 * @param {string} text
 */
function parseDump(text) {
  const lines = text.split('\n').filter((l) => l.trim());
  const dump = /^\s*(?:0x)?[0-9a-f]{4,8}:?\s{1,3}((?:(?:[0-9a-f]{2}){1,2}\s{0,2}){1,16})(?:\s*$|\s{1,}.*$)/i;
  if (!lines.length || !lines.every((l) => /^\s*(?:0x)?0[0-9a-f]{3,7}(:|\s)/i.test(l))) return null;
  const out = [];
  for (const line of lines) {
    if (/^\s*[0-9a-f]{4,8}\s*$/i.test(line)) continue; // hexdump's last line: the offset of the end
    const match = dump.exec(line);
    if (!match) return null;
    for (const pair of match[1].match(/[0-9a-f]{2}/gi) ?? []) out.push(parseInt(pair, 16));
  }
  return checked(out);
}

/** The forms in which bytes can be copied into somebody's code. */
export const CODE = {
  /** @param {Uint8Array} b */
  hex: (b) => toHex(b, ' '),
  /** @param {Uint8Array} b */
  go: (b) => `[]byte{${list(b)}}`,
  /** @param {Uint8Array} b */
  python: (b) => `bytes.fromhex("${toHex(b, ' ')}")`,
  /** @param {Uint8Array} b */
  javascript: (b) => `new Uint8Array([${list(b)}])`,
  /** @param {Uint8Array} b */
  c: (b) => `unsigned char frame[] = {${list(b)}};`,
  /** @param {Uint8Array} b */
  shell: (b) => `printf '${[...b].map((x) => '\\' + x.toString(8).padStart(3, '0')).join('')}'`,
};

/** @param {Uint8Array} b */
const list = (b) => [...b].map((x) => '0x' + HEX[x]).join(', ');

/**
 * @param {Uint8Array} a
 * @param {Uint8Array} b
 */
export const equal = (a, b) => a.length === b.length && a.every((x, i) => x === b[i]);

/** @param {...Uint8Array} parts */
export function concat(...parts) {
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const p of parts) {
    out.set(p, at);
    at += p.length;
  }
  return out;
}

/** @param {number} n */
export const random = (n) => crypto.getRandomValues(new Uint8Array(n));
