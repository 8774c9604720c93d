// A line's bytes as text to be typed in. Run by `make test-scripts`.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { concat } from '../base/bytes.js';
import { caretOf, encode, textOf, typed, units } from './text.js';

const bytes = (/** @type {number[]} */ ...b) => Uint8Array.from(b);
const utf8 = (/** @type {string} */ s) => new TextEncoder().encode(s);

test('each character is shown, and its bytes are known', () => {
  const line = concat(utf8('a: 안\r\n\t\0\x7f'), bytes(0xff, 0xec, 0x95));
  const all = units(line);
  assert.deepEqual(concat(...all.map((u) => u.bytes)), line, 'no byte is lost');
  assert.equal(textOf(all), 'a: 안⇤⇣␉␀␡���');
  assert.deepEqual(encode('a⇤⇣␉␀␡'), utf8('a\r\n\t\0\x7f'), 'and is typed as it is shown');
  assert.deepEqual(encode('a\nb\r\nc\rd'), utf8('a\r\nb\r\nc\r\nd'), 'a line break is CR LF');
});

test('only what is typed becomes other bytes', () => {
  for (const { name, before, value, caret = value.length, from, to, want } of [
    { name: 'at the end', before: utf8('ab'), value: 'abc', from: 2, to: 2, want: utf8('c') },
    { name: 'in the middle', before: utf8('ac'), value: 'abc', caret: 2, from: 1, to: 1, want: utf8('b') },
    { name: 'the same letter again', before: utf8('aaa'), value: 'aaaa', caret: 1, from: 0, to: 0, want: utf8('a') },
    { name: 'a letter goes', before: utf8('abc'), value: 'ac', caret: 1, from: 1, to: 2, want: bytes() },
    { name: 'over a selection', before: utf8('abcd'), value: 'axd', caret: 2, from: 1, to: 3, want: utf8('x') },
    { name: 'beside bytes that are not text', before: bytes(0xff, 0x61, 0xfe), value: '�ab�', caret: 3, from: 2, to: 2, want: utf8('b') },
    { name: 'after a Korean letter', before: utf8('안'), value: '안녕', from: 3, to: 3, want: utf8('녕') },
    { name: 'a syllable that is composed', before: utf8('a하'), value: 'a한', from: 1, to: 4, want: utf8('한') },
    { name: 'a character of two units', before: utf8('😀'), value: '😀!', from: 4, to: 4, want: utf8('!') },
    { name: 'nothing', before: utf8('ab'), value: 'ab', from: 2, to: 2, want: bytes() },
  ]) {
    assert.deepEqual(typed(units(before), value, caret), { from, to, bytes: want }, name);
  }
});

test('the caret goes to its place in the bytes', () => {
  const all = units(utf8('a안😀b'));
  assert.deepEqual([0, 1, 4, 8, 9, 99].map((at) => caretOf(all, at)), [0, 1, 2, 4, 5, 5]);
});
