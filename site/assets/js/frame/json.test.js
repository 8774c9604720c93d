import assert from 'node:assert/strict';
import { test } from 'node:test';
import { indented } from './json.js';

test('JSON is laid out over lines', () => {
  for (const [text, want] of [
    ['{"a":1,"b":[true,null]}', '{\n  "a": 1,\n  "b": [\n    true,\n    null\n  ]\n}'],
    [' [ ] ', '[]'],
    ['{"a":{}}', '{\n  "a": {}\n}'],
    ['"text"', '"text"'],
    ['[[],[1]]', '[\n  [],\n  [\n    1\n  ]\n]'],
  ]) assert.equal(indented(text), want);
});

test('strings, numbers and repeated names stay as they are', () => {
  for (const value of ['12345678901234567890', '1.0', '1E+2', '-0', String.raw`"a{,}: \" \\"`]) {
    assert.equal(indented(`{"n":${value},"n":1}`), `{\n  "n": ${value},\n  "n": 1\n}`);
  }
});

test('what is not JSON is not laid out', () => {
  for (const text of ['', 'Hello', '{a:1}', '[1,]', '{"a":1}{', "{'a':1}", 'NaN']) assert.equal(indented(text), null, text);
});
