// The controls in which exercises are answered, by kind. Each holds a draft, which
// is text and survives a reload, and makes an answer of it for the marker.
import { chooseControl, matchControl, numberControl } from './choice.js';
import { acceptControl, hexControl } from './fields.js';
import { linesControl } from './lines.js';
import { orderControl } from './order.js';
import { sortControl } from './sort.js';

/** @typedef {import('../codec/mark.js').Place} Place */

/**
 * @typedef {object} Control
 * @property {() => string} draft what is in it
 * @property {(draft: string) => void} restore
 * @property {(codec: import('../codec/codec.js').Codec) => {bytes: Uint8Array} | {problem: string}} answer
 * @property {(place: Place) => string} place where that is, in words; '' for nowhere in particular
 * @property {(place: Place | null, go: boolean) => void} outline mark a place, and go there if asked; null: mark nothing
 * @property {(pass: boolean) => void} [passed] for what is shown only after a pass
 */

/**
 * @param {string} kind
 * @param {HTMLElement} box
 * @param {Uint8Array} start
 * @param {() => void} changed
 * @returns {Control}
 */
export function control(kind, box, start, changed) {
  const inside = /** @type {any} */ (box.firstElementChild);
  switch (kind) {
    case 'frames':
    case 'observe':
      inside.changes = changed;
      return inside;
    case 'hex':
      return hexControl(box, changed);
    case 'accept':
      return acceptControl(box, changed);
    case 'request':
    case 'response':
      return linesControl(box, start, changed);
    case 'choose':
      return chooseControl(box, changed);
    case 'match':
      return matchControl(box, changed);
    case 'sort':
      return sortControl(box, changed);
    case 'order':
      return orderControl(box, start, changed);
    default:
      return numberControl(box, changed);
  }
}
