// HTML as text. html`…` escapes the values in it, unless they are HTML themselves.

/** HTML, as html`…` makes it: String() gives the text. */
export class HTML {
  /** @param {string} markup */
  constructor(markup) {
    this.markup = markup;
  }

  toString() {
    return this.markup;
  }
}

/**
 * A value that can be put into HTML. The items of a list follow each other.
 * @typedef {HTML | string | number | bigint | boolean | readonly (HTML | string)[]} Part
 */

/**
 * HTML with values in it. A line break with its indentation is not part of it; inside a
 * tag it is a space.
 * @param {TemplateStringsArray} strings
 * @param {...Part} values
 */
export function html(strings, ...values) {
  const pieces = tidy(strings);
  let markup = pieces[0];
  for (let i = 0; i < values.length; i++) markup += text(values[i]) + pieces[i + 1];
  return new HTML(markup);
}

/**
 * @param {Part} value
 * @returns {string}
 */
function text(value) {
  if (value instanceof HTML) return value.markup;
  if (Array.isArray(value)) return value.map(text).join('');
  if (typeof value === 'object') throw new TypeError(`not a part of HTML: ${Object.prototype.toString.call(value)}`);
  return escape(value);
}

/** @param {unknown} value */
const escape = (value) =>
  String(value).replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;' })[c] ?? c);

/** The strings of a template without their line breaks. @type {WeakMap<TemplateStringsArray, string[]>} */
const tidied = new WeakMap();

/** @param {TemplateStringsArray} strings */
function tidy(strings) {
  const known = tidied.get(strings);
  if (known) return known;
  let before = '';
  const pieces = strings.map((piece) => {
    const whole = piece.replace(/\n\s*/g, (_, at) => (isTag(before + piece.slice(0, at)) ? ' ' : ''));
    before += piece;
    return whole;
  });
  tidied.set(strings, pieces);
  return pieces;
}

/**
 * Whether a text ends inside a tag.
 * @param {string} markup
 */
const isTag = (markup) => markup.lastIndexOf('<') > markup.lastIndexOf('>');
