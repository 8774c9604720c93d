// Before the first paint: the chosen theme.
try {
  const theme = localStorage.getItem('framelab.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // A browser that stores nothing follows its system.
}
