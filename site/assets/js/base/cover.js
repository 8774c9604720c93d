// Whether a link asked for verdicts to be covered until someone asks for them (page/lock.js).

/** Whether nothing may tell which rules are broken. The build covers nothing. */
export const covered = () => typeof document !== 'undefined' && document.documentElement.dataset.cover !== undefined;

/**
 * The words of a verdict, or nothing while it is covered.
 * @param {string} text
 */
export const uncovered = (text) => (covered() ? '' : text);
