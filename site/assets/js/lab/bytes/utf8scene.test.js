// The UTF-8 lab with texts and with bytes. Run by `make test-scripts`.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codec, utf8 } from '../../../../../tools/scripts/codec.js';
import { BytesError, toHex } from '../../base/bytes.js';
import { formatFields, parseFields } from './fields.js';
import { sentence } from './utf8says.js';
import { scene } from './utf8scene.js';
import { read, write } from './utf8state.js';
import { encoded, typedBytes } from './utf8bytes.js';
import { draw, EXAMPLES } from './utf8view.js';

/** @param {Record<string, string>} fields */
function state(fields) {
  const s = read(new Map(Object.entries(fields)));
  if ('problem' in s) throw new Error(s.problem);
  return s;
}

test('bytes in the forms in which people write them', () => {
  for (const [typed, hex] of [
    ['', ''],
    ['ed 95 9c', 'ed959c'],
    ['ED959C', 'ed959c'],
    ['0xED, 0x95,0x9C', 'ed959c'],
    ['{0xed, 0x95, 0x9c}', 'ed959c'],
    ['ed:95:9c', 'ed959c'],
    ['ed-95-9c', 'ed959c'],
    ['\\xed\\x95\\x9c', 'ed959c'],
    ['b"\\xed\\x95\\x9c"', 'ed959c'],
    ["'\\355\\225\\234'", 'ed959c'],
    ['"\\ud55c"', 'ed959c'],
    ['"\\u{1F642}"', 'f09f9982'],
    ['"\\ud83d\\ude42"', 'f09f9982'],
    ['%ED%95%9C', 'ed959c'],
    ['a%20b', '612062'],
    ['U+D55C', 'ed959c'],
    ['U+D800 U+10FFFF U+110000', 'eda080f48fbfbff4908080'],
    ['9 a 0', '090a00'],
  ]) assert.equal(toHex(typedBytes(typed)), hex, typed);
  for (const typed of ['ed 9g', 'ed95 9', 'hello', '%ED%9', '\\xe', 'U+FFFFFF', '"\\ud800"', '\\q1', 'ed9']) {
    if (typed === 'ed95 9') assert.equal(toHex(typedBytes(typed)), 'ed9509');
    else assert.throws(() => typedBytes(typed), BytesError, typed);
  }
  for (const n of [0, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x10ffff]) {
    assert.deepEqual(encoded(n), [...utf8(String.fromCodePoint(n))]);
  }
});

test('every step of every example and of any bytes can be drawn, and the sentence agrees with the verdict', () => {
  const all = EXAMPLES.map(({ fields }) => fields);
  let seed = 3;
  const random = () => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) >> 8;
  const lead = [0x41, 0x80, 0xc0, 0xc3, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0xff];
  for (let i = 0; i < 300; i++) {
    const bytes = Array.from({ length: random() % 7 }, () => (random() % 3 ? 0x80 + (random() & 63) : lead[random() % lead.length]));
    all.push({ hex: toHex(Uint8Array.from(bytes)), as: ['', 'frames', 'close'][random() % 3] });
  }
  for (const fields of all) {
    const { steps, fault, rule } = scene(codec, state(fields));
    assert.equal(rule === null, fault === null, JSON.stringify(fields));
    for (let fed = 0; fed <= steps + 1; fed++) {
      const s = state({ ...fields, fed: String(fed) });
      const now = scene(codec, s);
      assert.equal(now.found !== null, fault !== null && fed >= steps);
      assert.ok(sentence(now, s));
      assert.ok(!String(draw(codec, s, 'x')).includes('undefined'));
    }
  }
});

