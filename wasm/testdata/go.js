// The Go class of wasm_exec.js if the module needs it: TinyGo's does not.
import { existsSync } from 'node:fs';

if (existsSync('wasm_exec.js')) await import('./wasm_exec.js');
export const Go = /** @type {any} */ (globalThis).Go;
