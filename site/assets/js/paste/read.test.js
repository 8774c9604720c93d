// The readers of pasted text: each example of the page's table, each refused text with its place, and random bytes in every
// form that the page copies.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BytesError, CODE, toHex } from '../base/bytes.js';
import { EXAMPLES, REFUSED } from './examples.js';
import { direction } from './frames.js';
import { fileReadings, readings } from './read.js';

/** @param {import('./reading.js').Reading} r */
const shown = (r) => `${r.form} ${toHex(r.bytes)}`;

test('every example gives its bytes, and the other ways to read it', () => {
  const wrong = [];
  for (const { form, text, hex, others = [] } of EXAMPLES) {
    const want = [`${form} ${hex}`, ...others];
    const got = outcome(text);
    if (got.join() !== want.join()) wrong.push({ text, want, got });
  }
  assert.deepEqual(wrong, []);
});

/**
 * Returns how a text is read, or why it is refused.
 * @param {string} text
 */
function outcome(text) {
  try {
    return readings(text).map(shown);
  } catch (error) {
    assert.ok(error instanceof BytesError, `${JSON.stringify(text)}: ${error instanceof Error ? error.stack : error}`);
    return [`${error.kind} at ${error.detail.at}`];
  }
}

test('every example as Windows, a chat or a mail has it gives the same bytes', () => {
  const wrong = [];
  for (const { form, text, hex } of EXAMPLES) {
    for (const other of [text.replace(/\r?\n/g, '\r\n'), `${text}\n\n`, `\n${text}`, `\ufeff${text}`, form === 'chars' ? text : text.replaceAll(' ', '\u00a0')]) {
      const [got] = outcome(other);
      if (!got.endsWith(` ${hex}`)) wrong.push({ other, hex, got });
    }
  }
  assert.deepEqual(wrong, []);
});

test('the characters that became bytes are marked, in order and within the text', () => {
  for (const { text } of EXAMPLES) {
    for (const { form, bytes, spans, messages } of readings(text)) {
      assert.ok(!bytes.length || spans.length > 0, text);
      let last = 0;
      for (let i = 0; i < spans.length; i += 2) {
        assert.ok(spans[i] >= last && spans[i + 1] > spans[i] && spans[i + 1] <= text.length, `${text}: ${spans}`);
        last = spans[i + 1];
      }
      // The marked characters of pairs are the bytes.
      if (!messages && form === 'hex' && /^[\da-f\s]+$/i.test(text) && spans.length === 2 * bytes.length && spans[1] - spans[0] === 2) {
        assert.equal(spans.map((s, i) => (i % 2 ? '' : text.slice(s, spans[i + 1]))).join('').toLowerCase(), toHex(bytes));
      }
    }
  }
});

test('what cannot be explained is refused at its character', () => {
  const wrong = [];
  for (const { text, kind, at } of REFUSED) {
    const got = outcome(text).join();
    if (got !== `${kind} at ${at}`) wrong.push({ text, want: `${kind} at ${at}`, got });
  }
  assert.deepEqual(wrong, []);
});

test('a number beside the bytes is never lost: one that is not theirs refuses the text', () => {
  const wrong = [];
  for (const { text, form, hex } of EXAMPLES) {
    // A command may have any argument.
    if (!hex || /\n|\| /.test(text) || ['link', 'base64', 'percent', 'tcp'].includes(form)) continue;
    for (const other of [`${text} 7f`, `7f ${text}`, `${text} 0x7f`, `${text}\n"\\x7f"`]) {
      let found = [];
      try {
        found = readings(other);
      } catch (error) {
        assert.ok(error instanceof BytesError, `${other}: ${error}`);
      }
      for (const r of found) if (!toHex(r.bytes).includes('7f')) wrong.push(`${JSON.stringify(other)}: ${shown(r)}`);
    }
  }
  assert.deepEqual(wrong, []);
});

test('the direction is that of the mask bits', () => {
  for (const [hex, receiver, frames] of /** @type {[string, string | null, number][]} */ ([
    ['818537fa213d7f9f4d5158', 'server', 1], ['810548656c6c6f', 'client', 1], ['818000000000818000000000', 'server', 2],
    ['8100818000000000', null, 2], ['81', null, 0], ['f185', 'server', 1],
  ])) {
    assert.deepEqual(direction(bytesOf(hex)), { receiver, frames }, hex);
  }
});

