// Wireshark's Follow Stream as YAML: packets with the peer that sent each, and their bytes in base64.
import { decode } from './base64.js';
import { refuse, Sink } from './reading.js';
import { lines } from './text.js';

/**
 * @param {string} text with plain characters
 * @returns {import('./reading.js').Reading[] | null} null: it is not that; throws a BytesError
 */
export function yaml(text) {
  if (!/!!binary/.test(text)) return null;
  /** @type {Map<number, Sink>} */
  const peers = new Map();
  let peer = 0;
  let block = -1;
  let from = -1;
  let to = -1;
  const close = () => {
    if (from >= 0) {
      const sink = peers.get(peer) ?? new Sink();
      sink.append(decode(text, from, to));
      peers.set(peer, sink);
    }
    block = from = -1;
  };
  for (const { text: line, start } of lines(text)) {
    if (!line.trim()) continue;
    const indent = line.search(/\S/);
    if (block >= 0 && indent > block && /^\s*[\w+/=-]+\s*$/.test(line)) {
      if (from < 0) from = start + indent;
      to = start + line.trimEnd().length;
      continue;
    }
    close();
    const number = /^\s*(?:- )?peer:\s*(\d+)\s*$/.exec(line);
    const data = /^(\s*(?:- )?)(?:data|[\w ]*): *!!binary *(?:[|>]-?|([\w+/=-]+))?\s*$/.exec(line);
    if (number) peer = Number(number[1]);
    else if (data?.[2]) {
      from = start + line.indexOf(data[2], line.indexOf('!!binary') + 8);
      to = from + data[2].length;
      close();
    } else if (data) block = data[1].length - Number(data[1].endsWith('- ')) * 2;
    else if (!/^\s*(?:#.*|---|\.\.\.|(?:- )?[\w ]+:(?:\s+[\w.:"'-]+)*)\s*$/.test(line)) refuse('unexplained', start + indent, { what: line.trim().slice(0, 20) });
  }
  close();
  if (!peers.size) return null;
  const all = [...peers.entries()].sort(([a], [b]) => a - b);
  return all.map(([n, sink]) => ({ ...sink.reading('yaml'), ...(all.length > 1 ? { stream: { from: n ? 'second' : 'first' } } : {}) }));
}
