// Before the first paint: the chosen theme.
try {
  const theme = localStorage.getItem('framelab.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // A browser that stores nothing follows its system.
}

// A form that is sent before its script has come waits for it.
addEventListener('submit', (event) => {
  if (event.defaultPrevented || !(event.target instanceof HTMLElement) || event.target.matches('dialog form')) return;
  event.preventDefault();
  event.target.dataset.waiting = '';
});
