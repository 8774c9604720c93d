// In development alone: the page is loaded again when the site or the module has been rebuilt.

for (;;) {
  try {
    const told = await fetch(new URL('../_wait', import.meta.url), { cache: 'no-store' });
    if (told.ok) location.reload();
  } catch {
    // The server is being restarted.
  }
  await new Promise((again) => setTimeout(again, 1000));
}
