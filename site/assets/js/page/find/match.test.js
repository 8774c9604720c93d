// The search's matcher. Run by `make test-scripts`.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { initials, letters, otherKeyboard } from './letters.js';
import { matcher, slips } from './match.js';

test('Hangul is compared by its letters, as they are typed', () => {
  for (const [text, want] of [
    ['마스킹', 'ㅁㅏㅅㅡㅋㅣㅇ'], ['마슼', 'ㅁㅏㅅㅡㅋ'], ['마스ㅋ', 'ㅁㅏㅅㅡㅋ'], ['쉐', 'ㅅㅜㅔ'], ['ㅞ', 'ㅜㅔ'], ['값', 'ㄱㅏㅂㅅ'], ['ㅄ', 'ㅂㅅ'],
    ['Mask 키', 'mask ㅋㅣ'], ['마스킹'.normalize('NFD'), 'ㅁㅏㅅㅡㅋㅣㅇ'],
  ]) assert.equal(letters(text), want, text);
  assert.equal(initials('마스킹 key'), 'ㅁㅅㅋ');
});

test('keys of the other keyboard', () => {
  assert.equal(otherKeyboard(letters('ㅡㅁ나')), 'mask');
  assert.equal(otherKeyboard('aktmzld'), letters('마스킹'));
  assert.equal(otherKeyboard(letters('ㅐㅔㅊㅐㅇㄷ')), 'opcode');
});

test('slips: wrong, missing, added and swapped letters', () => {
  for (const [typed, word, most, want] of /** @type {const} */ ([
    ['opcdoe', 'opcode', 1, 1], ['handshke', 'handshake', 1, 1], ['handdshake', 'handshake', 1, 1], ['handxhake', 'handshake', 1, 1],
    ['handsha', 'handshake', 1, 0], ['frane', 'frame', 1, 1], ['payload', 'opcode', 1, null], ['mssing', 'missing', 1, 1],
  ])) assert.equal(slips(typed, word, most), want, typed);
});

/** @type {import('./match.js').Row[]} */
const ROWS = [
  ['rule', 'frame.mask.missing', 'This frame from a client is not masked.', 'reference/#frame.mask.missing'],
  ['code', '1006 closed without a Close frame', 'A program reports it.', 'reference/#code-1006', 'close code'],
  ['code', '1007 data that does not fit its type', '', 'reference/#code-1007', 'close code'],
  ['part', 'The opcode: what kind of frame', '5 Byte 0', 'lessons/byte-0/#the-opcode'],
  ['term', 'opcode', 'The four low bits of byte 0.', 'reference/#term-opcode'],
  ['act', 'Unmask the frame', '', 'unmask', 'unmask, remove mask'],
  ['term', '마스킹', '', 'reference/#term-masking', 'masking, 마스크'],
  ['term', '마스킹 키', '', 'reference/#term-masking-key', '마스크 키'],
  ['term', '여는 핸드셰이크', '', 'reference/#term-opening-handshake', 'opening handshake, 핸드쉐이크'],
  ['term', '메시지', '', 'reference/#term-message', 'message'],
  ['field', 'Sec-WebSocket-Accept', '', 'reference/#field-sec-websocket-accept'],
  ['rfc', '§5.6 Data Frames', '6455', 'https://x'],
];

test('what is found first', () => {
  const find = matcher(ROWS);
  for (const [query, want] of [
    ['1006', 'code-1006'], ['close code 1006', 'code-1006'], ['opcdoe', 'term-opcode'], ['unmask', 'unmask'], ['frame.mask', 'frame.mask.missing'],
    ['mask missing', 'frame.mask.missing'], ['마스ㅋ', 'term-masking'], ['마슼', 'term-masking'], ['마스킹키', 'term-masking-key'], ['마 스킹', 'term-masking'],
    ['마스크', 'term-masking'], ['마스크키', 'term-masking-key'], ['unmasked', 'unmask'], ['section 5.6', 'https://x'], ['ㅁㅅㅋ', 'term-masking'], ['핸드쉐이크', 'term-opening-handshake'], ['핸드셰잌', 'term-opening-handshake'], ['핸드 셰이크', 'term-opening-handshake'],
    ['핸드세이크', 'term-opening-handshake'], ['메세지', 'term-message'], ['handshke', 'term-opening-handshake'], ['ㅐㅔ채ㅇㄷ', 'term-opcode'], ['aktmzld', 'term-masking'], ['websocket-acept', 'accept'], ['§5.6', 'https://x'], ['5.6', 'https://x'],
  ]) {
    const [first] = find(query);
    assert.ok(first && first[3]?.endsWith(want), `${query}: ${first?.[3]}`);
  }
});

test('a number is found only as it is', () => {
  assert.deepEqual(matcher(ROWS)('1009'), []);
  assert.deepEqual(matcher(ROWS)('  '), []);
  assert.deepEqual(matcher(ROWS)('qqqqqq'), []);
});
