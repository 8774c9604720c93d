// The codec for tests of scripts: the module that `make test-scripts` builds.
import { readFileSync } from 'node:fs';
import { load } from '../../site/assets/js/codec/codec.js';

const built = new URL('../../build/scripts/', import.meta.url);
await import(new URL('wasm_exec.js', built).href);

export const codec = await load({ module: readFileSync(new URL('main.wasm', built)), Go: /** @type {any} */ (globalThis).Go });

/** @param {string} text @returns {Uint8Array} its UTF-8 */
export const utf8 = (text) => new TextEncoder().encode(text);
