// The state of a lab for bytes as named texts: #text=Hello&key=37fa213d in the page's address,
// the same names in a lesson's block.

/**
 * The fragment that holds the fields; empty for none. Fields that are empty are left out.
 * @param {Record<string, string>} fields
 */
export function formatFields(fields) {
  const all = Object.entries(fields).filter(([, text]) => text !== '');
  return all.length ? `#${all.map(([name, text]) => `${name}=${encodeURIComponent(text)}`).join('&')}` : '';
}

/**
 * The fields in a fragment, with or without its #.
 * @param {string} fragment
 * @returns {Map<string, string> | null} null: it is not a state, as with #main
 */
export function parseFields(fragment) {
  const text = fragment.replace(/^#/, '');
  if (!/^\w+=/.test(text)) return null;
  return new Map(text.split('&').map((part) => {
    const at = part.indexOf('=');
    return at < 0 ? [decoded(part), ''] : [decoded(part.slice(0, at)), decoded(part.slice(at + 1))];
  }));
}

/**
 * A text without its %-escapes. Text whose escapes cannot be read stays as it is.
 * @param {string} text
 */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * The fields without one; the same object where it is not among them.
 * @param {Record<string, string>} fields
 * @param {string} name
 */
export function without(fields, name) {
  if (!Object.hasOwn(fields, name)) return fields;
  const others = { ...fields };
  delete others[name];
  return others;
}
