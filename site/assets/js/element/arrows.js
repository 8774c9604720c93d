// Arrow keys in a group of controls that has one tab stop.

/**
 * Where a key goes in a group.
 * @param {string} key such as "ArrowLeft"
 * @param {number} at the index of the control that has the focus
 * @param {number} length of the group
 * @param {{wrap?: boolean, line?: number}} [shape] wrap: the last is followed by the first; line: how far up and down go
 * @returns {number | null} an index; null for a key that does not move
 */
export function arrowTo(key, at, length, { wrap = false, line = 0 } = {}) {
  /** @type {Record<string, number>} */
  const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: length - 1, ...(line && { ArrowUp: at - line, ArrowDown: at + line }) };
  if (!Object.hasOwn(to, key)) return null;
  return wrap ? (to[key] + length) % length : Math.max(0, Math.min(length - 1, to[key]));
}
