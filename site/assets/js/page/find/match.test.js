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
  ['code', '1006 closed without a Close frame', 'A program reports it.', 'reference/#code-1006', 'disconnect, disconnected, dropped, lost, abnormal, 끊김'],
  ['code', '1007 data that does not fit its type', '', 'reference/#code-1007', 'close code'],
  ['part', 'The opcode: what kind of frame', '5 Byte 0', 'lessons/byte-0/#the-opcode'],
  ['term', 'opcode', 'The four low bits of byte 0.', 'reference/#term-opcode'],
  ['act', 'Unmask the frame', '', 'unmask', 'unmask, remove mask'],
  ['term', '마스킹', '', 'reference/#term-masking', 'masking, 마스크'],
  ['term', '마스킹 키', '', 'reference/#term-masking-key', '마스크 키'],
  ['term', '여는 핸드셰이크', '', 'reference/#term-opening-handshake', 'opening handshake, 핸드쉐이크'],
  ['term', '메시지', '', 'reference/#term-message', 'message'],
  ['field', 'Sec-WebSocket-Accept', '', 'reference/#field-sec-websocket-accept'],
  ['code', '1005 no code', '', 'reference/#code-1005'],
  ['code', '1011 internal error', '', 'reference/#code-1011'],
  ['code', '3000–3999 registered', '', 'reference/#code-3000'],
  ['term', 'ping', '', 'reference/#term-ping'],
  ['term', 'pong', '', 'reference/#term-pong'],
  ['term', '핑', '', 'reference/#term-ping'],
  ['term', '퐁', '', 'reference/#term-pong'],
  ['act', 'Theme: dark', '', 'theme-dark', 'dark mode, 다크 모드'],
  ['lesson', 'Which byte marks the end', '', 'lessons/marks/'],
  ['rfc', '§5.6 Data Frames', '6455', 'https://x'],
];

test('what is found first', () => {
  const { find } = matcher(ROWS);
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
  assert.deepEqual(matcher(ROWS).find('1009'), []);
  assert.deepEqual(matcher(ROWS).find('  '), []);
  assert.deepEqual(matcher(ROWS).find('qqqqqq'), []);
});

test('a question finds what it is about', () => {
  const { find } = matcher(ROWS);
  for (const [query, want] of [
    ['error 1006', 'code-1006'], ['why does my browser say 1006?', 'code-1006'], ['websocket closed 1006.', 'code-1006'], ['code=1006', 'code-1006'], ['1006이 뭐예요', 'code-1006'], ['왜 1006번 오류가 나요', 'code-1006'], ['connection lost', 'code-1006'],
    ['what is an opcode', 'term-opcode'], ['how do I unmask', 'unmask'], ['3456', 'code-3000'], ['error 3456', 'code-3000'], ['disconected', 'code-1006'], ['why was it dropped', 'code-1006'],
    ['pingpong', 'term-ping'], ['핑퐁', 'term-ping'], ['ping-pong', 'term-ping'],
  ]) {
    const [first] = find(query);
    assert.ok(first && first[3]?.endsWith(want), `${query}: ${first?.[3]}`);
  }
  assert.deepEqual(find('1005 1006').slice(0, 2).map((row) => row[3]).sort(), ['reference/#code-1005', 'reference/#code-1006']);
});

test('a slip counts only where nothing is written as it is typed', () => {
  const titles = (/** @type {string} */ query) => matcher(ROWS).find(query).map((row) => row[1]);
  assert.deepEqual(titles('dark'), ['Theme: dark']);
  assert.deepEqual(titles('다크'), ['Theme: dark']);
  assert.deepEqual(titles('marc'), ['Which byte marks the end']);
});

test('a query that finds nothing has neighbours', () => {
  const { find, nearest } = matcher(ROWS);
  for (const [query, want] of [['opoooode', 'term-opcode'], ['1010', 'code-1011'], ['mezzaqe', 'term-message']]) {
    assert.deepEqual(find(query), [], query);
    assert.equal(nearest(query).length, 3, query);
    assert.ok(nearest(query)[0][3]?.endsWith(want), `${query}: ${nearest(query)[0][3]}`);
  }
});
