// What someone has done of the exercises, kept on this device: for each exercise
// its passed revision and how they came there. A stored text that cannot be read
// is set aside under another key and never dropped.
import { t } from './words.js';

const KEY = 'framelab.progress';
const ASIDE = 'framelab.progress.aside';
const VERSION = 1;

/**
 * @typedef {object} Record
 * @property {number} [passed] the revision that was passed
 * @property {string} [on] the day of that, such as 2026-11-23
 * @property {number} tries
 * @property {number} hints the most hints that were open
 * @property {boolean} [shown] a solution was shown before the pass
 */

/** @typedef {{version: number, exercises: globalThis.Record<string, Record>}} Progress */

/** Why nothing is kept, or ''. */
export let unkept = '';

/** Whoever shows progress hears of each change. */
export const changes = new EventTarget();
addEventListener('storage', (e) => {
  if (e.key === KEY || e.key === null) changes.dispatchEvent(new Event('change'));
});

/** @type {Progress} kept in the page where the browser stores nothing */
let fallback = { version: VERSION, exercises: {} };

/** @returns {Progress} */
export function progress() {
  let text = null;
  try {
    text = localStorage.getItem(KEY);
  } catch (error) {
    unkept = String(error instanceof Error ? error.message : error);
    return fallback;
  }
  if (text === null) return unkept ? fallback : { version: VERSION, exercises: {} };
  const read = parse(text);
  if ('progress' in read) return read.progress;
  setAside(text);
  return { version: VERSION, exercises: {} };
}

/**
 * Progress in the form in which it is stored and exported.
 * @param {string} text
 * @returns {{progress: Progress} | {problem: string}}
 */
export function parse(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    return { problem: t('progress.bad.json') };
  }
  if (typeof value !== 'object' || value === null || typeof value.exercises !== 'object' || value.exercises === null || Array.isArray(value.exercises)) {
    return { problem: t('progress.bad.shape') };
  }
  if (value.version !== VERSION) return { problem: t('progress.bad.version', { version: String(value.version), known: String(VERSION) }) };
  for (const [id, r] of Object.entries(value.exercises)) {
    const record = /** @type {Record} */ (r);
    const right = typeof record === 'object' && record !== null && count(record.tries) && count(record.hints) && (record.passed === undefined || count(record.passed));
    if (!right) return { problem: t('progress.bad.record', { id }) };
  }
  return { progress: value };
}

/** @param {unknown} n */
const count = (n) => Number.isInteger(n) && Number(n) >= 0;

/** @param {string} text */
function setAside(text) {
  try {
    const old = asides();
    if (!old.includes(text)) localStorage.setItem(ASIDE, JSON.stringify([...old, text]));
    localStorage.removeItem(KEY);
  } catch (error) {
    // It stays where it is, then, and nothing overwrites it.
    unkept = String(error instanceof Error ? error.message : error);
  }
}

/** @returns {string[]} the stored texts that could not be read */
export function asides() {
  let text;
  try {
    text = localStorage.getItem(ASIDE);
  } catch {
    return [];
  }
  try {
    return JSON.parse(text ?? '[]').map(String);
  } catch {
    return [String(text)];
  }
}

/** Forget what was set aside; asked for by someone who has it elsewhere or needs it no more. */
export function dropAsides() {
  localStorage.removeItem(ASIDE);
  changes.dispatchEvent(new Event('change'));
}

/** @param {Progress} next */
function keep(next) {
  fallback = next;
  if (!unkept) {
    try {
      localStorage.setItem(KEY, JSON.stringify(next));
    } catch (error) {
      unkept = String(error instanceof Error ? error.message : error);
    }
  }
  changes.dispatchEvent(new Event('change'));
}

/**
 * A stored object's own value: names in it may be ones that every object has.
 * @template T
 * @param {globalThis.Record<string, T>} all
 * @param {string} name
 * @returns {T | undefined}
 */
const own = (all, name) => (Object.hasOwn(all, name) ? all[name] : undefined);

/** @param {string} id */
export const recordOf = (id) => own(progress().exercises, id);

/**
 * Change an exercise's record.
 * @param {string} id
 * @param {(r: Record) => Record} change
 */
export function note(id, change) {
  const now = progress();
  keep({ ...now, exercises: { ...now.exercises, [id]: change(own(now.exercises, id) ?? { tries: 0, hints: 0 }) } });
}

/**
 * How far an exercise is: passed as it stands, passed before it was revised, tried, or nothing.
 * @param {string} id
 * @param {number} revision
 * @returns {'passed' | 'revised' | 'tried' | ''}
 */
export function stateOf(id, revision) {
  const r = recordOf(id);
  if (!r) return '';
  if (r.passed === undefined) return r.tries ? 'tried' : '';
  return r.passed >= revision ? 'passed' : 'revised';
}

/**
 * How many of a lesson's exercises are passed, in any revision.
 * @param {string} exercises such as "accept-derive:1 accept-bugs:1"
 */
export function countOf(exercises) {
  const all = exercises.split(' ').filter(Boolean);
  const states = all.map((e) => {
    const [id, revision] = e.split(':');
    return stateOf(id, Number(revision));
  });
  const done = states.filter((s) => s === 'passed' || s === 'revised').length;
  return { all: all.length, done, revised: states.includes('revised'), begun: states.some(Boolean) };
}

/** All progress as a file. */
export const exported = () => JSON.stringify(progress(), null, 1) + '\n';

/**
 * Add exported progress to what is here: of each exercise the newest pass stays.
 * @param {string} text
 * @returns {{n: number} | {problem: string}}
 */
export function imported(text) {
  const read = parse(text);
  if ('problem' in read) return read;
  const now = progress();
  const exercises = new Map(Object.entries(now.exercises));
  for (const [id, theirs] of Object.entries(read.progress.exercises)) {
    const mine = exercises.get(id);
    if (!mine || (theirs.passed ?? -1) > (mine.passed ?? -1)) exercises.set(id, theirs);
  }
  keep({ version: VERSION, exercises: Object.fromEntries(exercises) });
  return { n: Object.keys(read.progress.exercises).length };
}

/** Forget all progress, and what was typed in exercises. */
export function reset() {
  keep({ version: VERSION, exercises: {} });
  try {
    localStorage.removeItem(TYPED);
  } catch {
    // Nothing is stored, then.
  }
}

const TYPED = 'framelab.typed';

/** @returns {globalThis.Record<string, string>} what stands in each exercise */
function typed() {
  try {
    const all = JSON.parse(localStorage.getItem(TYPED) ?? '{}');
    return typeof all === 'object' && all !== null ? all : {};
  } catch {
    return {};
  }
}

/** @param {string} id */
export const draftOf = (id) => own(typed(), id);

/**
 * Keep what stands in an exercise; undefined: nothing but its start.
 * @param {string} id
 * @param {string | undefined} text
 */
export function keepDraft(id, text) {
  try {
    localStorage.setItem(TYPED, JSON.stringify({ ...typed(), [id]: text }));
  } catch {
    // The page still has it until it is left.
  }
}
