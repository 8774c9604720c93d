// Knows what may be around the bytes in code: names, types, sizes, arguments of a call, keys. Anything else is refused.
import { escapes } from './escapes.js';
import { refuse } from './reading.js';

/** @typedef {import('./tree.js').Node} Node */
/** @typedef {import('./tree.js').Group} Group */

const TIME = /^\W{0,3}(?:\d{4}[-/]\d\d[-/]\d\d)?[T ,]*(?:\d\d?:\d\d(?::\d\d(?:[.,]\d+)?)?)?(?:Z|[+-]\d\d:?\d\d)?|^\W{0,3}\d+\.\d{3,}/;

/** The names of encodings, and the formats of pack. */
const FORMAT = /^.?["'](?:[CcBbH!<>=@*\d]*|hex|base64|base64url|binary|latin-?1|iso-8859-1|utf-?8|ascii| |:|-)["']$/i;

/** The calls that strace shows bytes of. */
const CALLS = /^(?:read|write|send|recv|sendto|recvfrom|sendmsg|recvmsg|readv|writev|pread64|pwrite64)$/;

/**
 * Refuse what is neither the bytes nor something that code has around them.
 * @param {Group} root
 * @param {Set<Node>} used the nodes that became bytes
 * @param {string} text as it was pasted
 * @param {boolean} quotes whether strings elsewhere than in brackets are notes
 */
export function explain(root, used, text, quotes) {
  const shell = /(?:^|[\s;$])(?:printf|echo)\s/.test(text);
  /** @type {Map<Group, boolean>} */
  const held = new Map();
  /** @param {Group} group @returns {boolean} */
  const holds = (group) => {
    const known = held.get(group);
    if (known !== undefined) return known;
    const found = used.has(group) || group.nodes.some((n) => used.has(n) || (n.kind === 'group' && holds(n)));
    held.set(group, found);
    return found;
  };
  // An argument beside the bytes, or of a call before or after them; what another call makes of a string may be bytes.
  const argument = (/** @type {string} */ string, /** @type {Group} */ parent) =>
    within(parent, holds) || FORMAT.test(string) || /^\s*\./.test(text.slice(parent.end)) || parent.open !== '(';
  /** @param {Node[]} all @param {Group} parent */
  const walk = (all, parent) => {
    let seen = false;
    all.forEach((node, i) => {
      const before = all[i - 1];
      const after = all[i + 1];
      if (used.has(node)) {
        seen = true;
        if (/^\s*(?:\.{3}|\u2026)/.test(text.slice(node.end))) refuse('cut', node.end + text.slice(node.end).search(/\S/), { what: '...' });
        return;
      }
      switch (node.kind) {
        case 'group':
          return walk(node.nodes, node);
        case 'angle':
          return refuse('unexplained', node.start, { what: node.text.slice(0, 20) });
        case 'word':
          // Hexadecimal that is not a name.
          if (/^(?=.*\d)(?:[\da-f]{2})+$/i.test(node.text) && !(after?.kind === 'mark' && /[=:.]/.test(after.text)) && after?.kind !== 'group') refuse('unexplained', node.start, { what: node.text });
          return;
        case 'number':
          if (!isArgument(node, before, after, parent, holds) && !inTime(text, node.start) && !(shell && seen && before?.kind === 'word')) refuse('unexplained', node.start, { what: node.text });
          return;
        case 'string': {
          const named = before?.kind === 'mark' && /[:=]/.test(before.text);
          const names = after?.kind === 'mark' && after.text === ':';
          const added = [before, after].some((n) => n?.kind === 'mark' && n.text === '+');
          if (quotes && (escapes(node.text) || node.prefix?.includes('b') || added)) refuse('unexplained', node.start, { what: node.text.slice(0, 20) });
          if ((parent.open && argument(node.text, parent)) || named || names || (quotes && !parent.open) || (shell && !/\\/.test(node.text))) return;
          return refuse('unexplained', node.start, { what: node.text.slice(0, 20) });
        }
        case 'mark':
          if (/["'`\u2026\\]/.test(node.text) && !(node.text === "'" && /\w/.test(text[node.start - 1] ?? ''))) refuse(node.text === '\u2026' ? 'cut' : node.text === '\\' ? 'unexplained' : 'open', node.start, { what: node.text });
      }
    });
  };
  walk(root.nodes, root);
}

/**
 * Whether a number is a size, an argument, or a value with a name.
 * @param {Node} node
 * @param {Node | undefined} before
 * @param {Node | undefined} after
 * @param {Group} parent
 * @param {(group: Group) => boolean} holds
 */
function isArgument(node, before, after, parent, holds) {
  if (before?.kind === 'mark' && /[=:]/.test(before.text)) return true;
  if (node.kind === 'number' && /^\$\d+$/.test(node.text)) return true; // gdb's $1
  if (after?.kind === 'mark' && after.text === '>') return true; // std::array<uint8_t, 7>
  if (after?.kind === 'word' && /^(?:bytes|octets)$/.test(after.text) && before && after.end !== parent.nodes.find((n) => n.start >= after.end)?.start) return true;
  if (/^0x/i.test(node.kind === 'number' ? node.text : '') && (!before || before.kind === 'line') && after?.kind === 'mark' && /[:<]/.test(after.text)) return true; // gdb's address
  const named = before?.kind === 'word' && (before.start > (parent.nodes[0]?.start ?? 0) - 1);
  if (named && after?.kind === 'mark' && /[:=]/.test(after.text)) return true; // frame 1:
  if (!before || before.kind === 'line') if (after?.kind === 'word' && CALLS.test(after.text) && /^\d+$/.test(node.kind === 'number' ? node.text : '')) return true; // strace's process
  if (parent.open === '(' || parent.open === '[' || parent.open === '{') return within(parent, holds) || isNamed(parent);
  return false;
}

/**
 * Whether a bracket, or a round one around it, has the bytes in it.
 * @param {Group} group
 * @param {(group: Group) => boolean} holds
 * @returns {boolean}
 */
const within = (group, holds) => holds(group) || (group.open === '(' && !isNamed(group) && group.parent?.open === '(' && within(group.parent, holds));

/**
 * Whether a bracket belongs to a name: f(…), a[…], […]byte, or names something itself: [pid 7], [u8; 7].
 * @param {Group} group
 * @returns {boolean}
 */
function isNamed(group) {
  if (group.nodes.some((n) => n.kind === 'word' && /[g-z]|^u8$|\d/i.test(n.text) && !/^[\da-f]{2}$/i.test(n.text))) return true;
  const all = group.parent?.nodes ?? [];
  const at = group.index;
  const before = all[at - 1];
  const after = all[at + 1];
  if (before?.kind === 'word' || (before?.kind === 'mark' && before.text === '>') || (after?.kind === 'word' && after.start === group.end)) return true;
  return before?.kind === 'group' && isNamed(before);
}

/**
 * Whether a place is in the time at the front of its line.
 * @param {string} text
 * @param {number} at
 */
function inTime(text, at) {
  const start = Math.max(text.lastIndexOf('\n', at - 1), text.lastIndexOf('\r', at - 1)) + 1;
  return at < start + (TIME.exec(text.slice(start, start + 60))?.[0].length ?? 0);
}
