// "Send it": to the server inside this page. A browser lets no page write a handshake's
// bytes, so this never leaves it.
import { concat, random } from './bytes.js';
import { firstLine, readHead } from './handshake-head.js';
import { escape } from './html.js';
import { framesHTML } from './stream.js';
import { view } from './view.js';
import { t } from './words.js';

/** @typedef {import('./codec.js').Codec} Codec */

/**
 * @param {Codec} codec
 * @param {Uint8Array} request
 * @param {{status: number, bytes: Uint8Array, size: number, deflate: import('./codec.js').Deflate | null}} answer
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
  return `<p class="note">${escape(t('hs.sent.where'))}</p><ol class="said">${said.map((s) => `<li>${escape(s)}</li>`).join('')}</ol>${frames}`;
}

/**
 * What is said on the open connection: the bytes behind the head, or a greeting, and the echo.
 * @param {Codec} codec
 * @param {Uint8Array} early
 * @param {import('./codec.js').Deflate | null} deflate what was agreed on
 * @param {string[]} said
 */
function talk(codec, early, deflate, said) {
  let bytes = early;
  if (!early.length) {
    const client = codec.conn({ role: 'client', keys: () => random(4), deflate });
    client.send(1, new TextEncoder().encode('Hello'));
    bytes = concat(client.output());
    client.free();
  }
  const server = codec.conn({ role: 'server', deflate });
  try {
    for (const event of server.receive(bytes)) {
      if (event.kind === 'message') server.send(event.opcode, event.data);
    }
    const back = server.output();
    said.push(t(early.length ? 'hs.sent.early' : 'hs.sent.hello', { n: bytes.length }));
    const way = (/** @type {string} */ key, /** @type {Uint8Array} */ b, /** @type {'client' | 'server'} */ receiver) =>
      b.length ? `<h3>${escape(t(key))}</h3>${framesHTML(codec, view(codec, b, receiver, deflate ?? false))}` : '';
    return way('dir.toServer', bytes, 'server') + way('dir.toClient', back, 'client');
  } finally {
    server.free();
  }
}
