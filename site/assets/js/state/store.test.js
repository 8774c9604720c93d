// Changes, and the ways back from them. Run by `make test-scripts`.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Store } from './store.js';

const begin = () => new Store({ n: 0, text: '' });

test('each change is a step; steps with one name that follow each other are one', () => {
  const store = begin();
  store.change({ n: 1 });
  store.change({ text: 'a' }, 'text');
  store.change({ text: 'ab' }, 'text');
  assert.deepEqual(store.before('text'), { n: 1, text: '' });
  store.change({ n: 2 }, 'n');
  store.change({ text: 'abc' }, 'text');
  const seen = [];
  for (let i = 0; i < 6; i++) {
    seen.push(store.state);
    store.undo();
  }
  assert.deepEqual(seen.map(({ n, text }) => `${n}${text}`), ['2abc', '2ab', '1ab', '1', '0', '0']);
  for (let i = 0; i < 5; i++) store.redo();
  assert.deepEqual(store.state, { n: 2, text: 'abc' });
});

test('a change after a step back is the only way on', () => {
  const store = begin();
  store.change({ n: 1 });
  store.undo();
  store.change({ n: 2 });
  store.redo();
  assert.equal(store.state.n, 2);
  store.undo();
  assert.equal(store.state.n, 0);
});

test('a step back ends what is typed', () => {
  const store = begin();
  store.change({ text: 'a' }, 'text');
  store.undo();
  store.change({ text: 'b' }, 'text');
  store.undo();
  assert.equal(store.state.text, '');
});

test('those who look hear of every change', () => {
  const store = begin();
  let changes = 0;
  store.addEventListener('change', () => changes++);
  store.change({ n: 1 });
  store.undo();
  store.undo(); // there is nothing before
  store.redo();
  assert.equal(changes, 3);
});

test('how far back one can go is bounded, by steps and by bytes', () => {
  const many = begin();
  for (let n = 1; n <= 1000; n++) many.change({ n });
  assert.equal(many.past.length, 200);
  const large = new Store({ bytes: new Uint8Array() });
  for (let n = 1; n <= 100; n++) large.change({ bytes: new Uint8Array(1 << 20) });
  assert.equal(large.past.length, 32);
  const huge = new Store({ bytes: new Uint8Array(1 << 26) });
  huge.change({ bytes: new Uint8Array() });
  assert.equal(huge.past.length, 1, 'one step back always stays');
});
