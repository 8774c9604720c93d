// The deflate lab with texts and with compressed bytes by hand. Run by `make test-scripts`.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { deflateRawSync, constants } from 'node:zlib';
import { codec } from '../../../../../tools/scripts/codec.js';
import { equal, fromHex, toHex } from '../../base/bytes.js';
import { dissectInflated } from '../../codec/deflate.js';
import { bitsOf, scene, wire } from './deflatescene.js';
import { formatFields, parseFields } from './fields.js';
import { result, sentence, TABLE } from './deflatesays.js';
import { read, write } from './deflatestate.js';
import { draw } from './deflateview.js';

/** @typedef {import('./deflatestate.js').State} State */

/** @param {Record<string, string>} fields */
function state(fields) {
  const s = read(new Map(Object.entries(fields)));
  if ('problem' in s) throw new Error(s.problem);
  return s;
}

const TEXTS = ['', 'a', 'Hello', 'aaaaaaaaaaaaaaaaaaaaaaaa', 'abcabcabcabcabcab', '프레임 하나, 프레임 둘, 프레임 셋', '{"a":1,"b":[1,2,3],"a":1}', '👨‍👩‍👧👨‍👩‍👧', 'one\ntwo\none\ntwo\n', 'x'.repeat(4000)];

test('the codes of every message make its text, tile its bits, and refer back only as far as they may', () => {
  for (const one of TEXTS) {
    for (const two of TEXTS) {
      for (const takeover of ['', 'off']) {
        for (const lines of ['', 'on']) {
          const now = scene(codec, state({ one, two, takeover, lines }));
          assert.equal(now.rule, null);
          assert.equal(now.messages.length, two ? 2 : 1);
          assert.deepEqual(Buffer.from(now.out).toString(), one + two);
          const checked = dissectInflated(codec, wire(now), { receiver: 'server', deflate: { clientNoContextTakeover: takeover === 'off' } });
          assert.ok(equal(checked.inflated, now.out));
          for (const [i, m] of now.messages.entries()) {
            let bit = 0;
            for (const code of now.codes.filter((c) => c.message === i)) {
              assert.equal(code.start, bit);
              bit += code.bits;
              if (code.back) {
                assert.ok(code.from - code.back >= (takeover ? m.from : 0));
                assert.equal(code.to - code.from, code.value);
              }
            }
            assert.equal(bit, 8 * m.payload.length);
            assert.ok(m.ended);
            assert.equal(m.payload.length, takeover ? now.sizes[i].alone : now.sizes[i].takeover);
          }
        }
      }
    }
  }
});

test('RFC 7692 §7.2.3.2: the second Hello refers to the first, and cannot without context takeover', () => {
  const shared = scene(codec, state({ one: 'Hello', two: 'Hello' }));
  const second = shared.codes.filter((c) => c.message === 1 && c.back);
  assert.equal(second.length, 1);
  assert.equal(second[0].back, 5);
  const alone = scene(codec, state({ one: 'Hello', two: 'Hello', takeover: 'off' }));
  assert.ok(!alone.codes.some((c) => c.message === 1 && c.back));
  assert.deepEqual(alone.sizes, shared.sizes);
  assert.ok(shared.sizes[1].takeover < shared.sizes[1].alone);
});

test('each line is a frame, with a block and 00 00 ff ff, which only the last frame goes without', () => {
  const now = scene(codec, state({ one: 'one two\none two three\none two three four', lines: 'on' }));
  const { frames } = now.messages[0];
  assert.equal(frames.length, 3);
  assert.deepEqual(frames.map((f) => toHex(f.payload).endsWith('0000ffff')), [true, true, false]);
  assert.ok(now.blocks.length >= 6);
  // Across the frames of one message, references need no context takeover.
  const split = scene(codec, state({ one: 'one two\none two three', lines: 'on', takeover: 'off' }));
  assert.ok(split.codes.some((c) => c.back));
});

