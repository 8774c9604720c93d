// Whether someone comes to a page, and has not reloaded it, gone back to it, or changed its language.

/** @param {string} path */
const place = (path) => path.replace(/\/(en|ko)\//, '/');

export function visited() {
  const [entry] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType('navigation'));
  if (entry?.type !== 'navigate') return false;
  const from = document.referrer && new URL(document.referrer);
  return !from || from.origin !== location.origin || place(from.pathname) !== place(location.pathname);
}
