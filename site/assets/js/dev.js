// In the edit-refresh loop only: the page is loaded again when the site has been
// rebuilt, and shows what the build says when it fails.
import { t } from './base/words.js';

/** @typedef {{number: number, failed: string}} Build its number since the server's start; what was said where it failed, or "" */

/** @type {number | null} */
let shown = null;

/** @param {Build} build */
function show(build) {
  const first = shown === null;
  shown = build.number;
  document.querySelector('#build-failed')?.remove();
  if (build.failed) {
    document.body.prepend(report(build.failed));
  } else if (!first) {
    location.reload();
  }
}

/** @param {string} said */
function report(said) {
  const box = document.createElement('section');
  box.id = 'build-failed';
  box.setAttribute('role', 'alert');
  Object.assign(box.style, {
    position: 'fixed', inset: '0 0 auto', zIndex: '1000', maxHeight: '60vh', overflow: 'auto',
    padding: '1rem', color: '#fff', background: '#6b1220', font: '14px/1.4 monospace',
  });
  const title = document.createElement('strong');
  title.textContent = t('dev.failed');
  const text = document.createElement('pre');
  text.tabIndex = 0;
  Object.assign(text.style, { margin: '0.5rem 0 0', whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' });
  text.textContent = said;
  box.append(title, text);
  return box;
}

for (;;) {
  try {
    const answer = await fetch(`/_build${shown === null ? '' : `?after=${shown}`}`, { cache: 'no-store' });
    if (answer.status === 200) {
      show(await answer.json());
      continue;
    }
    if (answer.status === 204) continue;
  } catch {
    // The server is being restarted.
  }
  await new Promise((again) => setTimeout(again, 1000));
}
