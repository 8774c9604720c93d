// The base of every lab: a custom element that works once the codec is there.
import { codec as loadCodec } from '../codec/loaded.js';
import { dead } from '../element/dead.js';
import { piece } from '../element/element.js';

/** @typedef {import('../codec/codec.js').Codec} Codec */

export class Lab extends HTMLElement {
  /** @type {Codec} */
  // @ts-ignore set before anything is pressed
  codec;

  /** The codec; what is pressed before it is there waits for it. */
  get ready() {
    return loadCodec();
  }

  /**
   * Wait for the codec. Without it the lab can be read but not used, and the page says so.
   * @returns {Promise<boolean>} whether the codec is there
   */
  async loaded() {
    try {
      this.codec = await this.ready;
      return true;
    } catch (error) {
      dead(this, error, this.linked());
      return false;
    }
  }

  /**
   * Whether the page's address names a state that a lab without the codec cannot show, and the words for that.
   * @returns {{link?: boolean, words?: string}}
   */
  linked() {
    return {};
  }

  /** @param {string} name */
  piece(name) {
    return piece(this, name);
  }
}
