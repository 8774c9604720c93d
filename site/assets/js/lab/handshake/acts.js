// The acts of the buttons and menus of the handshake bench, by data-act.
import { concat } from '../../base/bytes.js';
import { t } from '../../base/words.js';
import { copy } from '../../element/copy.js';
import { announce } from '../../element/say.js';
import { FORMS, placeOf } from '../../head/export.js';
import { endsLine, roomAt, valueOf } from '../../head/head.js';
import { encode } from '../../head/text.js';
import { sideOf } from './lines.js';
import { format } from './link.js';
import { brokenRequest } from './presets.js';

/** @typedef {import('./link.js').State} State */
/** @typedef {import('./model.js').Model} Model */
/** @typedef {ReturnType<typeof import('./lines.js').lineEditor>} LineEditor */

const CRLF = new Uint8Array([13, 10]);

/**
 * @param {object} bench
 * @param {Model} bench.model
 * @param {LineEditor} bench.lines
 * @param {(text?: string) => void} bench.paste opens the dialog for pasting
 * @param {() => void} bench.send
 * @param {(state: Partial<State>) => void} bench.load shows a new state
 * @param {() => void} bench.draw
 * @returns {Record<string, (button: HTMLElement) => void>}
 */
export const actsOf = ({ model, lines, paste, send, load, draw }) => ({
  undo: () => model.step('undo'),
  redo: () => model.step('redo'),
  raw() {
    model.raw = !model.raw;
    draw();
    announce(t(model.raw ? 'hs.raw.on' : 'hs.raw.off'));
  },
  computed() {
    if (model.edited) load(model.asking(model.state.request));
  },
  edited() {
    if (!model.edited) load({ response: model.state.kept ?? model.head('response').bytes, kept: null });
  },
  example: () => load(model.asking(model.example)),
  clear() {
    load(model.asking(new Uint8Array()));
    lines.caret('request', 0);
    announce(t('hs.cleared'));
  },
  paste: () => paste(),
  'break-request': (button) => load(model.asking(brokenRequest(String(button.dataset.preset), model.example))),
  'break-response': (button) => load(model.breakResponse(String(button.dataset.preset))),
  add: (button) => add(model, lines, button),
  copy(button) {
    const form = String(button.dataset.form);
    const { request } = model.state;
    const text = form === 'link' ? new URL(format(model.state), location.href).href : FORMS[form](request, placeOf(valueOf(model.head('request'), 'host')));
    copy(text, t(`hs.copy.${form}`));
  },
  send,
});

/**
 * Add a line that is missing, or a new one.
 * @param {Model} model
 * @param {LineEditor} lines
 * @param {HTMLElement} button
 */
function add(model, lines, button) {
  const side = sideOf(button);
  const { field } = button.dataset;
  const head = model.head(side);
  const { bytes } = head;
  if (field === 'missing.blank') {
    lines.replace(side, bytes.length, bytes.length, endsLine(bytes) ? CRLF : concat(CRLF, CRLF));
    return;
  }
  const at = roomAt(head);
  const text = field === 'line' ? 'X-Field: value' : (model.offers().get(String(field)) ?? '');
  const before = at === bytes.length && !endsLine(bytes) ? CRLF : new Uint8Array();
  const line = encode(text);
  lines.replace(side, at, at, concat(before, line, CRLF));
  lines.caret(side, at + before.length + line.length);
}
