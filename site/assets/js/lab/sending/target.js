// The target of a request, and what its query asks /echo to do.

/**
 * A parameter that the query can have, as server.json says: a number from least to most, one of some
 * words, or else any text.
 * @typedef {{name: string, least?: number, most?: number, words?: string[]}} Ask
 */

/** The asks that have a switch, with the value that each begins with. @type {Record<string, string>} */
export const SWITCHES = { fragment: '2', ping: 'once', delay: '1000', close: '1000', takeover: 'both' };

/** The parameters that need another one. @type {Record<string, string>} */
const NEEDS = { reason: 'close', after: 'close' };

/** The asks of the server inside the page: everything that takes no time. @type {Ask[]} */
export const PAGE_ASKS = [
  { name: 'fragment', least: 1, most: 1 << 20 },
  { name: 'ping', words: ['once'] },
  { name: 'close', least: 1000, most: 4999 },
  { name: 'reason' },
  { name: 'after', least: 0, most: 1_000_000 },
  { name: 'takeover', words: ['both', 'server', 'client', 'none'] },
];

/** @param {string} target */
const parts = (target) => {
  const at = target.indexOf('?');
  return at < 0 ? [target, ''] : [target.slice(0, at), target.slice(at + 1)];
};

/** @param {string} target */
export const pathOf = (target) => parts(target)[0];

/**
 * The values in a target's query, by name.
 * @param {string} target
 */
export const asked = (target) => new Map(new URLSearchParams(parts(target)[1]));

/**
 * The target with a parameter, in its place if it is there already.
 * @param {string} target
 * @param {string} name
 * @param {string | null} value null: without it, and without those that need it
 */
export function ask(target, name, value) {
  const [path, query] = parts(target);
  const params = new URLSearchParams(query);
  if (value === null) {
    params.delete(name);
    for (const [other, needed] of Object.entries(NEEDS)) if (needed === name) params.delete(other);
  } else params.set(name, value);
  const text = String(params);
  return text ? `${path}?${text}` : path;
}

/**
 * Why text cannot be the target of a request, as a key of words; '' if it can (RFC 9112 §3.2.1).
 * @param {string} target
 */
export function problem(target) {
  if (!target.startsWith('/')) return 'send.target.slash';
  return /^[\x21-\x7e]+$/.test(target) ? '' : 'send.target.bad';
}
