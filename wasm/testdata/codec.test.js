// codec.js against the module, in node: run by codec_test.go.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { brotliCompressSync, constants } from 'node:zlib';
import { CodecError, load } from './codec/codec.js';
import { compress, compressAll, dissectDeflate, dissectInflated } from './codec/deflate.js';
import { writeFrame, mask } from './codec/frame.js';
import { dissectRequest, dissectResponse, respond, writeRequest } from './codec/handshake.js';
import { mark } from './codec/mark.js';
import { dissectUTF8 } from './codec/utf8.js';
import { derive, guid, sha1, wrongAccept } from './codec/accept.js';
import { Go } from './go.js';

const wasm = readFileSync('main.wasm');
const codec = await load({ module: wasm, Go });

/** @param {string} hex */
const bytes = (hex) => Uint8Array.from(hex.split(' ').filter(Boolean), (b) => parseInt(b, 16));
const text = (s) => new TextEncoder().encode(s);
const KEY = bytes('37 fa 21 3d');
const refused = (rule) => (e) => e instanceof CodecError && e.rule === rule;
const wrong = (words) => (e) => e instanceof CodecError && words.test(e.message);

/** The spans as short lines: part start+bits=value, and further properties if set. */
const lines = (spans) =>
  spans.map((s) => `${' '.repeat(s.depth)}${s.field} ${s.start}+${s.bits}${s.bits && s.bits <= 64 ? '=' + s.value.toString(16) : ''}` +
    `${s.source === 'wire' ? '' : ' ' + s.source}${s.missing ? ' missing ' + s.missing : ''}${s.rule ? ' ' + s.rule : ''}`);

test('RFC 6455 §5.7: a single-frame unmasked text message', () => {
  assert.deepEqual(lines(codec.dissect(bytes('81 05 48 65 6c 6c 6f'), { receiver: 'client' })), [
    'frame 0+56=810548656c6c6f',
    ' fin 0+1=1', ' rsv1 1+1=0', ' rsv2 2+1=0', ' rsv3 3+1=0', ' opcode 4+4=1', ' mask 8+1=0', ' length 9+7=5',
    ' payload 16+40=48656c6c6f', '  text 0+40=48656c6c6f unmasked',
  ]);
});

test('RFC 6455 §5.7: a single-frame masked text message', () => {
  assert.deepEqual(lines(codec.dissect(bytes('81 85 37 fa 21 3d 7f 9f 4d 51 58'), { receiver: 'server' })), [
    'frame 0+88',
    ' fin 0+1=1', ' rsv1 1+1=0', ' rsv2 2+1=0', ' rsv3 3+1=0', ' opcode 4+4=1', ' mask 8+1=1', ' length 9+7=5',
    ' key 16+32=37fa213d', ' payload 48+40=7f9f4d5158', '  text 0+40=48656c6c6f unmasked',
  ]);
});

test('RFC 6455 §5.7: a fragmented unmasked text message', () => {
  const spans = codec.dissect(bytes('01 03 48 65 6c 80 02 6c 6f'), { receiver: 'client' });
  assert.deepEqual(lines(spans.filter((s) => s.depth === 0)), ['frame 0+40=10348656c', 'frame 40+32=80026c6f']);
  assert.deepEqual(lines(spans.filter((s) => s.source === 'unmasked')), ['  text 0+24=48656c unmasked', '  text 0+16=6c6f unmasked']);
});

test('RFC 6455 §5.7: ping and pong', () => {
  const ping = codec.dissect(bytes('89 05 48 65 6c 6c 6f'), { receiver: 'client' });
  assert.equal(lines(ping).at(-1), '  ping 0+40=48656c6c6f unmasked');
  const pong = codec.dissect(bytes('8a 85 37 fa 21 3d 7f 9f 4d 51 58'), { receiver: 'server' });
  assert.equal(lines(pong).at(-1), '  pong 0+40=48656c6c6f unmasked');
});

