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
const SPACE = /[\s()[\]{}<>“”‘’"'·,;:!?§|→=#]+|\.+(?=\s|$)/u;
const PARTS = /[.\-–_/]+/;
/** Of titles that fit alike, the shorter one is meant. */
const BRIEF = 0.8;
/** The RFCs' own sections, and whole parts of the reference, count less than what they are about. */
const OTHERS = 0.8;
/** A match on the keys of the other keyboard counts less. */
const OTHER_KEYBOARD = 0.8;
/** A score from which on nobody meant the other keyboard. */
const CLEAR = 1.9;
/** A number counts more than the words around it. */
const NUMBER = 3;
/** A word fits so well at least where it is written as it is typed: slips then count for nothing. */
const WRITTEN = 0.75;
/** How well a word fits inside another. */
const INSIDE = 0.55;
/** Words of a question that say nothing about its subject. Korean ones have their particles with them. */
const FILLERS = new Set(['a an the is are was am be do does did what why when where how which who my your our its it i me we you they this that these those of to in on at for from with by and or not can cant get gets got getting say says said see show shows tell mean means meaning happen happens work please help about there have has keep keeps',
  '왜 뭐 뭐야 뭐예요 뭔가요 뭔지 뭘까 무엇 무엇인가요 무엇인지 무슨 어떤 어떻게 언제 어디 이 가 은 는 을 를 의 에 에서 로 으로 란 이란 번 요 내 제 그 저 나요 하나요 되나요 인가요 이유 뜻 의미 때 떠요 나와요 나오는 나는 뜨는 하는 하기 방법 해요 안'].join(' ').split(' ').map(letters));

/** A number with a particle or a unit after it is two words. */
const AFTER_NUMBER = /(\d{3,})(?=[가-힣])/gu;

/** @param {string} text */
const words = (text) => text.split(SPACE).filter(Boolean);

/** The words of a text, and the parts of those that are joined by dots and dashes. @param {string} text */
const split = (text) => words(text).flatMap((w) => (PARTS.test(w) ? [w, ...w.split(PARTS)] : [w])).filter(Boolean);

/**
 * Functions that give the rows for a query, best first, and those nearest to one that finds nothing.
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
    return { row, fields, title: letters(words(title).join('')), own: find.split(',').map((phrase) => letters(words(phrase).join(''))), range: /^(\d+)–(\d+) /.exec(title)?.slice(1).map(Number), act: row[0] === 'act', weight: row[0] === 'rfc' || (row[0] === 'page' && row[3]?.startsWith('#')) ? OTHERS : 1 };
  });

  /**
   * How well each word of the index fits a typed one. Where one is written like it, slips are not looked for.
   * @param {string} typed
   */
  const fitting = (typed) => {
    const fits = [...all].map(([key, { word, first }]) => /** @type {const} */ ([key, fit(typed, word, first)]));
    const written = fits.some(([, n]) => n >= WRITTEN);
    return new Map(fits.filter(([, n]) => n > 0 && (!written || n >= INSIDE)));
  };

  /**
   * How well each row fits words as they are typed: all of them, or any, where a rare word counts more than a common one.
   * @param {string[]} typed
   * @param {boolean} [any]
   */
  const scores = (typed, any = false) => {
    const fits = typed.map((w) => {
      const fit = fitting(w);
      const number = /^\d+$/.test(w) ? Number(w) : null;
      const bests = index.map(({ fields, range }) => {
        const within = number !== null && range && number >= range[0] && number <= range[1] ? 2 : 0;
        return Math.max(within, ...fields.map((field, i) => WEIGHTS[i] * Math.max(0, ...field.map((key) => fit.get(key) ?? 0))));
      });
      const counts = /\d/.test(w) ? NUMBER : any ? 1 / Math.log2(2 + bests.filter(Boolean).length) : 1;
      return { bests, counts };
    });
    const whole = fits.reduce((sum, { counts }) => sum + counts, 0);
    const joined = typed.join('');
    return index.map(({ fields, title, own, act, weight }, n) => {
      const near = own.includes(joined) ? (act ? 4.5 : 2) : title === joined ? 4 : title.startsWith(joined) ? 2.5 : joined.length > 3 && title.includes(joined) ? 1.5 : 0;
      if (!near && !any && fits.some(({ bests }) => !bests[n])) return 0;
      const sum = fits.reduce((sum, { bests, counts }) => sum + counts * bests[n], 0);
      return sum || near ? weight * (sum / whole + near + BRIEF / (1 + fields[0].length)) : 0;
    });
  };

  /** A word that is two words of the index, such as pingpong, as those. @param {string} typed */
  const apart = (typed) => {
    for (let at = 3; at <= typed.length - 3; at++) {
      const two = [typed.slice(0, at), typed.slice(at)];
      if (two.every((part) => written.has(part))) return two;
    }
    return [typed];
  };
  const written = new Set([...all.values()].map(({ word }) => word));

  /** The words of a query that say what it is about. @param {string} query */
  const subject = (query) => {
    const typed = words(query.normalize('NFC').replace(AFTER_NUMBER, '$1 ')).map(letters);
    const telling = typed.filter((w) => !FILLERS.has(w));
    return telling.length ? telling : typed;
  };

  /** @param {string} query @returns {Row[]} */
  const find = (query) => {
    const typed = subject(query);
    if (!typed.length) return [];
    let here = scores(typed);
    const there = here.some((score) => score >= CLEAR) ? [] : scores(typed.map(otherKeyboard));
    // A name with a slip in it is looked for by its parts, then a question by any of its words.
    const parts = typed.flatMap((w) => w.split(PARTS)).filter(Boolean);
    if (!here.some(Boolean)) here = scores(parts);
    if (!here.some(Boolean) && !there.some(Boolean)) here = scores(parts.flatMap(apart), true);
    return rows
      .map((row, i) => ({ row, score: Math.max(here[i], OTHER_KEYBOARD * (there[i] ?? 0)) }))
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score)
      .slice(0, most)
      .map(({ row }) => row);
  };

  /**
   * The rows whose names are most like a query that finds nothing.
   * @param {string} query
   * @param {number} [n] how many
   * @returns {Row[]}
   */
  const nearest = (query, n = 3) => {
    const typed = subject(query);
    /** @param {string} w @param {string} key */
    const like = (w, key) => {
      const word = all.get(key)?.word ?? '';
      if (/^\d+$/.test(w)) return /^\d+$/.test(word) && word.length === w.length ? 1 / (1 + Math.abs(Number(w) - Number(word))) : 0;
      const most = Math.floor(w.length * 0.6);
      return Math.abs(w.length - word.length) > most ? 0 : 1 - (slips(w, word, most) ?? w.length) / w.length;
    };
    return index
      .map(({ row, fields: [title, own] }) => ({ row, score: Math.max(0, ...typed.flatMap((w) => [...title, ...own].map((key) => like(w, key)))) || (row[0] === 'page' ? 0.01 : 0), words: title.length }))
      .sort((a, b) => b.score - a.score || a.words - b.words)
      .slice(0, n)
      .map(({ row }) => row);
  };

  return { find, nearest };
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
  if (long > 2 && word.includes(typed)) return INSIDE;
  if (long > 1 && first.startsWith(typed)) return 0.6;
  if (word.length > 3 && long < word.length + 4 && typed.startsWith(word)) return (0.6 * word.length) / long; // another form of it
  if (long < 4 || /\d/.test(typed)) return 0;
  const most = long < 5 ? 1 : long < 9 ? 1 : 2;
  const wrong = slips(typed, word, isKorean(typed) ? most + 1 : most);
  return wrong === null ? 0 : 0.54 - 0.1 * wrong;
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
