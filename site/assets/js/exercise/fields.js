// Answers typed into one field: bytes in hexadecimal, and a field's value.
import { fromBase64, hex as hexByte, toHex } from '../base/bytes.js';
import { piece } from '../element/element.js';
import { hexOrError, hexRange } from './hex.js';
import { utf8 } from '../frame/view.js';
import { t } from '../base/words.js';

/** @typedef {import('./controls.js').Control} Control */

/**
 * @param {HTMLElement} box
 * @param {() => void} changed
 * @returns {Control}
 */
export function hexControl(box, changed) {
  const field = /** @type {HTMLTextAreaElement} */ (box.querySelector('textarea'));
  const wanted = Number(field.dataset.payload);
  const reading = () => {
    const bytes = hexOrError(field.value, wanted);
    const text = 'error' in bytes ? null : utf8(bytes);
    say(box, 'error' in bytes ? bytes.error : bytes.length ? t('ex.reading.hex', { n: bytes.length }) + (text ? t('ex.reading.text', { text }) : '') : t('ex.reading.none'));
    field.setAttribute('aria-invalid', String('error' in bytes));
  };
  return {
    ...field_(field, changed, reading),
    answer() {
      const bytes = hexOrError(field.value, wanted);
      return 'error' in bytes ? { problem: bytes.error } : { bytes };
    },
    place(place) {
      if (place.kind !== 'bits') return '';
      const byte = place.start >> 3;
      const bytes = hexOrError(field.value);
      const there = 'error' in bytes || byte >= bytes.length ? '' : hexByte(bytes[byte]);
      return there ? t('ex.place.byte', { byte, hex: there }) : t('ex.place.end');
    },
    outline(place, go) {
      field.classList.toggle('found', place?.kind === 'bits');
      if (!place || !go) return;
      select(field, ...hexRange(field.value, place.start >> 3, Math.max(1, Math.ceil(place.bits / 8))));
    },
  };
}

/**
 * @param {HTMLElement} box
 * @param {() => void} changed
 * @returns {Control}
 */
export function acceptControl(box, changed) {
  const field = /** @type {HTMLInputElement} */ (box.querySelector('input'));
  const reading = () => {
    const text = field.value;
    const decoded = base64(text);
    say(box, !text ? t('ex.reading.none') : t('ex.reading.chars', { n: [...text].length }) + (decoded ? t('ex.reading.base64', { n: decoded.length, hex: toHex(decoded, ' ') }) : t('ex.reading.not64')));
  };
  return {
    ...field_(field, changed, reading),
    answer: () => ({ bytes: new TextEncoder().encode(field.value) }),
    place: (place) => (place.kind === 'bits' && field.value ? t('ex.place.character', { n: (place.start >> 3) + 1 }) : ''),
    outline(place, go) {
      field.classList.toggle('found', place?.kind === 'bits');
      if (place && go) select(field, place.start >> 3, (place.start + place.bits + 7) >> 3);
    },
  };
}

/**
 * @param {HTMLInputElement | HTMLTextAreaElement} field
 * @param {() => void} changed
 * @param {() => void} reading
 */
function field_(field, changed, reading) {
  field.addEventListener('input', () => {
    reading();
    changed();
  });
  if (field.value) reading();
  return {
    draft: () => field.value,
    /** @param {string} text */
    restore(text) {
      field.value = text;
      reading();
    },
  };
}

/**
 * @param {HTMLElement} box
 * @param {string} text
 */
function say(box, text) {
  piece(box, 'reading').textContent = text;
}

/**
 * @param {HTMLInputElement | HTMLTextAreaElement} field
 * @param {number} from
 * @param {number} to
 */
export function select(field, from, to) {
  field.focus();
  field.setSelectionRange(from, to);
}

/**
 * The bytes of a text in base64; null where it is not base64.
 * @param {string} text
 */
function base64(text) {
  try {
    return fromBase64(text);
  } catch {
    return null;
  }
}
