// String literals in code: with escapes, or with hexadecimal or base64 that a function decodes.
import { explain } from './around.js';
import { base64, decode } from './base64.js';
import { escapes, latin, unescaped } from './escapes.js';
import { way } from './labels.js';
import { loose } from './loose.js';
import { refuse, Sink } from './reading.js';
import { tokens } from './tokens.js';
import { groups, tree } from './tree.js';

/** @typedef {import('./tokens.js').Token} Token */
/** @typedef {import('./tree.js').Group} Group */
/** @typedef {import('./reading.js').Reading} Reading */
/** @typedef {{parts: Token[], group: Group, as: 'escapes' | 'bytes' | 'hex' | 'base64' | 'plain'}} Run strings that are one value */

/**
 * The readings of a text as code with strings.
 * @param {string} text with plain characters
 * @param {string} original the same as it was pasted
 * @returns {Reading[] | null} null: it has no string; throws a BytesError
 */
export function strings(text, original) {
  const root = tree(tokens(text));
  const all = runs(root, text);
  if (!all.length) return null;
  const best = ['escapes', 'hex', 'base64', 'bytes', 'plain'].find((as) => all.some((r) => r.as === as));
  let chosen = all.filter((r) => r.as === best || /iov_base\s*=\s*$/.test(text.slice(0, r.parts[0].start)));
  // Of plain strings in a call only the first can be the bytes; of several statements each has its own.
  chosen = chosen.filter((r, i) => !i || r.as !== 'plain' || r.group !== chosen[i - 1].group);
  separate(chosen, text);
  explain(root, new Set(chosen.flatMap((r) => r.parts)), original, false);
  returned(chosen, text, original);
  const sides = directions(chosen, text, original);
  if (sides) return sides;
  const as = chosen[0].as;
  const notes = chosen.length > 1 ? [{ key: 'joined', params: { n: chosen.length } }] : [];
  if (as === 'plain') return content(chosen, text, original);
  if (as === 'hex') return [{ ...content(chosen, text, original)[0], notes }];
  const bodies = chosen.flatMap((r) => r.parts.map((p) => original.slice(p.from, p.to)));
  const ways = bodies.some(latin) ? [true, false] : [false];
  const out = ways.map((latin1) => read(chosen, text, original, latin1).reading(as === 'base64' ? 'base64' : 'string', latin1 ? [...notes, { key: 'latin1' }] : notes));
  // Python prints what hexlify gives as a byte string too.
  if (as === 'bytes' && bodies.every((b) => /^(?:[\da-f]{2}){2,}$/i.test(b))) out.push(content(chosen, text, original)[0]);
  return out;
}

/**
 * Strings side by side, or with what joins strings in some language between them.
 * @param {Group} root
 * @param {string} text
 */
function runs(root, text) {
  /** @type {Run[]} */
  const out = [];
  for (const group of groups(root)) {
    /** @type {Token | null} */
    let last = null;
    for (const node of group.nodes) {
      if (node.kind !== 'string') continue;
      const between = last ? blank(text, last.end, node.start) : '';
      const joined = last && (/^\s*(?:[+.&]|\.\.|<>|\+\+|\|\|)?\s*\\?\s*$/.test(between) || ((group.open !== '(') && /^\s*,\s*$/.test(between)));
      if (joined) out[out.length - 1].parts.push(node);
      else out.push({ parts: [node], group, as: 'plain' });
      last = node;
    }
  }
  for (const run of out) run.as = kind(run, text);
  return out.sort((a, b) => a.parts[0].start - b.parts[0].start).filter((r) => !isName(r, text));
}

