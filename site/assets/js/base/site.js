// Where the site is.

/** The address of the site's root: one folder up from its scripts. */
export const root = () => new URL('../', import.meta.url);

/** The relative address of the reference in the page's language, from a page that is anywhere below that language's folder. */
export const reference = () => `${'../'.repeat(location.pathname.slice(root().pathname.length).split('/').length - 2)}reference/`;
