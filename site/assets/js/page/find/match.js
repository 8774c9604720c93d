// Finds entries of the site's index, misspelled or half typed too. A matcher of our own: those on npm know
// neither the letters inside Hangul syllables nor keyboards, and the site's build is Go alone.
import { initials, letters, otherKeyboard } from './letters.js';

/**
 * A row of the index: what it is, its title, what it says, its address below the language's folder or that
 * of the reference ("#…") or an act's name, and other words for it, divided by commas.
 * @typedef {[kind: string, title: string, says?: string, to?: string, find?: string]} Row
 */

/** How much a match counts in the title, in the other words, in what the row says, and in what it is. */
const WEIGHTS = [3, 2.6, 1, 1.2];
/** The kinds of rows, in words. @type {Record<string, string>} */
const KINDS = {
  rule: 'rule 규칙', opcode: 'opcode 옵코드', code: 'close code 종료 코드', field: 'header field 헤더 필드', term: 'term 용어', lesson: 'lesson 레슨', rfc: 'rfc section 절', act: 'command 명령',
};
const SPACE = /[\s()[\]“”‘’"'·,;:!?§|→]+/u;
const PARTS = /[.\-–_/]+/;
/** Of titles that fit alike, the shorter one is meant. */
const BRIEF = 0.8;
/** The RFCs' own sections, and whole parts of the reference, count less than what they are about. */
const OTHERS = 0.8;
/** A match on the keys of the other keyboard counts less. */
const OTHER_KEYBOARD = 0.8;

/** @param {string} text */
const words = (text) => text.split(SPACE).filter(Boolean);

/** The words of a text, and the parts of those that are joined by dots and dashes. @param {string} text */
const split = (text) => words(text).flatMap((w) => (PARTS.test(w) ? [w, ...w.split(PARTS)] : [w])).filter(Boolean);

/**
 * A function that gives the rows for a query, best first.
 * @param {Row[]} rows
 * @param {number} [most]
 */
export function matcher(rows, most = 30) {
  /** Each word once, with its letters. @type {Map<string, {word: string, first: string}>} */
  const all = new Map();
  const index = rows.map((row) => {
    const [, title, says = '', , find = ''] = row;
    const fields = [title, find, says, KINDS[row[0]] ?? ''].map((text) => split(text).map((w) => {
      const key = w.toLowerCase();
      if (!all.has(key)) all.set(key, { word: letters(key), first: initials(key) });
      return key;
    }));
    return { row, fields, title: letters(words(title).join('')), own: find.split(',').map((phrase) => letters(words(phrase).join(''))), act: row[0] === 'act', weight: row[0] === 'rfc' || (row[0] === 'page' && row[3]?.startsWith('#')) ? OTHERS : 1 };
  });

  /**
   * How well each row fits words as they are typed.
   * @param {string[]} typed
   */
  const scores = (typed) => {
    const fits = typed.map((w) => new Map([...all].map(([key, { word, first }]) => [key, fit(w, word, first)])));
    const joined = typed.join('');
    return index.map(({ fields, title, own, act, weight }) => {
      const near = own.includes(joined) ? (act ? 4.5 : 2) : title === joined ? 4 : title.startsWith(joined) ? 2.5 : joined.length > 3 && title.includes(joined) ? 1.5 : 0;
      let sum = 0;
      for (const fit of fits) {
        const best = Math.max(0, ...fields.map((field, i) => WEIGHTS[i] * Math.max(0, ...field.map((key) => fit.get(key) ?? 0))));
        if (!best && !near) return 0;
        sum += best;
      }
      return weight * (sum / typed.length + near + BRIEF / (1 + fields[0].length));
    });
  };

  /** @param {string} query @returns {Row[]} */
  return (query) => {
    const typed = words(query).map(letters);
    if (!typed.length) return [];
    let here = scores(typed);
    const there = scores(typed.map(otherKeyboard));
    // A name with a slip in it is looked for by its parts.
    if (!here.some(Boolean)) here = scores(typed.flatMap((w) => w.split(PARTS)).filter(Boolean));
    return rows
      .map((row, i) => ({ row, score: Math.max(here[i], OTHER_KEYBOARD * there[i]) }))
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score)
      .slice(0, most)
      .map(({ row }) => row);
  };
}

/**
 * How well a typed word fits a word of the index: 1 as it is, 0 not at all.
 * @param {string} typed
 * @param {string} word
 * @param {string} first the first letters of its syllables
 */
function fit(typed, word, first) {
  if (word === typed) return 1;
  if (word.startsWith(typed)) return 0.75 + (0.2 * typed.length) / word.length;
  const long = typed.length;
  if (long > 2 && word.includes(typed)) return 0.55;
  if (long > 1 && first.startsWith(typed)) return 0.6;
  if (word.length > 3 && long < word.length + 4 && typed.startsWith(word)) return (0.6 * word.length) / long; // another form of it
  if (long < 4 || /\d/.test(typed)) return 0;
  const most = long < 5 ? 1 : long < 9 ? 1 : 2;
  const wrong = slips(typed, word, isKorean(typed) ? most + 1 : most);
  return wrong === null ? 0 : 0.55 - 0.1 * wrong;
}

/** One wrong syllable is often two wrong letters. @param {string} typed */
const isKorean = (typed) => /[ㄱ-ㅣ]/.test(typed) && typed.length > 6;

/**
 * How many letters are wrong, missing, too many or swapped, where the word may be longer.
 * @param {string} typed
 * @param {string} word
 * @param {number} most
 * @returns {number | null} null: more than that
 */
export function slips(typed, word, most) {
  if (typed.length > word.length + most || (typed[0] !== word[0] && typed[1] !== word[1] && typed[0] !== word[1])) return null;
  let before = /** @type {number[]} */ ([]);
  let last = Array.from({ length: word.length + 1 }, (_, j) => j);
  for (let i = 1; i <= typed.length; i++) {
    const row = [i];
    for (let j = 1; j <= word.length; j++) {
      const same = typed[i - 1] === word[j - 1];
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && typed[i - 1] === word[j - 2] && typed[i - 2] === word[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    if (Math.min(...row) > most) return null;
    before = last;
    last = row;
  }
  const least = Math.min(...last);
  return least > most ? null : least;
}
