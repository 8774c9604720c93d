// The other side inside the page answers as /echo does. Run by `make test-scripts`.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codec } from '../../../../../tools/scripts/codec.js';
import { fromHex, toHex } from '../../base/bytes.js';
import { Peer } from './peer.js';

const HELLO = '818537fa213d7f9f4d5158';

/** @param {string} target @param {string[]} sends @param {import('./peer.js').Role} [receiver] */
function answers(target, sends, receiver = 'server') {
  const peer = new Peer(codec, { receiver, deflate: null, target });
  const out = [toHex(peer.output())];
  for (const bytes of sends) {
    peer.receive(fromHex(bytes));
    out.push(toHex(peer.output()));
  }
  const { over } = peer;
  peer.free();
  return { out, over };
}

test('what /echo is asked to do', () => {
  for (const [target, want, over] of /** @type {const} */ ([
    ['/echo', ['', '810548656c6c6f'], false],
    ['/echo?fragment=2', ['', '01024865' + '00026c6c' + '80016f'], false],
    ['/echo?fragment=5', ['', '810548656c6c6f'], false],
    ['/echo?ping=once', ['890670696e672031', '810548656c6c6f'], false],
    ['/echo?ping=500&delay=5', ['', '810548656c6c6f'], false],
    ['/echo?close=1000&reason=bye', ['', '810548656c6c6f' + '880503e8627965'], false],
    ['/echo?close=1005', ['', '810548656c6c6f' + '8800'], false],
    ['/echo?close=1006', ['', '810548656c6c6f'], true],
    ['/echo?close=4001&after=0', ['88020fa1', ''], false],
    ['/echo?close=4001&after=2', ['', '810548656c6c6f'], false],
    ['/mychat', ['', ''], false],
  ])) {
    assert.deepEqual(answers(target, [HELLO]), { out: want, over }, target);
  }
});

test('a frame may come in several sends, and a rule that is broken ends the connection', () => {
  assert.deepEqual(answers('/echo', [HELLO.slice(0, 8), HELLO.slice(8), HELLO]).out, ['', '', '810548656c6c6f', '810548656c6c6f']);
  const { out, over } = answers('/echo', [HELLO + '810548656c6c6f']);
  assert.match(out[1], /^810548656c6c6f88..03ea/);
  assert.equal(over, true);
  assert.equal(answers('/echo', ['888200000000' + '03e8']).over, true, 'both Close frames have passed');
});
