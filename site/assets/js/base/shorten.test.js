// Long text made short. Run by `make test-scripts`.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shorten } from './shorten.js';

test('text is cut between words and characters', () => {
  for (const [text, most, want] of /** @type {const} */ ([
    ['short', 10, 'short'],
    ['  many \n spaces ', 20, 'many spaces'],
    ['the quick brown fox', 12, 'the quick…'],
    ['the quick, brown fox', 11, 'the quick…'],
    ['unbreakable-word', 6, 'unbre…'],
    ['👨‍👩‍👧 family', 8, '👨‍👩‍👧 family'],
    ['👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧', 2, '👨‍👩‍👧…'],
    ['안녕하세요 여러분', 6, '안녕하세요…'],
  ])) {
    assert.equal(shorten(text, most), want, text);
  }
});
