// A frame that was sent in the lab of lesson 0: its bytes as they were on the wire. A byte that is
// pressed says what it does. No byte can be changed any more.
import { STRIP } from '../frame/cells.js';
import { says } from '../frame/drawer.js';
import { allCells } from '../frame/fieldcells.js';
import { keepingFocus } from '../element/focus.js';
import { fieldWords } from '../frame/hexview.js';
import { morph } from '../element/morph.js';
import { FrameLab } from './framelab.js';
import { announce } from '../element/say.js';
import { uncovered } from '../base/cover.js';
import { verdict } from '../frame/verdict.js';
import { fieldOf } from '../frame/view.js';
import { t } from '../base/words.js';

export class EchoFrame extends FrameLab {
  shape = { ...STRIP, most: 24 };

  start() {
    this.store.addEventListener('move', () => announce(this.#words()));
  }

  draw() {
    keepingFocus(this, () => {
      morph(this.piece('figure'), allCells(this.view, this.seen(), this.store.cursor.byte));
      this.piece('says').textContent = this.#words();
    });
  }

  keptAs() {
    return '';
  }

  hexKey() {}

  /** Says what the chosen byte does, or the whole frame while no byte is chosen. */
  #words() {
    const { view, codec } = this;
    const { byte } = this.store.cursor;
    if (byte === null) return uncovered(verdict(codec, view.first, view.receiver).text);
    const field = fieldOf(view, byte);
    return `${t('drawer.title', { byte, field: fieldWords(field) })}. ${says(view, byte, field)}`;
  }
}
