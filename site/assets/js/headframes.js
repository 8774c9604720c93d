// The frames that follow a handshake's head, and sending one: a script of its own that the handshake
// bench loads once it is live.
export { afterHTML, readAfter } from './head/after.js';
export { sentHTML, wayFailed } from './lab/handshake/send.js';
