// Tokens as a tree of brackets.

/** @typedef {import('./tokens.js').Token} Token */
/**
 * A bracket with what is in it.
 * @typedef {object} Group
 * @property {'group'} kind
 * @property {string} open ( [ { or <<
 * @property {Node[]} nodes
 * @property {number} start
 * @property {number} end
 * @property {Group | null} parent
 * @property {number} index its place among the parent's nodes
 */
/** @typedef {Token | Group} Node */

/** How deep brackets are followed. */
const DEPTH = 100;

/** @type {Record<string, string>} */
const CLOSE = { '(': ')', '[': ']', '{': '}', '<<': '>>' };

/**
 * @param {Token[]} tokens
 * @returns {Group} the whole; a bracket that closes nothing, or is not closed, is a mark in it
 */
export function tree(tokens) {
  const pairs = matches(tokens);
  const end = tokens.at(-1)?.end ?? 0;
  /** @type {Group} */
  const root = { kind: 'group', open: '', nodes: [], start: 0, end, parent: null, index: 0 };
  let at = root;
  for (let i = 0; i < tokens.length; i++) {
    const close = pairs.get(i);
    if (close === i) continue;
    if (close === undefined) {
      at.nodes.push(tokens[i]);
    } else if (close > i) {
      const open = tokens[i].text === '<' ? '<<' : tokens[i].text;
      /** @type {Group} */
      const group = { kind: 'group', open, nodes: [], start: tokens[i].start, end: tokens[close].end, parent: at, index: at.nodes.length };
      at.nodes.push(group);
      at = group;
      if (open === '<<') i++;
    } else {
      at = at.parent ?? root;
    }
  }
  return root;
}

/**
 * Which brackets belong together, by the tokens' places; of << and >> the outer character's.
 * @param {Token[]} tokens
 */
function matches(tokens) {
  /** @type {Map<number, number>} */
  const pairs = new Map();
  /** @type {{text: string, i: number}[]} */
  const stack = [];
  const double = (/** @type {number} */ i, /** @type {string} */ c) => tokens[i].text === c && tokens[i + 1]?.text === c && tokens[i + 1].start === tokens[i].end;
  for (let i = 0; i < tokens.length; i++) {
    if (tokens[i].kind !== 'mark') continue;
    const text = double(i, '<') ? '<<' : double(i, '>') ? '>>' : tokens[i].text;
    if (CLOSE[text] && stack.length < DEPTH) stack.push({ text, i });
    else if (Object.values(CLOSE).includes(text)) {
      // C++ writes << for something else; those close nothing.
      while (text !== '>>' && stack.at(-1)?.text === '<<') stack.pop();
      const open = stack.at(-1);
      if (open && CLOSE[open.text] === text) {
        stack.pop();
        pairs.set(open.i, text === '>>' ? i + 1 : i);
        if (text === '>>') pairs.set(i, i); // the first of the two is ignored
        pairs.set(text === '>>' ? i + 1 : i, open.i);
      }
    }
    if (text.length === 2) i++;
  }
  return pairs;
}

/**
 * Every group in a tree, an outer one before those in it.
 * @param {Group} group
 * @returns {Generator<Group>}
 */
export function* groups(group) {
  yield group;
  for (const node of group.nodes) if (node.kind === 'group') yield* groups(node);
}
