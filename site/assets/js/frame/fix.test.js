// The remedies for each rule that a frame can break. Run by `make test-scripts`.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codec, utf8 } from '../../../../tools/scripts/codec.js';
import { concat, fromHex, toHex } from '../base/bytes.js';
import { flip, laid, lay } from './edit.js';
import { remedies } from './fix.js';
import { view } from './view.js';

/** @typedef {import('./link.js').Role} Role */
/** @typedef {{bytes: Uint8Array, receiver: Role, deflate: boolean}} State */

const shown = (/** @type {State} */ s) => view(codec, s.bytes, s.receiver, s.deflate, true);
const state = (/** @type {string | Uint8Array} */ bytes, /** @type {Role} */ receiver = 'client', deflate = false) =>
  ({ bytes: typeof bytes === 'string' ? fromHex(bytes.replaceAll(' ', '')) : bytes, receiver, deflate });
const frame = (/** @type {number} */ first, /** @type {string | Uint8Array} */ payload, masked = false) =>
  lay(codec, { fin: first >= 0x80, rsv: (first >> 4) & 7, opcode: first & 15, masked, form: 0, key: null, payload: typeof payload === 'string' ? utf8(payload) : payload });

/** The first broken rule of a stream, and its frame. @param {State} s */
function broken(s) {
  const v = shown(s);
  const n = v.frames.findIndex((f) => f.broken.length);
  return { v, n, rule: n < 0 ? '' : String(v.frames[n].broken[0].rule) };
}

const offered = (/** @type {State} */ s, /** @type {import('./edit.js').Laid | null} */ before = null) => {
  const { v, n, rule } = broken(s);
  return n < 0 ? [] : remedies(codec, v, n, rule, before).map(({ name, change }) => ({ name, change: /** @returns {State} */ () => ({ ...s, ...change() }) }));
};

const ping = '89';
const HELLO = 'f248cdc9c90700'; // compressed, RFC 7692 §7.2.3.1

