// The builder's table of fields: its controls, the text that is typed in them, and the ways to show a payload.
import { concat, toHex } from '../base/bytes.js';
import { arrowTo } from '../element/arrows.js';
import { morph } from '../element/morph.js';
import { draftName, draftOf } from '../frame/drafts.js';
import { byteDraft } from '../frame/drawer.js';
import { fields, withByte } from '../frame/edit.js';
import { hexOrError, late, LATE } from '../frame/fieldcontrols.js';
import { apply } from '../frame/fieldread.js';
import { fieldRows, rowsHTML } from '../frame/fields.js';
import { utf8 } from '../frame/view.js';
import { StreamBuilder } from './streambuilder.js';
import { t } from '../base/words.js';

/**
 * Whether a control says something else than what the page came with.
 * @param {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} field
 */
function changed(field) {
  if (field instanceof HTMLSelectElement) return !field.selectedOptions[0]?.defaultSelected;
  if (field instanceof HTMLInputElement && field.type === 'checkbox') return field.checked !== field.defaultChecked;
  return field.value !== field.defaultValue;
}

export class FieldBuilder extends StreamBuilder {
  /** How the payload is shown. @type {import('../frame/fields.js').Way} */
  way = 'text';
  /** Lays JSON out over lines, once its script is there. @type {typeof import('../frame/json.js').indented | undefined} */
  indented;

  /** The text that someone typed in the fields before the module was there. @type {{name: string, value: string, checked: boolean}[]} */
  #typed = [];

  /** Remember what someone typed before the lab first draws, because drawing changes the fields too. */
  keep() {
    const fields = /** @type {NodeListOf<HTMLInputElement>} */ (this.querySelectorAll(':is(.lane, .below) [name]'));
    this.#typed = [...fields].filter(changed).map(({ name, value, checked }) => ({ name, value, checked }));
    super.keep();
  }

  /** Take what was typed in the fields before the module was there. */
  typedEarly() {
    for (const { name, value, checked } of this.#typed) {
      const field = /** @type {HTMLInputElement | null} */ (this.querySelector(`:is(.lane, .below) [name="${name}"]`));
      if (!field) continue;
      Object.assign(field, { value, checked });
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }
  }

  /** The fields whose rows the table has. */
  #rows = '';

