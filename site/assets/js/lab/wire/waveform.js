// Bits as levels on a wire: 1 high, 0 low, idle half way. One line, each field's part of it
// in its hue.

/** @typedef {{hue: string, bits: number[], level: number}} Levels level: how far they stand out from idle, 0 to 1 */

/**
 * The line's parts by hue, as SVG paths: eight units of width a byte, two of height. The
 * line is never broken: a part begins where the one before it ends.
 * @param {Levels[]} bytes
 * @param {string[]} [firsts] the hue of a byte's first bit, where that is a field of its own
 * @returns {Record<string, string>}
 */
export function waveform(bytes, firsts = []) {
  /** @type {Record<string, string>} */
  const paths = {};
  let x = 0;
  let y = 1;
  let last = '';
  bytes.forEach(({ hue, bits, level }, i) => {
    bits.forEach((bit, k) => {
      const to = round(1 - (2 * bit - 1) * level);
      const part = level < 0.03 ? 'idle' : k === 0 && firsts[i] ? firsts[i] : hue;
      if (part !== last) paths[part] = `${paths[part] ?? ''}M${x} ${y}`;
      if (to !== y) paths[part] += `V${to}`;
      paths[part] += `H${++x}`;
      y = to;
      last = part;
    });
  });
  if (last && y !== 1) paths[last] += 'V1';
  return paths;
}

/** @param {number} v */
const round = (v) => Math.round(v * 100) / 100;