/** Streams that break a rule, the names of its remedies, and the bytes after some of them. */
const CASES = [
  { rule: 'frame.control.fragmented', of: state('0900'), want: { fin: '8900' } },
  { rule: 'frame.control.fragmented', of: state('08 02 03e8'), want: { fin: '880203e8' } },
  { rule: 'frame.rsv1.not-negotiated', of: state('c1 05 48656c6c6f'), want: { rsv1: '810548656c6c6f', deflate: '' } },
  { rule: 'frame.rsv1.not-negotiated', of: state(`c1 07 ${HELLO}`), want: { deflate: `c107${HELLO}`, rsv1: '' } },
  { rule: 'frame.rsv1.not-negotiated', of: state(`c1 07 ${HELLO}`, 'server'), want: { deflate: '', rsv1: '' } },
  { rule: 'frame.rsv1.not-negotiated', of: state('f1 05 48656c6c6f'), want: { rsv1: '', deflate: '' } },
  { rule: 'frame.rsv1.not-negotiated', of: state('c9 00'), want: { rsv1: '8900' } },
  { rule: 'frame.rsv1.not-first', of: state('c9 00', 'client', true), want: { rsv1: '8900' } },
  { rule: 'frame.rsv2.not-negotiated', of: state('a1 00'), want: { rsv2: '8100' } },
  { rule: 'frame.rsv3.not-negotiated', of: state('92 00'), want: { rsv3: '8200' } },
  { rule: 'frame.opcode.reserved', of: state('83 01 41'), want: { text: '810141', binary: '820141' } },
  { rule: 'frame.opcode.reserved', of: state('87 01 ff'), want: { binary: '8201ff' } },
  { rule: 'frame.opcode.reserved', of: state('8b 01 41'), want: { ping: '890141', pong: '8a0141' } },
  { rule: 'frame.opcode.reserved', of: state('01 01 41 83 01 42'), want: { continuation: '010141800142' } },
  { rule: 'frame.continuation.orphan', of: state('80 01 41'), want: { text: '810141', binary: '820141' } },
  { rule: 'frame.continuation.orphan', of: state('81 01 41 89 00 80 01 42'), want: { text: '8101418900810142', binary: '8101418900820142', reopen: '0101418900800142' } },
  { rule: 'frame.continuation.orphan', of: state('00 01 ec'), want: { binary: '0201ec' } },
  { rule: 'frame.message.interleaved', of: state('01 01 41 81 01 42'), want: { continuation: '010141800142', end: '810141810142' } },
  { rule: 'frame.message.interleaved', of: state('01 01 41 89 00 82 01 42'), want: { continuation: '0101418900800142', end: '8101418900820142' } },
  { rule: 'frame.mask.missing', of: state('81 05 48656c6c6f', 'server'), want: { mask: '', direction: '810548656c6c6f' } },
  { rule: 'frame.mask.missing', of: state('81 05 4865', 'server'), want: { mask: '', direction: '81054865' } },
  { rule: 'frame.mask.missing', of: state('82 7e 01', 'server'), want: { mask: '82fe01', direction: '827e01' } },
  { rule: 'frame.mask.missing', of: state('81 80 00000000 81 00', 'server'), want: { mask: '' } },
  // The key is there, and only the mask bit is missing; four bytes that form a frame are not a key.
  { rule: 'frame.mask.missing', of: state('81 06 37fa213d db6f a9d6b26f', 'server'), want: { mask: '818637fa213ddb6fa9d6b26f', direction: '810637fa213ddb6fa9d6b26f' } },
  { rule: 'frame.mask.missing', of: state('82 01 41 82 02 4243', 'server'), want: { mask: '', direction: '82014182024243' } },
  { rule: 'frame.mask.forbidden', of: state('81 85 37fa213d 7f9f4d5158'), want: { unmask: '810548656c6c6f', direction: '818537fa213d7f9f4d5158' } },
  { rule: 'frame.mask.forbidden', of: state('81 85 37fa'), want: { unmask: '8105', direction: '818537fa' } },
  { rule: 'frame.mask.forbidden', of: state('81 00 81 81 01020304 40'), want: { unmask: '8100810141' } },
  { rule: 'frame.control.too-long', of: state(frame(0x89, 'x'.repeat(126))), want: { split: `890081${'7e007e'}${'78'.repeat(126)}`, cut: `897d${'78'.repeat(125)}` } },
  { rule: 'frame.control.too-long', of: state(frame(0x8a, new Uint8Array(300).fill(255))), want: { split: `8a00827e012c${'ff'.repeat(300)}`, cut: `8a7d${'ff'.repeat(125)}` } },
  { rule: 'frame.control.too-long', of: state(frame(0x89, '안'.repeat(42))), want: { split: '', cut: `897b${'ec9588'.repeat(41)}` } },
  { rule: 'frame.control.too-long', of: state(frame(0x89, new Uint8Array(126), true), 'server'), want: { split: '', cut: '' } },
  { rule: 'frame.control.too-long', of: state(concat(fromHex('887e007e03e8'), new Uint8Array(124).fill(0x41))), want: { cut: `887d03e8${'41'.repeat(123)}` } },
  { rule: 'frame.control.too-long', of: state(concat(fromHex('887e007e03e8'), utf8('가'.repeat(41)), utf8('a'))), want: { cut: `887d03e8${'eab080'.repeat(41)}` } },
  { rule: 'frame.control.too-long', of: state(`${ping}7e`), want: { cut: `${ping}7d` } },
  { rule: 'frame.control.too-long', of: state(`${ping}7e 0005 48656c6c6f`), want: { length: `${ping}0548656c6c6f` } },
  { rule: 'frame.control.too-long', of: state(concat(fromHex('010141'), frame(0x89, new Uint8Array(126)))), want: { cut: `010141897d${'00'.repeat(125)}` } },
  { rule: 'frame.length.top-bit', of: state('82 7f 8000000000000005 48656c6c6f'), want: { topbit: '827f000000000000000548656c6c6f' } },
  { rule: 'frame.length.top-bit', of: state('82 7f ff'), want: { topbit: '827f7f' } },
  { rule: 'frame.length.not-minimal', of: state('81 7e 0005 48656c6c6f'), want: { length: '810548656c6c6f' } },
  { rule: 'frame.length.not-minimal', of: state('81 fe 0005 37fa213d 7f9f4d5158 8980 01020304', 'server'), want: { length: '818537fa213d7f9f4d5158898001020304' } },
  { rule: 'frame.length.not-minimal', of: state('82 7f 000000000000 01'), want: { length: '827e01' } },
  { rule: 'frame.length.not-minimal', of: state('82 ff 0000000000000005 37fa213d 7f', 'server'), want: { length: '828537fa213d7f' } },
  { rule: 'message.text.not-utf8', of: state(frame(0x81, Uint8Array.of(0x48, 0x69, 0xed, 0xa0, 0x80))), want: { binary: '82054869eda080' } },
  { rule: 'message.text.not-utf8', of: state(frame(0x81, utf8('안녕').subarray(0, 5))), want: { character: '8103ec9588', binary: '8205ec9588eb85' } },
  { rule: 'message.text.not-utf8', of: state('01 03 ec9588 89 00 80 02 ebb5'), want: { character: '0103ec958889008000', binary: '0203ec958889008002ebb5' } },
  { rule: 'message.text.not-utf8', of: state('01 02 ec95 80 00'), want: { binary: '0202ec958000' } },
  { rule: 'message.text.not-utf8', of: state('c1 04 5a03 0000', 'client', true), want: null },
  { rule: 'close.body.one-byte', of: state('88 01 03'), want: { body: '8800' } },
  { rule: 'close.body.one-byte', of: state('88 81 01020304 02', 'server'), want: { body: '888001020304' } },
  { rule: 'close.body.one-byte', of: state('88 01'), want: { body: '8800' } },
  { rule: 'close.code.not-sendable', of: state('88 02 03ed'), want: { nocode: '8800', code: '880203e8' } },
  { rule: 'close.code.not-sendable', of: state('88 05 03ed 627965'), want: { code: '880503e8627965' } },
  { rule: 'close.code.not-sendable', of: state('88 82 01020304 02ec', 'server'), want: { code: '88820102030402ea' } },
  { rule: 'close.code.not-sendable', of: state('88 05 ff'), want: { code: '880503' } },
  { rule: 'close.reason.not-utf8', of: state('88 07 03e8 ec9588 eb85'), want: { reason: '880503e8ec9588' } },
  { rule: 'close.reason.not-utf8', of: state('88 06 03e8 41 ff 42 43'), want: { reason: '880303e841' } },
  { rule: 'close.reason.not-utf8', of: state('88 06 03e8 41 e282 42'), want: { reason: '880303e841' } },
  { rule: 'message.deflate.empty', of: state('c1 00', 'client', true), want: { zero: 'c10100', rsv1: '8100', compress: '' } },
  { rule: 'message.deflate.tail', of: state(`c1 0b ${HELLO} 0000ffff`, 'client', true), want: { tail: `c107${HELLO}`, compress: '' } },
  { rule: 'message.deflate.final', of: state('c1 07 f348cdc9c90700', 'client', true), want: { zero: 'c108f348cdc9c9070000', compress: '' } },
  { rule: 'message.deflate.unfinished', of: state('c1 06 f248cdc9c907', 'client', true), want: { zero: `c107${HELLO}`, compress: '' } },
  { rule: 'message.deflate.block-type', of: state('c1 02 0741', 'client', true), want: { rsv1: '81020741', compress: '' } },
  { rule: 'message.deflate.stored-length', of: state('c2 06 00 0100 0000 41', 'client', true), want: { rsv1: '8206000100000041', compress: '' } },
  { rule: 'message.deflate.codes', of: state('c2 03 f5ce67', 'client', true), want: { rsv1: '8203f5ce67', compress: '' } },
  { rule: 'message.deflate.symbol', of: state('c1 02 1ad7', 'client', true), want: { compress: '' } },
  { rule: 'message.deflate.block-type', of: state('41 02 0741 80 00', 'client', true), want: null },
];

