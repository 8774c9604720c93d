// Lists of bytes in code and in what programs print: arrays, calls, binaries, buffers.
import { BytesError } from '../base/bytes.js';
import { explain } from './around.js';
import { interpret } from './items.js';
import { way } from './labels.js';
import { isSize, list } from './list.js';
import { refuse } from './reading.js';
import { tokens } from './tokens.js';
import { groups, tree } from './tree.js';

/** @typedef {import('./items.js').Item} Item */
/** @typedef {import('./reading.js').Reading} Reading */
/** @typedef {import('./tree.js').Node} Node */
/** @typedef {{node: Node, open: string, items: Item[], commas: boolean}} Found */

/**
 * The readings of a text as code with lists of bytes.
 * @param {string} text with plain characters
 * @param {string} original the same as it was pasted
 * @returns {Reading[] | null} null: it has no list; throws a BytesError
 */
export function lists(text, original) {
  const root = tree(tokens(text));
  /** @type {BytesError | null} */
  let worst = null;
  for (const kind of ['<', '{<<', '[', '(']) {
    try {
      const found = kind === '<' ? angles(root, text) : brackets(root, original, kind);
      if (found.length) return read(root, found, text, original);
    } catch (error) {
      if (!(error instanceof BytesError)) throw error;
      if (!worst || Number(error.detail.at) > Number(worst.detail.at)) worst = error;
    }
  }
  if (worst) throw worst;
  return null;
}

/**
 * @param {import('./tree.js').Group} root
 * @param {Found[]} found
 * @param {string} text
 * @param {string} original
 */
function read(root, found, text, original) {
  explain(root, new Set(found.map((f) => f.node)), original, true);
  apart(found, text);
  const row = { bracketed: found[0].open !== '<', commas: found.some((f) => f.commas) };
  const sides = directions(found, text, (items) => interpret(items, row, original)[0]);
  if (sides) return sides;
  const items = found.flatMap((f) => f.items);
  if (!items.length) return [{ form: 'list', bytes: new Uint8Array(), spans: [], notes: [] }];
  const notes = found.length > 1 ? [{ key: 'joined', params: { n: found.length } }] : [];
  return interpret(items, row, original).map((r) => ({ ...r, notes }));
}

/**
 * Hexadecimal in angle brackets: Node.js's <Buffer …> and Foundation's <8105 4865>.
 * @param {import('./tree.js').Group} root
 * @param {string} text
 */
function angles(root, text) {
  /** @type {Found[]} */
  const out = [];
  for (const group of groups(root)) {
    for (const node of group.nodes) {
      if (node.kind !== 'angle') continue;
      const { from = 0, to = 0 } = node;
      /** @type {Item[]} */
      const items = [];
      for (const { 0: word, index } of text.slice(from, to).matchAll(/\S+/g)) {
        if (/^(?:\.{3}|\u2026)/.test(word)) refuse('cut', from + index, { what: text.slice(from + index, to).slice(0, 24) });
        if (!/^(?:[\da-f]{2})+$/i.test(word)) refuse('bad', from + index, { what: word, form: 'hex' });
        items.push({ text: word, start: from + index });
      }
      out.push({ node, open: '<', items, commas: false });
    }
  }
  return out;
}

/**
 * The brackets of a kind that are lists.
 * @param {import('./tree.js').Group} root
 * @param {string} original
 * @param {string} kind
 */
function brackets(root, original, kind) {
  /** @type {Found[]} */
  const out = [];
  for (const group of groups(root)) {
    if (!group.open || !kind.includes(group.open)) continue;
    if (group.start < (out.at(-1)?.node.end ?? 0)) continue;
    const siblings = group.parent?.nodes ?? [];
    const at = group.index;
    const [before, after] = [siblings[at - 1], siblings[at + 1]];
    const found = list(group, original, before);
    if (!found || isSize(group, before, after)) continue;
    stated(siblings, at, found.items.length, original);
    out.push({ node: group, open: group.open, items: found.items, commas: found.commas });
  }
  const some = out.filter((f) => f.items.length);
  // Empty brackets mean no bytes, unless the bytes are elsewhere.
  return some.length || /["'`]|\b\d/.test(original) ? some : out.slice(0, 1);
}

/**
 * A console's Uint8Array(7) in front of a list says how many bytes it has.
 * @param {Node[]} siblings
 * @param {number} at
 * @param {number} n
 * @param {string} text
 */
function stated(siblings, at, n, text) {
  const [name, size] = [siblings[at - 2], siblings[at - 1]];
  if (size?.kind !== 'group' || size.open !== '(' || name?.kind !== 'word' || !/Array$/.test(name.text)) return;
  const says = Number(text.slice(size.start + 1, size.end - 1));
  if (Number.isInteger(says) && says !== n) refuse('count', siblings[at].start, { n, max: says });
}

/**
 * Refuse lists in one statement with more than separators between them.
 * @param {Found[]} found
 * @param {string} text
 */
function apart(found, text) {
  found.forEach((f, i) => {
    const before = found[i - 1];
    if (!before) return;
    const between = text.slice(before.node.end, f.node.start);
    if (!/[\n\r;]/.test(between) && !/^[\s,+.&|)(]*(?:chr|byte|String\.fromCharCode|Buffer\.from|new Uint8Array)?[\s(]*$/.test(between)) refuse('unexplained', before.node.end + between.search(/[^\s,]/), { what: between.trim().slice(0, 20) });
  });
}

/**
 * Two streams, where names or labels say both directions, as Wireshark's peer0_0 and peer1_0.
 * @param {Found[]} found
 * @param {string} text
 * @param {(items: Item[]) => Reading} read
 * @returns {Reading[] | null}
 */
function directions(found, text, read) {
  const ways = found.map((f, i) => way(text.slice(found[i - 1]?.node.end ?? 0, f.node.start).replace(/peer(\d)_\d+/g, 'peer$1')));
  if (!ways.includes('sent') || !ways.includes('received') || ways.includes(null)) return null;
  return /** @type {const} */ (['sent', 'received']).map((side) => ({
    ...read(found.filter((_, i) => ways[i] === side).flatMap((f) => f.items)),
    stream: { from: side === 'sent' ? 'client' : 'server' },
  }));
}
