// Terms in sentences. Run by `make test-scripts`.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explained } from './terms.js';

const marked = (/** @type {string} */ sentence) => [...String(explained(sentence)).matchAll(/data-term="([^"]+)">([^<]+)</g)].map(([, id, form]) => `${id}: ${form}`);

test('terms are marked where they are whole words, the longest first, each once', () => {
  for (const [sentence, ...want] of [
    ['The server waits for 3 more bytes of the masking key.', 'masking-key: masking key'],
    ['A masked payload, another payload.', 'masking: masked', 'payload: payload'],
    ['RSV1 is set; RSV12 and unopcoded are not words of ours.', 'rsv: RSV1'],
    ['Control frames must not be fragmented.', 'control-frame: Control frames'],
    ['It says “payload”, as a payload.', 'payload: payload'],
    ['No term.'],
  ]) assert.deepEqual(marked(sentence), want, sentence);
});

test('the text stays as it is, and is escaped', () => {
  const sentence = 'FIN <0> & “payload”.';
  assert.equal(String(explained(sentence)).replace(/<[^>]+>/g, ''), 'FIN &lt;0&gt; &amp; “payload”.');
});

test('what was marked before is not marked again', () => {
  const seen = new Set(['payload']);
  assert.equal(String(explained('payload', seen)), 'payload');
  explained('opcode', seen);
  assert.ok(seen.has('opcode'));
});
