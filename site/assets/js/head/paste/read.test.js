// The texts that people paste as a head, form by form. Run by `node --test`.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HeadTextError } from './error.js';
import { readHeads } from './read.js';

const REQUEST = [
  'GET /chat?room=1 HTTP/1.1', 'Host: localhost:8080', 'Upgrade: websocket', 'Connection: Upgrade',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', 'Sec-WebSocket-Version: 13',
];
const RESPONSE = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo='];
const request = `${REQUEST.join('\r\n')}\r\n\r\n`;
const response = `${RESPONSE.join('\r\n')}\r\n\r\n`;
const fields = REQUEST.slice(1);

/** @param {Uint8Array | undefined} b */
const latin1 = (b) => (b ? Buffer.from(b).toString('latin1') : undefined);

/** @param {string} text */
function read(text) {
  const got = readHeads(text);
  assert.ok(got, text);
  return { form: got.form, whole: got.whole, request: latin1(got.heads.request), response: latin1(got.heads.response) };
}

const marked = (/** @type {string} */ mark, lines = REQUEST) => [...lines, ''].map((l) => `${mark}${l}`).join('\n');
const escaped = request.replaceAll('\r\n', '\\r\\n');
const sharkLines = (/** @type {string[]} */ lines) => [...lines, ''].map((l) => `    ${l}\\r\\n`);

/** @type {[name: string, text: string, form: string][]} */
const SAME = [
  ['as it stands', request, 'plain'],
  ['with LF', REQUEST.join('\n'), 'plain'],
  ['with LF and an empty line', `${REQUEST.join('\n')}\n\n`, 'plain'],
  ['indented', marked('    '), 'plain'],
  ['after remarks', `Request:\n\n${REQUEST.join('\n')}\n`, 'plain'],
  ['a byte order mark', `\ufeff${request}`, 'plain'],
  ['curl -v, the request alone', marked('> '), 'marked'],
  ['quoted in a mail', marked('> > '), 'marked'],
  ['a logger', marked('DEBUG:websockets.client:> '), 'marked'],
  ['timestamps', [...REQUEST, ''].map((l, i) => `2026-11-28 14:0${i}:1${i}.${i}23 ${l}`).join('\n'), 'marked'],
  ['times in brackets', [...REQUEST, ''].map((l, i) => `[14:00:0${i}] ${l}`).join('\n'), 'marked'],
  ['line numbers', REQUEST.map((l, i) => `${i + 1}: ${l}`).join('\n'), 'marked'],
  ['curl --trace-ascii', `=> Send header, 200 bytes (0xc8)\n${REQUEST.map((l, i) => `00${i}0: ${l}`).join('\n')}\n`, 'marked'],
  ['each line in quotes', REQUEST.map((l) => `"${l}"`).join('\n'), 'log'],
  ['each line in quotes with a comma', REQUEST.map((l) => `  '${l}',`).join('\n'), 'log'],
  ['escapes without quotes', escaped, 'string'],
  ['Python', `sock.send(b'${escaped}')`, 'string'],
  ['Python, line by line', `(b"${REQUEST.join('\\r\\n"\n b"')}\\r\\n"\n b"\\r\\n")`, 'string'],
  ['Go', `"${REQUEST.join('\\r\\n" +\n\t"')}\\r\\n" +\n\t"\\r\\n"`, 'string'],
  ['C with \\n', `char head[] = "${request.replaceAll('\r\n', '\\n')}";`, 'string'],
  ['printf', `printf '${escaped}' | nc localhost 8080`, 'string'],
  ['Wireshark', ['Hypertext Transfer Protocol', ...sharkLines(REQUEST).toSpliced(1, 0, '        [Expert Info (Chat/Sequence): GET /chat]', '        Request Method: GET'), '    [Full request URI: http://localhost:8080/chat?room=1]', '    [HTTP request 1/1]'].join('\n'), 'wireshark'],
  ['HTTP/2', [':method: GET', ':authority: localhost:8080', ':scheme: https', ':path: /chat?room=1', ...fields.slice(1)].join('\n'), 'list'],
  ['HTTP/2, RFC 8441', [':method: CONNECT', ':protocol: websocket', ':authority: localhost:8080', ':scheme: https', ':path: /chat?room=1', ...fields.slice(1)].join('\n'), 'list'],
  ['name and value on lines of their own', [':authority', 'localhost:8080', ':path', '/chat?room=1', ...fields.slice(1).flatMap((f) => f.split(': '))].join('\n'), 'list'],
  ['the same with colons', [':authority:', 'localhost:8080', ':path:', '/chat?room=1', ...fields.slice(1).flatMap((f) => [`${f.split(': ')[0]}:`, f.split(': ')[1]])].join('\n'), 'list'],
  ['the tools of a browser', `General\nRequest URL: ws://localhost:8080/chat?room=1\nRequest Method: GET\nRequest Headers\n${fields.join('\n')}`, 'list'],
  ['curl, as a browser copies it', `curl 'ws://localhost:8080/chat?room=1' \\\n${fields.slice(1).map((f) => `  -H '${f}'`).join(' \\\n')}`, 'curl'],
  ['curl with a prompt, long options and --compressed', `$ curl -v --compressed --header="${fields[1]}" ${fields.slice(2).map((f) => `--header "${f}"`).join(' ')} http://localhost:8080/chat?room=1`, 'curl'],
  ['a whole address in the first line', [`GET ws://localhost:8080/chat?room=1 HTTP/1.1`, ...fields].join('\n'), 'list'],
  ['tcpdump -A', `14:00:00.123456 IP localhost.50000 > localhost.8080: Flags [P.], length 200\nE..4..@.@.......P.......GET /chat?room=1 HTTP/1.1\n${fields.join('\n')}\n\n`, 'marked'],
  ['curl for Windows', `curl ^"http://localhost:8080/chat?room=1^" ^\n${fields.slice(1).map((f) => `  -H ^"${f}^"`).join(' ^\n')}`, 'curl'],
];

