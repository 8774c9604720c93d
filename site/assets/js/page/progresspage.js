// The part of the contents page where progress is exported, imported and reset.
import { toClipboard } from '../element/copy.js';
import { button, onAct, piece } from '../element/element.js';
import { announce } from '../element/say.js';
import { changes, exported, imported, progress, reset } from '../state/progress.js';
import { asides, dropAsides } from '../state/storage.js';
import { t } from '../base/words.js';

export function progressPanel() {
  const panel = document.querySelector('[data-progress]');
  if (!(panel instanceof HTMLElement)) return;
  const part = (/** @type {string} */ name) => piece(panel, name);
  const tool = (/** @type {string} */ act) => /** @type {HTMLElement} */ (button(panel, act));
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
    // The focus does not stay in a box that is hidden.
    if (!on && box.contains(document.activeElement)) tool('import').focus();
    box.hidden = !on;
    tool('import').setAttribute('aria-expanded', String(on));
    if (on) text.focus();
  };
  /** @type {Record<string, () => void>} */
  const acts = {
    download: () => download('framelab-progress.json', exported()),
    copy: async () => {
      if (await toClipboard(exported())) {
        say(t('progress.copied'));
        return;
      }
      open(true);
      text.value = exported();
      text.select();
      say(t('tool.copy.failed'));
    },
    import: () => open(box.hidden !== false),
    take: () => take(text.value),
    reset: () => {
      part('sure').hidden = false;
      tool('keep').focus();
    },
    keep: () => {
      part('sure').hidden = true;
      tool('reset').focus();
    },
    forget: () => {
      reset();
      part('sure').hidden = true;
      say(t('progress.reset.done'));
      tool('reset').focus();
    },
    aside: () => download('framelab-unread.txt', asides().join('\n\n')),
    dropaside: () => {
      dropAsides();
      draw();
      part('sum').focus();
    },
  };
  onAct(panel, (act) => acts[act]());
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
    aside.replaceChildren();
    if (aside.hidden) return;
    const words = document.createElement('p');
    words.textContent = t('progress.aside');
    aside.append(words, made('aside', t('progress.aside.download')), made('dropaside', t('progress.aside.drop')));
  };
  changes.addEventListener('change', draw);
  draw();
}

/**
 * A button.
 * @param {string} act
 * @param {string} words
 */
function made(act, words) {
  const b = document.createElement('button');
  b.type = 'button';
  b.className = 'tool';
  b.dataset.act = act;
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
