// The page for an address that does not exist. Its link goes to the site's front door where the address
// shows it, before a language's folder; else one folder up, which may show this page again. The address comes from outside: two slashes
// at its front would name another host, so the link begins with exactly one.
const link = /** @type {HTMLAnchorElement} */ (document.querySelector('a'));
const pathname = location.pathname.replace(/^\/+/, '/');
link.href = /^.*?\/(?=(en|ko)\/)/.exec(pathname)?.[0] ?? pathname.replace(/[^/]*\/?$/, '');