test('RFC 6455 §5.7: 256 bytes and 64 KiB of binary', () => {
  for (const [head, n, extended] of [['82 7e 01 00', 256, 16], ['82 7f 00 00 00 00 00 01 00 00', 65536, 64]]) {
    const header = bytes(head);
    const frame = new Uint8Array(header.length + n);
    frame.set(header);
    const spans = codec.dissect(frame, { receiver: 'client' });
    const field = Object.fromEntries(spans.map((s) => [s.field, s]));
    assert.equal(field['length.extended'].bits, extended);
    assert.equal(field['length.extended'].value, BigInt(n));
    assert.deepEqual([field.payload.start, field.payload.bits], [header.length * 8, n * 8]);
    assert.equal(spans.find((s) => s.rule), undefined);
    assert.deepEqual(codec.header(frame), { fin: true, rsv: 0, opcode: 2, masked: false, form: extended, key: null, length: BigInt(n), size: header.length });
    assert.deepEqual(writeFrame(codec, { fin: true, rsv: 0, opcode: 2, masked: false, form: 0, key: null }, frame.subarray(header.length)), frame);
  }
});

test('an awaited field, a broken rule, and a value above 2⁵³', () => {
  const spans = codec.dissect(bytes('82 ff 7f ff ff ff ff ff ff ff'), { receiver: 'server' });
  const length = spans.find((s) => s.field === 'length.extended');
  assert.equal(length.value, 0x7fffffffffffffffn);
  assert.ok(spans.some((s) => s.field === 'key' && s.bits === 0 && s.missing === 4n));
  const [first] = codec.dissect(bytes('89 fe'), { receiver: 'server' }).filter((s) => s.rule);
  assert.equal(first.rule, 'frame.control.too-long');
  assert.equal(codec.rules.byName(first.rule).closeCode, 1002);
  assert.equal(codec.dissect(bytes('82 7e 01'), { receiver: 'client', limits: { maxFrame: 100 } }).find((s) => s.rule).rule, 'frame.too-big');
});

test('the header of too few bytes is none', () => {
  assert.equal(codec.header(bytes('81')), null);
  assert.equal(codec.header(bytes('81 85 37 fa 21')), null);
  assert.equal(codec.header(new Uint8Array()), null);
  assert.deepEqual(codec.header(bytes('f3 85 37 fa 21 3d')), { fin: true, rsv: 7, opcode: 3, masked: true, form: 7, key: KEY, length: 5n, size: 6 });
});

test('frames are written legal or not', () => {
  const hello = text('Hello');
  assert.deepEqual(writeFrame(codec, { fin: true, rsv: 0, opcode: 1, masked: true, form: 0, key: KEY }, hello), bytes('81 85 37 fa 21 3d 7f 9f 4d 51 58'));
  assert.deepEqual(writeFrame(codec, { fin: false, rsv: 5, opcode: 15, masked: false, form: 16, key: null }, hello), bytes('5f 7e 00 05 48 65 6c 6c 6f'));
  assert.deepEqual(hello, text('Hello'));
});

test('masking takes up at an offset', () => {
  const all = mask(codec, text('Hello'), KEY);
  assert.deepEqual(all, bytes('7f 9f 4d 51 58'));
  assert.deepEqual(mask(codec, text('llo'), KEY, 2), all.slice(2));
  assert.deepEqual(mask(codec, text('llo'), KEY, 2 + 2 ** 40), all.slice(2));
});