test('the remedies for each rule', () => {
  for (const { rule, of, want } of CASES) {
    const what = `${rule} ${toHex(of.bytes).slice(0, 40)}`;
    assert.equal(broken(of).rule, rule, what);
    const all = offered(of);
    assert.ok(all.length, what);
    if (want) assert.deepEqual(all.map((r) => r.name), Object.keys(want), what);
    for (const { name, change } of all) {
      const after = change();
      const { n, rule: next } = broken(after);
      const was = broken(of).n;
      assert.ok(next !== rule || n > was, `${what}: ${name} leads to ${next}: ${toHex(after.bytes)}`);
      const bytes = /** @type {Record<string, string> | null} */ (want)?.[name];
      if (bytes) assert.equal(toHex(after.bytes), bytes, `${what}: ${name}`);
      legal(after, 6, `${what}: ${name}`);
    }
  }
});

/** The first remedies lead to a stream that breaks no rule. @param {State} s @param {number} most @param {string} what */
function legal(s, most, what) {
  const path = [];
  while (broken(s).rule) {
    const [first] = offered(s);
    assert.ok(first && path.length < most, `${what}: ${path.join(', ')}: ${broken(s).rule} in ${toHex(s.bytes).slice(0, 60)}`);
    path.push(`${broken(s).rule} → ${first.name}`);
    s = first.change();
  }
}