test('compressed bytes by hand: the place of what is broken, and what they make before it', () => {
  for (const { hex, rule, bit, out } of [
    { hex: 'f248cdc9c90700', rule: null, bit: -1, out: 'Hello' },
    { hex: '07', rule: 'message.deflate.block-type', bit: 0, out: '' },
    { hex: '0005 00fafe', rule: 'message.deflate.stored-length', bit: 8, out: '' },
    { hex: 'f200110000', rule: 'message.deflate.not-here', bit: 11, out: 'H' },
    { hex: 'f248cdc9', rule: 'message.deflate.unfinished', bit: 27, out: 'Hel' },
    { hex: 'f248cdc9c907000000ffff', rule: 'message.deflate.tail', bit: 88, out: 'Hello' },
    { hex: '0300', rule: 'message.deflate.final', bit: 16, out: '' },
    { hex: '', rule: 'message.deflate.empty', bit: 0, out: '' },
    { hex: '1b03', rule: 'message.deflate.symbol', bit: 3, out: '' },
    // A block with its own codes: HLIT 31 says 288 literal and length codes, but there are 286 at most.
    { hex: 'fc0000', rule: 'message.deflate.codes', bit: 3, out: '' },
    // The 4 lengths of codes for lengths are 7, 0, 0 and 0: too few codes, or 1, 1, 1 and 1: too many.
    { hex: '04000e0000', rule: 'message.deflate.codes', bit: 26, out: '' },
    { hex: '0400920400', rule: 'message.deflate.codes', bit: 26, out: '' },
  ]) {
    const now = scene(codec, state({ hex, two: 'never read' }));
    assert.equal(now.rule, rule, hex);
    assert.equal(Buffer.from(now.out).toString(), rule ? out : `${out}never read`, hex);
    const fault = now.codes.find((c) => c.rule);
    assert.equal(fault?.start ?? -1, bit, hex);
    assert.equal(now.messages.length, rule ? 1 : 2);
    assert.equal(now.broken, rule ? 0 : -1);
  }
});

test('compressed bytes that inflate to what is not text break a rule of the text', () => {
  const hex = toHex(deflateRawSync(Uint8Array.of(0x41, 0xff), { finishFlush: constants.Z_SYNC_FLUSH })).replace(/0000ffff$/, '');
  const now = scene(codec, state({ hex }));
  assert.equal(now.rule, 'message.text.not-utf8');
  assert.deepEqual([...now.out], [0x41, 0xff]);
});

test('any bytes can be looked at', () => {
  let seed = 7;
  const random = () => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) >> 8;
  for (let i = 0; i < 500; i++) {
    const hex = toHex(Uint8Array.from({ length: random() % 40 }, () => random() & 255));
    const now = scene(codec, state({ hex, two: 'x' }));
    assert.equal(now.rule !== null, now.messages.length === 1 && now.broken === 0);
  }
  // A bomb is cut, not followed.
  const bomb = toHex(deflateRawSync(new Uint8Array(1 << 20), { finishFlush: constants.Z_SYNC_FLUSH })).replace(/0000ffff$/, '');
  assert.ok(scene(codec, state({ hex: bomb })).out.length <= 1 << 16);
});

test('bits are read from the lowest of each byte: the fixed code of H (RFC 1951 §3.2.6)', () => assert.equal(bitsOf(fromHex('f248'), 3, 8), '01111000'));

test('RFC 1951 §3.2.6, §3.2.7: a literal is spelled out, in the code that its table gives it', async () => {
  const said = (/** @type {Record<string, string>} */ fields, /** @type {number} */ byte) => {
    const now = scene(codec, state(fields));
    const code = now.codes.find((c) => c.kind === 'literal' && c.value === byte);
    return code ? sentence(now, code) : '';
  };
  assert.equal(said({ one: 'Hello' }, 0x48), 'Bits 3 to 10: the literal “H”. This byte is spelled out, not copied. The fixed table gives it the code 01111000.');
  assert.match(said({ one: 'é' }, 0xc3), /a part of “é”\. This byte is spelled out, not copied\. The fixed table gives it the code 111000011\.$/);
  const words = JSON.parse(await readFile(new URL('../../../../words/en.json', import.meta.url), 'utf8'));
  const verse = { one: words['zip.verse.one'] };
  assert.match(said(verse, 0x20), /This block gives it the code \d{4}: 4 bits, not 8\. Frequent bytes get short codes\.$/);
  for (const code of scene(codec, state(verse)).codes.filter((c) => c.kind === 'literal')) assert.doesNotMatch(said(verse, code.value), /fixed|as it is/);
});

test('the first message reaches before everything that was received, whatever was agreed on', () => {
  for (const takeover of ['', 'off']) {
    const now = scene(codec, state({ hex: 'f200110000', takeover }));
    const fault = /** @type {import('./deflatescene.js').Code} */ (now.codes.find((c) => c.rule));
    assert.equal(sentence(now, fault), 'Byte 1, its bit 3: It asks for bytes further back than anything received.');
  }
});

test('RFC 7692 §7.2.1: 00 00 ff ff is dashed where it is not sent, and what is wrong where it is', () => {
  const drawn = (/** @type {Record<string, string>} */ fields) => String(draw(codec, state(fields), 'x'));
  const sent = drawn({ hex: 'f248cdc9c907000000ffff', at: '13' });
  assert.ok(!sent.includes('ztail') && !sent.includes('zghost') && !sent.includes('The dashed'));
  assert.equal(sent.match(/zcol on bad/g)?.length, 4, 'on the wire');
  assert.equal(sent.match(/<i class="b[01] on">/g)?.length, 32, 'bit by bit');
  const removed = drawn({ one: 'Hello' });
  assert.ok(removed.includes('ztail') && removed.includes('The dashed 00 00 ff ff are not sent.'));
});

