// Draws the lines of a head as rows to type in.
import { html } from '../base/html.js';
import { textOf, units } from './text.js';
import { lineMeaning, lineSection } from './meaning.js';
import { t } from '../base/words.js';

/** @typedef {import('./head.js').Head} Head */
/** @typedef {import('./head.js').Line} Line */
/** @typedef {import('./head.js').Part} Part */
/** @typedef {import('../codec/codec.js').Codec} Codec */

/**
 * @typedef {object} Drawing
 * @property {Codec} codec
 * @property {string} id what ids in this lab begin with
 * @property {number | null} chosen the line that is looked at
 * @property {readonly number[]} keys the name of each line's row: see rowkeys.js
 * @property {boolean} raw line ends are shown, and can be typed in
 * @property {string} mistake the words on a wrong accept value; empty for none
 * @property {Map<string, string>} offers the lines that can be added, by missing field
 * @property {'frames' | 'unread' | 'body' | ''} after how what follows the head is read
 */

const MARK = { needed: '✓', optional: '○', broken: '✕', waiting: '…', idle: '–', after: '–' };

/**
 * A head, or the reason why there is no head.
 * @param {Head} head
 * @param {Drawing} d
 * @param {string} elsewhere the path at which no WebSocket answers, or empty
 */
export function headHTML(head, d, elsewhere) {
  if (head.bytes.length || head.side === 'request') return rowsHTML(head, d);
  return html`<p class="none">${elsewhere ? t('hs.outcome.elsewhere', { path: elsewhere }) : t('hs.response.none')}</p>`;
}

/**
 * @param {Head} head
 * @param {Drawing} d
 */
function rowsHTML(head, d) {
  const rows = head.lines.map((line, i) => row(head, line, i, d));
  const lacking = head.missing.map(({ field, rule }) => missing(head, rule, field, d));
  if (!head.whole && !head.stuck && head.bytes.length) lacking.push(missing(head, '', 'missing.blank', d));
  const blank = head.lines.findIndex((l, i) => l.name === 'blank' && i >= head.first);
  if (blank < 0) rows.push(...lacking);
  else rows.splice(blank, 0, ...lacking);
  const { lines, bytes } = head.undrawn;
  const more = lines ? html`<p class="note">${t('hs.rows.more', { n: lines, bytes })}</p>` : '';
  return html`<ol class="hsrows">${rows}</ol>${more}`;
}

/**
 * The characters of a line as it is typed in.
 * @param {Head} head
 * @param {Line} line
 * @param {boolean} raw
 */
export const lineUnits = (head, line, raw) => units(head.bytes.subarray(line.start, Math.min(raw ? line.next : line.end, line.start + LONG)));

/** The most bytes of a line that are drawn and can be typed in; the others stay after them. */
const LONG = 4096;

/**
 * @param {Head} head
 * @param {Line} line
 * @param {number} i
 * @param {Drawing} d
 */
function row(head, line, i, d) {
  const id = `${d.id}${head.side}-${i}`;
  const text = textOf(lineUnits(head, line, d.raw));
  const hint = line.name === 'blank' && !d.raw ? html` placeholder="${t('lesson.line.blank.name')}"` : '';
  return html`<li data-key="${d.keys[i]}" class="hsrow ${line.state}${i === d.chosen ? ' chosen' : ''}"><div class="hstext"><div class="hsmirror" aria-hidden="true">${mirror(head, line, d.raw)}</div>
    <textarea class="hsline" rows="1" data-side="${head.side}" data-line="${i}" aria-label="${t(`hs.line.${head.side}`, { n: i + 1 })}" aria-describedby="${id}"${line.rule ? html` aria-invalid="true"` : ''}${hint} autocomplete="off" autocapitalize="off" spellcheck="false">${text}</textarea></div>
    <span class="hsmark" aria-hidden="true">${MARK[line.state]}</span><p class="hssays" id="${id}">${says(head, line, d)}</p></li>`;
}

/**
 * The words on a line: its state, then what is wrong, or what the line is for.
 * @param {Head} head
 * @param {Line} line
 * @param {Drawing} d
 */
