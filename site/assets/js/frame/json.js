// Lays JSON out over lines (RFC 8259), without changing a character of its strings and numbers: what is shown
// is what is in the payload, not what a program would read from it.

/**
 * @param {string} text
 * @returns {string | null} null: it is not JSON
 */
export function indented(text) {
  try {
    JSON.parse(text);
  } catch {
    return null;
  }
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[[\]{}:,]|[^\s[\]{}:,"]+/g) ?? [];
  let out = '';
  let depth = 0;
  const line = () => `\n${'  '.repeat(depth)}`;
  tokens.forEach((token, i) => {
    const before = tokens[i - 1];
    const empty = before === '[' || before === '{';
    if (token === ']' || token === '}') {
      depth--;
      out += empty ? token : line() + token;
      return;
    }
    if (empty) out += line();
    if (token === '[' || token === '{') depth++;
    out += token;
    if (token === ',') out += line();
    if (token === ':') out += ' ';
  });
  return out;
}
