// The words of the page's language. The build resolves "words" to words/en.json or words/ko.json.
import words from 'words';

/** By key: a Map has no keys of its own, which names from outside might hit. */
const table = new Map(Object.entries(words));

export const lang = String(table.get('lang'));

/**
 * The words for a key. `{name}` is a parameter; `{n: byte| bytes}` is a
 * number with its noun, singular and plural. Numbers get their thousands set
 * apart, as in both languages; a code is given as text.
 * @param {string} key
 * @param {Record<string, string | number | bigint>} [params]
 * @returns {string}
 */
export function t(key, params = {}) {
  const words = table.get(key);
  if (words === undefined) throw new Error(`no words for ${key}`);
  return words.replace(/\{(\w+)(?::([^|}]*)\|([^}]*))?\}/g, (_, name, one, many) => {
    const value = show(params[name]);
    if (one === undefined) return value;
    return value + (value === '1' ? one : many);
  });
}

/** @param {string} key */
export const has = (key) => table.has(key);

/** @param {string | number | bigint} value */
const show = (value) => (typeof value === 'string' ? value : String(value).replace(/\B(?=(\d{3})+$)/g, ','));
