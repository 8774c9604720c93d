// The reader of pasted heads, a script of its own that a page loads when it is needed.
export { understood } from './head/paste/understood.js';
