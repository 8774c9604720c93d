// Tests the local server with node's ws. Usage: node ws.js ws://127.0.0.1:8080
'use strict';
const assert = require('node:assert/strict');
const { once } = require('node:events');
const { randomBytes } = require('node:crypto');
const WebSocket = require('ws');

const base = process.argv[2];

/** @param {string} path @param {string[]} [subprotocols] @param {boolean | WebSocket.PerMessageDeflateOptions} [perMessageDeflate] */
async function open(path, subprotocols = [], perMessageDeflate = false) {
  const ws = new WebSocket(base + path, subprotocols, { rejectUnauthorized: false, perMessageDeflate });
  /** @type {{data: Buffer, binary: boolean}[]} */
  const messages = [];
  ws.on('message', (data, binary) => messages.push({ data: /** @type {Buffer} */ (data), binary }));
  const pinged = once(ws, 'ping'); // it may come with the 101
  const upgraded = once(ws, 'upgrade');
  await once(ws, 'open');
  const [answered] = await upgraded;
  return { ws, pinged, answered, async next() {
    while (messages.length === 0) await once(ws, 'message');
    return /** @type {{data: Buffer, binary: boolean}} */ (messages.shift());
  } };
}

let stage = 'the beginning';
let done = false;
// Node exits without an error when it waits for an event that can no longer happen.
process.on('exit', (code) => {
  if (code === 0 && !done) {
    console.error(`ended while waiting, at ${stage}`);
    process.exitCode = 1;
  }
});

async function main() {
  const { ws, next } = await open('/echo');
  for (const size of [0, 1, 125, 126, 65535, 65536, 1 << 20]) {
    const sent = randomBytes(size);
    ws.send(sent);
    const got = await next();
    assert.equal(got.binary, true);
    assert.ok(sent.equals(got.data), `${size} bytes`);
    ws.send('가'.repeat(size / 16));
    assert.equal((await next()).data.toString(), '가'.repeat(size / 16));
  }
  stage = 'a ping between fragments';
  ws.send('Hel', { fin: false });
  ws.ping('between');
  const [pong] = await once(ws, 'pong');
  assert.equal(pong.toString(), 'between');
  ws.send('lo', { fin: true });
  assert.equal((await next()).data.toString(), 'Hello');
  stage = 'our Close';
  ws.close(4001, 'bye');
  const [code] = await once(ws, 'close');
  assert.equal(code, 4001);

  for (const [query, offer, want] of /** @type {[string, WebSocket.PerMessageDeflateOptions, string][]} */ ([
    ['', {}, 'permessage-deflate; server_no_context_takeover; client_no_context_takeover'],
    ['takeover=both', {}, 'permessage-deflate'],
    ['takeover=both', { serverMaxWindowBits: 9, clientMaxWindowBits: 10 }, 'permessage-deflate; server_max_window_bits=9; client_max_window_bits=10'],
    ['takeover=both&client_max_window_bits=8&server_max_window_bits=8', {}, 'permessage-deflate; server_max_window_bits=8; client_max_window_bits=8'],
    ['takeover=both&fragment=50', { serverNoContextTakeover: true, clientNoContextTakeover: true }, 'permessage-deflate; server_no_context_takeover; client_no_context_takeover'],
  ])) {
    stage = `permessage-deflate, ${query}, ${JSON.stringify(offer)}`;
    const c = await open(`/echo?${query}`, [], { threshold: 0, ...offer });
    assert.equal(c.answered.headers['sec-websocket-extensions'], want);
    assert.equal(c.ws.extensions, 'permessage-deflate');
    for (let i = 0; i < 3; i++) {
      for (const size of [0, 5, 600, 70000]) {
        const text = '가나다라 Hello, '.repeat(size).slice(0, size);
        c.ws.send(text);
        assert.equal((await c.next()).data.toString(), text);
        const half = randomBytes(size / 2 | 0);
        const bytes = Buffer.concat([half, half]);
        c.ws.send(bytes);
        assert.ok(bytes.equals((await c.next()).data), `${size} bytes`);
      }
    }
    c.ws.terminate();
  }

  stage = 'the Close asked for';
  const closed = await open('/echo?close=4002&reason=why&after=1&ping=once&fragment=2');
  const ended = once(closed.ws, 'close');
  closed.ws.send('Hello');
  assert.equal((await closed.next()).data.toString(), 'Hello');
  assert.equal((await closed.pinged)[0].toString(), 'ping 1');
  const [why, reason] = await ended;
  assert.equal(`${why} ${reason}`, '4002 why');

  stage = 'the chat';
  const chat = await open('/mychat', ['superchat', 'chat']);
  assert.equal(chat.ws.protocol, 'chat');
  assert.match((await chat.next()).data.toString(), /^\* guest-\d+ joined$/);
  chat.ws.send('안녕');
  assert.match((await chat.next()).data.toString(), /^guest-\d+: 안녕$/);
  chat.ws.terminate();

  stage = 'text that is not UTF-8';
  const bad = await open('/echo');
  const end = once(bad.ws, 'close');
  bad.ws.send(Buffer.from([0xff]), { binary: false }); // text that is not UTF-8
  assert.equal((await end)[0], 1007);
  done = true;
  console.log('ok');
}

main().catch((e) => { console.error(e); process.exit(1); });
