// The panel for sending what the frame builder holds, a script of its own that the page loads when someone sends.
export { SendPanel } from './lab/sending/panel.js';
