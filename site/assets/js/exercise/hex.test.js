// Bytes as an exercise takes them. Run by `make test-scripts`.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toHex } from '../base/bytes.js';
import { hexOrError, hexRange } from './hex.js';

test('hexadecimal in any spelling', () => {
  for (const text of ['81 05', '8105', '81,05', '0x81, 0x05', '0X81 0x05', ' 81\n05 ', '81, 0x05,']) {
    const bytes = hexOrError(text);
    assert.ok(!('error' in bytes), text);
    assert.equal(toHex(bytes), '8105', text);
  }
});

test('what is not hexadecimal is refused, by what it is', () => {
  for (const [text, wanted, why] of /** @type {const} */ ([
    ['81 0', undefined, 'Character 4'],
    ['81 0g', undefined, 'Character 5'],
    ['Hello', undefined, 'text'],
    ['Hello', 5, '5 bytes'],
  ])) {
    const bytes = hexOrError(text, wanted);
    assert.ok('error' in bytes, text);
    assert.ok(bytes.error.includes(why), `${text}: ${bytes.error}`);
  }
});

test('where a byte is in the text', () => {
  for (const [text, byte, n, want] of /** @type {const} */ ([
    ['8105', 1, 1, '05'], ['0x81, 0x05', 1, 1, '05'], ['81 05 48', 0, 2, '81 05'], ['81 0x05', 5, 1, ''], ['81 05', 1, 9, '05'],
  ])) {
    assert.equal(text.slice(...hexRange(text, byte, n)), want, text);
  }
});
