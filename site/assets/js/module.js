// The codec's module, loaded once a page; and the larger one that also inflates,
// for who has compressed messages.
import { load } from './codec.js';

/** @typedef {import('./codec.js').Codec} Codec */

/** @type {Promise<Codec> | undefined} */
let loading;
/** @type {Promise<Codec> | undefined} */
let larger;

/**
 * The codec, as soon as the module has arrived.
 * @returns {Promise<Codec>}
 */
export function codec() {
  loading ??= start(link().href);
  return loading;
}

/**
 * A codec that inflates: the page's own if it does, or else a second one, which
 * is the page's from then on. What the first one holds goes on in it. After a
 * failure it can be asked for again.
 * @returns {Promise<Codec>}
 */
export async function inflatingCodec() {
  const first = await codec();
  if (first.inflates) return first;
  larger ??= start(new URL(String(link().dataset.inflate), document.baseURI).href);
  try {
    const codec = await larger;
    loading = larger;
    return codec;
  } catch (error) {
    larger = undefined;
    throw error;
  }
}

const link = () => /** @type {HTMLLinkElement} */ (document.querySelector('link[data-module]'));

/** @param {string} url */
const start = (url) => load({ module: new URL(url), Go: /** @type {any} */ (globalThis).Go });
