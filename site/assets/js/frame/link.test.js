// Frames in addresses. Run by `make test-scripts`.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromHex, MAX_BYTES, toHex } from '../base/bytes.js';
import { format, LINK_BYTES, parse } from './link.js';

test('what an address holds is read from it again', () => {
  for (const hex of ['', '81', '8105 48656c6c6f', '8a00', 'ff'.repeat(LINK_BYTES)]) {
    for (const receiver of /** @type {const} */ (['server', 'client'])) {
      for (const deflate of [false, true]) {
        const state = { bytes: fromHex(hex), receiver, deflate };
        const fragment = format(state.bytes, receiver, deflate);
        assert.match(fragment, /^#v1\/[cs]\/(deflate\/)?[0-9a-f]*$/);
        assert.deepEqual(parse(fragment), state);
      }
    }
  }
  assert.equal(format(fromHex('8a00'), 'client'), '#v1/s/8a00');
  assert.equal(format(new Uint8Array(LINK_BYTES + 1), 'server'), '');
});

test('an address that programs changed is read too', () => {
  for (const fragment of ['#v1/c/8A00', '#v1/c/8a%2000', '#v1/c/8a%0A00']) {
    const state = parse(fragment);
    assert.ok(state && !('problem' in state), fragment);
    assert.equal(toHex(state.bytes), '8a00', fragment);
  }
});

test('an address that is not a state, or cannot be read', () => {
  for (const fragment of ['', '#', '#top', '#h1/47']) assert.equal(parse(fragment), null, fragment);
  for (const [fragment, why] of /** @type {const} */ ([
    ['#v2/c/8a00', 'v1'],
    ['#v1/x/8a00', 'v1'],
    ['#v1/c/8a0z', 'character 10'],
    ['#v1/s/deflate/8z', 'character 16'],
    ['#v1/c/8a0', ''],
    [`#v1/c/${'00'.repeat(MAX_BYTES + 1)}`, String(MAX_BYTES).replace(/\B(?=(\d{3})+$)/g, ',')],
  ])) {
    const state = parse(fragment);
    assert.ok(state && 'problem' in state, fragment.slice(0, 40));
    assert.ok(state.problem.includes(why), `${fragment.slice(0, 40)}: ${state.problem}`);
  }
});
