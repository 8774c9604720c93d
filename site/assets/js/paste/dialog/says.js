// Says in the paste dialog how a text is read: its form, size and direction, and what is not bytes; or why it cannot be read.
import { MAX_BYTES, toHex } from '../../base/bytes.js';
import { html } from '../../base/html.js';
import { EXAMPLES } from '../examples.js';
import { direction } from '../frames.js';
import { place } from '../text.js';
import { left } from './marks.js';
import { t } from '../../base/words.js';

/** @typedef {import('../../base/bytes.js').BytesError} BytesError */
/** @typedef {import('../reading.js').Reading} Reading */
/** @typedef {{receiver?: import('../../frame/link.js').Role, deflate?: boolean}} Said what a reading says of the connection, or its mask bits */

/** How many bytes a reading's line shows. */
const SHOWN = 12;

/**
 * The receiver of the bytes, and whether they are compressed, where the reading or the mask bits say so.
 * @param {Reading} reading
 * @returns {Said}
 */
export function said(reading) {
  const receiver = reading.receiver ?? direction(reading.bytes).receiver;
  return { ...(receiver ? { receiver } : {}), ...(reading.deflate === undefined ? {} : { deflate: reading.deflate }) };
}

/**
 * @param {Reading} reading
 * @param {string} [name] of the file
 */
export function sentence({ form, bytes, messages }, name = '') {
  const file = name ? `${name}: ` : '';
  if (messages) return file + t('paste.messages.as', { form: t(`paste.form.${form}`), n: messages.length });
  if (!bytes.length) return file + t('paste.none');
  return `${file}${t('paste.as', { form: t(`paste.form.${form}`), n: bytes.length })}: ${first(bytes)}`;
}

/** @param {Uint8Array} bytes */
const first = (bytes) => toHex(bytes.subarray(0, SHOWN), ' ') + (bytes.length > SHOWN ? ' …' : '');

/**
 * @param {BytesError} error
 * @param {string} text
 */
export function problem({ kind, detail }, text) {
  const { at, what = '', form = '', n = 0, max = MAX_BYTES } = detail;
  const why = t(`paste.${kind}`, { what, form: form && t(`paste.form.${form}`), n, max });
  if (at === undefined || kind === 'http' || kind === 'messages' || kind === 'size') return why;
  const { line, column, of } = place(text, at - 1);
  return `${of > 1 ? t('paste.at.line', { line, at: column }) : t('paste.at', { at: column })} ${why}`;
}

/**
 * Notes on a reading: the direction, what the bytes are, which text is not bytes.
 * @param {Reading} reading
 * @param {string} text
 * @param {Reading[]} all
 */
export function notesHTML(reading, text, all) {
  if (!reading.bytes.length && !reading.messages) return '';
  const out = reading.notes.map(({ key, params }) => t(`paste.note.${key}`, { ...params, link: params?.link ? t(`paste.layer.${params.link}`) : '' }));
  const way = (/** @type {string} */ receiver) => t(receiver === 'server' ? 'dir.toServer' : 'dir.toClient');
  if (reading.messages) out.push(t(reading.receiver === 'server' ? 'paste.note.messages.client' : 'paste.note.messages.server'));
  else if (reading.receiver) out.push(t('paste.dir.link', { way: way(reading.receiver) }));
  else if (!reading.notes.some((n) => ['tls', 'http', 'pcap', 'gzip', 'packet', 'packet.other', 'packet.empty'].includes(n.key))) {
    const { receiver, frames } = direction(reading.bytes);
    if (receiver) out.push(t(receiver === 'server' ? 'paste.dir.masked' : 'paste.dir.plain', { n: frames, way: way(receiver) }));
    else if (frames > 1) out.push(t('paste.dir.mixed'));
  }
  const other = reading.messages || reading.form === 'file' ? '' : left(text, spans(reading, all));
  if (other) out.push(t('paste.left', { what: other }));
  return html`${out.map((words) => html`<li>${words}</li>`)}`;
}

/**
 * The characters that became bytes in either direction.
 * @param {Reading} reading
 * @param {Reading[]} all
 */
function spans(reading, all) {
  if (!reading.stream) return reading.spans;
  /** @type {number[][]} */
  const pairs = [];
  for (const { stream, spans } of all) {
    for (let i = 0; stream && i < spans.length; i += 2) pairs.push([spans[i], spans[i + 1]]);
  }
  return pairs.sort(([a], [b]) => a - b).flat();
}

/**
 * @param {Reading} reading
 * @param {number} i
 * @param {boolean} chosen
 */
export function wayHTML(reading, i, chosen) {
  const { form, bytes, stream, messages } = reading;
  const name = [t(`paste.form.${form}`), ...(stream ? [t(`paste.from.${stream.from}`)] : []), ...reading.notes.filter((n) => n.key === 'latin1').map(() => t('paste.form.latin1'))].join(', ');
  const size = messages ? t('paste.count.messages', { n: messages.length }) : t('paste.count.bytes', { n: bytes.length });
  return html`<label><input type="radio" name="reading" value="${i}"${chosen ? ' checked' : ''}><span><b>${name}</b> <small>${size}</small>${messages ? '' : html` <code>${first(bytes)}</code>`}</span></label>`;
}

/** The help: examples, each a button that puts it into the field. */
export function examplesHTML() {
  const all = EXAMPLES.map(({ form, text, help }, i) =>
    help ? html`<li><button type="button" class="quiet" data-example="${i}"><span>${t(`paste.form.${form}`)}</span><code>${text.trim().split('\n')[0]}</code></button></li>` : '',
  );
  return html`${all}`;
}
