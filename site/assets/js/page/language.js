// The language that someone chose, remembered for the site's front door.

const KEY = 'framelab.lang';

/** @param {string} lang */
export function keep(lang) {
  try {
    localStorage.setItem(KEY, lang);
  } catch {
    // A browser that stores nothing still shows the page.
  }
}

/**
 * The language to open the site in: the one chosen before, or the first of the browser's that we have.
 * @param {readonly string[]} ours
 */
export function preferred(ours) {
  let kept = null;
  try {
    kept = localStorage.getItem(KEY);
  } catch {
    // as above
  }
  if (kept && ours.includes(kept)) return kept;
  for (const wanted of navigator.languages) {
    const lang = wanted.slice(0, 2).toLowerCase();
    if (ours.includes(lang)) return lang;
  }
  return ours[0];
}
