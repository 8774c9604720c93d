// The part of the contents page where progress is taken along, brought in and forgotten.
import { announce } from '../element/say.js';
import { changes, exported, imported, progress, reset } from '../state/progress.js';
import { asides, dropAsides } from '../state/storage.js';
import { t } from '../base/words.js';

export function progressPanel() {
  const panel = document.querySelector('[data-progress]');
  if (!(panel instanceof HTMLElement)) return;
  /** @param {string} name */
  const part = (name) => /** @type {HTMLElement} */ (panel.querySelector(`[data-part="${name}"]`));
  const box = /** @type {HTMLElement} */ (panel.querySelector('#import'));
  const text = /** @type {HTMLTextAreaElement} */ (panel.querySelector('#import-text'));
  const file = /** @type {HTMLInputElement} */ (part('file'));
  /** @param {string} words */
  const say = (words) => {
    part('says').textContent = words;
    announce(words);
  };
  const take = (/** @type {string} */ words) => {
    const result = imported(words);
    if ('problem' in result) {
      say(t('progress.import.bad', { why: result.problem }));
      return;
    }
    say(t('progress.import.done', { n: result.n }));
    text.value = '';
    open(false);
  };
  const open = (/** @type {boolean} */ on) => {
    const button = /** @type {HTMLElement} */ (panel.querySelector('[data-do="import"]'));
    // The focus is not left behind in what is no longer shown.
    if (!on && box.contains(document.activeElement)) button.focus();
    box.hidden = !on;
    button.setAttribute('aria-expanded', String(on));
    if (on) text.focus();
  };
  /** @type {Record<string, () => void>} */
  const acts = {
    download: () => download('framelab-progress.json', exported()),
    copy: () => navigator.clipboard.writeText(exported()).then(() => say(t('progress.copied'))).catch(() => {
      open(true);
      text.value = exported();
      text.select();
      say(t('tool.copy.failed'));
    }),
    import: () => open(box.hidden !== false),
    take: () => take(text.value),
    reset: () => {
      part('sure').hidden = false;
      /** @type {HTMLElement} */ (part('sure').querySelector('[data-do="keep"]')).focus();
    },
    keep: () => {
      part('sure').hidden = true;
      /** @type {HTMLElement} */ (panel.querySelector('[data-do="reset"]')).focus();
    },
    forget: () => {
      reset();
      part('sure').hidden = true;
      say(t('progress.reset.done'));
      /** @type {HTMLElement} */ (panel.querySelector('[data-do="reset"]')).focus();
    },
    aside: () => download('framelab-unread.txt', asides().join('\n\n')),
    dropaside: () => {
      dropAsides();
      draw();
      part('sum').focus();
    },
  };
  panel.addEventListener('click', (e) => {
    const button = /** @type {HTMLElement} */ (e.target).closest('[data-do]');
    if (button) acts[String(button.getAttribute('data-do'))]();
  });
  file.addEventListener('change', async () => {
    const chosen = file.files?.[0];
    if (chosen) take(await chosen.text());
    file.value = '';
  });
  const draw = () => {
    const all = Object.values(progress().exercises);
    const passed = all.filter((r) => r.passed !== undefined).length;
    part('sum').textContent = `${t('progress.sum', { n: passed })} ${t('progress.device')}`;
    const aside = part('aside');
    aside.hidden = asides().length === 0;
    aside.innerHTML = '';
    if (aside.hidden) return;
    const words = document.createElement('p');
    words.textContent = t('progress.aside');
    aside.append(words, button('aside', t('progress.aside.download')), button('dropaside', t('progress.aside.drop')));
  };
  changes.addEventListener('change', draw);
  draw();
}

/**
 * @param {string} what
 * @param {string} words
 */
function button(what, words) {
  const b = document.createElement('button');
  b.type = 'button';
  b.className = 'tool';
  b.dataset.do = what;
  b.textContent = words;
  return b;
}

/**
 * @param {string} name
 * @param {string} text
 */
function download(name, text) {
  const link = document.createElement('a');
  link.download = name;
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
