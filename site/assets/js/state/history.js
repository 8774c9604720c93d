// A frame lab's states as text, to be kept with its page: the one that is shown, and as
// many of those before and after it as there is room for.
import { fromBase64, MAX_BYTES, toBase64 } from '../base/bytes.js';
import { entries } from './storage.js';

/** @typedef {import('./store.js').State} State */
/** @typedef {import('./store.js').Store} Store */

/** Fewer characters than any state takes without its bytes. */
const LEAST = 64;

/**
 * @param {Store} store
 * @param {number} room characters
 */
export function written(store, room) {
  const { past, future, state, cursor } = store;
  let left = room;
  /** @param {State[]} states the nearest one last */
  const fitting = (states) => {
    const out = [];
    for (let i = states.length - 1; i >= 0 && left > 0; i--) {
      const one = write(states[i]);
      left -= LEAST + one.bytes.length * (one.laid ? 3 : 1);
      if (left > 0) out.unshift(one);
    }
    return out;
  };
  return { state: write(state), past: fitting(past), future: fitting(future), byte: cursor.byte, bit: cursor.bit };
}

/** @param {State} state */
export function write({ bytes, receiver, deflate, laid, drafts, base }) {
  return {
    bytes: toBase64(bytes),
    receiver,
    deflate,
    laid: laid && { payload: toBase64(laid.payload), key: laid.key && toBase64(laid.key), rest: toBase64(laid.rest) },
    base: base && toBase64(base),
    drafts: drafts.size ? Object.fromEntries([...drafts].map(([name, { text }]) => [name, text])) : undefined,
  };
}

/**
 * Give a store what was written; throws at what no store can have had.
 * @param {Store} store
 * @param {any} value
 * @param {(name: string, text: string, state: State) => string} complaint why a draft cannot be used; '' where it can
 */
export function restore(store, value, complaint) {
  const all = (/** @type {unknown} */ list) => {
    if (!Array.isArray(list)) throw new TypeError('a list of states');
    return list.map((one) => read(one, complaint));
  };
  const [state, past, future] = [read(value.state, complaint), all(value.past), all(value.future)];
  const { byte, bit } = value;
  const at = (/** @type {unknown} */ n, /** @type {number} */ end) => Number.isInteger(n) && Number(n) >= 0 && Number(n) < end;
  if (byte !== null && !at(byte, MAX_BYTES)) throw new TypeError('a byte');
  if (!at(bit, MAX_BYTES * 8)) throw new TypeError('a bit');
  Object.assign(store, { state, past, future, cursor: { byte: byte !== null && byte < state.bytes.length ? byte : null, bit } });
}

/**
 * @param {any} value
 * @param {(name: string, text: string, state: State) => string} complaint
 * @returns {State}
 */
export function read(value, complaint) {
  const { receiver, deflate, laid } = value;
  if ((receiver !== 'server' && receiver !== 'client') || typeof deflate !== 'boolean') throw new TypeError('a state');
  /** @type {State} */
  const state = {
    bytes: bytes(value.bytes),
    receiver,
    deflate,
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
