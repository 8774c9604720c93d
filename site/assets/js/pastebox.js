// The dialog for pasting bytes, a script of its own that a page loads when it is needed.
export { PasteBox } from './paste/dialog/box.js';
