// Sends a request: with a local server over a real TCP connection, byte for byte, else to the server
// inside this page. A page cannot make its browser write such bytes.
import { concat, random } from '../../base/bytes.js';
import { dissectResponse } from '../../codec/handshake.js';
import { failure } from '../../head/after.js';
import { firstLine, readHead, valueOf } from '../../head/head.js';
import { realHTML } from '../../head/real.js';
import { html } from '../../base/html.js';
import { play, plays } from '../../wire/raw.js';
export { wayFailed } from '../../wire/ways.js';
import { framesHTML } from '../../frame/stream.js';
import { view } from '../../frame/view.js';
import { t } from '../../base/words.js';

/** @typedef {import('../../codec/codec.js').Codec} Codec */
/** @typedef {import('../../codec/codec.js').Deflate} Deflate */
/** @typedef {import('../../head/head.js').Head} Head */
/** @typedef {import('../../head/server.js').Answer} Answer */

/** How long a client waits before it sends a frame, in milliseconds: the 101 has come by then. */
const AFTER_101 = 150;

/** The most frames of a direction that are drawn. */
const DRAWN = 40;

/**
 * Send a request, over TCP where a local server does that.
 * @param {Codec} codec
 * @param {Head} head the request's
 * @param {Answer} answer as it was computed
 * @returns {Promise<import('../../base/html.js').HTML>} what happened; rejected as play() is
 */
export const sentHTML = async (codec, head, answer) => ((await plays()) ? playedHTML : answeredHTML)(codec, head, answer);

/**
 * Send over the local server. Where a 101 is expected, a greeting and a Close follow the request.
 * @param {Codec} codec
 * @param {Head} head the request's
 * @param {Answer} answer as it was computed
 * @returns {Promise<import('../../base/html.js').HTML>} what happened
 */
async function playedHTML(codec, head, answer) {
  const request = head.bytes;
  const early = head.whole ? request.subarray(head.size) : new Uint8Array();
  /** @type {import('../../wire/raw.js').Piece[]} */
  const pieces = [{ bytes: request }];
  const greets = answer.status === 101 && !early.length;
  if (greets) {
    pieces.push({ bytes: fromClient(codec, null, (c) => c.send(1, new TextEncoder().encode('Hello'))), pauseMs: AFTER_101 });
    pieces.push({ bytes: fromClient(codec, null, (c) => c.close(1000)), pauseMs: AFTER_101 });
  }
  const { came, how } = await play(pieces);
  const said = [t('hs.sent.request', { n: request.length - early.length })];
  if (!came.length) said.push(t(how === 'timeout' ? 'hs.sent.waiting' : 'hs.sent.over'));
  if (how === 'reset') said.push(t('hs.sent.reset'));
  if (!came.length) return drawn('hs.sent.where.real', said, '');
  const response = readHead(codec, 'response', came, dissectResponse(codec, came, request));
  const status = firstLine(response);
  const open = /^HTTP\/1\.1 101 /.test(status);
  const real = realHTML(open ? came.subarray(0, response.size) : came, answer.bytes);
  said.push(t('hs.sent.response', { n: open ? response.size : came.length, status }), real.text);
  if (!open) {
    said.push(t('hs.sent.over'));
    if (early.length) said.push(t('hs.sent.unread', { n: early.length }));
    return drawn('hs.sent.where.real', said, real.drawn);
  }
  const bytes = greets ? concat(...pieces.slice(1).map((p) => p.bytes)) : early;
  if (bytes.length) said.push(t(greets ? 'hs.sent.hello.close' : 'hs.sent.early', { n: bytes.length }));
  const deflate = valueOf(response, 'sec-websocket-extensions') ? answer.deflate : null;
  said.push(...failed(codec, bytes, deflate));
  return drawn('hs.sent.where.real', said, html`${real.drawn}${bothWays(codec, bytes, came.subarray(response.size), deflate)}`);
}

/**
 * Send to the server inside this page.
 * @param {Codec} codec
 * @param {Head} head the request's
 * @param {Answer} answer
 * @returns {import('../../base/html.js').HTML} what happened
 */
function answeredHTML(codec, head, answer) {
  const request = head.bytes;
  const early = head.whole ? request.subarray(head.size) : new Uint8Array();
  const said = [t('hs.sent.request', { n: request.length - early.length })];
  /** @type {import('../../base/html.js').HTML | ''} */
  let frames = '';
  if (answer.status === 0) said.push(t('hs.sent.waiting'));
  else {
    const status = firstLine(readHead(codec, 'response', answer.bytes, dissectResponse(codec, answer.bytes, request)));
    said.push(t('hs.sent.response', { n: answer.bytes.length, status }));
    if (answer.status === 101) frames = talk(codec, early, answer.deflate, said);
    else {
      said.push(t('hs.sent.over'));
      if (early.length) said.push(t('hs.sent.unread', { n: early.length }));
    }
  }
  return drawn('hs.sent.where', said, frames);
}

/**
 * @param {string} where a key of words: which server it was
 * @param {string[]} said
 * @param {import('../../base/html.js').HTML | ''} more
 */
const drawn = (where, said, more) => html`<p class="note">${t(where)}</p>${list(said)}${more}`;

/**
 * Say that the server fails the connection on these bytes, if it does.
 * @param {Codec} codec
 * @param {Uint8Array} bytes
 * @param {Deflate | null} deflate
 */
function failed(codec, bytes, deflate) {
  const rule = failure(codec, view(codec, bytes, 'server', deflate ?? false));
  return rule ? [t('hs.sent.failed', { code: String(rule.closeCode), rule: t(`rule.${rule.name}`) })] : [];
}

/** @param {string[]} said */
const list = (said) => html`<ol class="said">${said.map((s) => html`<li>${s}</li>`)}</ol>`;

/**
 * The bytes that a client writes.
 * @param {Codec} codec
 * @param {Deflate | null} deflate
 * @param {(client: import('../../codec/conn.js').Conn) => void} write
 */
function fromClient(codec, deflate, write) {
  const client = codec.conn({ role: 'client', keys: () => random(4), deflate });
  try {
    write(client);
    return client.output();
  } finally {
    client.free();
  }
}

/**
 * @param {Codec} codec
 * @param {Uint8Array} out
 * @param {Uint8Array} back
 * @param {Deflate | null} deflate
 */
function bothWays(codec, out, back, deflate) {
  const way = (/** @type {string} */ key, /** @type {Uint8Array} */ b, /** @type {'client' | 'server'} */ receiver) =>
    b.length ? html`<h3>${t(key)}</h3>${framesHTML(codec, view(codec, b, receiver, deflate ?? false), { most: DRAWN })}` : '';
  return html`${way('dir.toServer', out, 'server')}${way('dir.toClient', back, 'client')}`;
}

/**
 * Talk on the open connection: the bytes after the head, or a greeting, and the echo.
 * @param {Codec} codec
 * @param {Uint8Array} early
 * @param {import('../../codec/codec.js').Deflate | null} deflate what was agreed on
 * @param {string[]} said
 */
function talk(codec, early, deflate, said) {
  const bytes = early.length ? early : fromClient(codec, deflate, (c) => c.send(1, new TextEncoder().encode('Hello')));
  const server = codec.conn({ role: 'server', deflate });
  try {
    for (const event of server.receive(bytes)) {
      if (event.kind === 'message') server.send(event.opcode, event.data);
    }
    const back = server.output();
    said.push(t(early.length ? 'hs.sent.early' : 'hs.sent.hello', { n: bytes.length }), ...failed(codec, bytes, deflate));
    return bothWays(codec, bytes, back, deflate);
  } finally {
    server.free();
  }
}
