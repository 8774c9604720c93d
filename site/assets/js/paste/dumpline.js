// The lines of a hex dump, in the shapes of xxd, hexdump, od, tcpdump, Wireshark, gdb, lldb, Netty, hexyl and their like.

/**
 * @typedef {object} DumpLine
 * @property {'row' | 'repeat' | 'filler' | 'columns' | 'other'} kind columns: the numbers of the columns, which without a dump are bytes; repeat: an asterisk for lines like the one before; filler: a header, rule or prompt
 * @property {string} text the whole line
 * @property {number} start the line's index
 * @property {string} offset of a row: its digits
 * @property {number} offsetAt of a row: the offset's index
 * @property {string} body of a row: the text after the offset
 * @property {number} bodyAt of a row: its index
 * @property {string} indent of a row: the white space in front
 * @property {boolean} sure of a row: its offset is hardly bytes
 * @property {boolean} certain of a row: it is a dump's, right or wrong
 */

const ROW = /^([^\S\n]*)[|│║]?[^\S\n]*(0x)?(?=\S*\d)([0-9a-f]{8}`[0-9a-f]{8}|[0-9a-f]{4}:(?=[0-9a-f]{4} )[0-9a-f]{4}|[0-9a-f]{3,16}|(?<=0x)[0-9a-f]{2}(?=:))(h?)([^\S\n]*<[^>]*>)?([:|│]?)(?:([^\S\n]+)(.*))?$/i;

/** The most characters of a row. */
const LONGEST = 2000;

/** Lines that dumps have beside their rows. */
const FILLER = [
  /^\s*$/,
  /^[\s+|│┌┐└┘├┤┬┴┼╭╮╰╯─═=_-]+$/, // rules
  /^\s*-?\s*offset\b[\s\w()-]*$/i,
  /^\s*(?:```|~~~)\w*\s*$/,
  /^\s*(?:[$%❯]|>>>|\((?:gdb|lldb)\)|PS [^>]*>|[\w.@~/:-]+[$#])\s*(?:xxd|hexdump|hd|od|x\/|tcpdump|tshark|hexyl|format-hex|memory|me|cat|head|tail|print|sudo|echo|printf)\b.*$/i,
  /^\s*(?:\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d(?:\.\d+)?,? (?:\S+ (?:In|Out|P|M|B) +)?(?:IP6?|ethertype|[0-9a-f:]{17})\b.*$/i, // tcpdump
  /^\s+(?:IP6? )?[\w.:-]+\.\w+ > [\w.:-]+: .*$/,
  /^\s*(?:Follow: \w+,\w+|Filter: tcp\.stream eq \d+|Node \d: [\w.:[\]-]+|Length: \d+ \(0x[\da-f]+\) bytes|\s*Label: .*<[\da-f]{8}>)\s*$/i,
  /^\s*(?:Frame \d+: \d+ bytes on wire|Ethernet II, Src|Internet Protocol Version \d, Src|Transmission Control Protocol, Src|No\. +Time +Source)\b.*$/,
  /^\s+\d+ +\d+\.\d+ +\S+ +\S+ +(?:TCP|WebSocket|HTTP|TLSv[\d.]+) .*$/,
  /^\s*(?:Frame|Reassembled TCP|Packet|Data|TCP payload|Payload)\b(?: #?\d+)?(?: \(\d+ bytes?\))?:?\s*$/i,
  /^\s*(?:[A-Za-z_][\w .]*(?:\(\d+(?: bytes?)?\)|\[\d+\])?\s*(?:\d+ bytes?)?\s*)[:=]\s*$/, // a label of its own
  /^\s*(?:\/\/|#(?=\s)|;(?=\s)).*$/,
  /^\s*\d+ bytes?(?: \([^)]*\))?\s*$/,
];

/**
 * @param {import('./text.js').Line} line
 * @returns {DumpLine}
 */
export function dumpLine({ text, start }) {
  /** @type {DumpLine} */
  const line = { kind: 'other', text, start, offset: '', offsetAt: 0, body: '', bodyAt: 0, indent: '', sure: false, certain: false };
  if (text.length > LONGEST) return { ...line, kind: text.trim() ? 'other' : 'filler' };
  if (/^\s*\*\s*$/.test(text)) return { ...line, kind: 'repeat' };
  if (FILLER.some((pattern) => pattern.test(text))) return { ...line, kind: 'filler' };
  if (isColumns(text)) return { ...line, kind: 'columns' };
  const match = ROW.exec(text);
  if (!match) return line;
  const [, indent, zero, digits, h, symbol, colon, gap = '', body = ''] = match;
  // Without a sign an offset has one of the usual widths.
  if (!colon && !symbol && !h && !zero && ![4, 6, 7, 8, 16].includes(digits.length) && !/[|│║`]/.test(text)) return line;
  const offset = digits.replace(/[`:]/, '');
  const offsetAt = text.indexOf(digits, indent.length);
  return {
    ...line, kind: 'row', offset, offsetAt: start + offsetAt, body, indent,
    bodyAt: start + text.length - body.length,
    certain: (Boolean(colon || symbol) && /^(?:0x)?-?[\da-f]{1,4}/i.test(body)) || digits.length === 7 || (gap.length > 1 && !zero && /^[\da-f]{2}(?:\s|$)/i.test(body)) || /[|│║`]/.test(text.slice(0, offsetAt + digits.length)),
    sure: Boolean(colon || symbol || h || zero) || /[|│║`]/.test(text.slice(0, offsetAt + digits.length)) || digits.length % 2 === 1 || gap.length > 1 || gap === '\t',
  };
}

/**
 * Whether a line counts the columns: 0 1 2 … or 00 01 02 …, perhaps with words for the others.
 * @param {string} text
 */
function isColumns(text) {
  const match = /^[\s|│-]*(?:offset\b\S*|addr(?:ess)?)?[\s|│-]*((?:0?[\da-f][\s-]+){3,}0?[\da-f])\b[\s|│]*(?:ascii|decoded text|text|[\da-f]{16})?[\s|│]*$/i.exec(text);
  return match !== null && match[1].split(/[\s-]+/).every((n, i) => parseInt(n, 16) === i);
}
