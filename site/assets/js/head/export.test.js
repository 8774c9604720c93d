// Where a terminal sends the request that is copied. Run by `node --test`.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FORMS, placeOf } from './export.js';

const bytes = (/** @type {string} */ s) => new TextEncoder().encode(s);
const page = { hostname: '127.0.0.1', port: '8488', protocol: 'http:' };
const own = { host: '127.0.0.1', port: '8488', tls: false };

test('the Host field names the place', () => {
  assert.deepEqual(placeOf(bytes('127.0.0.1:8488'), page), own);
  assert.deepEqual(placeOf(bytes('localhost:9000'), page), { host: 'localhost', port: '9000', tls: false });
  assert.deepEqual(placeOf(bytes('example.com'), page), { host: 'example.com', port: '80', tls: false });
  assert.deepEqual(placeOf(bytes('[::1]:8080'), page), { host: '::1', port: '8080', tls: false });
});

test("where it names none, the page's own address", () => {
  for (const value of ['', 'a b', '-oProxyCommand=x', 'a;rm -rf /', '$(id)', 'a:b', 'a:', '[x]', "a'b", '\xff', 'a\nb']) {
    assert.deepEqual(placeOf(bytes(value), page), own, value);
  }
  assert.deepEqual(placeOf(null, page), own);
  assert.deepEqual(placeOf(null, { hostname: '[::1]', port: '', protocol: 'https:' }), { host: '::1', port: '443', tls: true });
});

test('over TLS the shell speaks TLS', () => {
  const secure = { hostname: 'localhost', port: '8443', protocol: 'https:' };
  assert.match(FORMS.shell(bytes('GET / HTTP/1.1\r\n\r\n'), placeOf(bytes('localhost:8443'), secure)), /\| openssl s_client -quiet -connect localhost:8443$/);
  assert.match(FORMS.shell(bytes('GET / HTTP/1.1\r\n\r\n'), placeOf(bytes('localhost:80'), secure)), /\| nc localhost 80$/);
  assert.match(FORMS.shell(bytes('GET / HTTP/1.1\r\n\r\n'), placeOf(null, { hostname: '[::1]', port: '', protocol: 'https:' })), /-connect \[::1\]:443$/);
});
