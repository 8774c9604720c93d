// The two ways to edit a frame. Run by `make test-scripts`.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codec, utf8 } from '../../../../tools/scripts/codec.js';
import { concat, fromHex, MAX_BYTES, toHex } from '../base/bytes.js';
import { fields, flip, laid, lay, layAgain, message, resized, withByte, withFields } from './edit.js';
import { apply } from './fieldread.js';
import { view } from './view.js';

const MASKED = '8185 37fa213d 7f9f4d5158'; // RFC 6455 §5.7: "Hello" from a client
const HELLO = '8105 48656c6c6f';
const shown = (/** @type {string} */ hex, /** @type {'server' | 'client'} */ receiver = 'server', deflate = false) =>
  view(codec, fromHex(hex.replaceAll(' ', '')), receiver, deflate, true);
const plain = (/** @type {string} */ hex) => hex.replaceAll(' ', '');

test('on the wire every other byte stays', () => {
  const bytes = fromHex('8105');
  assert.equal(toHex(flip(bytes, 0)), '0105');
  assert.equal(toHex(flip(bytes, 15)), '8104');
  assert.equal(toHex(flip(flip(bytes, 8), 8)), '8105');
  assert.equal(toHex(withByte(bytes, 1, 0x7f)), '817f');
  assert.equal(toHex(bytes), '8105', 'and the bytes before are not touched');
});

test('the fields that an edit starts from', () => {
  const { key, payload, ...rest } = fields(shown(MASKED));
  assert.deepEqual({ ...rest, key: key && toHex(key), payload: toHex(payload) },
    { fin: true, rsv: 0, opcode: 1, masked: true, form: 0, key: '37fa213d', payload: '48656c6c6f' });
  // Bytes that are not there yet count as zero.
  assert.deepEqual({ ...fields(shown('')), payload: '' }, { fin: true, rsv: 0, opcode: 1, masked: false, form: 0, key: null, payload: '' });
  assert.equal(fields(shown('f2')).rsv, 7);
  assert.equal(fields(shown('8185 37fa')).key, null);
  assert.equal(fields(shown('827e0001 00', 'client')).form, 16, 'a length that is not the shortest keeps its form');
  assert.equal(fields(shown(`827e0100${'00'.repeat(256)}`, 'client')).form, 0);
});

test('a field lays the frame out again, and what follows it stays', () => {
  const key = fromHex('00000000');
  for (const { name, hex, change, want } of [
    { name: 'FIN', hex: HELLO, change: { fin: false }, want: '0105 48656c6c6f' },
    { name: 'opcode', hex: `${HELLO} 8a00`, change: { opcode: 9 }, want: '8905 48656c6c6f 8a00' },
    { name: 'RSV', hex: HELLO, change: { rsv: 5 }, want: 'd105 48656c6c6f' },
    { name: 'MASK off', hex: MASKED, change: { masked: false }, want: HELLO },
    { name: 'MASK on', hex: HELLO, change: { masked: true, key }, want: '8185 00000000 48656c6c6f' },
    { name: 'key', hex: MASKED, change: { key }, want: '8185 00000000 48656c6c6f' },
    { name: 'payload', hex: `${MASKED} 8a00`, change: { payload: utf8('Hi'), key }, want: '8182 00000000 4869 8a00' },
    { name: 'length in 16 bits', hex: HELLO, change: { form: 16 }, want: '817e0005 48656c6c6f' },
    { name: 'length in 64 bits', hex: HELLO, change: { form: 64 }, want: '817f0000000000000005 48656c6c6f' },
    { name: 'a form that the payload does not fit', hex: HELLO, change: { form: 7, payload: new Uint8Array(126) }, want: `817e007e ${'00'.repeat(126)}` },
  ]) {
    const v = shown(hex, hex === HELLO ? 'client' : 'server');
    assert.equal(toHex(withFields(codec, v, /** @type {any} */ (change))), plain(want), name);
  }
  const [, second, ...drawn] = lay(codec, { fin: true, rsv: 0, opcode: 1, masked: true, form: 0, key: null, payload: utf8('Hi') });
  assert.equal(second, 0x82, 'a key is drawn where there is none');
  assert.equal(drawn.length, 6);
});

