// The search, and the list of keys: a script of its own that a page loads when it is asked for.
export { search } from './page/find/dialog.js';
export { keys } from './page/find/keys.js';
export { resume } from './page/find/acts.js';
