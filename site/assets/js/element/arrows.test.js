// Arrow keys in groups. Run by `make test-scripts`.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arrowTo } from './arrows.js';

test('a key goes to a control of the group', () => {
  const line = { line: 8 };
  const wrap = { wrap: true };
  for (const { key, at, length, shape = {}, to } of [
    { key: 'ArrowLeft', at: 1, length: 3, to: 0 },
    { key: 'ArrowLeft', at: 0, length: 3, to: 0 },
    { key: 'ArrowLeft', at: 0, length: 3, shape: wrap, to: 2 },
    { key: 'ArrowRight', at: 2, length: 3, to: 2 },
    { key: 'ArrowRight', at: 2, length: 3, shape: wrap, to: 0 },
    { key: 'Home', at: 2, length: 3, to: 0 },
    { key: 'End', at: 0, length: 3, to: 2 },
    { key: 'ArrowUp', at: 9, length: 16, shape: line, to: 1 },
    { key: 'ArrowUp', at: 3, length: 16, shape: line, to: 0 },
    { key: 'ArrowDown', at: 1, length: 16, shape: line, to: 9 },
    { key: 'ArrowDown', at: 9, length: 16, shape: line, to: 15 },
    { key: 'ArrowDown', at: 1, length: 16, to: null },
    { key: 'a', at: 1, length: 3, to: null },
    { key: 'constructor', at: 1, length: 3, to: null },
  ]) {
    assert.equal(arrowTo(key, at, length, shape), to, `${key} from ${at} of ${length}`);
  }
});
