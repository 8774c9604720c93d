// The rows of a head keep their names. Run by `make test-scripts`.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RowKeys } from './rowkeys.js';

/** @param {string} text lines that | ends */
function head(text) {
  const bytes = new TextEncoder().encode(text);
  const lines = [];
  for (let start = 0; start < bytes.length; ) {
    const next = bytes.indexOf(0x7c, start) + 1 || bytes.length;
    lines.push({ start, next });
    start = next;
  }
  return /** @type {any} */ ({ bytes, lines });
}

test('a row keeps its name while its line is the same line', () => {
  for (const { name, from, to, keys } of [
    { name: 'nothing changes', from: 'a|b|c|', to: 'a|b|c|', keys: [0, 1, 2] },
    { name: 'a line before', from: 'a|b|c|', to: 'x|a|b|c|', keys: [3, 0, 1, 2] },
    { name: 'a line between', from: 'a|b|c|', to: 'a|x|b|c|', keys: [0, 3, 1, 2] },
    { name: 'a line after', from: 'a|b|c|', to: 'a|b|c|x|', keys: [0, 1, 2, 3] },
    { name: 'a line goes', from: 'a|b|c|', to: 'a|c|', keys: [0, 2] },
    { name: 'all lines go', from: 'a|b|c|', to: '', keys: [] },
    { name: 'typing in a line', from: 'a|b|c|', to: 'a|bx|c|', keys: [0, 1, 2] },
    { name: 'a line is cut in two', from: 'a|bb|c|', to: 'a|b|b|c|', keys: [0, 1, 3, 2] },
    { name: 'two lines become one', from: 'a|b|c|', to: 'a|bc|', keys: [0, 1] },
    { name: 'a line is said twice', from: 'a|b|', to: 'a|a|b|', keys: [0, 2, 1] },
    { name: 'everything is different', from: 'a|b|', to: 'x|y|z|', keys: [0, 1, 2] },
  ]) {
    const rows = new RowKeys();
    rows.follow(head(from));
    rows.follow(head(to));
    assert.deepEqual(rows.all, keys, name);
  }
});

test('no two rows have the same name, whatever happens', () => {
  const rows = new RowKeys();
  let seed = 7;
  const random = (/** @type {number} */ n) => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
  for (let i = 0; i < 2000; i++) {
    rows.follow(head(Array.from({ length: random(8) }, () => `${'abc'[random(3)]}|`).join('')));
    assert.equal(new Set(rows.all).size, rows.all.length);
    assert.ok(rows.all.every(Number.isInteger));
  }
});
