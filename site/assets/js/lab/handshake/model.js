// The state of the handshake bench: a request, the response to it, and the reading of both.
// The bytes are the only truth; the lines, the verdicts and the answer follow from them. No DOM.
import { concat, equal } from '../../base/bytes.js';
import { dissectRequest } from '../../codec/handshake.js';
import { steps } from '../../head/derive.js';
import { readHead, valueOf } from '../../head/head.js';
import { offers, readHandshake } from '../../head/read.js';
import { RowKeys } from '../../head/rowkeys.js';
import { answerTo } from '../../head/server.js';
import { brokenResponse } from './presets.js';

/** @typedef {import('../../head/head.js').Side} Side */
/** @typedef {import('../../head/derive.js').Steps} Steps */
/** @typedef {import('./link.js').State} State */
/** @typedef {import('../../element/script.js').Script<typeof import('../../headframes.js')>} Frames the script that reads the frames after a head */

export const SIDES = /** @type {const} */ (['request', 'response']);

export class Model {
  /** Hexadecimal that was typed and cannot be read yet. @type {Partial<Record<Side, {text: string, error: string}>>} */
  drafts = {};
  /** The line that is looked at. @type {{side: Side, line: number} | null} */
  chosen = null;
  /** Whether line ends are shown, and all bytes in hexadecimal. */
  raw = false;
  /** The heads as they are now. @type {import('../../head/read.js').Reading} */
  // @ts-ignore set by read()
  reading;
  /** From the key to the accept value; null without a key. @type {Steps | null} */
  steps = null;
  keys = { request: new RowKeys(), response: new RowKeys() };

  /**
   * @param {import('../../codec/codec.js').Codec} codec
   * @param {import('../../state/store.js').Store<State>} store
   * @param {Uint8Array} example the request that the bench begins with
   * @param {import('../../head/server.js').Local | null} local the local server, where there is one
   * @param {Frames} frames
   */
  constructor(codec, store, example, local, frames) {
    this.codec = codec;
    this.store = store;
    this.example = example;
    this.local = local;
    this.frames = frames;
  }

  get state() {
    return this.store.state;
  }

  /** Whether the response is someone's own. */
  get edited() {
    return this.state.response !== null;
  }

  /** Read the heads again from the bytes. */
  read() {
    const { request, response } = this.state;
    this.reading = readHandshake(this.codec, { request, response }, this.local, this.frames.here?.readAfter);
    this.steps = steps(this.codec, valueOf(this.reading.request, 'sec-websocket-key'));
    for (const side of SIDES) this.keys[side].follow(this.reading[side]);
  }

  /** Whether frames wait for the script that reads them. */
  get unread() {
    return SIDES.some((side) => this.reading.frames[side]?.view === null);
  }

  /** @param {Side} side */
  head(side) {
    return this.reading[side];
  }

  /** The lines that can be added, by the field that is missing. */
  offers() {
    return offers(this.codec, this.example, this.head('request'));
  }

  /**
   * The first broken line; null where no rule is broken. A computed response does not break any.
   * @returns {{side: Side, line: number} | null} line -1: a line is missing
   */
  broken() {
    const side = SIDES.find((side) => this.head(side).broken && (side === 'request' || this.edited));
    return side ? { side, line: this.head(side).lines.findIndex((l) => l.state === 'broken') } : null;
  }

  /**
   * Make a head other bytes.
   * @param {Side} side
   * @param {Uint8Array} bytes
   * @param {string} [merge] of the store
   */
  write(side, bytes, merge) {
    delete this.drafts[side];
    this.store.change({ [side]: bytes }, merge);
  }

  /** @param {'undo' | 'redo'} way */
  step(way) {
    this.drafts = {};
    this.store[way]();
  }

  /**
   * The state with a request, and the response that the server gives to it. Someone's own response
   * is kept.
   * @param {Uint8Array} request
   */
  asking(request) {
    const { response, kept = null } = this.state;
    // A copy of the computed response is not worth keeping.
    return { request, response: null, kept: response && !equal(response, this.reading.answer.bytes) ? response : kept };
  }

  /**
   * The state with the right response, broken in one way.
   * @param {string} preset
   */
  breakResponse(preset) {
    const request = this.reading.answer.status === 101 ? this.state.request : this.example;
    const head = readHead(this.codec, 'request', request, dissectRequest(this.codec, request));
    const answer = answerTo(this.codec, head, this.local);
    const key = valueOf(head, 'sec-websocket-key') ?? new Uint8Array();
    return { request, response: brokenResponse(this.codec, preset, answer.bytes, key), kept: null };
  }

  /**
   * The state with heads that were pasted. Where only fields were, the first line stays.
   * @param {import('../../head/paste/read.js').Heads} pasted
   */
  pasted({ heads, whole }) {
    const own = (/** @type {Side} */ side) => {
      const head = heads[side];
      if (!head || whole) return head;
      const { bytes, lines } = this.head(side);
      const line = bytes.subarray(0, lines[0].next);
      return line.at(-1) === 10 ? concat(line, head.subarray(head.indexOf(10) + 1)) : head;
    };
    const now = this.state;
    const request = own('request');
    const response = own('response');
    return {
      request: request ?? now.request,
      response: response ?? (request ? null : now.response),
      kept: response ? null : (request && now.response ? now.response : (now.kept ?? null)),
    };
  }
}
