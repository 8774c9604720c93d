// The frame builder loads this once it is live: the remedies for broken rules, and JSON laid out over lines.
export { remedies } from './frame/fix.js';
export { indented } from './frame/json.js';
