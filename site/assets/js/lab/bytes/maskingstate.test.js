// The masking lab's state: what the key does where it is, with the codec's own masking. Run by
// `make test-scripts`.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codec, utf8 } from '../../../../../tools/scripts/codec.js';
import { fromHex, toHex } from '../../base/bytes.js';
import { view } from '../../frame/view.js';
import { parseFields, formatFields } from './fields.js';
import { frames, legible } from './maskingkind.js';
import { fitting, MOST, read, restarted, scene, write } from './maskingstate.js';

/** @typedef {import('./maskingstate.js').State} State */

/** @param {string} fragment @returns {State} */
function state(fragment) {
  const s = read(parseFields(fragment) ?? new Map());
  assert.ok(!('problem' in s), fragment);
  return s;
}

test('RFC 6455 §5.7: Hello is masked with 37fa213d', () => {
  const s = state('#text=Hello&key=37fa213d');
  const now = scene(codec, s);
  assert.equal(toHex(now.result), '7f9f4d5158');
  assert.deepEqual(now.keys.map(({ used }) => used), [0, 1, 2, 3, 0]);
  assert.equal(legible(now.got), 'Hello');
  assert.equal(now.misplaced, false);
});

test('masking twice gives the payload back, whatever it is', () => {
  for (const text of ['', 'a', 'WebSocket', '안녕하세요', '👨‍👩‍👧', '\0\x7f', ' ']) {
    const s = state(`#key=0102fffe&text=${encodeURIComponent(text)}`);
    const { result } = scene(codec, s);
    assert.equal(new TextDecoder().decode(scene(codec, { ...s, unmask: true, bytes: result }).result), text);
  }
});

test('wherever the key begins, only the distance mod 4 counts', () => {
  const s = state('#text=WebSocket!&key=37fa213d');
  const right = toHex(scene(codec, s).result);
  for (let shift = 0; shift < s.bytes.length; shift++) {
    const now = scene(codec, { ...s, shift });
    assert.equal(toHex(now.result) === right, shift % 4 === 0, `shift ${shift}`);
    assert.equal(now.misplaced, shift % 4 !== 0, `shift ${shift}`);
    assert.deepEqual(now.keys.map(({ used }) => used), [...s.bytes].map((_, i) => (((i - shift) % 4) + 4) % 4));
    assert.equal(legible(now.got) === 'WebSocket!', shift % 4 === 0);
  }
});

test('a key of equal bytes is never in a wrong place, and one of two bytes only at odd ones', () => {
  for (const [key, wrong] of /** @type {const} */ ([['00000000', []], ['abababab', []], ['12341234', [1, 3, 5]]])) {
    const s = state(`#text=abcdefg&key=${key}`);
    assert.deepEqual([0, 1, 2, 3, 4, 5].filter((shift) => scene(codec, { ...s, shift }).misplaced), wrong, key);
  }
});

test('a second read goes on counting; a receiver that starts again reads garbage unless it is cut at a multiple of 4', () => {
  for (let cut = 1; cut < 9; cut++) {
    const s = state(`#text=WebSocket&key=37fa213d&split=read&cut=${cut}`);
    const now = scene(codec, s);
    assert.equal(legible(now.got), 'WebSocket');
    assert.equal(legible(restarted(codec, s, now)) === 'WebSocket', cut % 4 === 0, `cut ${cut}`);
  }
});

test('a second frame has its own key, which begins with its first byte', () => {
  const s = state('#text=WebSocket&key=37fa213d&split=frame&cut=6&next=9c04b75e');
  const now = scene(codec, s);
  assert.deepEqual(now.keys.map(({ used }) => used), [0, 1, 2, 3, 0, 1, 0, 1, 2]);
  assert.ok(now.keys.every(({ used, needed }) => used === needed));
  assert.equal(now.keys[6].value, 0x9c);
  assert.equal(legible(now.got), 'WebSocket');
  const v = view(codec, frames(codec, s).bytes, 'server');
  assert.deepEqual(v.frames.map((f) => [f.opcode, f.missing, f.broken.length, toHex(f.key)]), [[1, 0n, 0, '37fa213d'], [0, 0n, 0, '9c04b75e']]);
});

test('a key byte is wrong only where its value is; masked bytes are not text', () => {
  const wrong = (/** @type {string} */ fragment) => scene(codec, state(fragment)).keys.map((k) => k.wrong);
  assert.deepEqual(wrong('#text=abcd&key=37373700&shift=1'), [true, false, false, true]);
  assert.deepEqual(wrong('#text=abcd&key=37fa213d'), [false, false, false, false]);
  assert.equal(state('#text=abc&key=01020304&way=unmask').hexed, true);
});

test('the frame for the builder carries the bytes that are seen', () => {
  for (const fragment of ['#text=Hello&key=37fa213d', '#text=Hello&key=37fa213d&shift=1', '#hex=7f9f4d5158&key=37fa213d&way=unmask', '#hex=ff&key=00000000', '#key=37fa213d']) {
    const s = state(fragment);
    const [frame] = view(codec, frames(codec, s).bytes, 'server').frames;
    assert.equal(toHex(frame.wire), toHex(scene(codec, s).wire), fragment);
    assert.equal(frame.missing, 0n);
  }
  const broken = view(codec, frames(codec, state('#text=Hello&key=37fa213d&shift=1')).bytes, 'server').first;
  assert.equal(broken?.broken[0].rule, 'message.text.not-utf8');
});

test('every state survives its address', () => {
  for (const fragment of [
    '#text=WebSocket&key=37fa213d', '#text=%EC%95%88%EB%85%95&key=37fa213d&at=3&shift=2', '#hex=00ff&key=00000000&way=unmask', '#key=01020304',
    '#text=ab&key=01020304&split=read&cut=1', '#text=abc&key=01020304&split=frame&cut=2&next=05060708', '#text=a&key=01020304&typed-key=01',
  ]) {
    assert.equal(formatFields(write(state(fragment))), fragment);
    const s = state(fragment);
    assert.deepEqual(state(formatFields(write(s))), s);
  }
  const marked = { ...state('#key=00000000'), bytes: utf8('\ufeffa&b=c#%') };
  assert.deepEqual(state(formatFields(write(marked))).bytes, marked.bytes);
});

test('places stay inside the payload', () => {
  const s = fitting({ ...state('#text=abcd&key=00000000&split=frame&cut=3&at=3&shift=3&next=00000000'), bytes: fromHex('61') });
  assert.deepEqual([s.at, s.shift, s.split], [0, 0, '']);
});

test('an address that means nothing is refused with its reason', () => {
  for (const fragment of ['#hex=0', '#hex=zz', '#key=0102', '#text=a&key=', '#text=a&way=up', '#text=a&split=x', '#text=a&at=-1', '#text=a&shift=1e3', '#text=a&cut=x', '#nothing=1', `#text=${'a'.repeat(MOST + 1)}`]) {
    const s = read(parseFields(fragment) ?? new Map());
    assert.ok('problem' in s && s.problem.length > 10, fragment);
  }
});
