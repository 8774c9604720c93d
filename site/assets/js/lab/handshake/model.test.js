// The state of the handshake bench. Run by `make test-scripts`.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codec, utf8 } from '../../../../../tools/scripts/codec.js';
import { readAfter } from '../../head/after.js';
import { offers } from '../../head/read.js';
import { Store } from '../../state/store.js';
import { Model } from './model.js';
import { brokenRequest } from './presets.js';

const EXAMPLE = 'GET /chat HTTP/1.1\r\nHost: server.example.com\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n' +
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n';
const ANSWER = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n';
const text = (/** @type {Uint8Array | null | undefined} */ bytes) => (bytes ? new TextDecoder().decode(bytes) : bytes);

/** The script that reads frames. @type {any} */
const frames = { here: { readAfter } };

/** @param {{request?: string, response?: string | null, kept?: string}} [state] */
function model({ request = EXAMPLE, response = null, kept } = {}) {
  const store = new Store(/** @type {import('./link.js').State} */ ({ request: utf8(request), response: response === null ? null : utf8(response), ...(kept && { kept: utf8(kept) }) }));
  const m = new Model(codec, store, utf8(EXAMPLE), null, frames);
  m.read();
  store.addEventListener('change', () => m.read());
  return m;
}

/** @param {Model} m @param {Partial<import('./link.js').State>} state */
const after = (m, state) => {
  m.store.change(state);
  const { request, response, kept = null } = m.state;
  return { request: text(request), response: text(response), kept: text(kept) };
};

test('a request is answered, and the key leads to the accept value', () => {
  const m = model();
  assert.equal(text(m.reading.answer.bytes), ANSWER);
  assert.equal(m.steps?.accept, 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
  assert.equal(m.edited, false);
  assert.equal(m.broken(), null);
});

test('the first broken line, on the side that breaks a rule', () => {
  const { broken, edited } = { broken: model({ request: EXAMPLE.replace('GET', 'POST') }).broken(), edited: model({ response: ANSWER.replace('xOo', 'xOO') }) };
  assert.deepEqual(broken, { side: 'request', line: 0 });
  assert.deepEqual(edited.broken(), { side: 'response', line: 3 });
  assert.deepEqual(model({ request: EXAMPLE.replace(/Host:.*\r\n/, '') }).broken(), { side: 'request', line: -1 }, 'a line is missing');
});

test("someone's own response is kept while another is shown, a copy is not", () => {
  const own = ANSWER.replace('101', '200');
  const request = EXAMPLE.replace('/chat', '/other');
  assert.deepEqual(after(model({ response: own }), model({ response: own }).asking(utf8(request))), { request, response: null, kept: own });
  const copy = model({ response: ANSWER });
  assert.deepEqual(after(copy, copy.asking(utf8(request))), { request, response: null, kept: null });
  const before = model({ kept: own });
  assert.deepEqual(after(before, before.asking(utf8(request))), { request, response: null, kept: own });
});

test('what is pasted takes the place of what is there', () => {
  const own = ANSWER.replace('101', '200');
  const request = utf8(EXAMPLE.replace('/chat', '/pasted'));
  const response = utf8(ANSWER.replace('Switching', 'Pasted'));
  const pasted = (/** @type {Model} */ m, /** @type {any} */ heads, whole = true) => after(m, m.pasted({ form: 'plain', whole, heads }));
  assert.deepEqual(pasted(model({ response: own }), { request }), { request: text(request), response: null, kept: own });
  assert.deepEqual(pasted(model(), { response }), { request: EXAMPLE, response: text(response), kept: null });
  assert.deepEqual(pasted(model({ response: own }), { request, response }), { request: text(request), response: text(response), kept: null });
  // Of fields alone the first line stays.
  const fields = utf8('GET / HTTP/1.1\r\nHost: b\r\n\r\n');
  assert.equal(pasted(model(), { request: fields }, false).request, 'GET /chat HTTP/1.1\r\nHost: b\r\n\r\n');
  assert.equal(pasted(model({ request: 'GET' }), { request: fields }, false).request, text(fields), 'where it is whole');
});

test('undo and redo forget what could not be read', () => {
  const m = model();
  m.write('request', utf8('GET'));
  m.drafts.request = { text: '4', error: 'odd' };
  m.step('undo');
  assert.deepEqual([text(m.state.request), m.drafts], [EXAMPLE, {}]);
  m.step('redo');
  assert.equal(text(m.state.request), 'GET');
});

test('each way to break a request breaks its rule', () => {
  for (const [preset, rule] of Object.entries({
    post: 'request.method', http10: 'request.version', 'no-host': 'request.host.missing', 'no-token': 'request.connection.no-upgrade',
    'short-key': 'request.key.not-16-bytes', 'version-8': 'request.version13.unsupported',
  })) {
    const m = model({ request: text(brokenRequest(preset, utf8(EXAMPLE))) ?? '' });
    assert.equal(m.reading.answer.rule, rule, preset);
    assert.equal(m.head('request').broken, 1, preset);
  }
});

test('each way to break a response is found as that slip', () => {
  for (const preset of ['key-decoded', 'hex-encoded', 'leading-space', 'guid-lower-case', 'no-guid', 'key-echoed']) {
    const m = model();
    m.store.change(m.breakResponse(preset));
    assert.equal(m.reading.response.rule, 'response.accept.wrong', preset);
    assert.ok(m.reading.mistake, preset);
  }
  for (const [preset, rule] of Object.entries({ 'status-200': 'response.status', subprotocol: 'response.subprotocol.not-offered' })) {
    const m = model();
    m.store.change(m.breakResponse(preset));
    assert.equal(m.reading.response.rule, rule, preset);
  }
  // A request that is refused has no right response: the example's is broken.
  const refused = model({ request: 'POST / HTTP/1.1\r\nHost: a\r\n\r\n' });
  assert.equal(text(refused.breakResponse('no-guid').request), EXAMPLE);
});

test('every field that can be missing can be added', () => {
  const missing = codec.fields.filter((name) => name.startsWith('missing.'));
  assert.ok(missing.length >= 6);
  const all = offers(codec, utf8(EXAMPLE), model().head('request'));
  for (const name of missing) assert.match(all.get(name) ?? '', /^[A-Z][\w-]+: \S/, name);
});
