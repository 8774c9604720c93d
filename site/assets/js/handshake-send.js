// "Send it": with a local server the request goes over a real TCP connection, byte for
// byte, else to the server inside this page. A page cannot make its browser write it.
import { concat, random } from './bytes.js';
import { firstLine, readHead, valueOf } from './handshake-head.js';
import { escape } from './html.js';
import { play } from './raw.js';
import { framesHTML } from './stream.js';
import { view } from './view.js';
import { t } from './words.js';

/** @typedef {import('./codec.js').Codec} Codec */

/** @typedef {import('./codec.js').Deflate} Deflate */
/** @typedef {{status: number, bytes: Uint8Array, size: number, deflate: Deflate | null}} Response as the page computes it; size is that of the request's head */

/** How long a client waits before it sends a frame, in milliseconds: the 101 has come by then. */
const AFTER_101 = 150;

/**
 * Send over the local server. Where a 101 is to come, a greeting and a Close follow it.
 * @param {Codec} codec
 * @param {Uint8Array} request
 * @param {Response} answer
 * @returns {Promise<string>} what happened, as HTML
 */
export async function playedHTML(codec, request, answer) {
  const early = request.subarray(answer.size);
  /** @type {import('./raw.js').Piece[]} */
  const pieces = [{ bytes: request }];
  const greets = answer.status === 101 && !early.length;
  if (greets) {
    pieces.push({ bytes: fromClient(codec, null, (c) => c.send(1, new TextEncoder().encode('Hello'))), pauseMs: AFTER_101 });
    pieces.push({ bytes: fromClient(codec, null, (c) => c.close(1000)), pauseMs: AFTER_101 });
  }
  const { came, how } = await play(pieces);
  const said = [t('hs.sent.request', { n: answer.size || request.length })];
  let more = '';
  const head = readHead(codec, 'response', came, codec.dissectResponse(came, request));
  const status = firstLine(head);
  if (!came.length) said.push(t('hs.sent.waiting'));
  else if (/^HTTP\/1\.1 101 /.test(status)) {
    said.push(t('hs.sent.response', { n: head.size, status }));
    const bytes = greets ? concat(...pieces.slice(1).map((p) => p.bytes)) : early;
    said.push(t(greets ? 'hs.sent.hello.close' : 'hs.sent.early', { n: bytes.length }));
    const deflate = valueOf(head, 'sec-websocket-extensions') ? answer.deflate : null;
    more = bothWays(codec, bytes, came.subarray(head.size), deflate);
  } else {
    said.push(t('hs.sent.response', { n: came.length, status }), t('hs.sent.over'));
    const body = new TextDecoder().decode(came.subarray(head.size)).trim();
    if (body) more = `<blockquote>${escape(body)}</blockquote>`;
  }
  if (how === 'reset') said.push(t('hs.sent.reset'));
  return `<p class="note">${escape(t('hs.sent.where.real'))}</p>${list(said)}${more}`;
}

/**
 * Send to the server inside this page.
 * @param {Codec} codec
 * @param {Uint8Array} request
 * @param {Response} answer
 * @returns {string} what happened, as HTML
 */
export function sentHTML(codec, request, answer) {
  const said = [t('hs.sent.request', { n: answer.size || request.length })];
  let frames = '';
  if (answer.status === 0) said.push(t('hs.sent.waiting'));
  else {
    const status = firstLine(readHead(codec, 'response', answer.bytes, codec.dissectResponse(answer.bytes, request)));
    said.push(t('hs.sent.response', { n: answer.bytes.length, status }));
    if (answer.status !== 101) said.push(t('hs.sent.over'));
    else frames = talk(codec, request.subarray(answer.size), answer.deflate, said);
  }
  return `<p class="note">${escape(t('hs.sent.where'))}</p>${list(said)}${frames}`;
}

/** @param {string[]} said */
const list = (said) => `<ol class="said">${said.map((s) => `<li>${escape(s)}</li>`).join('')}</ol>`;

/**
 * What a client writes.
 * @param {Codec} codec
 * @param {Deflate | null} deflate
 * @param {(client: import('./codec-conn.js').Conn) => void} write
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
    b.length ? `<h3>${escape(t(key))}</h3>${framesHTML(codec, view(codec, b, receiver, deflate ?? false))}` : '';
  return way('dir.toServer', out, 'server') + way('dir.toClient', back, 'client');
}

/**
 * What is said on the open connection: the bytes behind the head, or a greeting, and the echo.
 * @param {Codec} codec
 * @param {Uint8Array} early
 * @param {import('./codec.js').Deflate | null} deflate what was agreed on
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
    said.push(t(early.length ? 'hs.sent.early' : 'hs.sent.hello', { n: bytes.length }));
    return bothWays(codec, bytes, back, deflate);
  } finally {
    server.free();
  }
}