test('laying out again goes back to the payload that fitted', () => {
  const before = laid(shown(MASKED));
  assert.ok(before);
  // MASK off on the wire: the key's bytes are payload now.
  const off = shown('8105 37fa213d 7f9f4d5158');
  assert.equal(toHex(layAgain(codec, off, before)), plain(HELLO));
  // A longer length on the wire.
  const longer = shown('8186 37fa213d 7f9f4d5158');
  assert.equal(laid(longer), null);
  assert.equal(toHex(layAgain(codec, longer, before)), plain(MASKED));
  const two = laid(shown(`${MASKED} 8a80 01020304`));
  assert.equal(two && toHex(two.rest), '8a8001020304');
});

test('a payload of another length', () => {
  for (const [text, n, want] of /** @type {const} */ ([
    ['Hello', 2, 'He'], ['Hello', 5, 'Hello'], ['Hello', 12, 'HelloHello..'], ['', 3, '...'], ['안녕', 4, '안.'], ['안녕', 7, '안녕.'], ['Hello', 0, ''],
  ])) {
    assert.deepEqual(resized(utf8(text), n), utf8(want), `${text} in ${n}`);
  }
});

test('the message of a compressed frame', () => {
  const hello = 'c107 f248cdc9c90700'; // RFC 7692 §7.2.3.1
  assert.deepEqual(message(shown(hello, 'client', true)), utf8('Hello'));
  assert.equal(message(shown(hello, 'client')), null, 'nothing was agreed on');
  assert.equal(message(shown('c106 f248cdc9c907', 'client', true)), null, 'it is cut off');
});

test('what is typed in the form of the fields', () => {
  const server = shown(MASKED);
  const client = shown(HELLO, 'client');
  const close = shown('8804 03e86f6b', 'client');
  for (const { v = client, name, value = '', checked, want } of [
    { name: 'fin', checked: false, want: '0105 48656c6c6f' },
    { name: 'rsv2', checked: true, want: 'a105 48656c6c6f' },
    { name: 'opcode', value: '2', want: '8205 48656c6c6f' },
    { v: server, name: 'mask', checked: false, want: HELLO },
    { v: server, name: 'key', value: '00 00 00 00', want: '8185 00000000 48656c6c6f' },
    { name: 'form', value: '16', want: '817e0005 48656c6c6f' },
    { name: 'length', value: '2', want: '8102 4865' },
    { name: 'length', value: ' 7 ', want: '8107 48656c6c6f2e2e' },
    { name: 'text', value: '안', want: '8103 ec9588' },
    { name: 'payload', value: 'ff 00', want: '8102 ff00' },
    { v: close, name: 'code', value: '1001', want: '8804 03e96f6b' },
    { v: close, name: 'code', value: '', want: '8800' },
    { v: close, name: 'reason', value: 'bye', want: '8805 03e8627965' },
  ]) {
    const bytes = apply(codec, v, { name, value, checked }, v);
    assert.ok(!('error' in bytes), name);
    assert.equal(toHex(bytes), plain(want), `${name} ${value}`);
  }
  for (const [name, value] of /** @type {const} */ ([
    ['key', '00'], ['key', 'zz zz zz zz'], ['length', '-1'], ['length', '1e3'], ['length', String(MAX_BYTES)], ['code', '65536'], ['code', 'x'], ['payload', '0'],
    ['text', 'x'.repeat(MAX_BYTES)],
  ])) {
    assert.ok('error' in apply(codec, client, { name, value }, client), `${name} ${value.slice(0, 20)}`);
  }
  const long = view(codec, concat(fromHex('827e0100'), new Uint8Array(256)), 'client', false, true);
  assert.ok('error' in apply(codec, long, { name: 'form', value: '7' }, long), 'a form that the payload does not fit');
  const [, mask, ...rest] = /** @type {Uint8Array} */ (apply(codec, client, { name: 'mask', value: '', checked: true }, client));
  assert.equal(mask, 0x85);
  assert.equal(rest.length, 9);
});