for (const [name, text, form] of SAME) {
  test(`a request: ${name}`, () => assert.deepEqual(read(text), { form, whole: true, request, response: undefined }));
}

/** @type {[name: string, text: string, form: string][]} */
const LISTS = [
  ['names and values', fields.join('\n'), 'list'],
  ['no space after the colon', fields.map((f) => f.replace(': ', ':')).join('\n'), 'list'],
  ['under a title', `Request Headers\n${fields.join('\r\n')}`, 'list'],
  ['JSON', JSON.stringify(Object.fromEntries(fields.map((f) => f.split(': '))), null, 2), 'object'],
  ['HAR', JSON.stringify({ headers: fields.map((f) => ({ name: f.split(': ')[0], value: f.split(': ')[1] })) }), 'object'],
  ['JavaScript', `const headers = { ${fields.map((f) => `${/-/.test(f.split(':')[0]) ? `'${f.split(': ')[0]}'` : f.split(': ')[0]}: '${f.split(': ')[1]}'`).join(', ')} };`, 'object'],
  ['Python', `headers = {${fields.map((f) => `'${f.split(': ')[0]}': '${f.split(': ')[1]}'`).join(',\n ')}}`, 'object'],
  ['PHP', `array(${fields.map((f) => `'${f.split(': ')[0]}' => '${f.split(': ')[1]}'`).join(', ')})`, 'object'],
  ['pairs', JSON.stringify(fields.map((f) => f.split(': '))), 'object'],
  ['Ruby, without braces', fields.map((f) => `'${f.split(': ')[0]}' => '${f.split(': ')[1]}'`).join(', '), 'object'],
  ['Go', `http.Header{${fields.map((f) => `"${f.split(': ')[0]}": []string{"${f.split(': ')[1]}"}`).join(', ')}}`, 'object'],
];

for (const [name, text, form] of LISTS) {
  test(`fields: ${name}`, () => {
    assert.deepEqual(read(text), { form, whole: false, request: request.replace('/chat?room=1', '/'), response: undefined });
  });
}

/** @type {[name: string, text: string, form: string][]} */
const RESPONSES = [
  ['as it stands', response, 'plain'],
  ['curl -v', marked('< ', RESPONSE), 'marked'],
  ['Python', `b"${response.replaceAll('\r\n', '\\r\\n')}"`, 'string'],
  ['Wireshark', ['Hypertext Transfer Protocol', ...sharkLines(RESPONSE)].join('\n'), 'wireshark'],
  ['the tools of a browser', `Response Headers\nStatus Code: 101 Switching Protocols\n${RESPONSE.slice(1).join('\n')}`, 'list'],
  ['HTTP/2', [':status: 101', ...RESPONSE.slice(1)].join('\n'), 'list'],
];

for (const [name, text, form] of RESPONSES) {
  test(`a response: ${name}`, () => assert.deepEqual(read(text), { form, whole: true, request: undefined, response }));
}

