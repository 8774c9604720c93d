// Finds the lines of a head in a text that has its first line. Whatever is before each line, such as
// a prompt or a timestamp, is removed.
import { HeadTextError } from './error.js';

/** @typedef {import('./read.js').Side} Side */
/** @typedef {import('./read.js').Form} Form */

/**
 * @typedef {object} Lines
 * @property {Side} side
 * @property {string[]} lines without their ends, and without the blank one
 * @property {string} rest the text after the blank line
 */

/** A first line of either head, anywhere in a line. */
const FIRST_LINE = /(?:[!#$%&*+^_|~0-9A-Za-z-]+ \S+ HTTP\/\d(?:\.\d)?|HTTP\/\d(?:\.\d)? \d{3}(?: [^\r\n"]*)?)/;

const FIELD = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+:/;

/** curl's own lines, and those of a tool that says what it does. */
const REMARK = /^(?:\*(?: |$)|[{}] \[\d+ bytes? data\]|=> Send |<= Recv |== Info|\s*%\s+Total|\s*[\d-]+\s+[\d-]+\s+[\d-]+\s+\d+.*--:--)/;

/**
 * @param {string} text
 * @returns {{form: Form, heads: Lines[]} | null} null where no line is a first line
 */
export function linesOf(text) {
  const shark = wireshark(text);
  if (shark) return { form: 'wireshark', heads: plain(shark, 0, false) };
  const all = text.replace(/^\ufeff/, '').split(/\r\n?|\n/);
  const at = all.findIndex((l) => FIRST_LINE.test(l) && !REMARK.test(l));
  if (at < 0) return null;
  const found = /** @type {RegExpExecArray} */ (FIRST_LINE.exec(all[at]));
  const before = all[at].slice(0, found.index);
  const after = all[at].slice(found.index + found[0].length);
  if (/["']$/.test(before) && /^["']/.test(after)) return quoted(all, at, found[0]);
  earlier(all, at);
  if (!before.trim()) {
    const heads = plain(all.map((l) => (l.startsWith(before) ? l.slice(before.length) : l)), at, true);
    return { form: 'plain', heads };
  }
  // A capture prints the headers below HTTP before the first line only.
  if (all[at + 1] !== undefined && FIELD.test(all[at + 1]) && !sameMark(before).test(all[at + 1])) {
    return { form: 'marked', heads: plain(all.with(at, all[at].slice(before.length)), at, true) };
  }
  return { form: 'marked', heads: marked(all, at, before) };
}

/**
 * Heads whose lines have nothing before them.
 * @param {string[]} all
 * @param {number} at the first line
 * @param {boolean} follows the text after the blank line is part of it
 * @returns {Lines[]}
 */
function plain(all, at, follows) {
  /** @type {Lines[]} */
  const heads = [];
  for (let i = at; i < all.length; ) {
    const end = all.indexOf('', i) < 0 ? all.length : all.indexOf('', i);
    const lines = all.slice(i, end).map((l) => l.trimEnd());
    const next = all.findIndex((l, k) => k > end && starts(l));
    const rest = follows && end < all.length ? all.slice(end + 1, next < 0 ? all.length : next).join('\r\n') : '';
    heads.push({ side: sideOf(lines[0]), lines, rest: next < 0 ? rest.replace(/(\r\n)+$/, '') : '' });
    if (next < 0) break;
    i = next;
  }
  return heads;
}

/**
 * Heads whose lines all bear a mark: a prompt, the name of a logger, a timestamp. Marks are
 * alike when they differ in digits, in white space and in the direction only.
 * @param {string[]} all
 * @param {number} at
 * @param {string} before the mark of the first line
 * @returns {Lines[]}
 */
function marked(all, at, before) {
  const mark = sameMark(before);
  /** @type {Lines[]} */
  const heads = [];
  /** @type {Lines | null} */
  let head = null;
  for (let i = at; i < all.length; i++) {
    const found = mark.exec(all[i]);
    if (!found) {
      const last = heads[heads.length - 1];
      if (!last) throw new HeadTextError(i + 1, all[i].trim().slice(0, 60));
      if (!head && last.side === 'response' && !REMARK.test(all[i])) last.rest += (last.rest && '\r\n') + all[i];
      if (!all[i].trim() || REMARK.test(all[i]) || (!head && last.side === 'response')) continue;
      throw new HeadTextError(i + 1, all[i].trim().slice(0, 60));
    }
    const line = all[i].slice(found[0].length).trimEnd();
    if (starts(line)) {
      head = { side: sideOf(line), lines: [line], rest: '' };
      heads.push(head);
    } else if (head && line) head.lines.push(line);
    else if (!line) head = null;
  }
  for (const h of heads) h.rest = h.rest.replace(/^\s+|\s+$/g, '');
  return heads;
}

/**
 * Matches the marks that are like this one.
 * @param {string} mark
 */
function sameMark(mark) {
  const shape = mark.trimEnd().replace(/\d+|\s+|[<>]+|[.*+?^${}()|[\]\\/-]/g, (m) => {
    if (/\d/.test(m)) return '\\d+';
    if (/\s/.test(m)) return '\\s+';
    if (/[<>]/.test(m)) return '[<>]+';
    return `\\${m}`;
  });
  return new RegExp(`^${shape}(?: |\\t|$)`);
}

/**
 * A first line in quotes: all lines quoted so, or a line of a server's log.
 * @param {string[]} all
 * @param {number} at
 * @param {string} first
 * @returns {{form: Form, heads: Lines[]}}
 */
function quoted(all, at, first) {
  const lines = all.slice(at).map((l) => /^\s*(["'])(.*)\1[,;]?\s*$/.exec(l)?.[2]);
  if (lines.every((l, i) => l !== undefined || !all[at + i].trim())) {
    return { form: 'log', heads: plain(lines.map((l) => l ?? ''), 0, false) };
  }
  earlier(all, at);
  const more = all.findIndex((l, i) => i > at && l.trim());
  if (more >= 0 && !FIRST_LINE.test(all[more])) throw new HeadTextError(more + 1, all[more].trim().slice(0, 60));
  return { form: 'log', heads: [{ side: sideOf(first), lines: [first], rest: '' }] };
}

/**
 * The lines that Wireshark lists under "Hypertext Transfer Protocol", each with its \r\n.
 * @param {string} text
 * @returns {string[] | null}
 */
function wireshark(text) {
  const lines = text.split(/\r\n?|\n/);
  const ends = lines.filter((l) => /\\r\\n$/.test(l.trimEnd()));
  if (ends.length < 2 || !/^\s+\S/.test(ends[0])) return null;
  const depth = Math.min(...ends.map((l) => l.length - l.trimStart().length));
  return lines
    .filter((l) => l.length - l.trimStart().length === depth && /\\r\\n$/.test(l.trimEnd()) && !/^\s*\[/.test(l))
    .map((l) => l.trim().replace(/(?:\\r\\n)+$/, ''));
}

/**
 * Refuse lines before the first one that nothing explains.
 * @param {string[]} all
 * @param {number} at
 */
function earlier(all, at) {
  for (let i = 0; i < at; i++) {
    const line = all[i].trim();
    if (line && !REMARK.test(line) && !/^(?:Hypertext Transfer Protocol|[\w ]+:|\d\d:\d\d:\d\d\.\d+ IP6? .*|```\w*|-+|=+|#.*|\/\/.*|\$ .*)$/.test(line)) {
      throw new HeadTextError(i + 1, line.slice(0, 60));
    }
  }
}

/** @param {string} line */
const starts = (line) => FIRST_LINE.exec(line)?.index === 0;

/**
 * @param {string} line
 * @returns {Side}
 */
const sideOf = (line) => (/^HTTP\//.test(line) ? 'response' : 'request');