/** @param {string} text @param {number} from @param {number} to */
const blank = (text, from, to) => text.slice(from, to).replace(/\/\*[^]*?\*\/|\/\/[^\n\r]*|#[^\n\r]*/g, ' ');

/**
 * Whether a string is a key: "data": …
 * @param {Run} run
 * @param {string} text
 */
const isName = (run, text) => run.group.open === '{' && /^\s*:/.test(text.slice(run.parts[run.parts.length - 1].end));

/**
 * @param {Run} run
 * @param {string} text
 * @returns {Run['as']}
 */
function kind({ parts, group }, text) {
  const [first] = parts;
  const bodies = parts.map((p) => text.slice(p.from, p.to));
  const line = text.slice(0, first.start).split(/[\n\r;{}]/).at(-1) ?? '';
  const arguments_ = group.open === '(' ? group.nodes.filter((n) => n.kind === 'string' && n.start > first.end).map((n) => text.slice(n.start + 1, n.end - 1)) : [];
  const call = `${line} ${arguments_.join(' ')} ${text.slice(parts[parts.length - 1].end).split(/[\n\r]/)[0]}`;
  if (first.prefix && /^[xh]$/.test(first.prefix)) return 'hex';
  if (!parts.some((p, i) => escapes(bodies[i]) && !p.prefix?.includes('r'))) {
    if (/base64|b64|atob\b/i.test(call)) return 'base64';
    if (/hex(?!dump)|\bH\*|xxd -r/i.test(call) && bodies.every((b) => /^[\s\da-f:-]*$/i.test(b))) return 'hex';
    // bytes.fromhex("") and the like hold nothing.
    return first.prefix?.includes('b') || /\b(?:byte|printf|echo)\b[\s\])('"$-]*[a-z]*\s*$/i.test(line) || bodies.some((b) => b.includes('\\')) ? 'bytes' : 'plain';
  }
  return 'escapes';
}

/**
 * Refuse a second value in one statement.
 * @param {Run[]} chosen
 * @param {string} text
 */
function separate(chosen, text) {
  chosen.forEach((run, i) => {
    const before = chosen[i - 1]?.parts.at(-1);
    if (before && !/[\n\r;]|iov_base/.test(text.slice(before.end, run.parts[0].start))) refuse('unexplained', run.parts[0].start, { what: run.parts[0].text.slice(0, 20) });
  });
}

/**
 * strace shows what a call returned: no more bytes than the string has.
 * @param {Run[]} chosen
 * @param {string} text
 * @param {string} original
 */
function returned(chosen, text, original) {
  const last = chosen[chosen.length - 1].parts.at(-1);
  const says = last && /^[^"\n\r]*\)\s*= (\d+)\s*$/.exec(text.slice(last.end).split(/[\n\r]/)[0]);
  if (!says || !last || chosen.some((r) => r.as !== 'escapes')) return;
  const same = chosen.filter((r) => !/[\n\r]/.test(text.slice(r.parts[0].start, last.end)));
  const n = read(same, text, original, false).bytes.length;
  if (Number(says[1]) > n) refuse('count', last.start, { n, max: Number(says[1]) });
}

/**
 * @param {Run[]} chosen
 * @param {string} text
 * @param {string} original
 * @param {boolean} latin1
 */
function read(chosen, text, original, latin1) {
  const sink = new Sink();
  for (const { parts, as } of chosen) {
    for (const { from = 0, to = 0, prefix, start } of parts) {
      const printf = /\bprintf\s+(?:--\s+)?\$?$/.test(text.slice(0, start)) && !text.slice(from, to).includes('%s');
      sink.append(as === 'base64' ? decode(original, from, to) : unescaped(original, from, to, { raw: prefix?.includes('r'), printf, latin1 }));
    }
  }
  return sink;
}

/**
 * The readings of what is in the quotes.
 * @param {Run[]} chosen
 * @param {string} text
 * @param {string} original
 * @returns {Reading[]}
 */
function content(chosen, text, original) {
  let at = 0;
  let inside = '';
  for (const { from = 0, to = 0 } of chosen.flatMap((r) => r.parts)) {
    inside += text.slice(at, from).replace(/[^\n\r]/g, ' ') + text.slice(from, to);
    at = to;
  }
  if (!inside.trim()) return [{ form: 'hex', bytes: new Uint8Array(), spans: [], notes: [] }];
  try {
    return loose(inside, original);
  } catch (error) {
    try {
      const found = base64(inside);
      if (found) return [found];
    } catch {
      // The fault that it has as hexadecimal says more.
    }
    throw error;
  }
}

/**
 * Two streams, where calls name both directions, as strace's read and write.
 * @param {Run[]} chosen
 * @param {string} text
 * @param {string} original
 * @returns {Reading[] | null}
 */
function directions(chosen, text, original) {
  const ways = chosen.map((r, i) => way(text.slice(chosen[i - 1]?.parts.at(-1)?.end ?? 0, r.parts[0].start).replace(/peer(\d)_\d+/g, 'peer$1')));
  if (!ways.includes('sent') || !ways.includes('received') || ways.includes(null)) return null;
  return /** @type {const} */ (['sent', 'received']).map((side) => ({
    ...read(chosen.filter((_, i) => ways[i] === side), text, original, false).reading('string'),
    stream: { from: side === 'sent' ? 'client' : 'server' },
  }));
}
