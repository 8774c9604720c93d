// A frame's bytes as cells, joined to characters where they make some.
import { hex } from './bytes.js';
import { escape } from './html.js';
import { characters } from './view.js';
import { t } from './words.js';

/** @typedef {import('./view.js').View} View */
/** @typedef {import('./view.js').Frame} Frame */

/**
 * @typedef {object} Shape
 * @property {boolean} lines the payload with its key and unmasked bytes under it
 * @property {number} most payload bytes shown before "+n more"
 */

/**
 * What follows a header's first two bytes.
 * @param {View} v
 * @param {Shape} shape
 * @param {number | null} chosen
 */
export const cells = (v, shape, chosen) => stopped(extended(v, chosen) + key(v, chosen) + payload(v, shape, chosen) + left(v, chosen));

/**
 * A whole frame, its first two bytes too.
 * @param {View} v
 * @param {Shape} shape
 * @param {number | null} chosen
 */
export function allCells(v, shape, chosen) {
  const flags = t('drawer.field.flags');
  const length = t('drawer.field.length');
  return stopped(
    group('flags', flags, range(v, 0, 1, 'flags', flags, chosen), false) +
      group('length', length, range(v, 1, 2, 'length', length, chosen), false) +
      (v.first?.field.has('length.extended') ? extended(v, chosen) : '') +
      (v.first?.masked ? key(v, chosen) : '') +
      payload(v, shape, chosen),
  );
}

// One cell is reached by the Tab key: the chosen one, or the first.
const STOP = /data-byte="\d+" tabindex="0"/;
const NO_STOP = /(data-byte="\d+") tabindex="-1"/;

/** @param {string} cells */
const stopped = (cells) => (STOP.test(cells) ? cells : cells.replace(NO_STOP, '$1 tabindex="0"'));

/**
 * @param {View} v
 * @param {number | null} chosen
 */
function extended(v, chosen) {
  const span = v.first?.field.get('length.extended');
  const name = t('field.length.extended');
  if (!span) return group('extended', name, none('none.extended'), false);
  const cells = range(v, span.start / 8, (span.start + span.bits) / 8, 'length', name, chosen);
  return group('extended', name, cells + ghosts(span.missing, 'length'), Boolean(span.rule));
}

/**
 * @param {View} v
 * @param {number | null} chosen
 */
function key(v, chosen) {
  const span = v.first?.field.get('key');
  const name = t('field.key');
  if (!span) return group('key', name, none('none.key'), false);
  const cells = range(v, span.start / 8, (span.start + span.bits) / 8, 'key', name, chosen);
  return group('key', name, cells + ghosts(span.missing, 'key'), Boolean(span.rule));
}

/**
 * @param {string} kind
 * @param {string} name
 * @param {string} inside
 * @param {boolean} broken
 */
function group(kind, name, inside, broken) {
  return (
    `<div class="group ${kind}${broken ? ' broken' : ''}" role="group" aria-label="${escape(name)}">` +
    `<div class="cells">${inside}</div><div class="brace" aria-hidden="true">${escape(name)}</div></div>`
  );
}

/** @param {string} key */
const none = (key) => `<span class="none">${escape(t(key))}</span>`;

/**
 * @param {View} v
 * @param {number} from
 * @param {number} to
 * @param {string} hue
 * @param {string} name
 * @param {number | null} chosen
 */
function range(v, from, to, hue, name, chosen) {
  let html = '';
  for (let i = from; i < to; i++) html += cell(i, v.bytes[i], hue, name, chosen === i);
  return html;
}

/**
 * @param {number} byte
 * @param {number} value
 * @param {string} hue
 * @param {string} field
 * @param {boolean} chosen
 */
function cell(byte, value, hue, field, chosen) {
  const name = escape(t('byte.name', { field, byte, hex: hex(value) }));
  return (
    `<button type="button" class="cell ${hue}" data-byte="${byte}" tabindex="${chosen ? 0 : -1}"` +
    `${chosen ? ' aria-current="true"' : ''} aria-label="${name}">${hex(value)}</button>`
  );
}

/** The most awaited bytes that are drawn one by one. */
const GHOSTS = 8n;

/**
 * Dashed cells for bytes that are awaited.
 * @param {bigint} n
 * @param {string} hue
 */
function ghosts(n, hue) {
  if (n === 0n) return '';
  const drawn = `<span class="cell ghost ${hue}" aria-hidden="true"></span>`.repeat(Number(n < GHOSTS ? n : GHOSTS));
  return drawn + (n > GHOSTS ? `<span class="more">${escape(t('more', { n: n - GHOSTS }))}</span>` : '');
}

