// The hooks that words.js registers: they give site/words/en.json as the module "words".
import { readFile } from 'node:fs/promises';

const WORDS = 'framelab:words';

/** @type {import('node:module').ResolveHook} */
export const resolve = (name, context, next) => (name === 'words' ? { url: WORDS, shortCircuit: true } : next(name, context));

/** @type {import('node:module').LoadHook} */
export async function load(url, context, next) {
  if (url !== WORDS) return next(url, context);
  const json = await readFile(new URL('../../site/words/en.json', import.meta.url), 'utf8');
  return { format: 'module', source: `export default ${json}`, shortCircuit: true };
}
