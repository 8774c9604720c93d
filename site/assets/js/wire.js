// The wire in a lesson, a script of its own that a lesson loads when it has one.
import { FrameWire } from './lab/wire/element.js';

/**
 * Make the page's wires live.
 * @param {typeof FrameWire.page} page what the page has already: the codec, and what it keeps
 */
export function define(page) {
  FrameWire.page = page;
  customElements.define('frame-wire', FrameWire);
}
