// The hooks that words.js registers: they give site/words/en.json as the module "words", and from the
// glossary how English writes each term as the module "marks".
import { readFile } from 'node:fs/promises';

const NAMES = ['words', 'marks'];

/** @type {import('node:module').ResolveHook} */
export const resolve = (name, context, next) => (NAMES.includes(name) ? { url: `framelab:${name}`, shortCircuit: true } : next(name, context));

/** @type {import('node:module').LoadHook} */
export async function load(url, context, next) {
  if (url === 'framelab:words') return json(await text('site/words/en.json'));
  if (url === 'framelab:marks') return json(JSON.stringify(marks(await text('lessons/glossary.yaml'))));
  return next(url, context);
}

const text = (path) => readFile(new URL(`../../${path}`, import.meta.url), 'utf8');
const json = (data) => ({ format: 'module', source: `export default ${data}`, shortCircuit: true });

/** Each entry of the glossary begins with its id and has its marks on one line. */
function marks(yaml) {
  const entries = yaml.split(/^- id: /m).slice(1).map((entry) => [entry.split('\n')[0], /^  marks: \[(.*)\]$/m.exec(entry)?.[1].split(', ') ?? []]);
  return Object.fromEntries(entries.map(([id, forms]) => [id, forms.filter((form) => !/[가-힣]/.test(form)).map((form) => form.replaceAll("'", ''))]));
}
