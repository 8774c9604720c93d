// Keeps values in the browser's storage, between pages and for the next visit. A stored text may come
// from an older version, from a different site at the same address, or from the user's own hands. So
// each is read as untrusted; one that cannot be read is set aside under another key, never dropped,
// and the page says so.
import { notice } from '../element/say.js';
import { t } from '../base/words.js';

/** Texts that could not be read, in each storage. */
const ASIDE = 'framelab.aside';
/** Where progress was set aside before there was one place for all. */
const FORMER = 'framelab.progress.aside';
/** The most characters that are read: typed text is far below. */
const MOST = 1 << 22;

/** @typedef {'local' | 'session'} Area kept on this device, or for as long as the tab is open */

/** @param {Area} area */
const storage = (area) => (area === 'local' ? localStorage : sessionStorage);

/**
 * @param {Area} area
 * @returns {string} why nothing is kept there, or ''
 */
export function blocked(area) {
  try {
    storage(area).getItem(ASIDE);
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * The text under a key; null where there is no text, or where the browser stores nothing.
 * @param {Area} area
 * @param {string} key
 */
function textAt(area, key) {
  try {
    return storage(area).getItem(key);
  } catch {
    return null;
  }
}

/**
 * The value under a key.
 * @template T
 * @param {Area} area
 * @param {string} key
 * @param {(value: unknown) => T | null} read what a JSON value means; null: it cannot be used
 * @returns {T | null} null where there is nothing, or nothing that can be read
 */
export function kept(area, key, read) {
  const text = textAt(area, key);
  if (text === null) return null;
  const value = text.length > MOST ? undefined : parsed(text);
  const means = value === undefined ? null : read(value);
  if (means === null) setAside(area, key, text);
  return means;
}

/** The value that was last read under a key, and its text. @type {Map<string, {text: string, means: any}>} */
const last = new Map();

/**
 * Like kept, for values that are read often and not changed by their readers. A text that has not
 * changed is not parsed again, so a large one cannot hold up the page.
 * @template T
 * @param {Area} area
 * @param {string} key
 * @param {(value: unknown) => T | null} read
 * @returns {T | null}
 */
export function keptOften(area, key, read) {
  const text = textAt(area, key);
  const before = last.get(key);
  if (before && before.text === text) return before.means;
  const means = kept(area, key, read);
  if (text !== null && means !== null) last.set(key, { text, means });
  return means;
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Keys whose text can neither be read nor set aside: nothing may overwrite it. @type {Set<string>} */
const stuck = new Set();

/**
 * Keep a value.
 * @param {Area} area
 * @param {string} key
 * @param {unknown} value
 * @returns {string} why it is not kept, or ''
 */
export function keep(area, key, value) {
  if (stuck.has(key)) return t('kept.full');
  try {
    storage(area).setItem(key, JSON.stringify(value));
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * @param {Area} area
 * @param {string} key
 */
export function forget(area, key) {
  try {
    storage(area).removeItem(key);
  } catch {
    // Nothing is stored, then.
  }
}

/**
 * Put a text that cannot be read where nothing reads it, and say so. Where there is no
 * room for it, it stays where it is.
 * @param {Area} area
 * @param {string} key
 * @param {string} text
 */
function setAside(area, key, text) {
  if (stuck.has(key)) return;
  forget(area, key); // it may be most of what there is room for
  const before = asideIn(area);
  if (!before.includes(text) && keep(area, ASIDE, [...before, text])) {
    stuck.add(key);
    try {
      storage(area).setItem(key, text);
    } catch {
      // There was room for it a moment ago.
    }
  }
  notice(t(stuck.has(key) ? 'kept.aside.full' : 'kept.aside.now'));
}

/**
 * Set aside one of several things under a key.
 * @param {Area} area
 * @param {unknown} value
 */
export function setOneAside(area, value) {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const before = asideIn(area);
  if (!before.includes(text)) keep(area, ASIDE, [...before, text]);
  notice(t('kept.aside.now'));
}

/** @param {Area} area */
function asideIn(area) {
  return [ASIDE, FORMER].flatMap((key) => {
    const text = textAt(area, key);
    if (text === null) return [];
    const all = parsed(text);
    return Array.isArray(all) ? all.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))) : [text];
  });
}

/** @returns {string[]} all texts that could not be read */
export const asides = () => [...new Set([...asideIn('local'), ...asideIn('session')])];

/** Forget what was set aside: asked for by someone who has it elsewhere or needs it no more. */
export function dropAsides() {
  for (const area of /** @type {Area[]} */ (['local', 'session'])) for (const key of [ASIDE, FORMER]) forget(area, key);
}

/**
 * The own entries of a JSON object, as a map: a name such as __proto__ is one like any other.
 * @param {unknown} value
 * @returns {Map<string, unknown> | null} null: it is not an object
 */
export const entries = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? new Map(Object.entries(value)) : null;