/**
 * @param {View} v
 * @param {Shape} shape
 * @param {number | null} chosen
 */
function payload(v, shape, chosen) {
  const frame = v.first;
  const name = t('field.payload');
  if (!frame || frame.length === undefined) return '';
  const span = frame.field.get('payload');
  const missing = span ? span.missing : 0n;
  if (!frame.wire.length && !missing) return group('payload', name, none('none.payload'), false);
  const { html, shown } = chars(v, frame, shape, chosen);
  const hidden = frame.wire.length - shown;
  const more = hidden
    ? shape.lines
      ? `<button type="button" class="more" data-act="rows">${escape(t('more.show', { n: hidden }))}</button>`
      : `<span class="more">${escape(t('more', { n: hidden }))}</span>`
    : '';
  const labels = shape.lines
    ? `<div class="labels" aria-hidden="true"><span>${escape(t('row.wire'))}</span>` +
      (frame.masked ? `<span>⊕ ${escape(t('row.key'))}</span><span>= ${escape(t('row.plain'))}</span>` : '') +
      `<span>${escape(t('row.text'))}</span></div>`
    : '';
  const broken = frame.broken.some((s) => s.source === 'unmasked' || s.source === 'inflated' || s.field === 'payload');
  const bytes = `<div class="chars">${html}${more}${hidden ? '' : ghosts(missing, 'payload')}</div>`;
  return group('payload', name, labels + bytes, broken);
}

/**
 * The payload's first bytes, joined to characters.
 * @param {View} v
 * @param {Frame} frame
 * @param {Shape} shape
 * @param {number | null} chosen
 */
function chars(v, frame, shape, chosen) {
  const field = t('field.payload');
  const plain = frame.plain;
  let html = '';
  let shown = 0;
  for (const piece of pieces(frame, shape.most)) {
    let columns = '';
    for (let i = piece.start; i < piece.start + piece.size; i++) {
      const wire = cell(frame.payloadAt + i, frame.wire[i], 'payload', field, chosen === frame.payloadAt + i);
      const under =
        shape.lines && frame.masked && plain
          ? `<span class="k" aria-hidden="true">${hex(frame.key[i & 3])}</span><span class="p" aria-hidden="true">${hex(plain[i])}</span>`
          : '';
      columns += `<div class="column">${wire}${under}</div>`;
    }
    const glyph = piece.text ? `<span class="glyph">${escape(piece.text)}</span>` : '<span class="glyph none"></span>';
    html += `<div class="char${piece.bad ? ' bad' : ''}"><div class="columns">${columns}</div>${glyph}</div>`;
    shown += piece.size;
  }
  return { html, shown };
}

/**
 * The payload in pieces: a Close code, characters, or single bytes.
 * @param {Frame} frame
 * @param {number} most
 */
function pieces(frame, most) {
  const { plain, opcode } = frame;
  /** @type {{start: number, size: number, text: string, bad?: boolean}[]} */
  const out = [];
  if (!plain || opcode === 2 || frame.compressed) {
    for (let i = 0; i < Math.min(most, frame.wire.length); i++) out.push({ start: i, size: 1, text: '' });
    return out;
  }
  let from = 0;
  if (opcode === 8 && plain.length >= 2) {
    const bad = frame.broken.some((s) => s.field === 'close.code');
    out.push({ start: 0, size: 2, text: String((plain[0] << 8) | plain[1]), bad });
    from = 2;
  }
  const bad = frame.broken.find((s) => s.source === 'unmasked' && s.field !== 'close.code');
  for (const c of characters(plain.subarray(from, most + 4))) {
    if (from + c.start + c.size > most && out.length) break;
    const wrong = bad !== undefined && c.text === '' && from + c.start >= bad.start / 8;
    out.push({ start: from + c.start, size: c.size, text: visible(c.text), bad: wrong });
  }
  return out;
}

/**
 * A character as it can be seen: a space by its symbol, a control as a dot.
 * @param {string} text
 */
export function visible(text) {
  if (text === ' ') return '␣';
  const code = text.codePointAt(0) ?? 0;
  return text && (code < 0x20 || code === 0x7f) ? '·' : text;
}

/** The most left-over bytes that are drawn. */
const LEFT = 8;

/**
 * @param {View} v
 * @param {number | null} chosen
 */
function left(v, chosen) {
  if (!v.rest.length || !v.first) return '';
  const name = t('cells.left');
  const cells = range(v, v.first.end, Math.min(v.first.end + LEFT, v.bytes.length), 'left', name, chosen);
  const more = v.rest.length > LEFT ? `<span class="more">${escape(t('more', { n: v.rest.length - LEFT }))}</span>` : '';
  return group('left', name, cells + more, false);
}