test('a frame of any two first bytes becomes legal', () => {
  const bodies = ['', '03ed', '0005 48656c6c6f', '80 00000000000005 37fa213d ff'];
  for (const body of bodies) {
    for (let b0 = 0; b0 < 256; b0++) {
      for (const length of [1, 5, 126, 127]) {
        for (const bit of [0, 0x80]) {
          const bytes = concat(Uint8Array.of(b0, bit | length), fromHex(body.replaceAll(' ', '')));
          for (const receiver of /** @type {const} */ (['server', 'client'])) for (const deflate of b0 & 0x40 ? [false, true] : [false]) legal({ bytes, receiver, deflate }, 24, 'made up');
        }
      }
    }
  }
});

test('a mask that is there again, and the masking key, come from before the press of a bit', () => {
  const hello = fromHex('818537fa213d7f9f4d5158');
  const before = laid(shown(state(hello, 'server')));
  const off = state(flip(hello, 8), 'server');
  const [mask] = offered(off, before);
  assert.equal(toHex(mask.change().bytes), toHex(hello));
  const plain = fromHex('810548656c6c6f');
  const on = state(flip(plain, 8));
  assert.equal(toHex(offered(on, laid(shown(state(plain))))[0].change().bytes), toHex(plain));
  // Other bytes are not a press of a bit.
  const [fresh] = offered(state('8103414243', 'server'), before);
  assert.equal(fresh.change().bytes.length, 9);
  assert.notEqual(toHex(fresh.change().bytes), toHex(hello));
});

test('each mask has a fresh key', () => {
  const keys = new Set(Array.from({ length: 8 }, () => toHex(offered(state('8100', 'server'))[0].change().bytes)));
  assert.equal(keys.size, 8);
});

test('every rule that fails a frame has remedies or is a limit', () => {
  const tried = new Set(CASES.map((c) => c.rule));
  const left = codec.rules.all.filter((r) => r.closeCode && !tried.has(r.name)).map((r) => r.name);
  assert.deepEqual(left, [
    'frame.too-big', 'message.too-big', 'message.too-many-fragments', // limits, which the builder has not
    'message.deflate.window', 'message.deflate.not-here', // need parameters, which the builder has not
  ]);
});
