// The kind of the deflate lab, for its element and for the build.
import { wire } from './deflatescene.js';
import { read, write } from './deflatestate.js';
import { draw, sceneOf } from './deflateview.js';

/** @type {import('./bytelab.js').Kind<import('./deflatestate.js').State>} */
export const deflate = {
  read,
  write,
  draw,
  frames: (codec, s) => ({ bytes: wire(sceneOf(codec, s)), receiver: 'server', deflate: true }),
};
