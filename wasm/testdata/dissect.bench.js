// How long a dissection takes, down to objects: run by BenchmarkDissect.
import { readFileSync } from 'node:fs';
import './wasm_exec.js';
import { load } from './codec.js';

const codec = await load({ module: readFileSync('main.wasm'), Go: globalThis.Go });
const key = Uint8Array.of(0x37, 0xfa, 0x21, 0x3d);
const frame = codec.frame({ fin: true, rsv: 0, opcode: 1, masked: true, form: 0, key }, new TextEncoder().encode('x'.repeat(58)));
let best = Infinity;
for (let round = 0; round < 40; round++) {
  const began = performance.now();
  for (let i = 0; i < 2000; i++) codec.dissect(frame, { receiver: 'server' });
  best = Math.min(best, (performance.now() - began) / 2);
}
console.log(frame.length, best);
