// A frame lab's states as text, to be kept with its page: the one that is shown, and as
// many of those before and after it as there is room for.
import { fromBase64, MAX_BYTES, toBase64 } from '../base/bytes.js';
import { entries } from './storage.js';

/** @typedef {import('./store.js').State} State */
/**
 * @template S
 * @typedef {import('./store.js').Store<S>} Store
 */

/**
 * A store's state as JSON, and as many of those before and after it as there is room for.
 * @template S
 * @template W
 * @param {Store<S>} store
 * @param {number} room in characters
 * @param {(state: S) => W} write a state as JSON
 */
export function written({ past, future, state }, room, write) {
  let left = room;
  /** @param {S[]} states the nearest one last */
  const fitting = (states) => {
    /** @type {W[]} */
    const out = [];
    for (let i = states.length - 1; i >= 0; i--) {
      const one = write(states[i]);
      left -= JSON.stringify(one).length;
      if (left <= 0) break;
      out.unshift(one);
    }
    return out;
  };
  return { state: write(state), past: fitting(past), future: fitting(future) };
}

/**
 * Give a store what was written; throws where that cannot have been its states.
 * @template S
 * @param {Store<S>} store
 * @param {any} value
 * @param {(one: any) => S} read throws where it is not a state
 */
export function restore(store, { state, past, future }, read) {
  const all = (/** @type {unknown} */ list) => {
    if (!Array.isArray(list)) throw new TypeError('a list of states');
    return list.map(read);
  };
  Object.assign(store, { state: read(state), past: all(past), future: all(future) });
}

/** @param {State} state */
export function write({ bytes, receiver, deflate, frame, laid, drafts, base }) {
  return {
    bytes: toBase64(bytes),
    receiver,
    deflate,
    frame,
    laid: laid && { payload: toBase64(laid.payload), key: laid.key && toBase64(laid.key), rest: toBase64(laid.rest) },
    base: base && toBase64(base),
    drafts: drafts.size ? Object.fromEntries([...drafts].map(([name, { text }]) => [name, text])) : undefined,
  };
}

/**
 * The byte and the bit that someone is at; throws where they cannot be.
 * @param {any} cursor
 * @returns {import('../frame/figure.js').Cursor}
 */
export function readCursor({ byte, bit }) {
  const at = (/** @type {unknown} */ n, /** @type {number} */ end) => Number.isInteger(n) && Number(n) >= 0 && Number(n) < end;
  if (byte !== null && !at(byte, MAX_BYTES)) throw new TypeError('a byte');
  if (!at(bit, MAX_BYTES * 8)) throw new TypeError('a bit');
  return { byte, bit };
}

/**
 * @param {any} value
 * @param {(name: string, text: string, state: State) => string} complaint
 * @returns {State}
 */
export function read(value, complaint) {
  const { receiver, deflate, frame = 0, laid } = value;
  if ((receiver !== 'server' && receiver !== 'client') || typeof deflate !== 'boolean' || !(Number.isInteger(frame) && frame >= 0)) throw new TypeError('a state');
  /** @type {State} */
  const state = {
    bytes: bytes(value.bytes),
    receiver,
    deflate,
    frame,
    laid: laid && { payload: bytes(laid.payload), key: laid.key === null ? null : bytes(laid.key), rest: bytes(laid.rest) },
    drafts: new Map(),
  };
  if (value.base !== undefined) state.base = bytes(value.base);
  for (const [name, text] of entries(value.drafts) ?? []) {
    if (typeof text !== 'string') throw new TypeError('a draft');
    const error = complaint(name, text, state);
    if (error) state.drafts.set(name, { text, error });
  }
  return state;
}

/** @param {unknown} text */
function bytes(text) {
  if (typeof text !== 'string') throw new TypeError('bytes');
  const out = fromBase64(text);
  if (out.length > MAX_BYTES) throw new RangeError('bytes');
  return out;
}
