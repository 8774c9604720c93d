// A bracket as a list of bytes: numbers, casts, character literals, indexed or not, of any language.
import { refuse } from './reading.js';

/** @typedef {import('./items.js').Item} Item */
/** @typedef {import('./tree.js').Node} Node */
/** @typedef {import('./tree.js').Group} Group */
/** @typedef {{items: Item[], commas: boolean, stated: number | null}} List stated: how many bytes the list says it has */

const TYPE = /^(?:byte|char|u?int8(?:_t)?|[ui]8|sbyte|Byte|SByte|UByte|UInt8|Int8|CUnsignedChar|unsigned|signed|uchar|chr|String|fromCharCode)$/;
/** Words in front of a bracket that makes a list even of one number. */
const MAKES = /(?:Of|of|bytes?|array|list|chr|fromCharCode|from|push|write|put|add|append|vec|Data|be|Bytes)$/;

/** The properties that consoles show beside the bytes. */
const CONSOLE = /^(?:length|byteLength|byteOffset|maxByteLength|count|size|capacity|BYTES_PER_ELEMENT)$/;

/** @param {Node} node @param {string} text */
const isMark = (node, text) => node?.kind === 'mark' && node.text === text;

/** @param {Node} node */
const solid = (node) => node.kind !== 'comment' && node.kind !== 'line';

/**
 * @param {Group} group
 * @param {string} text as it was pasted
 * @param {Node | undefined} before what is directly in front of the bracket
 * @returns {List | null} null: it is not a list of bytes; throws a BytesError where it is one with a fault
 */
export function list(group, text, before) {
  const nodes = group.nodes.filter(solid);
  const commas = nodes.some((n) => isMark(n, ','));
  const all = elements(nodes, commas);
  /** @type {List} */
  const out = { items: [], commas, stated: null };
  if (!all.length) return group.open === '{' || group.open === '[' ? out : null;
  // pack('C*', 129, 5) has its format first.
  const packs = group.open === '(' && before?.kind === 'word' && /pack$/.test(before.text) && all.length > 1;
  const [format] = all[0];
  if (packs && format.kind === 'string' && /^[!<>=@]?[\dCcBb* ]+$/.test(text.slice(format.from, format.to))) all.shift();
  const strings = all.every((e) => e.length === 1 && e[0].kind === 'string');
  if (strings && (group.open === '(' || !numbers(all, text))) return null;
  let wrong = /** @type {Node | null} */ (null);
  for (const nodes of all) {
    const cut = nodes.findIndex((n, i) => isMark(n, '\u2026') || (isMark(n, '.') && isMark(nodes[i + 1], '.') && isMark(nodes[i + 2], '.')));
    if (cut >= 0 && out.items.length) refuse('cut', nodes[cut].start, { what: text.slice(nodes[cut].start, nodes[nodes.length - 1].end).slice(0, 20) });
    if (property(nodes, out)) continue;
    const found = element(nodes, text, group.open, strings, out);
    if (found) for (const item of found) out.items.push(item);
    else wrong ??= nodes.find((n) => !isMark(n, '-')) ?? nodes[0];
  }
  if (!out.items.length) return null;
  if (wrong) {
    // Arguments of a call and types are no lists.
    if (group.open === '(' || out.items.length < all.length / 2 || nodes.some((n) => isMark(n, ';'))) return null;
    refuse('unexplained', wrong.start, { what: text.slice(wrong.start, wrong.end).slice(0, 20) });
  }
  if (out.stated !== null && out.stated !== out.items.length && !out.items.some((i) => i.text.length > 4)) refuse('count', group.start, { n: out.items.length, max: out.stated });
  return out;
}

/**
 * Whether a bracket with one number is a size or an index: frame[7], Uint8Array(7), [7]byte.
 * @param {Group} group
 * @param {Node | undefined} before
 * @param {Node | undefined} after
 */
export function isSize(group, before, after) {
  if (group.open === '{' || group.open === '<<' || group.nodes.filter(solid).length !== 1) return false;
  if (after && after.kind === 'word' && after.start === group.end) return true;
  if (!before || before.end !== group.start) return false;
  return before.kind === 'word' ? !MAKES.test(before.text) : before.kind === 'group' || isMark(before, '>');
}

/**
 * @param {Node[]} nodes
 * @param {boolean} commas
 */
function elements(nodes, commas) {
  if (!commas && !nodes.some((n) => isMark(n, ';') || isMark(n, ':') || isMark(n, '=') || isMark(n, '.') || isMark(n, '\u2026') || n.kind === 'group')) return nodes.map((n) => [n]);
  /** @type {Node[][]} */
  const out = [[]];
  for (const node of nodes) {
    if (isMark(node, ',') || (isMark(node, ';') && !commas)) {
      // A place without a value has none to be read as.
      if (!out[out.length - 1].length) refuse('unexplained', node.start, { what: ',' });
      out.push([]);
    }
    else out[out.length - 1].push(node);
  }
  return out.filter((e) => e.length);
}

/**
 * Whether strings are numbers in quotes, as ['0x81', '0x05'].
 * @param {Node[][]} all
 * @param {string} text
 */
function numbers(all, text) {
  const bodies = all.map(([n]) => (n.kind === 'string' ? text.slice(n.from, n.to).trim() : ''));
  return bodies.every((b) => /^(?:0x)?[\da-f]{1,3}$|^0b[01]+$/i.test(b)) && bodies.some((b) => b.length > 1);
}