  /** Draw the rows that change. */
  drawFields() {
    const rows = fieldRows(this.view, this.drafts, { way: this.way, json: this.#json() });
    const names = rows.map(({ of }) => of).join();
    const body = /** @type {HTMLElement} */ (this.querySelector('table.fields tbody'));
    if (names !== this.#rows) morph(body, rowsHTML(rows));
    this.#rows = names;
    for (const { of, cells } of rows) this.show(`row ${of}`, cells, () => body.querySelector(`[data-of="${of}"]`));
  }

  /** The payload as JSON over lines; null where it is not JSON, or more than a field shows. */
  #json() {
    const { opcode, payload } = fields(this.view);
    if (!this.indented || !payload.length || payload.length > 4 * LATE || opcode > 2 || this.view.first?.compressed) return null;
    const text = utf8(payload);
    return text === null ? null : this.indented(text);
  }

  /**
   * The bytes of the selected frame; all from there on while they do not fit its header.
   * @param {import('../frame/view.js').View} [v]
   * @param {boolean} [unfit]
   */
  ownBytes(v = this.view, unfit = this.unfit()) {
    return v.first && !unfit ? v.bytes.subarray(0, v.first.end) : v.bytes;
  }

  /** @param {Event} event */
  input(event) {
    const control = event.target;
    if (!(control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement || control instanceof HTMLSelectElement)) return;
    if (!control.name || control.closest('dialog')) return;
    this.redraws = true;
    const name = this.#nameOf(control);
    const result = this.#read(control);
    if ('error' in result) {
      this.keepDraft(name, { text: control.value, error: result.error });
      return;
    }
    // Typing is one step to undo; every press of a box or a choice is one of its own.
    const merge = control instanceof HTMLSelectElement || control.type === 'checkbox' ? '' : name;
    const drafts = this.undrafted(name);
    const step = merge && draftName(this.at, merge);
    if (control.name === 'byte' || control.name === 'all') this.wire(result, step, { drafts });
    else this.edit(result, { drafts }, step);
  }

  /**
   * The name under which a control's typing is kept; the field for a byte is another one for each.
   * @param {{name: string}} control
   */
  #nameOf({ name }) {
    return name === 'byte' ? byteDraft(this.store.cursor.byte) : name;
  }

  /**
   * @param {string} name
   * @param {string} value
   * @param {import('../state/store.js').State} state
   */
  unusable(name, value, state) {
    const { frame, name: control } = draftOf(name);
    const v = this.viewOf({ ...state, frame });
    const result = control === 'all' || control.startsWith(byteDraft('')) ? hexOrError(value) : apply(this.codec, v, { name: control, value }, v);
    if ('error' in result) return result.error;
    return control.startsWith(byteDraft('')) && result.length !== 1 ? t('hex.odd', { at: 1 }) : '';
  }

  /** @param {'undo' | 'redo'} way */
  step(way) {
    super.step(way);
    const field = document.activeElement;
    // A field that shows its bytes when it is chosen is chosen.
    if (field instanceof HTMLTextAreaElement && this.contains(field) && field.dataset.late !== undefined) field.value = this.#late(field.name);
  }

  /**
   * @param {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} control
   * @returns {Uint8Array | {error: string}}
   */
  #read(control) {
    const before = this.store.before(draftName(this.at, this.#nameOf(control)));
    if (control.name === 'all') {
      const bytes = hexOrError(control.value);
      if ('error' in bytes) return bytes;
      // The same bytes follow the frame as before someone began to type.
      const v = this.viewOf(before);
      return concat(bytes, v.bytes.subarray(this.ownBytes(v, this.unfit(v, before.laid)).length));
    }
    if (control.name !== 'byte') return apply(this.codec, this.view, control, control.name === 'length' ? this.viewOf(before) : this.view);
    const bytes = hexOrError(control.value);
    if ('error' in bytes) return bytes;
    if (bytes.length !== 1) return { error: t('hex.odd', { at: 1 }) };
    return withByte(this.view.bytes, /** @type {number} */ (this.store.cursor.byte), bytes[0]);
  }

  /**
   * The text of a text area that waits, once it is chosen.
   * @param {string} name
   */
  #late(name) {
    return name === 'all' ? toHex(this.ownBytes(), ' ') : late(this.view, name);
  }

  /**
   * A text area that shows its bytes when it is chosen.
   * @param {FocusEvent} event
   */
  chosen(event) {
    const area = event.target;
    if (area instanceof HTMLTextAreaElement && area.dataset.late !== undefined && !area.value) area.value = this.#late(area.name);
  }

  /** A control that is left shows what the frame says, unless what was typed cannot be used yet. */
  left(/** @type {FocusEvent} */ event) {
    const control = event.target;
    if (control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement) {
      if (control.name && !control.closest('dialog')) queueMicrotask(() => {
        this.redraws = true;
        this.draw();
      });
    }
  }

  /**
   * Show the payload in a different form.
   * @param {string} way
   */
  showAs(way) {
    this.way = /** @type {import('../frame/fields.js').Way} */ (way);
    this.draw();
  }

  /** @param {KeyboardEvent} event */
  wayKey(event) {
    const tab = /** @type {HTMLElement} */ (event.target);
    if (!tab.matches('[data-act="way"]')) return;
    const tabs = /** @type {HTMLElement[]} */ ([...this.querySelectorAll('[data-act="way"]')]);
    const next = arrowTo(event.key, tabs.indexOf(tab), tabs.length, { wrap: true });
    if (next === null) return;
    event.preventDefault();
    tabs[next].focus();
    this.showAs(String(tabs[next].dataset.way));
  }
}
