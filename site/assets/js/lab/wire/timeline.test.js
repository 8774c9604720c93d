// A message's way over the wire, at any time. Run by `make test-scripts`.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codec, utf8 } from '../../../../../tools/scripts/codec.js';
import { fromHex, toHex } from '../../base/bytes.js';
import { LAST, linkedTime, nextStage, scene, STAGES } from './timeline.js';
import { cellCount, framed, train } from './train.js';
import { waveform } from './waveform.js';

const KEY = fromHex('37fa213d');
const of = (/** @type {string} */ text) => train(codec, framed(codec, utf8(text), KEY));
const greeting = of('안녕');
const shown = (/** @type {import('./timeline.js').Scene} */ { cells }) => toHex(Uint8Array.from(cells.filter((c) => c.shown > 0.5).map((c) => c.value)));

test('at each stage the wire has what RFC 6455 §5 says it has', () => {
  for (const [T, want] of /** @type {const} */ ([
    [0, ''],
    [1, 'ec9588eb8595'],
    [2, '37fa213d' + 'ec9588eb8595'],
    [3, '37fa213d' + 'db6fa9d6b26f'],
    [4, '8186' + '37fa213d' + 'db6fa9d6b26f'],
    [5, '8186' + '37fa213d' + 'db6fa9d6b26f'],
    [6, '8186' + 'ec9588eb8595'],
    [7, '8106' + 'ec9588eb8595'],
  ])) {
    assert.equal(shown(scene(greeting, T)), want, STAGES[T]);
  }
  assert.equal(toHex(greeting.out.bytes), '818637fa213ddb6fa9d6b26f');
  assert.equal(toHex(greeting.back.bytes), '8106ec9588eb8595');
});

test('the key is over the payload until it is used, then in front of it', () => {
  const lanes = (/** @type {number} */ T) => scene(greeting, T).cells.slice(2, 6).map(({ lane, x }) => [lane, x]);
  for (const T of [2, 2.5, 3]) assert.deepEqual(lanes(T), [[1, 4], [1, 4], [1, 4], [1, 4]], `at ${T}`);
  for (const T of [3.6, 4, 5]) assert.deepEqual(lanes(T), [[0, 0], [0, 0], [0, 0], [0, 0]], `at ${T}`);
});

test('bytes are masked one after the other, and unmasked again', () => {
  const payload = (/** @type {number} */ T) => shown(scene(greeting, T)).slice(-12);
  const seen = new Set();
  for (let T = 2; T <= 3; T += 0.01) seen.add(payload(T));
  const masked = ['ec9588eb8595', 'db9588eb8595', 'db6f88eb8595', 'db6fa9eb8595', 'db6fa9d68595', 'db6fa9d6b295', 'db6fa9d6b26f'];
  assert.deepEqual([...seen], masked);
  seen.clear();
  for (let T = 5; T <= 6; T += 0.01) seen.add(payload(T));
  assert.deepEqual([...seen].slice(-1), ['ec9588eb8595']);
  assert.equal(seen.size, masked.length);
});

test('nothing jumps: between two times close together no place is far away', () => {
  for (const train of [greeting, of('x'), of(''), of('The quick brown fox jumps over the lazy dog'), of('x'.repeat(70000))]) {
    let before = scene(train, 0);
    for (let T = 0.005; T <= LAST; T += 0.005) {
      const now = scene(train, T);
      assert.ok(Math.abs(now.way - before.way) < 0.06, `the frame at ${T}`);
      now.cells.forEach((cell, i) => {
        const was = before.cells[i];
        if (Math.min(cell.shown, was.shown) < 0.02) return;
        const far = Math.abs(cell.x - was.x) + Math.abs(cell.lane - was.lane) + Math.abs(cell.drop - was.drop);
        assert.ok(far < 0.35, `cell ${i} of ${train.size} bytes at ${T}: ${far}`);
      });
      before = now;
    }
  }
});

test('every number is one, for every length of message', () => {
  for (const n of [0, 1, 3, 4, 5, 12, 16, 17, 125, 126, 65535, 65536]) {
    const t = of('x'.repeat(n));
    assert.equal(t.head.length, n < 126 ? 2 : n < 65536 ? 4 : 10);
    assert.ok(cellCount(t) <= 23, `${cellCount(t)} cells`);
    assert.equal(t.plain.length + t.hidden, n);
    for (let T = 0; T <= LAST; T += 0.1) {
      const text = JSON.stringify(scene(t, T), (_, v) => (Number.isNaN(v) ? 'NaN' : v));
      assert.doesNotMatch(text, /NaN|undefined/, `${n} bytes at ${T}`);
    }
  }
});

test('characters are cut at their borders, and what is not shown is counted', () => {
  const t = of('가나다라마바사');
  assert.deepEqual([t.plain.length, t.hidden, t.chars.map((c) => c.text).join('')], [15, 6, '가나다라마']);
  assert.equal(of('\ud800').plain.length, 3, 'half a surrogate pair is sent as U+FFFD');
  assert.deepEqual(of('👍a').chars, [{ at: 0, size: 4, text: '👍' }, { at: 4, size: 1, text: 'a' }]);
});

test('the echo is what came, whatever that was', () => {
  const t = train(codec, framed(codec, utf8('Hi'), KEY), fromHex('81024869'));
  assert.deepEqual(t.echo, [0x81, 2]);
  assert.throws(() => train(codec, fromHex('81024869')), TypeError, 'a frame without a key is not a client’s');
  assert.throws(() => train(codec, fromHex('818237fa21')), TypeError);
});

test('the wave is one line', () => {
  const paths = waveform([{ hue: 'flags', bits: [1, 0, 0, 0, 0, 0, 0, 1], level: 1 }, { hue: 'length', bits: [1, 0, 0, 0, 0, 0, 1, 0], level: 1 }], ['', 'key']);
  assert.deepEqual(paths, { flags: 'M0 1V0H1V2H2H3H4H5H6H7V0H8', key: 'M8 0H9', length: 'M9 0V2H10H11H12H13H14V0H15V2H16V1' });
  assert.deepEqual(waveform([{ hue: 'key', bits: [1, 0, 0, 0, 0, 0, 0, 0], level: 0 }]), { idle: 'M0 1H1H2H3H4H5H6H7H8' });
  for (let T = 0; T <= LAST; T += 0.25) {
    // Each part begins where the one before it ended.
    const { cells } = scene(greeting, T);
    const ends = Object.values(waveform(cells, ['', 'key'])).join('').matchAll(/M(\d+) ([\d.]+)/g);
    for (const [, x, y] of ends) assert.ok(Number(x) <= 96 && Number(y) <= 2, `at ${T}: ${x} ${y}`);
  }
});

test('steps go to the next stage from anywhere', () => {
  assert.deepEqual([0, 0.4, 1, 6.99, 7].map((T) => nextStage(T, 1)), [1, 1, 2, 7, 7]);
  assert.deepEqual([0, 0.4, 1, 6.99, 7].map((T) => nextStage(T, -1)), [0, 0, 0, 6, 6]);
});

test('a link names a time from 0 to 7, and nothing else', () => {
  assert.deepEqual(['#wire=0', '#wire=2.55', '#wire=7', '#wire=4.0'].map(linkedTime), [0, 2.55, 7, 4]);
  for (const bad of ['', '#wire=', '#wire=7.01', '#wire=-1', '#wire=1e1', '#wire=2.', '#wire=.5', '#wire=2.5x', '#v1/c/8100', '#wire=99999999999']) assert.equal(linkedTime(bad), null, bad);
});
