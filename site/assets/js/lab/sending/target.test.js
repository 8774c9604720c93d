// The target of a request and its query. Run by `make test-scripts`.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, asked, pathOf, problem } from './target.js';

test('an ask is set in its place and taken out with those that need it', () => {
  assert.equal(ask('/echo', 'ping', 'once'), '/echo?ping=once');
  assert.equal(ask('/echo?ping=once&fragment=2', 'ping', '500'), '/echo?ping=500&fragment=2');
  assert.equal(ask('/echo?close=1000&reason=bye&after=0&ping=once', 'close', null), '/echo?ping=once');
  assert.equal(ask('/echo?ping=once', 'ping', null), '/echo');
  assert.equal(ask('/echo?close=1000', 'reason', '안녕 &'), '/echo?close=1000&reason=%EC%95%88%EB%85%95+%26');
  assert.equal(ask('/echo?x=1&x=2', 'ping', 'once'), '/echo?x=1&x=2&ping=once');
  assert.equal(asked('/echo?close=1000&reason=%EC%95%88%EB%85%95+%26').get('reason'), '안녕 &');
  assert.deepEqual([...asked('/echo')], []);
  assert.equal(pathOf('/mychat?tap=x'), '/mychat');
});

test('a target is a path of visible ASCII', () => {
  for (const good of ['/', '/echo', '/echo?ping=once&x=%20', "/a'\"\\"]) assert.equal(problem(good), '', good);
  for (const [bad, why] of [['', 'slash'], ['echo', 'slash'], ['http://x/', 'slash'], ['/a b', 'bad'], ['/안녕', 'bad'], ['/a\r\nHost: x', 'bad']]) {
    assert.equal(problem(bad), `send.target.${why}`, bad);
  }
});
