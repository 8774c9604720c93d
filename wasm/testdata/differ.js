// Plays the calls on standard input to the module, and writes their results to standard
// output: see diff_test.go.
import { readFileSync, writeSync } from 'node:fs';
import { start } from './codec/module.js';
import { Go } from './go.js';

const SAME_INPUT = 0xffffffff;

const module = await start(readFileSync('main.wasm'), Go);
const calls = readFileSync(0);
const view = new DataView(calls.buffer, calls.byteOffset, calls.byteLength);
let at = 0;
const u8 = () => view.getUint8(at++);
const u32 = () => view.getUint32((at += 4) - 4, true);

/** @type {Uint8Array[]} */
let answers = [];
let size = 0;
function flush() {
  const all = Buffer.concat(answers);
  for (let done = 0; done < all.length; ) done += write(all.subarray(done));
  answers = [];
  size = 0;
}

/** @param {Uint8Array} bytes */
function write(bytes) {
  try {
    return writeSync(1, bytes);
  } catch (e) {
    if (e.code === 'EAGAIN') return 0; // the pipe is full
    throw e;
  }
}

let n = 0;
while (at < calls.length) {
  const length = u8();
  const name = calls.toString('latin1', at, (at += length));
  const takesInput = u8();
  const givesRecord = u8();
  const args = Array.from({ length: u8() }, u32);
  if (takesInput) {
    const length = u32();
    if (length !== SAME_INPUT) n = module.write(calls.subarray(at, (at += length)));
    args.unshift(n);
  }
  const head = new Uint8Array(4);
  let record = new Uint8Array();
  if (givesRecord) record = module.record(name, ...args).slice();
  new DataView(head.buffer).setUint32(0, givesRecord ? record.length : module.number(name, ...args), true);
  answers.push(head, record);
  size += 4 + record.length;
  if (size > 1 << 20) flush();
}
flush();
process.exit(0);
