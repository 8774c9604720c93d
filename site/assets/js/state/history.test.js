// A lab's states as JSON. Run by `make test-scripts`.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromHex } from '../base/bytes.js';
import { read, readCursor, restore, write, written } from './history.js';
import { Store } from './store.js';

/** @typedef {import('./store.js').State} State */

/** @returns {State} */
const state = (hex = '', more = {}) => ({ bytes: fromHex(hex), receiver: 'server', deflate: false, frame: 0, laid: null, drafts: new Map(), ...more });
const fine = () => '';
const again = (/** @type {unknown} */ value) => JSON.parse(JSON.stringify(value));

test('a state is read as it was written', () => {
  const laid = { payload: fromHex('4869'), key: fromHex('01020304'), rest: fromHex('8a00') };
  for (const one of [
    state(), state('8105'), state('8105', { receiver: 'client', deflate: true }), state('8105', { laid }),
    state('8105', { laid: { ...laid, key: null } }), state('8105', { base: fromHex('8100') }), state('81008100', { frame: 1 }),
  ]) {
    assert.deepEqual(read(again(write(one)), fine), one);
  }
});

test('a state from before there were several frames is of the first', () => {
  const old = { ...again(write(state('8105'))), frame: undefined };
  assert.equal(read(old, fine).frame, 0);
});

test('a draft that can be used now is not a draft', () => {
  const one = state('8105', { drafts: new Map([['key', { text: 'zz', error: 'old words' }], ['__proto__', { text: '1', error: 'x' }]]) });
  const value = again(write(one));
  assert.deepEqual(read(value, fine).drafts, new Map());
  assert.deepEqual(read(value, (name) => (name === 'key' ? 'new words' : '')).drafts, new Map([['key', { text: 'zz', error: 'new words' }]]));
});

test('what cannot have been a state is refused', () => {
  const right = again(write(state('8105')));
  for (const wrong of [
    {}, { ...right, receiver: 'nobody' }, { ...right, deflate: 1 }, { ...right, frame: -1 }, { ...right, frame: 0.5 }, { ...right, frame: '1' }, { ...right, frame: null }, { ...right, bytes: 5 }, { ...right, bytes: '*' },
    { ...right, laid: { payload: 1 } }, { ...right, base: 1 }, { ...right, drafts: { key: 5 } },
  ]) {
    assert.throws(() => read(wrong, fine), undefined, JSON.stringify(wrong));
  }
  for (const wrong of [{}, { byte: -1, bit: 0 }, { byte: 1.5, bit: 0 }, { byte: 0, bit: -1 }, { byte: 0, bit: 1e12 }]) {
    assert.throws(() => readCursor(wrong), undefined, JSON.stringify(wrong));
  }
  assert.deepEqual(readCursor({ byte: null, bit: 3, more: 1 }), { byte: null, bit: 3 });
});

test('the nearest states are kept, as many as there is room for', () => {
  const store = new Store({ n: 0 });
  for (let n = 1; n < 10; n++) store.change({ n });
  for (let i = 0; i < 4; i++) store.undo();
  const all = written(store, 1000, ({ n }) => String(n));
  assert.equal(all.state, '5');
  assert.equal(all.past.length + all.future.length, 9);
  const few = written(store, 10, ({ n }) => String(n));
  assert.equal(few.state, '5', 'the state itself always is');
  assert.deepEqual(few.past, all.past.slice(-few.past.length));
  assert.equal(few.past.length, 3);
  const other = new Store({ n: -1 });
  const one = (/** @type {string} */ s) => ({ n: Number(s) });
  restore(other, again(all), one);
  assert.deepEqual([other.state, other.past, other.future], [store.state, store.past, store.future]);
  for (const wrong of [{ ...all, past: undefined }, { ...all, future: 'x' }]) assert.throws(() => restore(other, wrong, one));
  assert.equal(other.state.n, 5, 'and leaves what was there');
});
