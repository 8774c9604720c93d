// Tests the local server from a page in a real browser. Posts "ok" to /result, or what
// went wrong.
'use strict';
const server = document.currentScript.dataset.server;
let opened = 'nothing'; // the path that was opened last

/** @param {boolean} fact @param {string} what */
function check(fact, what) {
  if (!fact) throw new Error(what);
}

/** A WebSocket whose messages can be awaited. */
async function open(path, subprotocols = []) {
  opened = path;
  const ws = new WebSocket(`ws://${server}${path}`, subprotocols);
  ws.binaryType = 'arraybuffer';
  const messages = [];
  let wake = () => {};
  ws.onmessage = (e) => { messages.push(e.data); wake(); };
  const closed = new Promise((done) => { ws.onclose = (e) => { done(e); wake(); }; });
  await new Promise((done, failed) => { ws.onopen = done; ws.onerror = () => failed(new Error(`${path} does not open`)); });
  return { ws, closed, async next() {
    while (messages.length === 0) {
      check(ws.readyState < 2, `${path} was closed`);
      await new Promise((done) => { wake = done; });
    }
    return messages.shift();
  } };
}

const id = () => btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(24)))).replaceAll('+', '-').replaceAll('/', '_');
const bytesOf = (base64) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));

async function records(tap, last) {
  const all = [];
  do all.push(JSON.parse(await tap.next())); while (all.at(-1).type !== last);
  return all;
}

/** Some browsers show pages the extension's parameters, some only its name; the tap shows everything. */
function agreed({ ws }, records, want) {
  const offer = records.filter((r) => r.from === 'client').map((r) => atob(r.data)).join('').match(/^sec-websocket-extensions: .*/im)[0];
  check(offer.includes('permessage-deflate'), 'it is offered');
  if (!offer.includes('client_max_window_bits')) want = want.replace(/; client_max_window_bits=\d+/, ''); // Firefox does not offer it (§7.1.2.2)
  check(ws.extensions === want || ws.extensions === want.split(';')[0], `${ws.extensions} in place of ${want}`);
  const { extensions } = records.find((r) => r.type === 'agreed');
  check(extensions === want, `${extensions} in place of ${want} at the tap`);
}

async function test() {
  // Echoes of every length form, also observed with the tap, which has the masking keys.
  const watched = id();
  const tap = await open(`/tap/${watched}`);
  const echo = await open(`/echo?tap=${watched}&ping=once`);
  for (const size of [0, 125, 126, 65536]) {
    const text = 'x'.repeat(size);
    echo.ws.send(text);
    check(await echo.next() === text, `text of ${size}`);
    echo.ws.send(new Uint8Array(size).fill(7));
    const got = new Uint8Array(await echo.next());
    check(got.length === size && got.every((b) => b === 7), `binary of ${size}`);
  }
  echo.ws.close(4001, '안녕');
  const closed = await echo.closed;
  check(closed.wasClean && closed.code === 4001, `closed with ${closed.code}`);
  const all = await records(tap, 'end');
  const client = [];
  for (const r of all) if (r.type === 'bytes' && r.from === 'client') client.push(...bytesOf(r.data));
  const head = String.fromCharCode(...client.slice(0, 2000)).split('\r\n\r\n')[0];
  check(head.startsWith(`GET /echo?tap=${watched}`) && head.includes('Sec-WebSocket-Key'), 'the tap has the request');
  check([0x81, 0xc1, 0x8a].includes(client[head.length + 4]) && (client[head.length + 5] & 0x80) === 0x80, 'and the masked frames');
  check(all.at(-1).firstClose === 'client' && all.at(-1).code === 4001, 'and who closed first');

  // Every parameter of permessage-deflate, which browsers offer by themselves (RFC 7692 §7.1).
  const answered = 'permessage-deflate; server_no_context_takeover; client_no_context_takeover';
  agreed(echo, all, answered);
  for (const [query, want] of [
    ['deflate=off', ''],
    ['takeover=both', 'permessage-deflate'],
    ['takeover=server&server_max_window_bits=8', 'permessage-deflate; client_no_context_takeover; server_max_window_bits=8'],
    ['takeover=client&client_max_window_bits=9', 'permessage-deflate; server_no_context_takeover; client_max_window_bits=9'],
    ['takeover=both&client_max_window_bits=8', 'permessage-deflate; client_max_window_bits=8'],
    ['fragment=100&takeover=both', 'permessage-deflate'],
  ]) {
    const seen = id();
    const c = await open(`/echo?${query}&tap=${seen}`);
    agreed(c, await records(await open(`/tap/${seen}`), 'agreed'), want);
    for (let i = 0; i < 2; i++) {
      for (const size of [0, 5, 600, 70000]) {
        const text = '가나다라 Hello, '.repeat(size).slice(0, size);
        c.ws.send(text);
        check(await c.next() === text, `${query}: text of ${size}`);
        const bytes = new Uint8Array(size);
        if (size) crypto.getRandomValues(bytes.subarray(0, size / 2 | 0));
        bytes.copyWithin(size / 2 | 0, 0);
        c.ws.send(bytes);
        const got = new Uint8Array(await c.next());
        check(got.length === size && got.every((b, at) => b === bytes[at]), `${query}: binary of ${size}`);
      }
    }
    c.ws.close(1000);
    check((await c.closed).code === 1000, `${query}: the end`);
  }

  // Frames that a server sends by itself.
  for (const code of [1000, 1001, 4999]) {
    const c = await open(`/echo?close=${code}&reason=why&after=0`);
    const e = await c.closed;
    check(e.wasClean && e.code === code && e.reason === 'why', `closed with ${e.code} ${e.reason}`);
  }
  for (const code of [1005, 1006]) {
    const c = await open(`/echo?close=${code}`);
    c.ws.send('x');
    const e = await c.closed;
    check(e.wasClean === (code === 1005) && e.code === code, `closed with ${e.code} instead of ${code}`);
  }
  const parts = await open('/echo?fragment=1');
  parts.ws.send('가나다');
  check(await parts.next() === '가나다', 'fragments');

  const chat = await open('/mychat', ['superchat', 'chat']);
  check(chat.ws.protocol === 'chat', 'the subprotocol');
  const name = (await chat.next()).match(/^\* (guest-\d+) joined$/)[1];
  chat.ws.send('안녕');
  check(await chat.next() === `${name}: 안녕`, 'chat');

  // Illegal bytes, which a browser never sends itself.
  const raw = await open('/raw');
  const request = `GET /echo HTTP/1.1\r\nHost: ${server}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n';
  raw.ws.send(JSON.stringify({ pieces: [{ base64: btoa(request) }, { pauseMs: 20, hex: '83 80' }] }));
  const played = await records(raw, 'end');
  const answer = played.filter((r) => r.type === 'bytes' && r.from === 'server').map((r) => atob(r.data)).join('');
  check(answer.includes('s3pPLMBiTxaQ9kYGzzhZRbK+xOo=') && answer.includes('\r\n\r\n\x88'), 'the raw run');
  check(played.at(-1).how === 'fin' && played.at(-1).first === 'server', 'and how it ended');

  const race = await open(`/comet/websocket?run=${id()}&rate=50&seconds=1`);
  for (let seq = 0; seq < 50; seq++) check(JSON.parse(await race.next()).seq === seq, `event ${seq}`);
  check((await race.closed).code === 1000, 'the end of the race');
}

const late = new Promise((_, failed) => setTimeout(() => failed(new Error(`no end after ${opened}`)), 20000));
Promise.race([test(), late]).then(() => 'ok', (e) => String(e)).then((body) => fetch('/result', { method: 'POST', body }));
