// The Go of wasm_exec.js, where the module needs it: TinyGo's does without.
import { existsSync } from 'node:fs';

if (existsSync('wasm_exec.js')) await import('./wasm_exec.js');
export const Go = /** @type {any} */ (globalThis).Go;
