// Before the first paint: the chosen theme, and whether there are scripts at all.
try {
  const theme = localStorage.getItem('framelab.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // A browser that stores nothing follows its system.
}

// A link may ask for a page in a frame or for a projector, cover the verdict, and lock parts.
for (const [name, value] of new URLSearchParams(location.search)) {
  if (name === 'lock' || (/^(embed|stage|cover)$/.test(name) && value === '1')) document.documentElement.dataset[name] = value;
}

// A link says what a lab shows. Until the lab shows that, it does not show something else.
if (/^#([vh]\d|(?!wire)\w+=)/.test(location.hash)) document.documentElement.dataset.linked = '';

// A form that is sent before its script has come waits for it.
addEventListener('submit', (event) => {
  if (event.defaultPrevented || !(event.target instanceof HTMLElement) || event.target.matches('dialog form')) return;
  event.preventDefault();
  event.target.dataset.waiting = '';
});

// A press in a lab whose script has not come waits for it.
addEventListener('click', ({ target }) => {
  const button = target instanceof Element ? target.closest('button') : null;
  const lab = button?.closest(':not(:defined)');
  if (button && lab) customElements.whenDefined(lab.localName).then(() => button.click());
}, true);

// Controls that need a script come switched off, and are switched on as the page is read. They
// are switched off again when the page's script does not come.
let scripted = 'noModule' in HTMLScriptElement.prototype;
const alive = document.getElementsByClassName('alive');
const show = () => {
  document.documentElement.toggleAttribute('data-js', scripted);
  for (const part of alive) {
    if (part instanceof HTMLFieldSetElement && !part.closest('[dead]')) part.disabled = !scripted;
  }
};
const reading = new MutationObserver(show);
reading.observe(document, { childList: true, subtree: true });
addEventListener('DOMContentLoaded', () => {
  reading.disconnect();
  show();
});
addEventListener('error', ({ target }) => {
  if (!(target instanceof HTMLScriptElement) || target.type !== 'module' || target.hasAttribute('data-dev')) return;
  scripted = false;
  show();
}, true);
show();
