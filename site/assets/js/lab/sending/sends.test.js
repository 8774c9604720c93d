// The sends of a visit: bounded, written, and read again. Run by `make test-scripts`.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { before, bounded, MOST, read, written } from './sends.js';

/** @typedef {import('./sends.js').Sent} Sent */

/** @param {number} n @param {Partial<Sent>} [more] @returns {Sent} */
const sent = (n, more) => ({
  n, first: n, at: 1, bytes: new Uint8Array([1, n]), receiver: 'server', deflate: false, target: '/echo', real: true,
  request: 'GET', response: 'HTTP', agreed: null, came: new Uint8Array([2, n]), end: 'fin', ...more,
});
const many = (/** @type {number} */ n) => Array.from({ length: n }, (_, i) => sent(i + 1));
const copy = (/** @type {unknown} */ value) => JSON.parse(JSON.stringify(value));

test('only the newest sends are listed', () => {
  assert.deepEqual(bounded(many(MOST + 5)).map(({ n }) => n), Array.from({ length: MOST }, (_, i) => i + 6));
  const large = [sent(1), sent(2, { came: new Uint8Array(5 << 20) }), sent(3, { bytes: new Uint8Array(1 << 20), came: new Uint8Array(4 << 20) })];
  assert.deepEqual(bounded(large).map(({ n }) => n), [3]);
  assert.equal(bounded([sent(1, { came: new Uint8Array(9 << 20) })]).length, 1, 'the last one always');
});

test('sends that were written are read again, as many as there was room for', () => {
  const sends = [sent(1, { end: '' }), sent(2, { first: 1, agreed: { clientNoContextTakeover: true }, problem: 'answer.refused', cause: 'why' })];
  const again = read(copy(written(sends, 1e6)));
  assert.deepEqual(again[0].bytes, sends[0].bytes);
  assert.deepEqual(again[0].came, sends[0].came);
  assert.equal(again[0].end, 'left', 'the page was left');
  assert.deepEqual(again[1].agreed, { serverNoContextTakeover: false, clientNoContextTakeover: true, serverMaxWindowBits: 0, clientMaxWindowBits: 0 });
  assert.equal(again[1].cause, 'why');
  assert.deepEqual(read(copy(written(many(5), 450))).map(({ n }) => n), [4, 5]);
  assert.deepEqual(written(many(5), 0), []);
});

test('a value that became something else is not read', () => {
  const good = copy(written([sent(1)], 1e6))[0];
  assert.equal(read([good]).length, 1);
  for (const change of [{ n: 0 }, { n: '1' }, { first: 2 }, { at: null }, { receiver: 'x' }, { bytes: '!' }, { end: 'x' }, { target: 5 }, { problem: 'send.x' }, { cause: 5 }]) {
    assert.throws(() => read([{ ...good, ...change }]), JSON.stringify(change));
  }
  for (const value of [null, {}, 'x', [null], [5]]) assert.throws(() => read(value));
});

test('sends on one connection follow each other', () => {
  const sends = [sent(1), sent(2, { first: 1 }), sent(3), sent(4, { first: 1 })];
  assert.deepEqual(before(sends, sends[3]).list.map(({ n }) => n), [1, 2]);
  assert.deepEqual([...before(sends, sends[3]).came], [2, 1, 2, 2]);
  assert.equal(before(sends, sends[3]).whole, true);
  assert.equal(before(sends.slice(1), sends[3]).whole, false);
  assert.equal(before(sends, sends[2]).list.length, 0);
});
