// Shortens text without cutting a word or a character.

/**
 * @param {string} text
 * @param {number} most characters
 */
export function shorten(text, most) {
  const plain = text.replace(/\s+/g, ' ').trim();
  const all = [...new Intl.Segmenter().segment(plain)].map((s) => s.segment);
  if (all.length <= most) return plain;
  const front = all.slice(0, most);
  // A word that is most of it is cut all the same.
  const end = all[most] === ' ' ? most : front.lastIndexOf(' ');
  return `${front.slice(0, end > most / 2 ? end : most - 1).join('').replace(/[\s,;:.–-]+$/, '')}…`;
}
