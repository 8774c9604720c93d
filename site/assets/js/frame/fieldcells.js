// Draws the fields that follow a header's first two bytes.
import { ghosts, group, none, range, slot } from './cells.js';
import { HTML, html } from '../base/html.js';
import { payload } from './payloadcells.js';
import { t } from '../base/words.js';

/** @typedef {import('./view.js').View} View */
/** @typedef {import('./cells.js').Shape} Shape */

/**
 * The fields that follow a header's first two bytes.
 * @param {View} v
 * @param {Shape} shape
 * @param {number | null} chosen
 */
export const cells = (v, shape, chosen) =>
  stopped(html`${extended(v, shape, chosen)}${key(v, shape, chosen)}${payload(v, shape, chosen)}${shape.left ? left(v, chosen) : ''}`);

/**
 * A whole frame, its first two bytes too.
 * @param {View} v
 * @param {Shape} shape
 * @param {number | null} chosen
 */
export function allCells(v, shape, chosen) {
  const flags = t('drawer.field.flags');
  const length = t('drawer.field.length');
  return stopped(html`
    ${group('flags', flags, range(v, 0, 1, 'flags', flags, chosen, false), false)}
    ${group('length', length, range(v, 1, 2, 'length', length, chosen, false), false)}
    ${v.first?.field.has('length.extended') ? extended(v, shape, chosen) : ''}
    ${v.first?.masked ? key(v, shape, chosen) : ''}
    ${payload(v, shape, chosen)}`);
}

// One cell is reached by the Tab key: the chosen one, or the first.
const STOP = /data-byte="\d+" tabindex="0"/;
const NO_STOP = /(data-byte="\d+") tabindex="-1"/;

/** @param {HTML} cells */
const stopped = (cells) => (STOP.test(cells.markup) ? cells : new HTML(cells.markup.replace(NO_STOP, '$1 tabindex="0"')));

/**
 * The extended length; the line under it says the length itself once it is whole.
 * @param {View} v
 * @param {Shape} shape
 * @param {number | null} chosen
 */
function extended(v, shape, chosen) {
  const span = v.first?.field.get('length.extended');
  const name = t('field.length.extended');
  if (!span) return shape.lines ? slot('extended', name, 'none.extended') : group('extended', name, none('none.extended'), false);
  const label = span.missing ? name : t('brace.extended', { n: span.value });
  return field(v, shape, 'extended', 'length', name, label, span, chosen);
}

/**
 * @param {View} v
 * @param {Shape} shape
 * @param {number | null} chosen
 */
function key(v, shape, chosen) {
  const span = v.first?.field.get('key');
  const name = t('field.key');
  if (!span) return shape.lines ? slot('key', name, 'none.key') : group('key', name, none('none.key'), false);
  return field(v, shape, 'key', 'key', name, name, span, chosen);
}

/**
 * A field of whole bytes, as far as it is there.
 * @param {View} v
 * @param {Shape} shape
 * @param {string} kind
 * @param {string} hue
 * @param {string} name
 * @param {string} label
 * @param {import('../codec/codec.js').Span} span
 * @param {number | null} chosen
 */
function field(v, shape, kind, hue, name, label, span, chosen) {
  const broken = shape.judged && Boolean(span.rule);
  const cells = range(v, span.start / 8, (span.start + span.bits) / 8, hue, name, chosen, broken);
  return group(kind, label, html`${cells}${ghosts(span.missing, hue)}`, broken);
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
  const cells = range(v, v.first.end, Math.min(v.first.end + LEFT, v.bytes.length), 'left', name, chosen, false);
  const more = v.rest.length > LEFT ? html`<span class="more">${t('more', { n: v.rest.length - LEFT })}</span>` : '';
  return group('left', name, html`${cells}${more}`, false);
}
