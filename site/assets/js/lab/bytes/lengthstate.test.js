// The length lab's dial, forms and sizes. Run by `make test-scripts`.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codec } from '../../../../../tools/scripts/codec.js';
import { toHex } from '../../base/bytes.js';
import { writeHeader } from '../../codec/frame.js';
import { view } from '../../frame/view.js';
import { formatFields, parseFields } from './fields.js';
import { length } from './lengthkind.js';
import { END, lacking, lengthAt, lengthOf, MOST, placeOf, read, share, sized, WHOLE, write } from './lengthstate.js';

/** @typedef {import('./lengthstate.js').State} State */

/** @param {string} fragment @returns {State} */
function state(fragment) {
  const s = read(parseFields(fragment) ?? new Map());
  assert.ok(!('problem' in s), fragment);
  return s;
}

test('the codec reads back every header that it wrote, at the cliffs and beyond', () => {
  for (const [n, masked, size, hex] of /** @type {const} */ ([
    [0n, false, 2, '8200'], [125n, false, 2, '827d'], [126n, false, 4, '827e007e'], [65_535n, false, 4, '827effff'], [65_536n, false, 10, '827f0000000000010000'],
    [125n, true, 6, ''], [126n, true, 8, ''], [65_536n, true, 14, ''], [MOST, false, 10, '827f7fffffffffffffff'], [MOST + 1n, false, 10, '827f8000000000000000'], [WHOLE, true, 14, ''],
  ])) {
    const bytes = writeHeader(codec, { fin: true, rsv: 0, opcode: 2, masked, form: 0, key: masked ? Uint8Array.of(1, 2, 3, 4) : null, length: n });
    const header = codec.header(bytes);
    assert.deepEqual([header?.length, header?.size, bytes.length], [n, size, size], String(n));
    if (hex) assert.equal(toHex(bytes), hex);
  }
  for (const n of [-1n, WHOLE + 1n]) assert.throws(() => writeHeader(codec, { fin: true, rsv: 0, opcode: 2, masked: false, form: 0, key: null, length: n }), /not a length/);
});

test('the codec judges the forms', () => {
  const rule = (/** @type {string} */ fragment) => {
    const { bytes, receiver } = /** @type {NonNullable<ReturnType<typeof length.frames>>} */ (length.frames(codec, state(fragment)));
    return view(codec, bytes, receiver).first?.broken[0]?.rule ?? null;
  };
  for (const [fragment, want] of /** @type {const} */ ([
    ['#length=5', null], ['#length=5&form=16', 'frame.length.not-minimal'], ['#length=5&form=64', 'frame.length.not-minimal'], ['#length=126&form=64', 'frame.length.not-minimal'],
    ['#length=65536', null], ['#length=9223372036854775808', 'frame.length.top-bit'], ['#length=0x8000000000000005&from=server', 'frame.length.top-bit'], [`#length=${WHOLE}`, 'frame.length.top-bit'],
  ])) assert.equal(rule(fragment), want, fragment);
});

test('the dial goes through every length: up, without a jump, from 0 to the last one', () => {
  let before = -1n;
  for (let place = 0; place <= END; place++) {
    const n = lengthAt(place);
    assert.ok(n >= before && n <= WHOLE, `${place}: ${n}`);
    assert.equal(n > MOST, place > 6300, `${place}: ${n}`);
    before = n;
  }
  assert.deepEqual([lengthAt(0), lengthAt(6300), lengthAt(END), lengthAt(-5), lengthAt(END + 5)], [0n, MOST, WHOLE, 0n, WHOLE]);
  for (const n of [0n, 1n, 125n, 126n, 300n, 65_535n, 65_536n, 1n << 30n, MOST, MOST + 1n, WHOLE]) {
    const there = lengthAt(placeOf(n));
    const [a, b] = [Number(n), Number(there)];
    assert.ok(Math.abs(a - b) <= a / 100, `${n} is shown where ${there} is`);
  }
});

test('lengths as people write them', () => {
  for (const [text, n] of /** @type {const} */ ([
    ['300', 300n], [' 65,536 ', 65_536n], ['65 536', 65_536n], ['1_000_000', 1_000_000n], ['0x12c', 300n], ['0X7FFFFFFFFFFFFFFF', MOST], ['2^16', 65_536n], ['2**63 - 1', MOST], ['2^63−1', MOST],
    ['2^7+1', 129n], ['2^64 - 1', WHOLE], ['007', 7n], ['18446744073709551615', WHOLE],
    ['', null], ['-1', null], ['1.5', null], ['1e3', null], ['2^64', null], ['18446744073709551616', null], ['0x', null], ['12,34', null], ['many', null], ['2^0-2', null], ['99999999999999999999', null],
  ])) assert.equal(lengthOf(text), n, text);
});

test('a form that is the shortest one is not a form', () => {
  for (const [fragment, form] of /** @type {const} */ ([['#length=125&form=16', 16], ['#length=126&form=16', 0], ['#length=65535&form=64', 64], ['#length=65536&form=64', 0]])) assert.equal(state(fragment).form, form, fragment);
  assert.equal(state('#length=9223372036854775807&came=99999').came, 65_536);
});

test('fewer bytes come than are announced, and of none none are missing', () => {
  for (const [fragment, came] of /** @type {const} */ ([['#length=300&came=200', 200], ['#length=10&came=200', 9], ['#length=1&came=5', 0], ['#length=0&came=5', null], ['#length=300', null], ['#length=65537&came=99999', 65_536]])) {
    assert.equal(lacking(state(fragment)), came, fragment);
  }
  assert.equal(write(state('#length=0&came=5')).came, '5', 'what was asked for stays');
});

test('every state survives its address', () => {
  for (const fragment of ['#length=300', '#length=5&form=64&from=server', '#length=9223372036854775807&came=5', '#length=0', '#length=7&typed-length=x']) {
    assert.equal(formatFields(write(state(fragment))), fragment);
    assert.deepEqual(state(formatFields(write(state(fragment)))), state(fragment));
  }
});

test('an address that means nothing is refused with its reason', () => {
  for (const fragment of ['#length=-1', '#length=x', '#length=', '#length=5&form=8', '#length=5&from=here', '#length=5&came=x', '#length=5&size=2']) {
    const s = read(parseFields(fragment) ?? new Map());
    assert.ok('problem' in s && s.problem.length > 10, fragment);
  }
});

test('sizes and shares in words', () => {
  assert.deepEqual([1023n, 1024n, 1536n, 65_536n, 16n << 20n, 1_048_575n, MOST].map(sized), ['bytelab.bytes', '1 KiB', '1.5 KiB', '64 KiB', '16 MiB', '≈ 1 MiB', '≈ 8 EiB'].map((s) => (s === 'bytelab.bytes' ? sized(1023n) : s)));
  assert.deepEqual([share(2, 0n), share(2, 2n), share(8, 300n), share(14, 65_536n)], ['100 %', '50 %', '2.6 %', '0.021 %']);
  assert.notEqual(share(14, MOST), '0 %');
});