/**
 * A property that consoles show after the bytes, or before them: length: 2, buffer: ArrayBuffer(2).
 * @param {Node[]} nodes
 * @param {List} out
 */
function property(nodes, out) {
  const [name, sign, value] = nodes;
  if (name.kind === 'group' && name.open === '[' && isMark(sign, ':') && name.nodes.some((n) => n.kind === 'word')) return true;
  if (name.kind === 'word' && name.text === 'Symbol' && sign?.kind === 'group') return true;
  if (name.kind !== 'word' || !(isMark(sign, ':') || isMark(sign, '='))) return false;
  if (name.text === 'bytes' && value?.kind === 'number' && /^0x/i.test(value.text)) {
    out.items.push({ text: value.text, start: value.start });
    return nodes.length === 3;
  }
  if (/^(?:length|byteLength|count|size)$/.test(name.text) && value?.kind === 'number') out.stated = name.text === 'length' && isMark(sign, '=') ? null : Number(value.text);
  // Another number with a name may be a byte.
  return CONSOLE.test(name.text) || value?.kind !== 'number';
}

/**
 * The items of one element.
 * @param {Node[]} nodes
 * @param {string} text
 * @param {string} open
 * @param {boolean} strings every element is a string
 * @param {List} out
 * @returns {Item[] | null}
 */
function element(nodes, text, open, strings, out) {
  const [first, second, third] = nodes;
  if (nodes.length === 1) {
    if (first.kind === 'number') return [{ text: first.text.replace(/^\+/, ''), start: first.start + Number(first.text.startsWith('+')) }];
    if (first.kind === 'word') return /^(?:[\da-f]{2}|x[\da-f]{2})$/i.test(first.text) ? [{ text: first.text, start: first.start }] : null;
    if (first.kind === 'string') return quoted(first, text, open, strings);
    if (first.kind === 'group' && first.open !== '(') return list(first, text, undefined)?.items ?? null;
    return null;
  }
  // A named argument: [UInt8](arrayLiteral: 0x81, 5).
  if (open === '(' && first.kind === 'word' && isMark(second, ':') && !out.items.length) return element(nodes.slice(2), text, open, strings, out);
  // An index in front, which has to be the next: [1] = 5, 1: 5, "1": 5.
  const key = first.kind === 'group' && first.open === '[' && first.nodes.length === 1 ? first.nodes[0] : first;
  if (isMark(second, '=') || isMark(second, ':')) {
    const digits = key.kind === 'string' ? text.slice(key.from, key.to) : key.kind === 'number' ? key.text : '';
    const size = isMark(second, ':') && open === '<<' && key.kind === 'number' && third?.kind === 'number';
    if (size) return nodes.length === 3 && third.text === '8' ? element([first], text, open, strings, out) : null;
    if (!/^\d+$/.test(digits) || nodes.length < 3) return null;
    if (Number(digits) !== out.items.length) refuse('offset', key.start, { what: digits, n: out.items.length });
    return element(nodes.slice(2), text, open, strings, out);
  }
  // Casts: (byte)0x81, byte(0x81), 0x81.toByte(), 0x81 as u8, "Hello"/utf8.
  if (first.kind === 'group' && first.open === '(' && first.nodes.every((n) => n.kind === 'word' && TYPE.test(n.text)) && first.nodes.length) return element(nodes.slice(1), text, open, strings, out);
  if (first.kind === 'group' && first.open === '(' && nodes.length === 1) return element(first.nodes, text, open, strings, out);
  if (first.kind === 'word' && TYPE.test(first.text) && second.kind === 'group' && nodes.length === 2) return element(second.nodes.filter(solid), text, open, strings, out);
  if (first.kind === 'number' && isMark(second, '.') && third?.kind === 'word' && /^to(?:U?Byte|_u8)$/.test(third.text)) return element([first], text, open, strings, out);
  if (first.kind === 'number' && second.kind === 'word' && second.text === 'as' && third?.kind === 'word' && nodes.length === 3) return element([first], text, open, strings, out);
  if (first.kind === 'string' && open === '<<' && isMark(second, '/')) return quoted(first, text, open, strings);
  // gdb's p: 5 '\005' has the character beside the number.
  if (first.kind === 'number' && second.kind === 'string' && nodes.length === 2 && second.text.startsWith("'")) return element([first], text, open, strings, out);
  return null;
}

/**
 * @param {import('./tokens.js').Token} token
 * @param {string} text
 * @param {string} open
 * @param {boolean} strings
 * @returns {Item[] | null}
 */
function quoted({ from = 0, to = 0, start }, text, open, strings) {
  const body = text.slice(from, to);
  const single = /^(?:[^\\]|\\(?:[^xu0-9]|x[\da-f]{2}|u[\da-f]{4}|u\{[\da-f]+\}|[0-7]{1,3}))$/iu.test(body);
  if (strings || (!single && /^0x[\da-f]{1,2}$/i.test(body))) return [{ text: body.trim(), start: from + body.search(/\S/) }];
  if (open !== '<<' && (open === '(' || text[start] !== "'")) return null;
  return single || open === '<<' ? [{ text: body, start: from, char: true }] : null;
}
