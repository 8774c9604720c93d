// Keeps on this device what someone has done in the exercises: for each its passed revision and the
// way there.
import { blocked, entries, forget, keep as store, kept, keptOften, setOneAside } from './storage.js';
import { t } from '../base/words.js';

const KEY = 'framelab.progress';
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

/** Tells of each change of the progress. */
export const changes = new EventTarget();
addEventListener('storage', (e) => {
  if (e.key === KEY || e.key === null) changes.dispatchEvent(new Event('change'));
});

/** @type {Progress} kept in the page where the browser stores nothing */
let fallback = { version: VERSION, exercises: Object.create(null) };

/** @returns {Progress} */
export function progress() {
  unkept ||= blocked('local');
  if (unkept) return fallback;
  return keptOften('local', KEY, (value) => {
    const read = check(value);
    return 'progress' in read ? read.progress : null;
  }) ?? { version: VERSION, exercises: none() };
}

/**
 * Progress in the form in which it is exported.
 * @param {string} text
 * @returns {{progress: Progress} | {problem: string}}
 */
export function parse(text) {
  try {
    return check(JSON.parse(text));
  } catch {
    return { problem: t('progress.bad.json') };
  }
}

/**
 * @param {unknown} value
 * @returns {{progress: Progress} | {problem: string}}
 */
function check(value) {
  const own = entries(value);
  const records = entries(own?.get('exercises'));
  if (!own || !records) return { problem: t('progress.bad.shape') };
  const version = own.get('version');
  if (version !== VERSION) return { problem: t('progress.bad.version', { version: String(version), known: String(VERSION) }) };
  const exercises = none();
  for (const [id, value] of records) {
    const record = readRecord(entries(value));
    if (!record) return { problem: t('progress.bad.record', { id }) };
    exercises[id] = record;
  }
  return { progress: { version: VERSION, exercises } };
}

/**
 * Records by exercise, of which no name is anything before it is set.
 * @returns {globalThis.Record<string, Record>}
 */
const none = () => Object.create(null);

/**
 * @param {Map<string, unknown> | null} own
 * @returns {Record | null}
 */
function readRecord(own) {
  const [tries, hints, passed, on, shown] = ['tries', 'hints', 'passed', 'on', 'shown'].map((name) => own?.get(name));
  const right = count(tries) && count(hints) && (passed === undefined || count(passed)) &&
    (on === undefined || typeof on === 'string') && (shown === undefined || typeof shown === 'boolean');
  return right ? /** @type {Record} */ (Object.fromEntries(own ?? [])) : null;
}

/** @param {unknown} n */
const count = (n) => Number.isSafeInteger(n) && Number(n) >= 0;

/** @param {Progress} next */
function keep(next) {
  fallback = next;
  if (!unkept) unkept = store('local', KEY, next);
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
  keep({ ...now, exercises: Object.assign(none(), now.exercises, { [id]: change(now.exercises[id] ?? { tries: 0, hints: 0 }) }) });
}

/**
 * The state of an exercise: passed as it is now, passed before it was revised, tried, or not tried.
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
  const exercises = Object.assign(none(), now.exercises);
  for (const [id, theirs] of Object.entries(read.progress.exercises)) {
    const mine = exercises[id];
    if (!mine || (theirs.passed ?? -1) > (mine.passed ?? -1)) exercises[id] = theirs;
  }
  keep({ version: VERSION, exercises });
  return { n: Object.keys(read.progress.exercises).length };
}

/** Forget all progress, and what was typed in exercises. */
export function reset() {
  keep({ version: VERSION, exercises: none() });
  forget('local', TYPED);
}

const TYPED = 'framelab.typed';
/** The most characters of a draft; an answer that can be marked has far fewer. */
const MOST = 1 << 20;

/** @returns {Map<string, string>} the draft of each exercise; a draft that is not text is set aside */
function typed() {
  const all = kept('local', TYPED, entries) ?? new Map();
  const bad = [...all].filter(([, text]) => typeof text !== 'string' || text.length > MOST);
  for (const [id, value] of bad) {
    setOneAside('local', { [id]: value });
    all.delete(id);
  }
  if (bad.length) store('local', TYPED, Object.fromEntries(all));
  return /** @type {Map<string, string>} */ (all);
}

/** @param {string} id */
export const draftOf = (id) => typed().get(id);

/**
 * Keep the draft of an exercise; undefined: it is the exercise's start.
 * @param {string} id
 * @param {string | undefined} text
 */
export function keepDraft(id, text) {
  const all = typed();
  if (text === undefined) all.delete(id);
  else all.set(id, text);
  // Where nothing is stored the page still has it until it is left.
  store('local', TYPED, Object.fromEntries(all));
}

/**
 * Set aside the draft of an exercise whose control cannot show it.
 * @param {string} id
 */
export function setDraftAside(id) {
  setOneAside('local', { [id]: draftOf(id) });
  keepDraft(id, undefined);
}