function says(head, line, d) {
  const n = line.end - line.start;
  const long = n > LONG ? ` ${t('hs.line.long', { n, shown: LONG })}` : '';
  return html`<b>${t(`hs.state.${line.state}`)}</b> ${meaning(head, line, d)}${long}`;
}

/**
 * @param {Head} head
 * @param {Line} line
 * @param {Drawing} d
 */
function meaning(head, line, d) {
  if (line.rule) {
    const receiver = head.side === 'request' ? 'server' : 'client';
    const rule = d.codec.rules.byName(line.rule);
    const more = line.rule === 'response.accept.wrong' && d.mistake ? ` ${d.mistake}` : '';
    const ignored = rule.duty[receiver] === 'ignore' ? ` ${t('hs.says.ignored')}` : '';
    return html`${t(`rule.${line.rule}`)}${more}${ignored} ${section(`${rule.rfc} ${rule.section}`)}`;
  }
  if (line.state === 'waiting') return t('hs.says.waiting');
  if (line.state === 'after') return t(d.after ? `hs.says.after.${d.after}` : 'hs.says.after');
  if (line.name === 'empty') return t('hs.says.empty');
  if (line.name === 'interim') return html`${t('hs.says.interim')} ${section('9110 15.2')}`;
  if (line.parts.some((p) => p.field === 'field.value.ignored')) return t('hs.says.host');
  if (line.state === 'idle') return t(head.stuck ? 'hs.says.unread' : 'hs.says.idle');
  return html`${lineMeaning(line.name, head.side)} ${section(lineSection(line.name))}`;
}

/**
 * A link to a section, such as "9110 7.8".
 * @param {string} place
 * @param {boolean} [full] RFC 6455 is named too
 */
export function section(place, full = false) {
  const [rfc, number] = place.split(' ');
  const text = rfc === '6455' && !full ? `§${number}` : `RFC ${rfc} §${number}`;
  return html`<a href="https://www.rfc-editor.org/rfc/rfc${rfc}#section-${number}" data-term="${rfc} ${number}">${text}</a>`;
}

/**
 * The line under what is typed: the same characters, with their colours and what is broken.
 * @param {Head} head
 * @param {Line} line
 * @param {boolean} raw
 */
function mirror(head, line, raw) {
  return line.parts.map((part) => {
    const end = part.field === 'crlf' || part.field === 'head.end';
    if (end && !raw) return '';
    const to = Math.min(part.end, raw ? line.next : line.end, line.start + LONG);
    if (to <= part.start) return '';
    const kind = part.rule ? 'bad' : end ? 'end' : hue(line, part);
    const text = textOf(units(head.bytes.subarray(part.start, to)));
    return kind ? html`<span class="${kind}">${text}</span>` : text;
  });
}

/**
 * @param {Line} line
 * @param {Part} part
 */
function hue(line, part) {
  if (part.field === 'field.name') return 'n';
  if (part.field === 'field.colon') return 'c';
  if (part.field !== 'field.value') return '';
  if (line.name === 'sec-websocket-key') return 'key';
  return line.name === 'sec-websocket-accept' ? 'payload' : '';
}

/**
 * A required field that is absent, with a way to add it.
 * @param {Head} head
 * @param {string} rule empty for the blank line
 * @param {string} field
 * @param {Drawing} d
 */
function missing(head, rule, field, d) {
  const words = rule ? t(`rule.${rule}`) : t('hs.missing.blank');
  const r = rule ? d.codec.rules.byName(rule) : null;
  const offer = d.offers.get(field) ?? t('lesson.line.blank.name');
  return html`<li data-key="${field}" class="hsrow lacking"><p class="hssays">${rule ? html`<b>${t('hs.state.missing')}</b> ` : ''}${words} ${section(r ? `${r.rfc} ${r.section}` : lineSection('blank'))}</p>
    <span class="hsmark" aria-hidden="true">${rule ? '✕' : '…'}</span>
    <button type="button" class="quiet" data-act="add" data-side="${head.side}" data-field="${field}">${t('hs.add', { line: offer })}</button></li>`;
}
