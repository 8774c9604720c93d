// The codec's module, loaded once a page.
import { load } from './codec.js';

/** @type {Promise<import('./codec.js').Codec> | undefined} */
let loading;

/**
 * The codec, as soon as the module has arrived.
 * @returns {Promise<import('./codec.js').Codec>}
 */
export function codec() {
  loading ??= start();
  return loading;
}

async function start() {
  const link = /** @type {HTMLLinkElement} */ (document.querySelector('link[data-module]'));
  return load({ module: new URL(link.href), Go: /** @type {any} */ (globalThis).Go });
}
