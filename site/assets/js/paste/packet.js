// Captured packets: Ethernet, Linux's cooked captures, BSD's loopback or bare IP, with a TCP segment in them (RFC 9293 §3.1).

/**
 * A TCP segment found in some bytes.
 * @typedef {object} Packet
 * @property {string} link what is in front of IP: ethernet, cooked, loopback, or ip for nothing
 * @property {4 | 6} version of IP
 * @property {number} from where the TCP payload begins
 * @property {number} to where it ends
 * @property {boolean} cut the capture ends before the packet does
 * @property {boolean} tcp false: another protocol is in it, and from is where that begins
 * @property {string} flow addresses and ports, from and to
 * @property {number} sequence of its first byte
 */

/** @param {Uint8Array} b @param {number} at */
const u16 = (b, at) => (b[at] << 8) | b[at + 1];

/**
 * @param {Uint8Array} b
 * @returns {Packet | null} null: they are no packet
 */
export function packet(b) {
  for (const [link, at] of fronts(b)) {
    const found = ip(b, at);
    if (found) return { link, ...found };
  }
  return null;
}

/**
 * Where an IP header may begin.
 * @param {Uint8Array} b
 * @returns {[string, number][]}
 */
function fronts(b) {
  /** @type {[string, number][]} */
  const out = [['ip', 0]];
  const isIP = (/** @type {number} */ type) => type === 0x0800 || type === 0x86dd;
  let at = 12;
  while ([0x8100, 0x88a8, 0x9100].includes(u16(b, at))) at += 4; // VLAN tags
  if (isIP(u16(b, at))) out.push(['ethernet', at + 2]);
  if (u16(b, 0) <= 4 && isIP(u16(b, 14))) out.push(['cooked', 16]);
  if (isIP(u16(b, 0)) && u16(b, 2) === 0) out.push(['cooked', 20]);
  const family = u16(b, 0) ? [b[0], b[1] | b[2] | b[3]] : [b[3], b[0] | b[1] | b[2]];
  if ([2, 10, 24, 28, 30].includes(family[0]) && family[1] === 0) out.push(['loopback', 4]);
  return out;
}

/**
 * @param {Uint8Array} b
 * @param {number} at
 */
function ip(b, at) {
  const version = b[at] >> 4;
  if (version === 4) {
    const size = (b[at] & 15) * 4;
    const total = u16(b, at + 2);
    if (size < 20 || b.length < at + size || total < size || !summed(b, at, size) || (u16(b, at + 6) & 0x1fff) !== 0) return null;
    return tcp(b, at + size, at + total, b[at + 9], 4, `${[...b.subarray(at + 12, at + 16)]}`, `${[...b.subarray(at + 16, at + 20)]}`);
  }
  if (version !== 6 || b.length < at + 40) return null;
  const end = at + 40 + u16(b, at + 4);
  let next = b[at + 6];
  let from = at + 40;
  if (b[at + 7] === 0 || (next !== 6 && next !== 17 && ![0, 43, 44, 60, 58].includes(next))) return null;
  // Headers of options, of routing and of destinations come before TCP.
  while ([0, 43, 60].includes(next) && from + 8 <= b.length) {
    next = b[from];
    from += 8 + b[from + 1] * 8;
  }
  return tcp(b, from, end, next, 6, `${[...b.subarray(at + 8, at + 24)]}`, `${[...b.subarray(at + 24, at + 40)]}`);
}

/**
 * Whether an IPv4 header's checksum is right (RFC 1071), or left to the network card.
 * @param {Uint8Array} b
 * @param {number} at
 * @param {number} size
 */
function summed(b, at, size) {
  if (u16(b, at + 10) === 0) return true;
  let sum = 0;
  for (let i = at; i < at + size; i += 2) sum += u16(b, i);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16);
  return sum === 0xffff;
}

/**
 * @param {Uint8Array} b
 * @param {number} at
 * @param {number} end of the packet, as IP says
 * @param {number} protocol
 * @param {4 | 6} version
 * @param {string} source
 * @param {string} destination
 * @returns {Omit<Packet, 'link'> | null}
 */
function tcp(b, at, end, protocol, version, source, destination) {
  // After the packet come Ethernet's padding and its checksum. Anything longer is something else.
  if (b.length > end + 64 || end < at) return null;
  const cut = b.length < end;
  if (protocol !== 6) return { version, from: at, to: Math.min(end, b.length), cut, tcp: false, flow: '', sequence: 0 };
  const size = (b[at + 12] >> 4) * 4;
  if (size < 20 || at + size > Math.min(end, b.length)) return null;
  return {
    version, from: at + size, to: Math.min(end, b.length), cut, tcp: true,
    flow: `${source}:${u16(b, at)}>${destination}:${u16(b, at + 2)}`,
    sequence: u16(b, at + 4) * 0x10000 + u16(b, at + 6),
  };
}
