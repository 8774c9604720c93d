// Draws bytes as a stream: the frames that a receiver finds in them, each with its sentence.
import { deflateHTML } from './deflateview.js';
import { covered } from '../base/cover.js';
import { html } from '../base/html.js';
import { verdict } from './verdict.js';
import { FRAMES } from './view.js';
import { wireBytes } from './wirebytes.js';
import { t } from '../base/words.js';

/** @typedef {(n: number, rule: string) => import('../base/html.js').HTML | ''} Fixes the buttons that fix what breaks a rule in frame n, from 0 */

/** The most frames that are drawn. */
const DRAWN = 200;

/** The most bytes of a frame that its row shows. */
const SHOWN = 16;

/**
 * @param {import('../codec/codec.js').Codec} codec
 * @param {import('./view.js').View} v
 * @param {Fixes} fixes
 */
export function streamHTML(codec, v, fixes) {
  if (!v.frames.length) return html`<p class="note">${t('stream.empty')}</p>`;
  return html`<p class="note">${t('stream.intro')}</p>${framesHTML(codec, v, { most: DRAWN, fixes })}`;
}

/**
 * A list of frames, each with its bytes and its sentence.
 * @param {import('../codec/codec.js').Codec} codec
 * @param {import('./view.js').View} v
 * @param {object} [options]
 * @param {boolean} [options.at] whether to say at which byte each begins
 * @param {number} [options.most] how many are drawn
 * @param {boolean} [options.figure] it is a lesson's figure: all bytes are shown, and the frames are no headings
 * @param {Fixes} [options.fixes]
 */
export function framesHTML(codec, v, { at = true, most = Infinity, figure = false, fixes = () => '' } = {}) {
  let n = 0;
  const drawn = v.frames.slice(0, most);
  const items = drawn.map((f, i) => {
    if (f.afterClose) {
      return html`<li class="after"><p>${t('stream.afterClose', { n: f.end - f.start })}</p></li>`;
    }
    n++;
    const covers = covered();
    const { text, broken, rule } = verdict(codec, f, v.receiver);
    const name = html`${t('stream.frame', { n })}${at ? html` <small>${t('stream.at', { at: f.start })}</small>` : ''}`;
    return html`<li class="${covers ? '' : f.unread ? 'unread' : broken ? 'broken' : ''}">
      ${figure ? html`<p class="what">${name}</p>` : html`<h3>${name}</h3>`}${wireBytes(f, v.bytes, figure ? Infinity : SHOWN)}
      ${covers ? '' : html`<p>${f.unread ? t('stream.unread') : text}</p>${rule && !f.unread ? fixes(i, rule) : ''}`}${deflateHTML(codec, f)}</li>`;
  });
  const left = v.frames.slice(most);
  const more = left.length ? html`<p class="note">${t('stream.more', { n: left.length, bytes: v.bytes.length - v.beyond - left[0].start })}</p>` : '';
  const bound = v.beyond ? html`<p class="note">${t('stream.bound', { n: FRAMES, bytes: v.beyond })}</p>` : '';
  return html`<ol class="frames">${items}</ol>${more}${bound}`;
}
