// Where the site is.

/** The address of the site's root: one folder up from its scripts. */
export const root = () => new URL('../', import.meta.url);