test('both heads', () => {
  const curl = `*   Trying 127.0.0.1:8080...\n* Connected to localhost (127.0.0.1) port 8080\n${marked('> ')}\n* Request completely sent off\n${marked('< ', RESPONSE)}\n{ [7 bytes data]\n* Connection #0 to host localhost left intact`;
  assert.deepEqual(read(curl), { form: 'marked', whole: true, request, response });
  assert.deepEqual(read(`${request}${response}`), { form: 'plain', whole: true, request, response });
  const log = `${marked('DEBUG:websockets.client:> ')}\n${marked('DEBUG:websockets.client:< ', RESPONSE)}`;
  assert.deepEqual(read(log), { form: 'marked', whole: true, request, response });
});

test("what Python's http.client prints", () => {
  const text = `send: b'${escaped}'\nreply: 'HTTP/1.1 101 Switching Protocols\\r\\n'\n${RESPONSE.slice(1).map((l) => `header: ${l}`).join('\n')}`;
  assert.deepEqual(read(text), { form: 'string', whole: true, request, response });
});

test('what is broken stays as it is', () => {
  for (const head of ['POST / HTTP/1.0\r\nHost : a\r\nX\r\n\r\n', 'GET / HTTP/1.1\r\n: x\r\n\r\n', 'GET /chat HTTP/1.1\r\nHost: 안녕\r\n\r\n']) {
    assert.equal(new TextDecoder().decode(readHeads(head)?.heads.request), head);
  }
  assert.equal(read(`${response}\r\nbody\r\nmore`).response, `${response}\r\nbody\r\nmore`);
});

test('bytes that are not text', () => {
  assert.equal(read("b'GET / HTTP/1.1\\r\\nHost: \\xff\\r\\n\\r\\n\\x81\\x80'").request, 'GET / HTTP/1.1\r\nHost: \xff\r\n\r\n\x81\x80');
});

test("a line of a server's log", () => {
  assert.deepEqual(read('127.0.0.1 - - [28/Nov/2026:14:00:00 +0000] "GET /chat HTTP/1.1" 101 0 "-" "Mozilla/5.0"'), {
    form: 'log', whole: true, request: 'GET /chat HTTP/1.1\r\n\r\n', response: undefined,
  });
});

test('names that objects have', () => {
  for (const name of Object.getOwnPropertyNames(Object.prototype)) {
    assert.equal(read(`GET / HTTP/1.1\n${name}: x`).request, `GET / HTTP/1.1\r\n${name}: x\r\n\r\n`);
    assert.equal(read(`Host: a\n${name}: x`).request, `GET / HTTP/1.1\r\nHost: a\r\n${name}: x\r\n\r\n`);
    assert.equal(read(`{"Host": "a", "${name}": "x"}`).request, `GET / HTTP/1.1\r\nHost: a\r\n${name}: x\r\n\r\n`);
    assert.equal(read(`Response Headers\nServer: a\n${name}: x`).response, `HTTP/1.1 101 Switching Protocols\r\nServer: a\r\n${name}: x\r\n\r\n`);
  }
});

/** @type {[text: string, line: number][]} */
const REFUSED = [
  ['81 05 48 65', 1], ['hello', 1], [`Dear all,\nsee this:\n${request}`, 1], [`Host: a\nupgrade websocket`, 2], ['{"type":"subscribe"}', 1],
  [`${marked('> ')}\nthis line\n`, 8], ['-----BEGIN CERTIFICATE-----', 1],
];

test('a text that is no head is refused at its first line that cannot be explained', () => {
  for (const [text, line] of REFUSED) {
    assert.throws(() => readHeads(text), (e) => e instanceof HeadTextError && e.line === line && e.what.length > 0, text);
  }
  assert.equal(readHeads(' \n'), null);
});

test('nothing throws another error, and what was read is read again as itself', () => {
  const seeds = [...SAME, ...LISTS, ...RESPONSES].map(([, text]) => text);
  let state = 6455;
  const random = (/** @type {number} */ n) => (state = (state * 1103515245 + 12345) % 2 ** 31) % n;
  for (let i = 0; i < 4000; i++) {
    let text = seeds[random(seeds.length)];
    for (let k = random(4); k >= 0; k--) {
      const at = random(text.length + 1);
      const piece = ['', '\n', '"', "'", '\\', ': ', '> ', 'HTTP/1.1', '{', '\ud800', '\x00'][random(11)];
      text = text.slice(0, at) + piece + text.slice(at + random(5));
    }
    try {
      const got = readHeads(text);
      for (const head of Object.values(got?.heads ?? {})) assert.ok(head.length >= 4, text);
    } catch (error) {
      if (!(error instanceof HeadTextError)) throw error;
    }
  }
});
