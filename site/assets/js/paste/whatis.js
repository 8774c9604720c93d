// Recognises bytes that are not frames: packets, TLS records, HTTP. The readings of what is in them come first.
import { packet } from './packet.js';

/** @typedef {import('./reading.js').Reading} Reading */

/**
 * A reading, with those of the bytes within it in front.
 * @param {Reading} reading
 * @returns {Reading[]}
 */
export function within(reading) {
  if (reading.messages) return [reading];
  return packets(reading).flatMap((r) => http(noted(r)));
}

/**
 * The TCP payload of one packet, or of several in each direction.
 * @param {Reading} reading
 * @returns {Reading[]}
 */
function packets(reading) {
  const { bytes, parts = [0] } = reading;
  const all = parts.map((from, i) => {
    const found = packet(bytes.subarray(from, parts[i + 1] ?? bytes.length));
    return found && { ...found, from: found.from + from, to: found.to + from };
  });
  if (!all.every((p) => p !== null)) return [reading];
  const [first] = all;
  const notes = (/** @type {string} */ key) => [...reading.notes.filter((n) => n.key !== 'joined'), { key, params: { link: first.link, version: first.version } }];
  const whole = { ...reading, notes: notes(first.tcp ? 'packet' : 'packet.other') };
  /** @type {Map<string, typeof all>} */
  const flows = new Map();
  for (const p of all) if (p.tcp && p.to > p.from) flows.set(p.flow, [...(flows.get(p.flow) ?? []), p]);
  if (!flows.size) return [first.tcp ? { ...whole, notes: notes('packet.empty') } : whole];
  const out = [...flows.values()].map((flow, i) => {
    // A segment that was sent again is the same bytes.
    const once = flow.filter((p, k) => flow.findIndex((q) => q.sequence === p.sequence && q.to - q.from === p.to - p.from) === k).sort((a, b) => ((a.sequence - b.sequence) | 0));
    const payload = pick(reading, once.map((p) => [p.from, p.to]));
    return {
      ...payload, form: 'tcp', notes: [...notes('payload'), ...(once.some((p) => p.cut) ? [{ key: 'packet.cut' }] : []), ...(gap(once) ? [{ key: 'packet.gap' }] : [])],
      ...(flows.size > 1 ? { stream: /** @type {import('./reading.js').Stream} */ ({ from: i ? 'second' : 'first' }) } : {}), parts: undefined,
    };
  });
  return [...out, { ...whole, parts: undefined }];
}

/** @param {{sequence: number, from: number, to: number}[]} flow */
const gap = (flow) => flow.some((p, i) => i > 0 && (flow[i - 1].sequence + flow[i - 1].to - flow[i - 1].from) % 2 ** 32 !== p.sequence);

/**
 * Some bytes of a reading, with their characters where each byte has its own.
 * @param {Reading} reading
 * @param {number[][]} ranges
 * @returns {Reading}
 */
function pick(reading, ranges) {
  const { bytes, spans } = reading;
  const own = spans.length === 2 * bytes.length;
  return {
    ...reading,
    bytes: Uint8Array.from(ranges.flatMap(([from, to]) => [...bytes.subarray(from, to)])),
    spans: own ? ranges.flatMap(([from, to]) => spans.slice(2 * from, 2 * to)) : spans,
  };
}

/**
 * A note on bytes that are not WebSocket's.
 * @param {Reading} reading
 * @returns {Reading}
 */
function noted(reading) {
  const key = kind(reading.bytes);
  return key ? { ...reading, notes: [...reading.notes, { key }] } : reading;
}

/**
 * @param {Uint8Array} b
 * @returns {string} '': nothing that is known
 */
export function kind(b) {
  if (isTLS(b)) return 'tls';
  const front = String.fromCharCode(...b.subarray(0, 24));
  if (/^(?:(?:GET|HEAD|POST|PUT|DELETE|CONNECT|OPTIONS|TRACE|PATCH|PRI) [\x21-\x7e]|HTTP\/[12]\.?\d? )/.test(front)) return 'http';
  if (/^(?:\xd4\xc3\xb2\xa1|\xa1\xb2\xc3\xd4|\x4d\x3c\xb2\xa1|\xa1\xb2\x3c\x4d|\x0a\x0d\x0d\x0a)/.test(front)) return 'pcap';
  if (/^\x1f\x8b\x08/.test(front)) return 'gzip';
  return '';
}

/** @param {Uint8Array} b a TLS record (RFC 8446 §5.1), or several */
function isTLS(b) {
  let at = 0;
  while (at + 5 <= b.length) {
    const length = (b[at + 3] << 8) | b[at + 4];
    if (b[at] < 20 || b[at] > 24 || b[at + 1] !== 3 || b[at + 2] > 4 || !length || length > 16640) return false;
    at += 5 + length;
  }
  return at > 0;
}

/**
 * An HTTP head with what follows it: after an upgrade those are the frames.
 * @param {Reading} reading
 * @returns {Reading[]}
 */
function http(reading) {
  if (!reading.notes.some((n) => n.key === 'http')) return [reading];
  const { bytes } = reading;
  for (let i = 3; i < bytes.length; i++) {
    if (bytes[i] !== 10 || bytes[i - 1] !== 13 || bytes[i - 2] !== 10 || bytes[i - 3] !== 13) continue;
    if (i + 1 === bytes.length) break;
    const rest = pick(reading, [[i + 1, bytes.length]]);
    return [{ ...rest, notes: [...rest.notes.filter((n) => n.key !== 'http'), { key: 'http.after', params: { n: i + 1 } }] }, reading];
  }
  return [reading];
}
