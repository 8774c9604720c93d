// The remedies for broken rules, a script of its own that the frame builder loads once it is live.
export { remedies } from './frame/fix.js';
