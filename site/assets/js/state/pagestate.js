// Keeps what someone has done on a page while its tab is open: a reload, Back, and the page in the
// other language find it again. A link to a state comes before what is kept.
import { root } from '../base/site.js';
import { entries, forget, keep, kept, setOneAside } from './storage.js';

const VERSION = 1;
/** How many characters each part of a page may take, at first and where there is less room. */
const ROOM = [1 << 20, 1 << 16, 0];

/** The page's place below its language's folder, the same in every language. */
const place = () => {
  const { pathname } = root();
  const path = location.pathname.startsWith(pathname) ? location.pathname.slice(pathname.length) : location.pathname;
  return pathname + path.replace(/^(en|ko)\//, '');
};
const key = () => `framelab.page:${place()}`;

/** @type {Map<string, (room: number) => unknown>} */
const parts = new Map();
/** @type {Map<string, unknown> | undefined} */
let found;

/**
 * Take part in what is kept of this page.
 * @param {string} name of the part
 * @param {(room: number) => unknown} give what to keep, in about so many characters; undefined: nothing
 */
export function keeps(name, give) {
  if (!parts.size) {
    addEventListener('pagehide', keepAll);
    // A phone may end a page that is out of sight without another word.
    document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && keepAll());
  }
  parts.set(name, give);
}

/**
 * Begin with what was kept of a part. A value that cannot be used is set aside.
 * @param {string} name
 * @param {(value: any) => void} take throws at what it cannot use
 * @returns {boolean} whether there was something that it could use
 */
export function resume(name, take) {
  found ??= kept('session', key(), read) ?? new Map();
  const value = found.get(name);
  if (value === undefined) return false;
  try {
    take(value);
    return true;
  } catch {
    setOneAside('session', { [name]: value });
    return false;
  }
}

/** @param {unknown} value */
function read(value) {
  const own = entries(value);
  return own?.get('version') === VERSION ? entries(own.get('parts')) : null;
}

function keepAll() {
  for (const room of ROOM) {
    const given = new Map();
    // A part of a page that has not begun yet, or cannot, keeps what it had.
    for (const [name, value] of found ?? []) if (!parts.has(name)) given.set(name, value);
    for (const [name, give] of parts) {
      const value = give(room);
      if (value !== undefined) given.set(name, value);
    }
    if (!given.size) {
      forget('session', key());
      return;
    }
    if (!keep('session', key(), { version: VERSION, parts: Object.fromEntries(given) })) return;
  }
}

/**
 * Fields marked with data-kept say after a reload what they said before, by their ids; those
 * marked "early" only for what was typed before their lab was there, which then keeps it.
 */
export function keepFields() {
  const fields = /** @type {(HTMLInputElement | HTMLTextAreaElement)[]} */ ([...document.querySelectorAll('[data-kept]')]);
  if (!fields.length) return;
  resume('fields', (value) => {
    const own = entries(value);
    if (!own || [...own.values()].some((text) => typeof text !== 'string')) throw new TypeError('fields are texts');
    for (const field of fields) {
      const text = own.get(field.id);
      if (text !== undefined) field.value = String(text);
    }
  });
  keeps('fields', () => {
    const typed = fields.filter((f) => f.value !== f.defaultValue && !(f.dataset.kept === 'early' && f.closest('[live]')));
    return typed.length ? Object.fromEntries(typed.map((f) => [f.id, f.value])) : undefined;
  });
}
