// The kind of the UTF-8 lab, for its element and for the build.
import { scene } from './utf8scene.js';
import { read, write } from './utf8state.js';
import { draw } from './utf8view.js';

/** @type {import('./bytelab.js').Kind<import('./utf8state.js').State>} */
export const utf8Lab = {
  read,
  write,
  draw,
  frames: (codec, s) => ({ bytes: scene(codec, s).frames, receiver: 'server' }),
};
