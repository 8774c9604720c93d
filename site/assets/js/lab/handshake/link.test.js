// Handshakes in addresses. Run by `make test-scripts`.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { format, MAX_HEAD, parse } from './link.js';

const text = (/** @type {string} */ s) => new TextEncoder().encode(s);

test('what an address holds is read from it again', () => {
  for (const request of ['', 'GET', 'GET / HTTP/1.1\r\n\r\n', '\xff\0']) {
    for (const response of [null, '', 'HTTP/1.1 101 x\r\n\r\n']) {
      const state = { request: text(request), response: response === null ? null : text(response) };
      assert.deepEqual(parse(format(state)), state);
    }
  }
  assert.equal(format({ request: text('GET'), response: text('H') }), '#h1/474554/48');
});

test('an address that is not a state, or cannot be read', () => {
  for (const fragment of ['', '#', '#top', '#v1/c/47']) assert.equal(parse(fragment), null, fragment);
  for (const [fragment, why] of /** @type {const} */ ([
    ['#h1/47zz', 'no pair of hexadecimal digits at character 7'],
    ['#h1/4745/0x1', 'no pair of hexadecimal digits at character 11'],
    ['#h2/4745', 'does not begin with #h1/'],
    ['#h1/47/48/49', 'does not begin with #h1/'],
    [`#h1/${'47'.repeat(MAX_HEAD + 1)}`, '65,536'],
    [`#h1/47/${'47'.repeat(MAX_HEAD + 1)}`, '65,536'],
  ])) {
    const state = parse(fragment);
    assert.ok(state && 'problem' in state, fragment.slice(0, 40));
    assert.ok(state.problem.includes(why), `${fragment.slice(0, 40)}: ${state.problem}`);
  }
});