test('RFC 6455 §1.3: the accept key', () => {
  const { sha1, accept } = derive(codec, text('dGhlIHNhbXBsZSBub25jZQ=='));
  assert.equal(accept, 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
  assert.deepEqual(sha1, bytes('b3 7a 4f 2c c0 62 4f 16 90 f6 46 06 cf 38 59 45 b2 be c4 ea'));
});

test('a wrong accept is named by its cause', () => {
  const key = text('dGhlIHNhbXBsZSBub25jZQ==');
  const base64 = (/** @type {Uint8Array} */ b) => text(Buffer.from(b).toString('base64'));
  const ends = text('258EAFA5-E914-47DA-95CA-C5AB0DC85B11');
  assert.deepEqual(guid(codec), ends);
  assert.equal(derive(codec, key).accept, 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
  for (const [hashed, name] of [
    [[...key, ...ends], 'right'],
    [[...text('the sample nonce'), ...ends], 'key-decoded'],
    [[0x20, ...key, ...ends], 'leading-space'],
    [[...key], 'no-guid'],
    [[1, 2, 3], 'unknown'],
  ]) {
    assert.equal(wrongAccept(codec, key, base64(sha1(codec, new Uint8Array(/** @type {number[]} */ (hashed))))), name);
  }
});

test('a handshake: asked, answered, dissected', () => {
  const request = writeRequest(codec, {
    host: 'server.example.com', target: '/chat', origin: 'http://example.com', key: text('the sample nonce'),
    subprotocols: ['chat', 'superchat'], fields: [['Cookie', 'a=b']],
  });
  const head = new TextDecoder().decode(request);
  assert.match(head, /^GET \/chat HTTP\/1.1\r\n/);
  for (const line of ['Host: server.example.com', 'Origin: http://example.com', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', 'Cookie: a=b']) {
    assert.ok(head.includes(`\r\n${line}\r\n`), line);
  }
  const asked = dissectRequest(codec, request);
  assert.equal(asked.find((s) => s.rule), undefined);
  const answer = respond(codec, new Uint8Array([...request, 0x81]), { subprotocols: ['superchat'] });
  assert.deepEqual([answer.status, answer.rule, answer.size], [101, null, request.length]);
  assert.match(new TextDecoder().decode(answer.bytes), /Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK\+xOo=\r\n/);
  assert.match(new TextDecoder().decode(answer.bytes), /Sec-WebSocket-Protocol: superchat\r\n/);
  assert.equal(dissectResponse(codec, answer.bytes, request).find((s) => s.rule), undefined);

  const other = new TextDecoder().decode(answer.bytes).replace('s3pPLMB', 's3pPLMA');
  assert.ok(dissectResponse(codec, text(other), request).some((s) => s.rule === 'response.accept.wrong'));
});

test('a handshake that is refused, and one that is not whole', () => {
  const early = respond(codec, text('POST /chat HTTP/1.1\r\n'));
  assert.deepEqual([early.status, early.rule], [0, null], 'the server reads the whole head first');
  const bad = respond(codec, text('POST /chat HTTP/1.1\r\nHost: a\r\n\r\n'), { sentence: (rule) => `Not so: ${rule}.` });
  assert.deepEqual([bad.status, bad.rule], [405, 'request.method']);
  assert.match(new TextDecoder().decode(bad.bytes), /^HTTP\/1.1 405 [^]*\r\nAllow: GET\r\n/);
  assert.match(new TextDecoder().decode(bad.bytes), /\r\n\r\nNot so: request.method. \(byte 0, line 1, column 1; rule request.method, RFC 6455 §4.2.1.\)\n$/);
  const short = respond(codec, text('GET /chat HTTP/1.1\r\nHost: a\r\n'));
  assert.deepEqual([short.status, short.rule, short.bytes.length], [0, null, 0]);
  // The state of an incomplete head does not carry over to the next one.
  assert.equal(respond(codec, text('GET /chat HTTP/1.1\r\n\r\n')).rule, 'request.host.missing');
  assert.throws(() => writeRequest(codec, { host: 'a\r\nb', target: '/', key: new Uint8Array(16) }), (e) => e instanceof CodecError && e.rule !== null);
});

test('the codec brings its own names', () => {
  const rule = codec.rules.byName('frame.length.not-minimal');
  assert.deepEqual({ ...rule, id: 0 }, { id: 0, name: 'frame.length.not-minimal', rfc: 6455, section: '5.2', closeCode: 1002, status: 0, duty: { client: 'fail', server: 'fail' } });
  assert.deepEqual(codec.rules.byName('head.obs-fold').duty, { client: 'ignore', server: 'choose' });
  assert.equal(codec.rules.byName('request.method').status, 405);
  assert.ok(codec.rules.all.length > 50 && codec.rules.all.every((r) => r.name && r.section));
  assert.throws(() => codec.rules.byName('no.such'), CodecError);
  assert.throws(() => codec.rules.byName(null), CodecError);
  assert.ok(codec.fields.includes('length.extended'));
  assert.deepEqual(codec.opcodes[8], { value: 8, name: 'close', control: true, reserved: false });
  assert.deepEqual(codec.opcodes.filter((o) => o.reserved).map((o) => o.value), [3, 4, 5, 6, 7, 11, 12, 13, 14, 15]);
  assert.deepEqual(codec.sendableRanges, [[1000, 1003], [1007, 1014], [3000, 4999]]);
});

/** A client and a server that talk to each other. */
function pair(key = KEY) {
  return { client: codec.conn({ role: 'client', keys: () => key }), server: codec.conn({ role: 'server' }) };
}

test('a connection echoes, answers a ping, and closes', () => {
  const { client, server } = pair();
  for (const message of ['Hello', '웹소켓', '', 'x'.repeat(70000)]) {
    client.send(1, text(message));
    for (const event of server.receive(client.output())) {
      assert.deepEqual([event.kind, event.opcode, event.rule], ['message', 1, null]);
      server.send(event.opcode, event.data);
    }
    const [echo, ...more] = client.receive(server.output());
    assert.deepEqual([more.length, new TextDecoder().decode(echo.data)], [0, message]);
  }
  client.ping(text('?'));
  client.send(2, bytes('01'), false);
  client.send(0, bytes('02'));
  assert.deepEqual(server.receive(client.output()).map((e) => [e.kind, ...e.data]), [['ping', 0x3f], ['message', 1, 2]]);
  assert.deepEqual(client.receive(server.output()).map((e) => [e.kind, ...e.data]), [['pong', 0x3f]]);
  assert.deepEqual([client.state, server.state], ['open', 'open']);

  client.close(1001, '끝');
  assert.equal(client.state, 'closing');
  const [closing] = server.receive(client.output());
  assert.deepEqual([closing.kind, closing.code, new TextDecoder().decode(closing.data)], ['close', 1001, '끝']);
  assert.deepEqual([server.state, server.shouldCloseTransport], ['closing', false], 'its Close frame still has to go out');
  assert.deepEqual(client.receive(server.output()).map((e) => [e.kind, e.code]), [['close', 1001]]);
  assert.deepEqual([server.shouldCloseTransport, client.shouldCloseTransport], [true, false], 'the server closes first');
  assert.equal(client.eof().code, 1001);
  assert.deepEqual([client.state, client.eof()], ['closed', null]);
  assert.throws(() => client.send(1, text('late')), refused('send.after-close'));
  client.free();
  server.free();
});

test('a connection fails on a broken rule, and a transport can end', () => {
  const server = codec.conn({ role: 'server' });
  const events = server.receive(bytes('81 05 48 65 6c 6c 6f'));
  assert.deepEqual(events.map((e) => [e.kind, e.code, e.rule]), [['fail', 1002, 'frame.mask.missing']]);
  assert.deepEqual(server.output(), bytes('88 02 03 ea'));
  server.free();
  const other = codec.conn({ role: 'server' });
  const end = other.eof();
  assert.deepEqual([end.kind, end.code, other.state], ['close', 1006, 'closed']);
  other.free();
});

test('limits of a connection', () => {
  const server = codec.conn({ role: 'server', limits: { maxMessage: 4 } });
  assert.equal(server.receive(bytes('82 85 00 00 00 00'))[0].rule, 'message.too-big');
  server.free();
});

test('each masking key is used for one frame, in the order in which they come', () => {
  let n = 0;
  const client = codec.conn({ role: 'client', keys: () => Uint8Array.of(0, 0, 0, ++n) });
  client.send(2, bytes('00'));
  client.receive(bytes('89 01 55 89 01 66')); // two pings, two pongs
  client.receive(bytes('82 01 77'));
  assert.throws(() => client.send(1, bytes('ff')), refused('message.text.not-utf8'));
  client.close();
  const keys = [];
  for (let out = client.output(); out.length; ) {
    const { key, size, length } = codec.header(out);
    keys.push(key[3]);
    out = out.subarray(size + Number(length));
  }
  // The newest pong answers both pings, before the frame that waits.
  assert.deepEqual(keys, [3, 1, 4]);
  client.free();
});

test('a frame of 16 MiB, though the memory grows under way', async () => {
  const fresh = await load({ module: wasm, Go });
  const before = fresh.module.memory.buffer.byteLength;
  const payload = new Uint8Array(16 << 20).map((_, i) => i * 7);
  const frame = writeFrame(fresh, { fin: true, rsv: 0, opcode: 2, masked: true, form: 0, key: KEY }, payload);
  assert.ok(fresh.module.memory.buffer.byteLength > before);
  assert.equal(frame.length, payload.length + 14);
  assert.equal(Buffer.compare(mask(fresh, frame.subarray(14), KEY), payload), 0);
  assert.equal(fresh.dissect(frame, { receiver: 'server' }).find((s) => s.field === 'payload').bits, payload.length * 8);
  const server = fresh.conn({ role: 'server' });
  const [message] = server.receive(frame);
  assert.equal(Buffer.compare(message.data, payload), 0);
  server.send(2, message.data);
  assert.equal(server.output().length, payload.length + 10);
  server.free();
  assert.throws(() => fresh.dissect(new Uint8Array(33 << 20), { receiver: 'server' }), wrong(/more than/));
  assert.equal(fresh.header(bytes('81 00')).size, 2, 'goes on working');
});

test('too many frames are refused, and the codec goes on', () => {
  assert.equal(codec.dissect(new Uint8Array(2 * 65535 + 1), { receiver: 'client' }).filter((s) => s.depth === 0).length, 65536);
  assert.throws(() => codec.dissect(new Uint8Array(4 << 20), { receiver: 'client' }), wrong(/too many frames/));
  assert.equal(codec.header(bytes('81 00')).size, 2);
});

test('no leak: 1,000 freed connections, each with a large half message', async () => {
  const fresh = await load({ module: wasm, Go });
  const half = writeFrame(fresh, { fin: false, rsv: 0, opcode: 2, masked: true, form: 0, key: KEY }, new Uint8Array(256 << 10));
  for (let i = 0; i < 1000; i++) {
    const server = fresh.conn({ role: 'server' });
    server.receive(half);
    server.send(2, half);
    server.free();
    server.free();
  }
  const { byteLength } = fresh.module.memory.buffer;
  assert.ok(byteLength <= 128 << 20, `${byteLength} bytes; kept, they would be 500 MiB`);
  const conn = fresh.conn({ role: 'server' });
  assert.ok(conn.handle < 10, 'handles come again');
  conn.free();
});

const HELLO = bytes('f2 48 cd c9 c9 07 00');

test('RFC 7692 §7.1: a server agrees on compression where it is told to', () => {
  const request = writeRequest(codec, { host: 'a', target: '/', key: text('the sample nonce'), extensions: 'permessage-deflate; client_max_window_bits=10; server_no_context_takeover' });
  assert.equal(respond(codec, request).deflate, null);
  const answer = respond(codec, request, { deflate: {} });
  assert.match(new TextDecoder().decode(answer.bytes), /\r\nSec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; client_max_window_bits=10\r\n/);
  assert.deepEqual(answer.deflate, { serverNoContextTakeover: true, clientNoContextTakeover: false, serverMaxWindowBits: 0, clientMaxWindowBits: 10 });
  assert.equal(dissectResponse(codec, answer.bytes, request).find((s) => s.rule), undefined);
});

test('RFC 7692 §7.2.3.1: wire, unmasked, inflated', () => {
  const { spans, inflated } = dissectInflated(codec, bytes('c1 87 37 fa 21 3d c5 b2 ec f4 fe fd 21'), { receiver: 'server' });
  assert.deepEqual(lines(spans).slice(-3), [' payload 48+56=c5b2ecf4fefd21', '  deflated 0+56=f248cdc9c90700 unmasked', '   text 0+40=48656c6c6f inflated']);
  assert.deepEqual(inflated, text('Hello'));
  assert.deepEqual(compress(codec, text('Hello')), HELLO);
});

test('RFC 7692 §7.2.3.2: a second message refers to the first', () => {
  const stream = bytes('c1 07 f2 48 cd c9 c9 07 00 c1 05 f2 00 11 00 00');
  assert.deepEqual(dissectInflated(codec, stream, { receiver: 'client' }).inflated, text('HelloHello'));
  const alone = dissectInflated(codec, stream, { receiver: 'client', deflate: { serverNoContextTakeover: true } });
  assert.deepEqual(alone.spans.filter((s) => s.rule).map((s) => s.rule), ['message.deflate.not-here']);
  assert.deepEqual(alone.inflated, text('HelloH'));
  const codes = dissectDeflate(codec, stream.subarray(11), 5).filter((s) => s.field !== 'deflate.block');
  assert.deepEqual(codes.slice(2, 6).map((s) => `${s.field} ${s.start}+${s.bits}=${s.value}`), ['deflate.literal 3+8=72', 'deflate.length 11+7=4', 'deflate.distance 18+6=5', 'deflate.end 24+7=0']);
  assert.equal(dissectDeflate(codec, stream.subarray(11), 0).at(-1).rule, 'message.deflate.not-here');
});

test('RFC 7692 §7.1.1: messages of one connection, with and without context takeover, in fragments', () => {
  const messages = [[text('Hello, Hello')], [text('Hello, '), text('again '), text('Hello')], [text('')], [text('Hello')]];
  for (const serverNoContextTakeover of [false, true]) {
    const deflate = { serverNoContextTakeover };
    const payloads = compressAll(codec, messages, deflate);
    assert.deepEqual(payloads.map((m) => m.length), [1, 3, 1, 1]);
    const frames = payloads.flatMap((m) => m.map((payload, i) =>
      writeFrame(codec, { fin: i === m.length - 1, rsv: i ? 0 : 4, opcode: i ? 0 : 1, masked: false, form: 0, key: null }, payload)));
    const { spans, inflated } = dissectInflated(codec, Uint8Array.from(frames.flatMap((f) => [...f])), { receiver: 'client', deflate });
    assert.deepEqual(spans.filter((s) => s.rule), []);
    assert.equal(new TextDecoder().decode(inflated), 'Hello, HelloHello, again HelloHello');
    // The other fragments keep 00 00 ff ff; the last is sent without.
    assert.deepEqual(payloads[1].map((p) => [...p.slice(-4)].join(' ') === '0 0 255 255'), [true, true, false]);
    // The last message is only a reference, or begins with literals again.
    const last = dissectDeflate(codec, payloads[3][0], serverNoContextTakeover ? 0 : 99);
    assert.equal(last.some((s) => s.field === 'deflate.distance'), !serverNoContextTakeover);
  }
});

test('RFC 3629: characters, the bits of each byte, and why a byte is impossible', () => {
  assert.deepEqual(lines(dissectUTF8(codec, bytes('c3 a9 ed'), false)), [
    'utf8.character 0+16=e9 unmasked', ' utf8.prefix 0+3=6 unmasked', ' utf8.bits 3+5=3 unmasked', ' utf8.prefix 8+2=2 unmasked', ' utf8.bits 10+6=29 unmasked',
    'utf8.character 16+8=809f unmasked missing 2', ' utf8.prefix 16+4=e unmasked', ' utf8.bits 20+4=d unmasked',
  ]);
  const why = (/** @type {string} */ hex) => lines(dissectUTF8(codec, bytes(hex), true)).at(-1);
  assert.equal(why('ed a0 80'), 'utf8.surrogate 8+16=809f unmasked message.text.not-utf8');
  assert.equal(why('ed 95'), 'utf8.cut 16+0 unmasked missing 1 message.text.not-utf8');
  assert.throws(() => dissectUTF8(codec, new Uint8Array((1 << 16) + 1), true), wrong(/too large/));
});

test('from the middle of a connection on, a message may refer to what is not here', () => {
  const again = bytes('c1 05 f2 00 11 00 00');
  const { spans, inflated } = dissectInflated(codec, again, { receiver: 'client', midway: true });
  assert.deepEqual(lines(spans).slice(-2), ['  deflated 0+40=f200110000 unmasked', '  deflated.reach 40+0 unmasked']);
  assert.equal(inflated.length, 0);
  const alone = dissectInflated(codec, again, { receiver: 'client' }).spans;
  assert.deepEqual(alone.filter((s) => s.rule).map((s) => s.rule), ['message.deflate.not-here']);
});

test('a message that becomes longer is compressed all the same where it has to be', () => {
  const noise = Uint8Array.from({ length: 200 }, (_, i) => (i * i * 7919 + i * 31) >> 3);
  const message = compress(codec, noise);
  const frame = writeFrame(codec, { fin: true, rsv: 4, opcode: 2, masked: false, form: 0, key: null }, message);
  assert.deepEqual(dissectInflated(codec, frame, { receiver: 'client' }).inflated, noise);
});

test('a message of 16 MiB inflates to its first MiB', () => {
  const zeros = compress(codec, new Uint8Array(16 << 20));
  const frame = writeFrame(codec, { fin: true, rsv: 4, opcode: 2, masked: false, form: 0, key: null }, zeros);
  const { spans, inflated } = dissectInflated(codec, frame, { receiver: 'client' });
  assert.equal(spans.find((s) => s.source === 'inflated').bits, 8 * (16 << 20));
  assert.equal(inflated.length, 1 << 20);
  assert.throws(() => dissectDeflate(codec, new Uint8Array(70000), 0), wrong(/too large/));
});

test('two ends with permessage-deflate, and a connection without it beside them', () => {
  const old = codec.conn({ role: 'server' });
  const client = codec.conn({ role: 'client', keys: () => KEY, deflate: {} });
  const server = codec.conn({ role: 'server', deflate: {} });
  for (const n of [7, 4, 4]) { // earlier messages no longer count
    client.send(1, text('Hello'));
    const frame = client.output();
    assert.deepEqual([frame[0], frame.length - 6], [0xc1, n]);
    const [event] = server.receive(frame);
    server.send(event.opcode, event.data);
    assert.deepEqual(client.receive(server.output()).map((e) => new TextDecoder().decode(e.data)), ['Hello']);
  }
  assert.deepEqual(old.receive(bytes('81 80 00 00 00 00')).map((e) => e.kind), ['message']);
  for (const c of [old, client, server]) c.free();
});

test('bad arguments', () => {
  const header = { fin: true, rsv: 0, opcode: 1, masked: false, form: 0, key: null };
  for (const f of [
    () => codec.dissect('81 05', { receiver: 'server' }),
    () => codec.dissect(null, { receiver: 'server' }),
    () => codec.dissect(bytes('81'), { receiver: 'no role' }),
    () => codec.dissect(bytes('81'), { receiver: 'server', rsv: 8 }),
    () => codec.dissect(bytes('81'), { receiver: 'server', limits: { maxFrame: -1 } }),
    () => codec.header([0x81, 0]),
    () => writeFrame(codec, { ...header, opcode: 16 }, bytes('')),
    () => writeFrame(codec, { ...header, rsv: -1 }, bytes('')),
    () => writeFrame(codec, { ...header, form: 8 }, bytes('')),
    () => writeFrame(codec, { ...header, masked: true }, bytes('')),
    () => mask(codec, bytes('00'), bytes('00 00 00')),
    () => mask(codec, bytes('00'), KEY, -1),
    () => writeRequest(codec, { host: 'a', target: '/', key: new Uint8Array(15) }),
    () => codec.conn({ role: 'client' }),
    () => codec.conn({ role: 'nobody' }),
    () => codec.conn({ role: 'server', deflate: { serverMaxWindowBits: 7 } }),
    () => dissectInflated(codec, bytes('81'), { receiver: 'server', deflate: { clientMaxWindowBits: 16 } }),
    () => codec.conn({ role: 'client', keys: () => new Uint8Array(3) }).ping(),
  ]) assert.throws(f, (e) => e instanceof CodecError && e.message.length > 10, String(f));
  const conn = codec.conn({ role: 'server' });
  assert.throws(() => conn.send(8, bytes('')), CodecError);
  assert.throws(() => conn.close(70000), CodecError);
  assert.throws(() => conn.close(1005, 'x'), CodecError);
  assert.throws(() => conn.close(1006), refused('close.code.not-sendable'));
  assert.throws(() => conn.ping(new Uint8Array(126)), refused('frame.control.too-long'));
  conn.free();
  for (const f of [() => conn.receive(bytes('')), () => conn.output(), () => conn.state, () => conn.eof()]) {
    assert.throws(f, wrong(/freed/));
  }
});

test('a module that is none', async () => {
  const empty = bytes('00 61 73 6d 01 00 00 00');
  await assert.rejects(load({ module: text('nonsense'), Go }), wrong(/cannot be started/));
  await assert.rejects(load({ module: empty, Go }), wrong(/exports no memory/));
  if (Go) await assert.rejects(load({ module: wasm }), wrong(/wasm_exec/));
  // A module with a memory and nothing else: (module (memory (export "memory") 1))
  const mute = bytes('00 61 73 6d 01 00 00 00 05 03 01 00 01 07 0a 01 06 6d 65 6d 6f 72 79 02 00');
  await assert.rejects(load({ module: mute }), wrong(/has no place/));
});

test('a module that stops says so and is started again', async () => {
  const fresh = await load({ module: wasm, Go });
  const frame = bytes('81 85 37 fa 21 3d 7f 9f 4d 51 58');
  const before = lines(fresh.dissect(frame, { receiver: 'server' }));
  const conn = fresh.conn({ role: 'server' });
  const { exports, starts } = fresh.module;
  fresh.module.exports = { ...exports, dissect: () => { throw new WebAssembly.RuntimeError('unreachable'); } };
  assert.throws(() => fresh.dissect(frame, { receiver: 'server' }), wrong(/stopped in dissect \(unreachable\) and was started again/));
  assert.equal(fresh.module.starts, starts + 1);
  assert.deepEqual(lines(fresh.dissect(frame, { receiver: 'server' })), before);
  for (const use of [() => conn.receive(frame), () => conn.output(), () => conn.state]) assert.throws(use, wrong(/started again/));
  conn.free();
  const next = fresh.conn({ role: 'server' });
  assert.equal(next.receive(frame)[0].kind, 'message');
});

test('memory stays bounded: a message of 16 MiB again and again', () => {
  const big = new Uint8Array(16 << 20).fill(0x61);
  const stream = writeFrame(codec, { fin: true, rsv: 0, opcode: 2, masked: true, form: 0, key: KEY }, big);
  grows(4, 8, 64 << 20, () => {
    const server = codec.conn({ role: 'server' });
    assert.equal(server.receive(stream)[0].data.length, big.length);
    server.free();
  });
});

test('memory stays bounded: 1,000 dissections of 64 KiB', () => {
  const stream = writeFrame(codec, { fin: true, rsv: 0, opcode: 1, masked: true, form: 0, key: KEY }, new Uint8Array(1 << 16).fill(0x61));
  const zeros = compress(codec, new Uint8Array(1 << 16));
  grows(50, 1000, 8 << 20, () => {
    codec.dissect(stream, { receiver: 'server' });
    dissectDeflate(codec, zeros, 0);
  });
});

test('memory stays bounded: an hour of a conversation, ten messages a second, with context takeover', () => {
  const client = codec.conn({ role: 'client', keys: () => KEY, deflate: {} });
  const server = codec.conn({ role: 'server', deflate: {} });
  let n = 0;
  grows(500, 36000, 8 << 20, () => {
    client.send(1, text(`{"event":${n++},"text":"${'안녕 '.repeat(n % 40)}"}`));
    for (const e of server.receive(client.output())) server.send(e.opcode, e.data);
    assert.equal(client.receive(server.output()).length, 1);
  });
  for (const c of [client, server]) c.free();
});

/**
 * Check that the module's memory stays within a bound of what it was after some turns.
 * @param {number} first turns until it has what it needs
 * @param {number} turns after that
 * @param {number} bound in bytes
 * @param {() => void} act
 */
function grows(first, turns, bound, act) {
  for (let i = 0; i < first; i++) act();
  const before = codec.module.memory.buffer.byteLength;
  for (let i = 0; i < turns; i++) act();
  const grown = codec.module.memory.buffer.byteLength - before;
  assert.ok(grown <= bound, `${grown} bytes more than ${before}`);
}

test('the module from a host, whatever type it gives', async (t) => {
  const server = createServer((request, response) => {
    if (request.url === '/none') response.writeHead(404).end();
    else {
      const type = decodeURIComponent(request.url.slice(1));
      response.writeHead(200, type ? { 'Content-Type': type } : {}).end(wasm);
    }
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  t.after(() => server.close());
  const base = `http://127.0.0.1:${server.address().port}/`;
  const streaming = t.mock.method(WebAssembly, 'compileStreaming');
  for (const [type, streams] of [['application/wasm', 1], ['application/octet-stream', 0], ['application/wasm; charset=utf-8', 0], ['', 0]]) {
    streaming.mock.resetCalls();
    const fetched = await load({ module: new URL(encodeURIComponent(type), base), Go });
    assert.equal(fetched.header(bytes('81 00')).size, 2);
    assert.equal(streaming.mock.callCount(), streams, type);
  }
  await assert.rejects(load({ module: `${base}none`, Go }), wrong(/status 404/));
  await assert.rejects(load({ module: 'http://127.0.0.1:1/', Go }), wrong(/cannot be/));
});

test('the module that hosts ship is at most 100 KB after brotli', (t) => {
  const { length } = brotliCompressSync(wasm, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: wasm.length } });
  t.diagnostic(`${length} bytes`);
  if (!Go) assert.ok(length <= 100_000, `${length} bytes`);
});

test('an answer is marked with its place', () => {
  // {"kind": "accept", "given": "dGhlIHNhbXBsZSBub25jZQ=="} as lessons/mark writes it.
  const record = new Uint8Array([
    1, 6, 0, 0, 0, 0, 0, 0, 24, 0, 0, 0, ...text('dGhlIHNhbXBsZSBub25jZQ=='), 0, 0, 0, 0,
    1, 0, 13, ...new Array(33).fill(0), ...new Array(23).fill(0),
  ]);
  const right = mark(codec, record, text('s3pPLMBiTxaQ9kYGzzhZRbK+xOo='));
  assert.deepEqual([right.pass, right.finding, right.place.kind], [true, '', 'none']);
  assert.equal(mark(codec, record, text('BXhwxM0SZasKmCD9S4BfpPmCnEw=')).finding, 'accept.key-decoded');
  const slip = mark(codec, record, text('s3pPLMBiTxaQ9kYGzzhZRbK+xOQ='));
  assert.deepEqual([slip.finding, slip.place], ['accept.unknown', { kind: 'bits', start: 26 * 8, bits: 8, line: 0, item: '' }]);
  assert.equal(mark(codec, new Uint8Array(3), text('42')).finding, 'unreadable');
});
