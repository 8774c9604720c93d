// The codec's module, loaded once a page.
import { load } from './codec.js';

/** @typedef {import('./codec.js').Codec} Codec */

/** @type {Promise<Codec> | undefined} */
let loading;

/**
 * The codec, as soon as the module has arrived.
 * @returns {Promise<Codec>}
 */
export function codec() {
  const { href } = /** @type {HTMLLinkElement} */ (document.querySelector('link[data-module]'));
  loading ??= load({ module: new URL(href), Go: /** @type {any} */ (globalThis).Go });
  return loading;
}