test('a copy that overlaps itself, a long quotation, and an empty message', () => {
  const last = (/** @type {Record<string, string>} */ fields) => {
    const now = scene(codec, state(fields));
    return sentence(now, /** @type {import('./deflatescene.js').Code} */ (now.codes.findLast((c) => c.back)));
  };
  assert.match(last({ one: 'a'.repeat(50) }), /from 1 byte back, “a{48}…”\. .* The copy overlaps itself: each copied byte can be copied again\.$/);
  assert.doesNotMatch(last({ one: 'Hello', two: 'Hello' }), /overlaps/);
  for (const one of ['a', '\n', '한', '🙂', '\0', 'ab\n']) assert.doesNotMatch(last({ one: one.repeat(300) }), /…\.(?!$| )|\.\.|…”… /);
  assert.ok(!/ …\./.test(last({ one: '\n'.repeat(300) })), last({ one: '\n'.repeat(300) }));
  for (const fields of [{ one: '' }, { hex: '00' }]) {
    const s = state(fields);
    assert.equal(result(scene(codec, s), s, codec), 'The message is empty. Compressed, it would be 1 byte, so a sender would leave it as it is.');
  }
});

test('the lengths of a block’s codes are one button until one of them is looked at', async () => {
  const words = JSON.parse(await readFile(new URL('../../../../words/en.json', import.meta.url), 'utf8'));
  const one = words['zip.verse.one'];
  const { codes } = scene(codec, state({ one }));
  const lengths = codes.filter((c) => TABLE.includes(c.kind));
  const drawn = (/** @type {number} */ at) => String(draw(codec, state({ one, at: String(at) }), 'x'));
  const shut = drawn(codes.findIndex((c) => c.back));
  assert.ok(shut.includes(`the table: ${lengths.reduce((n, c) => n + c.bits, 0)} bits`));
  assert.equal(shut.match(/class="zcode (?:code|code-length|repeat|zeros)"/g), null);
  const open = drawn(codes.indexOf(lengths[3]));
  assert.ok(!open.includes('the table:'));
  assert.equal(open.match(/class="zcode (?:code|code-length|repeat|zeros)"/g)?.length, lengths.length);
});

test('a stored run of more bytes than the lens has says how many more', async () => {
  const one = JSON.parse(await readFile(new URL('../../../../words/en.json', import.meta.url), 'utf8'))['zip.noise.one'];
  const { codes } = scene(codec, state({ one }));
  const at = codes.findIndex((c) => c.kind === 'stored');
  assert.ok(at > 0 && codes[at].bits > 64);
  assert.ok(String(draw(codec, state({ one, at: String(at) }), 'x')).includes(`… +${codes[at].bits / 8 - 8} more`));
});

test('the lab begins at a reference from the second message into the first', async () => {
  for (const lang of ['en', 'ko']) {
    const words = JSON.parse(await readFile(new URL(`../../../../words/${lang}.json`, import.meta.url), 'utf8'));
    const now = scene(codec, state({ one: words['zip.start.one'], two: words['zip.start.two'], at: words['zip.start.at'] }));
    const code = now.codes[Number(words['zip.start.at'])];
    assert.ok(code.message === 1 && code.back > code.from - now.messages[1].from, lang);
    assert.ok(now.sizes[1].takeover < now.sizes[1].alone / 2);
    // Every kind of block has an example.
    const types = ['start', 'verse', 'noise'].map((name) => scene(codec, state({ one: words[`zip.${name}.one`] })).blocks[0].type);
    assert.deepEqual(types, [1, 2, 0], lang);
  }
});

test('the state stands in the address, and comes back from it', () => {
  for (const fields of [
    { one: 'Hello & = # % 한글 🙂\n/', two: 'x', takeover: 'off', lines: 'on', at: '3' },
    { hex: 'f248cdc9c90700', two: '' },
    { one: '', two: '', at: '1', 'typed-hex': 'f2 4' },
    { one: '', two: '' },
    { one: '', two: 'x' },
    { hex: '', two: '' },
  ]) {
    const s = state(fields);
    const link = formatFields(write(s));
    assert.deepEqual(read(/** @type {Map<string, string>} */ (parseFields(link))), s);
  }
  for (const [name, value] of [['takeover', 'x'], ['lines', '1'], ['at', '-1'], ['hex', 'f'], ['one', 'x'.repeat(4097)], ['three', '']]) {
    assert.ok('problem' in read(new Map([[name, value]])), name);
  }
  assert.equal(state({ one: 'a\ud800b' }).one, 'a\ufffdb');
});
