// Measures a dissection into objects, and masking a MiB, in microseconds: run by
// BenchmarkDissect.
import { readFileSync } from 'node:fs';
import { load } from './codec/codec.js';
import { writeFrame, mask } from './codec/frame.js';
import { Go } from './go.js';

const codec = await load({ module: readFileSync('main.wasm'), Go });
const key = Uint8Array.of(0x37, 0xfa, 0x21, 0x3d);
const frame = writeFrame(codec, { fin: true, rsv: 0, opcode: 1, masked: true, form: 0, key }, new TextEncoder().encode('x'.repeat(58)));
const mebibyte = new Uint8Array(1 << 20).fill(0x78);

/**
 * The best of 40 rounds, in microseconds a turn.
 * @param {number} turns
 * @param {() => void} act
 */
function best(turns, act) {
  let least = Infinity;
  for (let round = 0; round < 40; round++) {
    const began = performance.now();
    for (let i = 0; i < turns; i++) act();
    least = Math.min(least, ((performance.now() - began) * 1000) / turns);
  }
  return least;
}

console.log(best(2000, () => codec.dissect(frame, { receiver: 'server' })), best(4, () => mask(codec, mebibyte, key)));