test('notes say what bytes are that are no frames', () => {
  for (const [text, key] of [
    ['17 03 03 00 05 68 65 6c 6c 6f', 'tls'], ['47 45 54 20 2f 20 48 54 54 50 2f 31 2e 31', 'http'], ['d4 c3 b2 a1 02 00 04 00', 'pcap'],
  ]) {
    assert.deepEqual(readings(text)[0].notes.map((n) => n.key), [key], text);
  }
});

test('messages keep opcode and payload, each side its own', () => {
  const har = EXAMPLES.find((e) => e.form === 'har');
  assert.ok(har);
  const sides = readings(har.text).map((r) => [r.stream?.from, ...(r.messages ?? []).map((m) => `${m.opcode} ${toHex(m.payload)}`)]);
  assert.deepEqual(sides, [['client', '1 48656c6c6f'], ['server', '2 8105']]);
});

test('a file is text where it is text, and bytes where not', () => {
  assert.deepEqual(fileReadings(new TextEncoder().encode('81 05')), { text: '81 05' });
  assert.deepEqual(fileReadings(new Uint8Array([0xff, 0xfe, 0x38, 0, 0x31, 0])), { text: '81' });
  const binary = fileReadings(bytesOf('810548656c6c6f'));
  assert.ok('readings' in binary);
  assert.deepEqual(binary.readings.map(shown), ['file 810548656c6c6f']);
});

/** @param {string} hex */
const bytesOf = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (p) => parseInt(p, 16));

/** Random numbers that are the same in every run. @param {number} seed */
function randomNumbers(seed) {
  return (/** @type {number} */ below) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
}

test('random bytes come back from every form that the page copies', () => {
  const random = randomNumbers(1);
  for (let i = 0; i < 400; i++) {
    const bytes = Uint8Array.from({ length: random(i % 10 ? 20 : 300) }, () => (i % 3 ? random(256) : 48 + random(10)));
    for (const [form, write] of Object.entries(CODE)) {
      assert.equal(toHex(readings(write(bytes))[0].bytes), toHex(bytes), `${form}: ${write(bytes)}`);
    }
    const link = `http://127.0.0.1:8080/en/labs/frame/#v1/c/${toHex(bytes)}`;
    assert.equal(toHex(readings(link)[0].bytes), toHex(bytes), link);
  }
});

test('random changes of the examples throw nothing but a BytesError, and what is accepted comes back', () => {
  const random = randomNumbers(2);
  const bits = EXAMPLES.flatMap((e) => e.text.match(/\s+|[\w\\]+|[^\w\s]/g) ?? []);
  for (let i = 0; i < 6000; i++) {
    let text = EXAMPLES[random(EXAMPLES.length)].text;
    for (let n = random(4); n >= 0; n--) {
      const at = random(text.length + 1);
      text = text.slice(0, at) + (random(3) ? bits[random(bits.length)] : '') + text.slice(at + random(4));
    }
    let found;
    try {
      found = readings(text);
    } catch (error) {
      assert.ok(error instanceof BytesError, `${JSON.stringify(text)}: ${error instanceof Error ? error.stack : error}`);
      const { at = 1 } = error.detail;
      assert.ok(at >= 1 && at <= Math.max(1, text.length), `${JSON.stringify(text)}: ${error.kind} at ${at}`);
      continue;
    }
    for (const { bytes, messages } of found) {
      // A packet or an HTTP head is offered as such, but its contents come first.
      if (!messages) assert.ok(readings(CODE.go(bytes)).some((r) => toHex(r.bytes) === toHex(bytes)), text);
    }
  }
});

test('brackets, quotes and spaces without end are refused as anything else', () => {
  for (const text of ['['.repeat(5000) + '1' + ']'.repeat(5000), '<<'.repeat(5000), '"'.repeat(5000), `${' '.repeat(200_000)}x`, '(('.repeat(5000), '[1]'.repeat(2000)]) outcome(text);
});
