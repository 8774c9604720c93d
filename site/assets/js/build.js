// The functions with which the site's build draws: Go calls them. They take bytes as Uint8Arrays and
// return HTML (String() gives its text), drawn as the page draws it once the codec's module is there.
// Go lends them what a browser has: see site/pen.go.
import { concat, toHex } from './base/bytes.js';
import { ANSWER, FULL, STRIP } from './frame/cells.js';
import { Codec } from './codec/codec.js';
import { dissectRequest, dissectResponse } from './codec/handshake.js';
import { between } from './frame/between.js';
import { drawerHTML } from './frame/drawer.js';
import { fieldsHTML } from './frame/fields.js';
import { figure as frameFigure, firstByte, opcodeName } from './frame/figure.js';
import { steps, stepsHTML } from './head/derive.js';
import { valueOf } from './head/head.js';
import { outcome, outcomeHTML } from './head/outcome.js';
import { readAfter } from './head/after.js';
import { following, keyLine, offers, readHandshake } from './head/read.js';
import { headHTML } from './head/rows.js';
import { html } from './base/html.js';
import { explained, term } from './base/terms.js';
import { lessonHeadHTML } from './head/lessonhead.js';
import { LINES } from './head/meaning.js';
import { deflate } from './lab/bytes/deflatekind.js';
import { formatFields } from './lab/bytes/fields.js';
import { length } from './lab/bytes/lengthkind.js';
import { masking } from './lab/bytes/maskingkind.js';
import { utf8Lab } from './lab/bytes/utf8kind.js';
import { PICTURES } from './lab/pictures.js';
import { parse as parseHeads } from './lab/handshake/link.js';
import { wireHTML } from './lab/wire/skeleton.js';
import { train } from './lab/wire/train.js';
import { costHTML } from './lab/wire/words.js';
import { parse as parseFrames } from './frame/link.js';
import { framesHTML } from './frame/stream.js';
import { stripHTML } from './frame/strip.js';
import { closeName } from './frame/verdict.js';
import { verdictHTML } from './frame/verdictview.js';
import { view } from './frame/view.js';
import { coloured as colouredFrame } from './frame/wirebytes.js';

export { closeName, firstByte, LINES as lines, opcodeName };

/** @typedef {import('./frame/link.js').Role} Role */

/** The terms that have been marked in this part of a page. */
let seen = new Set();

/**
 * A text with its terms marked.
 * @param {string} text
 * @param {boolean} [fresh] it begins a part of a page, in which each term is marked once
 */
export function explain(text, fresh = true) {
  if (fresh) seen = new Set();
  return explained(text, seen);
}

export { term };

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

/** The labs for bytes, by the names of their pages. */
const BYTE_LABS = { masking, length, deflate, utf8: utf8Lab };

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
    verdict: verdictHTML(codec, v, { reference, folds: true }),
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
 * A lab for bytes in a state, which is its first one where there are no fields.
 * @param {keyof typeof BYTE_LABS} name
 * @param {string} id what ids in it begin with
 * @param {Record<string, string>} fields
 */
export function byteLab(name, id, fields) {
  const kind = /** @type {import('./lab/bytes/bytelab.js').Kind<any>} */ (BYTE_LABS[name]);
  const state = kind.read(new Map(Object.entries(fields)));
  if ('problem' in state) return { ...state, state: '', html: '' };
  return { problem: '', state: formatFields(kind.write(state)), html: String(kind.draw(codec, state, id)) };
}

/**
 * A lab's picture in the list of labs.
 * @param {string} name
 */
export const labPicture = (name) => PICTURES[name]?.() ?? '';

/**
 * The wire with a client's frame on it, and what its message costs.
 * @param {Uint8Array} bytes
 * @param {string} id of its field
 */
export function wire(bytes, id) {
  const drawn = train(codec, bytes);
  return { figure: wireHTML(drawn, id), cost: costHTML(drawn) };
}

/**
 * The handshake bench with a request and the page's own answer to it.
 * @param {string} id what ids in it begin with
 * @param {Uint8Array} example whose lines are offered where one is missing
 * @param {Uint8Array} bytes
 */
export function bench(id, example, bytes) {
  const reading = readHandshake(codec, { request: bytes, response: null }, null, readAfter);
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

/**
 * The rules that the lab at an address shows as broken, each once. The reference's examples are held to this.
 * @param {string} link to the frame builder or the handshake bench
 * @returns {string[]}
 */
export function brokenAt(link) {
  const fragment = link.slice(link.indexOf('#'));
  const rules = link.includes('labs/frame/') ? inFrames(fragment) : inHeads(fragment);
  return [...new Set(rules)].map(String);
}

/** @param {string} fragment */
function inFrames(fragment) {
  const state = parseFrames(fragment);
  if (!state || 'problem' in state) throw new Error(`not a link to frames: ${fragment}`);
  return brokenFrames(view(codec, state.bytes, state.receiver, state.deflate, true));
}

/** @param {string} fragment */
function inHeads(fragment) {
  const state = parseHeads(fragment);
  if (!state || 'problem' in state) throw new Error(`not a link to heads: ${fragment}`);
  const { request, response } = state;
  const spans = [...dissectRequest(codec, request), ...(response ? dissectResponse(codec, response, request) : [])];
  const after = Object.values(readHandshake(codec, state, null, readAfter).frames);
  return [...spans.filter((s) => s.rule).map((s) => s.rule), ...after.flatMap((a) => (a?.view ? brokenFrames(a.view) : []))];
}

/** @param {import('./frame/view.js').View} v */
const brokenFrames = (v) => v.frames.flatMap((f) => f.broken.map((s) => s.rule));
