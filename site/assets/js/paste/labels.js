// Knows what people and programs write before and after the bytes of a line: times, labels, counts, notes.

/** A time, or a date with a time, in front of a log's line. */
const TIME = new RegExp(
  [
    '\\d{4}[-/]\\d\\d[-/]\\d\\d(?:[T ,]+\\d\\d:\\d\\d(?::\\d\\d(?:[.,]\\d+)?)?)?(?: ?(?:Z|UTC|[+-]\\d\\d:?\\d\\d)\\b)?',
    '(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +\\d{1,2}(?: \\d{4})?,? \\d\\d:\\d\\d(?::\\d\\d(?:[.,]\\d+)?)?(?: \\d{4})?',
    '\\d{1,2}:\\d\\d:\\d\\d(?:[.,]\\d+)?(?: ?[AP]M)?',
    '\\d+\\.\\d{3,}s?',
  ].join('|'), 'iy',
);
const WORD = /[A-Za-z_\u00aa-\u2000\u3040-\ud7ff](?:[\w./@#\u00aa-\u2000\u3040-\ud7ff]|-(?!>))*/y;
const BRACKET = /\[[^\][\n]{0,60}\]|\([^()\n]{0,60}\)|<[^<>\n]{0,60}>/y;
const ARROW = /[-=]{1,3}>|<[-=]{1,3}(?![\da-f]{2})|(?:>{1,3}|<{1,3})(?=\s)|>(?=[\da-f]{2}\b)|[\u2190-\u21ff\u25b2\u25bc\u2b06\u2b07]/y;
const COUNT = /\d+(?=\s*(?:bytes?|octets?|b|ms|us|s)\b)|\d+/iy;
const END = /[:=|]/y;
const FILL = /[\s,;*#•.-]/y;

/** Words that label bytes by themselves, without a colon. */
const LABELS = /^(?:hex|bytes?|octets|data|frame|payload|recv|received|receive|send|sent|sending|read|write|wrote|rx|tx|in|out|got|message|msg|raw|binary|dump|client|server|echo|db|dc\.b|\.byte|\.db|defb)$/i;
const SENT = /\b(?:send|sent|sending|sendto|sendmsg|write|writev|wrote|out|outgoing|tx|client|upstream|peer0)\b|(?:^|[^<=-])(?:-+>|=+>|>{2,3})|[→⇒↑▲⬆]/i;
const RECEIVED = /\b(?:read|readv|recv|received?|receiving|recvfrom|recvmsg|in|incoming|rx|got|server|downstream|peer1)\b|<-+|<=+|<{2,3}|[←⇐↓▼⬇]/i;

/**
 * Which side the label of some bytes names; null when it names neither, or both.
 * @param {string} label
 * @returns {'sent' | 'received' | null}
 */
export function way(label) {
  const arrow = /\b(c|client|s|server)\s*(?:[-=]*>|→|\bto\b)\s*(c|client|s|server)\b/i.exec(label);
  if (arrow) return /^c/i.test(arrow[1]) ? (/^s/i.test(arrow[2]) ? 'sent' : null) : /^c/i.test(arrow[2]) ? 'received' : null;
  const sent = SENT.test(label) || /^\s*>\s*$/.test(label);
  const received = RECEIVED.test(label) || /^\s*<\s*$/.test(label);
  return sent === received ? null : sent ? 'sent' : 'received';
}

/**
 * The places in a line where bytes may begin, each after a label, the first first.
 * @param {string} line
 * @returns {{at: number, firm: boolean, index: number | null}[]} firm: something sets the label apart from bytes; index: what the label counts
 */
export function starts(line) {
  const out = [{ at: 0, firm: !/^\s*db\s+(?:0x|\$|[\da-f]+h\b)/i.test(line), index: /** @type {number | null} */ (null) }];
  let at = 0;
  let word = '';
  let counted = false;
  let arrow = false;
  let index = /** @type {number | null} */ (null);
  /** @param {RegExp} pattern */
  const take = (pattern) => {
    pattern.lastIndex = at;
    const match = pattern.exec(line);
    if (match) at += match[0].length;
    return match?.[0] ?? '';
  };
  /** @param {boolean} firm */
  const here = (firm) => out.push({ at, firm, index });
  const bullet = /^\s*(?:[-*\u2022\u00b7]|\d+[.)])\s+/.exec(line);
  if (bullet) {
    at = bullet[0].length;
    here(true);
  }
  while (at < line.length && out.length < 60) {
    let text = '';
    if (take(FILL)) continue;
    if (take(TIME)) here(true);
    else if ((text = take(BRACKET))) {
      const inside = text.slice(1, -1);
      // A number in brackets is an index or a count, pairs are bytes.
      if (/["'`\\]/.test(inside)) break;
      if (/^\s*\d+\s*$/.test(inside)) index = Number(inside);
      else if (!word && !/[^\da-f\s,x]/i.test(inside)) break;
      else if (/^\s*[\da-f]{2}(?:[\s,]+[\da-f]{2})+\s*$/i.test(inside)) break;
      here(true);
    } else if ((text = take(ARROW))) here((arrow = true));
    else if ((text = take(WORD))) {
      const next = line[at + line.slice(at).search(/\S|$/)] ?? '';
      const assembler = /^db$/i.test(text) && /^\s+(?:0x|\$|[\da-f]+h\b)/i.test(line.slice(at));
      if (/^[\da-f]+$/i.test(text) && !assembler && !(text.length % 2 && (/[:=]/.test(next) || /^\s*(?:[-=]+>|→)/.test(line.slice(at))))) break;
      if (/^(?:x|0x|u)[\da-f]{2}$/i.test(text)) break;
      word = text;
      counted = false;
      here(arrow || LABELS.test(text));
    } else if ((text = take(COUNT))) {
      if (/^0x/i.test(line.slice(at - 1, at + 1))) break;
      if ((!word && !/^\s*(?:bytes?|octets?)\b/i.test(line.slice(at))) || counted || /^[\da-f]/i.test(line.slice(at))) {
        if (out.length === 1 && /^\s*[:=]\s/.test(line.slice(at))) index = Number(text); // 0: 129
        else break;
      }
      counted = true;
      if (!word) index = Number(text);
    } else if ((text = take(END))) {
      // Of "81 05: 48" nothing is a label.
      if (!word && index === null && out.length === 1) break;
      here(true);
    } else break;
  }
  return out;
}

const TYPE = /^\s*(?:unsigned char|signed char|byte|sbyte|uint8(?:_t)?|int8_t|u8|i8|char|BYTE|octets?|bytes?)\s*$/;
const CHAR = /^\s*'(?:\\[^'\n]+|\\'|[^'\\\n])'/;

/**
 * Whether the text after the bytes of a line is a note on them. For comments see loose.js.
 * @param {string} rest
 * @returns {number} -1: it is, or there is nothing; else the index of the first character that is not
 */
export function note(rest) {
  let at = 0;
  while (at < rest.length) {
    const left = rest.slice(at);
    const match =
      /^(?:[\s,.)\]}>]|;(?!\s+\S))+/.exec(left) ??
      /^\|\s*(?:xxd|nc|ncat|socat|base64|websocat|hexdump|od|openssl|tee|perl)\b.*$/.exec(left) ??
      /^"(?:[^"\\\n]|\\.)*"|^'(?:[^'\\\n]|\\.)*'|^“[^”\n]*”|^‘[^’\n]*’|^「[^」\n]*」/.exec(left) ??
      /^\[\d+ (?:bytes?|octets?)\]/i.exec(left) ??
      /^\((?:[^()\n]|\([^()\n]*\))*\)/.exec(left) ??
      CHAR.exec(left) ??
      TYPE.exec(left);
    if (!match) {
      // A sentence that an arrow, a dash or an equals sign sets apart.
      const said = /^(?:<?[-=]+>?|;(?=\s)|[→←⇐⇒–—])\s*(?=\S)/.exec(left);
      const words = said ? left.slice(said[0].length) : '';
      return at > 0 && said && /[g-z\u00aa-\ud7ff"'“]/i.test(words.split(/\s/)[0]) && !/(?:^|\s)(?:0x)?(?=\w*\d)[\da-f]{2}(?:\s|$)/i.test(words) ? -1 : at;
    }
    at += match[0].length;
  }
  return -1;
}
