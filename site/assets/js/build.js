// The functions with which the site's build draws: Go calls them. They take bytes as Uint8Arrays and
// return HTML (String() gives its text), drawn as the page draws it once the codec's module is there.
// Go lends them what a browser has: see site/pen.go.
import { concat, toHex } from './base/bytes.js';
import { ANSWER, FULL, STRIP } from './frame/cells.js';
import { Codec } from './codec/codec.js';
import { mask } from './codec/frame.js';
import { between } from './frame/between.js';
import { drawerHTML } from './frame/drawer.js';
import { fieldsHTML } from './frame/fields.js';
import { figure as frameFigure, firstByte, opcodeName } from './frame/figure.js';
import { steps, stepsHTML } from './head/derive.js';
import { valueOf } from './head/head.js';
import { outcome, outcomeHTML } from './head/outcome.js';
import { following, keyLine, offers, readHandshake } from './head/read.js';
import { headHTML } from './head/rows.js';
import { html } from './base/html.js';
import { lessonHeadHTML } from './head/lessonhead.js';
import { LINES } from './head/meaning.js';
import { stepHTML, tableHTML } from './lab/maskingview.js';
import { wireHTML } from './lab/wire/skeleton.js';
import { train } from './lab/wire/train.js';
import { costHTML } from './lab/wire/words.js';
import { framesHTML } from './frame/stream.js';
import { stripHTML } from './frame/strip.js';
import { closeName } from './frame/verdict.js';
import { verdictHTML } from './frame/verdictview.js';
import { view } from './frame/view.js';
import { coloured as colouredFrame } from './frame/wirebytes.js';

export { closeName, firstByte, LINES as lines, opcodeName };

/** @typedef {import('./frame/link.js').Role} Role */

let input = new Uint8Array();

const codec = new Codec({
  starts: 1,
  write(...parts) {
    input = concat(...parts);
    return input.length;
  },
  record: (name, ...args) => /** @type {Uint8Array} */ (lent(name, input, args)),
  number: (name, ...args) => /** @type {number} */ (lent(name, input, args)),
});

const SHAPES = { strip: STRIP, full: FULL, answer: ANSWER };

/**
 * @param {Uint8Array} bytes
 * @param {Role} receiver
 * @param {keyof typeof SHAPES} shape
 */
export const figure = (bytes, receiver, shape) => frameFigure(view(codec, bytes, receiver), SHAPES[shape], { byte: null, bit: 0 });

/**
 * @param {Uint8Array} bytes
 * @param {Role} receiver
 * @param {string} reference the reference's relative address
 */
export const verdict = (bytes, receiver, reference) => verdictHTML(codec, view(codec, bytes, receiver), { reference });

/**
 * The parts of the frame builder with a stream of one frame, whose first byte is chosen.
 * @param {Uint8Array} bytes
 * @param {Role} receiver
 * @param {string} reference the reference's relative address
 */
export function builder(bytes, receiver, reference) {
  const v = view(codec, bytes, receiver);
  const first = { byte: 0, bit: 0 };
  return {
    strip: stripHTML(v, 0, between(codec, v, 1)),
    verdict: verdictHTML(codec, v, { reference }),
    figure: frameFigure(v, FULL, first),
    drawer: drawerHTML(v, first, new Map()),
    fields: fieldsHTML(v, new Map()),
  };
}

/**
 * The bytes of frames with their hues, for a line of text.
 * @param {Uint8Array} bytes
 * @param {Role} receiver
 */
export const coloured = (bytes, receiver) => html`${view(codec, bytes, receiver).frames.map((f, i) => html`${i ? ' ' : ''}${colouredFrame(f, bytes)}`)}`;

/**
 * A lesson's list of frames, each with its bytes and its sentence.
 * @param {Uint8Array} bytes
 * @param {Role} receiver
 */
export const stream = (bytes, receiver) => framesHTML(codec, view(codec, bytes, receiver), { figure: true });

/**
 * @param {'request' | 'response'} side
 * @param {Uint8Array} bytes
 * @param {string[]} lines
 * @param {Uint8Array | null} request
 * @param {string} group
 */
export const lessonHead = (side, bytes, lines, request, group) => lessonHeadHTML(codec, { side, bytes, lines, request }, group);

/**
 * The masking lab's table, and the steps of the first byte.
 * @param {Uint8Array} plain
 * @param {Uint8Array} key
 */
export function masking(plain, key) {
  const wire = mask(codec, plain, key);
  return { table: tableHTML(plain, key, wire, 0), step: stepHTML(plain[0], key, wire[0], 0) };
}

/**
 * The wire with a client's frame on it, and what its message costs.
 * @param {Uint8Array} bytes
 */
export function wire(bytes) {
  const drawn = train(codec, bytes);
  return { figure: wireHTML(drawn), cost: costHTML(drawn) };
}

/**
 * The handshake bench with a request and the page's own answer to it.
 * @param {string} id what ids in it begin with
 * @param {Uint8Array} example whose lines are offered where one is missing
 * @param {Uint8Array} bytes
 */
export function bench(id, example, bytes) {
  const reading = readHandshake(codec, { request: bytes, response: null }, null);
  const { request, response, answer, mistake } = reading;
  const shared = { codec, id, raw: false, mistake, offers: offers(codec, example, request) };
  const rows = (/** @type {import('./head/head.js').Head} */ head, /** @type {number | null} */ chosen) =>
    headHTML(head, { ...shared, chosen, keys: [...head.lines.keys()], after: following(reading, head.side) }, answer.elsewhere);
  const accept = steps(codec, valueOf(request, 'sec-websocket-key'));
  const handshake = { ...reading, codec, edited: false, after: reading.frames.request ?? null };
  return {
    request: rows(request, keyLine(request)),
    response: rows(response, null),
    steps: stepsHTML(accept, accept),
    outcome: outcomeHTML(outcome(handshake), handshake),
    bytes: toHex(answer.bytes),
  };
}