test('a wrong example begins a step before its fault, and no verdict is given before it is read', () => {
  for (const { name, bad, fields } of EXAMPLES) {
    const before = state(fields);
    assert.ok(!scene(codec, before).found, name);
    for (let fed = 0; fed < scene(codec, before).steps; fed++) {
      assert.match(String(draw(codec, state({ ...fields, fed: String(fed) }), 'x')), /So far: possible/, `${name} ${fed}`);
    }
    const end = String(draw(codec, state({ ...fields, fed: String(bad ? before.fed + 1 : before.bytes.length + 1) }), 'x'));
    assert.ok(!end.includes('So far') && end.includes(bad ? '<b aria-hidden="true">✕</b>' : '<b aria-hidden="true">✓</b>'), name);
  }
});

test('RFC 3629 §10: what overlong bytes would spell, and the shorter form that they would hide', () => {
  for (const [hex, fed, words] of [
    ['2e2ec0af', 3, 'c0 would begin a character of two bytes whose number fits into one: it is overlong. c0 af would spell U+002F “/”, which has a one-byte form, 2f.'],
    ['c181', 1, 'c1 81 would spell U+0041 “A”, which has a shorter form, 41.'],
    ['e080af', 2, 'e0 80 af would spell U+002F “/”, which has a shorter form, 2f.'],
    ['e082a9', 2, 'e0 82 a9 would spell U+00A9 “©”, which has a shorter form, c2 a9.'],
    ['f08282ac', 2, 'f0 82 82 ac would spell U+20AC “€”, which has a shorter form, e2 82 ac.'],
    ['c0', 1, 'it is overlong. The receiver'],
    ['c041', 1, 'it is overlong. The receiver'],
  ]) {
    const s = state({ hex: String(hex), fed: String(fed) });
    assert.ok(sentence(scene(codec, s), s).includes(String(words)), `${hex}: ${sentence(scene(codec, s), s)}`);
  }
  // Its first byte announces two bytes with 110; the number is 00000101111, and no byte is awaited.
  const s = state({ hex: '2e2ec0af', fed: '3' });
  const drawn = String(draw(codec, s, 'x'));
  const text = (/** @type {RegExp} */ part) => (part.exec(drawn)?.[1] ?? '').replace(/<[^>]*>/g, '');
  assert.deepEqual([...drawn.matchAll(/<i class="prefix b[01]">([01])<\/i>/g)].map((m) => m[1]).join(''), '11010');
  assert.equal(text(/unumber">(.*?)<\/div>/s), '=00000101111');
  assert.equal(text(/udue">(.*?)<\/p>/s), 'none: reading stopped');
  assert.equal(text(/uresult"[^>]*>(.*?)<\/p>/s), '/ U+002F not allowed');
  // Where no character can begin there is no number.
  assert.ok(!String(draw(codec, state({ hex: '80', fed: '1' }), 'x')).includes('unumber'));
});

test('the first impossible byte is where a decoder of the standard library stops', () => {
  for (let a = 0; a < 256; a++) {
    for (const rest of ['', '80', '8f80', '9f80', 'a080', 'bfbf', '808080', '8f8080', '908080', '41']) {
      const bytes = typedBytes(`${toHex(Uint8Array.of(a))}${rest}`);
      const now = scene(codec, state({ hex: toHex(bytes) }));
      let valid = true;
      try {
        new TextDecoder('utf-8', { fatal: true }).decode(bytes);
      } catch {
        valid = false;
      }
      assert.equal(now.fault === null, valid, toHex(bytes));
    }
  }
});

test('the state stands in the address, and comes back from it', () => {
  for (const fields of [
    { text: 'a & 한 = % # 🙂', fed: '3' }, { hex: 'eda080', as: 'close', fed: '2' }, { text: '한글', as: 'frames', cut: '0' }, { text: '', 'typed-bytes': 'ed 9g' }, { text: '' },
  ]) {
    const s = state(fields);
    assert.deepEqual(read(/** @type {Map<string, string>} */ (parseFields(formatFields(write(s))))), s);
  }
  for (const [name, value] of [['as', 'x'], ['cut', '-1'], ['fed', 'x'], ['hex', 'g'], ['text', 'x'.repeat(257)], ['other', '']]) {
    assert.ok('problem' in read(new Map([[name, value]])), name);
  }
});
