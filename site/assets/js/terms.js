// The sentences on terms: a script of its own that a page loads when the first is asked for.
export { explain } from './page/termbox.js';
