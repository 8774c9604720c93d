// Reads and draws what follows a head: the first frames, judged as frames.
import { html } from '../base/html.js';
import { framesHTML } from '../frame/stream.js';
import { view } from '../frame/view.js';
import { t } from '../base/words.js';

/**
 * @typedef {object} After
 * @property {'request' | 'response'} side
 * @property {Uint8Array} bytes
 * @property {import('../frame/view.js').View} view
 * @property {import('../codec/codec.js').Codec} codec
 * @property {import('../codec/tables.js').Rule | null} rule the one for which the receiver fails the connection
 */

/** The most frames that are drawn. */
const DRAWN = 40;

/**
 * @param {import('../codec/codec.js').Codec} codec
 * @param {'request' | 'response'} side whose head they follow
 * @param {Uint8Array} bytes one or more
 * @param {import('../codec/codec.js').Deflate | null} deflate what was agreed on
 * @returns {After}
 */
export function readAfter(codec, side, bytes, deflate) {
  const v = view(codec, bytes, side === 'request' ? 'server' : 'client', deflate ?? false);
  return { side, bytes, view: v, codec, rule: failure(codec, v) };
}

/**
 * The rule for which the receiver of these frames fails the connection.
 * @param {import('../codec/codec.js').Codec} codec
 * @param {import('../frame/view.js').View} v
 * @returns {import('../codec/tables.js').Rule | null} null: for none
 */
export function failure(codec, v) {
  const broken = v.frames.find((f) => f.broken.length && !f.unread && !f.afterClose);
  if (broken) return codec.rules.byName(broken.broken[0].rule);
  if (!v.beyond) return null;
  // There are more frames than are taken apart: a connection reads them all.
  const deflate = typeof v.deflate === 'object' ? v.deflate : null;
  const conn = codec.conn({ role: v.receiver, keys: () => new Uint8Array(4), deflate });
  try {
    const failed = conn.receive(v.bytes).find((e) => e.kind === 'fail');
    return failed ? codec.rules.byName(failed.rule) : null;
  } finally {
    conn.free();
  }
}

/** @param {After} after */
export function afterHTML(after) {
  const early = after.side === 'request' ? html`<p class="note">${t('hs.after.early')}</p>` : '';
  return html`<h3>${t(`hs.after.${after.side}`)}</h3>${early}${framesHTML(after.codec, after.view, { most: DRAWN })}`;
}
