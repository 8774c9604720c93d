// Bytes as people write them: hexadecimal, and code in any language.

/** The most bytes that the labs take: enough for every length form, small enough for a phone. */
export const MAX_BYTES = 1 << 20;

const HEX = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'));

/** The value of a hexadecimal digit, by its code. */
const NONE = 255;
const DIGIT = Uint8Array.from({ length: 128 }, (_, code) => (/[0-9a-f]/i.test(String.fromCharCode(code)) ? parseInt(String.fromCharCode(code), 16) : NONE));

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

/**
 * The kinds of faults in typed or pasted bytes; the words for each are paste.<kind>.
 * @typedef {'bad' | 'odd' | 'range' | 'bits' | 'long' | 'unexplained' | 'cut' | 'column' | 'offset' | 'repeat' | 'short' | 'count' |
 *   'open' | 'lost' | 'words' | 'escape' | 'base64' | 'http' | 'messages' | 'size' | 'file'} Wrong
 */

/** A fault in typed bytes, and its character (from 1). */
export class BytesError extends Error {
  /**
   * @param {Wrong} kind
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
  const out = new Uint8Array((text.length >> 1) + 1);
  let n = 0;
  let high = -1;
  let highAt = 0;
  for (let i = 0; i < text.length; i++) {
    const digit = DIGIT[text.charCodeAt(i)] ?? NONE;
    if (digit === NONE) {
      if (/\s/.test(text[i])) continue;
      throw new BytesError('bad', { at: i + 1, what: text[i], form: 'hex' });
    }
    if (high < 0) {
      high = digit;
      highAt = i + 1;
    } else {
      out[n++] = (high << 4) | digit;
      high = -1;
    }
  }
  if (high >= 0) throw new BytesError('odd', { at: highAt });
  return checked(out.subarray(0, n));
}

/**
 * The bytes, unless there are more than the labs take.
 * @param {ArrayLike<number>} out
 */
export function checked(out) {
  if (out.length > MAX_BYTES) throw new BytesError('long', { n: out.length, max: MAX_BYTES });
  return new Uint8Array(out);
}

/** The forms in which bytes can be copied into code. */
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

/** @param {string} text */
export const fromBase64 = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));

/** @param {Uint8Array} bytes */
export function toBase64(bytes) {
  let text = '';
  // A call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

/** @param {number} n */
export const random = (n) => crypto.getRandomValues(new Uint8Array(n));
