// States in addresses. Run by `make test-scripts`.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatFields, parseFields } from './fields.js';

test('fields come back as they were', () => {
  for (const fields of [
    { text: 'Hello', key: '37fa213d' },
    { text: '안녕 & = # % + "', at: '3' },
    { text: '\n\0', hex: 'ff' },
    { __proto__x: '1' },
  ]) {
    const link = formatFields(/** @type {any} */ (fields));
    assert.match(link, /^#[\w=&%.!~*'()-]+$/, link);
    assert.deepEqual(Object.fromEntries(/** @type {Map<string, string>} */ (parseFields(link))), fields);
  }
});

test('what is empty is left out', () => {
  assert.equal(formatFields({ text: '', key: '00' }), '#key=00');
  assert.equal(formatFields({ text: '' }), '');
});

test('other fragments are not states', () => {
  for (const fragment of ['', '#', '#main', '#v1/c/8100', '#=x', '#a-heading']) assert.equal(parseFields(fragment), null, fragment);
});

test('a fragment that was mangled on its way is read as far as it can be', () => {
  assert.deepEqual([.../** @type {Map<string, string>} */ (parseFields('#text=100%&key&at=%31'))], [['text', '100%'], ['key', ''], ['at', '1']]);
});
