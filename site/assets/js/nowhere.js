// The page for an address that is none: its link goes to the site's front door where
// the address shows it, before a language's folder; else one folder up, from where it
// goes on up, as far as there is nothing.
const link = /** @type {HTMLAnchorElement} */ (document.querySelector('a'));
const { pathname } = location;
link.href = /^.*?\/(?=(en|ko)\/)/.exec(pathname)?.[0] ?? pathname.replace(/[^/]*\/?$/, '');
