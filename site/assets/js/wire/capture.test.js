// One message and everything that it is on the wire. Run by `make test-scripts`.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codec } from '../../../../tools/scripts/codec.js';
import { concat, fromHex, toHex } from '../base/bytes.js';
import { Capture, headEnd } from './capture.js';
import { PageWay } from './ways.js';

Object.assign(globalThis, { location: { host: '127.0.0.1:8080', href: 'http://127.0.0.1:8080/' } });

function capture() {
  /** @type {string[]} */
  const seen = [];
  const watcher = {
    head: (/** @type {string} */ from, /** @type {Uint8Array} */ bytes) => seen.push(`${from} head ${bytes.length}`),
    frame: (/** @type {string} */ from, /** @type {Uint8Array} */ bytes) => seen.push(`${from} ${toHex(bytes)}`),
  };
  return { seen, capture: new Capture(codec, watcher) };
}

test('heads and frames are found in pieces of any size', () => {
  const head = new TextEncoder().encode('HTTP/1.1 101 x\r\n\r\n');
  const all = concat(head, fromHex('0103486c6c' + '89026869' + '8000'));
  for (let size = 1; size <= all.length; size++) {
    const { seen, capture: c } = capture();
    for (let at = 0; at < all.length; at += size) c.take('server', all.subarray(at, at + size));
    assert.deepEqual(seen, [`server head ${head.length}`, 'server 0103486c6c', 'server 89026869', 'server 8000'], `pieces of ${size}`);
    assert.equal(c.server.messages, 1);
  }
});

test('where a head ends', () => {
  const at = (/** @type {string} */ text) => headEnd(new TextEncoder().encode(text));
  assert.deepEqual(['', 'a', 'a\r\n', 'a\r\n\r', 'a\r\n\r\n', 'a\r\n\r\nb\r\n\r\n', 'a\n\n', '\r\n\r\n'].map(at), [-1, -1, -1, -1, 5, 5, -1, 4]);
});

test('inside the page both sides are the codec, from the request on', async () => {
  const { seen, capture: c } = capture();
  const way = new PageWay(codec, c);
  await way.send('Hi');
  await way.send('안녕');
  const kinds = seen.map((s) => s.replace(/ head \d+$/, ' head').replace(/ (\w\w\w\w)\w*$/, ' $1'));
  assert.deepEqual(kinds, ['client head', 'server head', 'client 8182', 'server 8102', 'client 8186', 'server 8106']);
  assert.equal(seen[3], 'server 81024869');
  assert.equal(seen[5], 'server 8106ec9588eb8595');
  way.end();
  assert.equal(way.over, true);
});
