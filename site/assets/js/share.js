// Links to share, and what such a link asked for: a script of its own that a page loads when it is needed.
export { copyAnchor, share } from './page/share.js';
export { begin } from './page/lock.js';
