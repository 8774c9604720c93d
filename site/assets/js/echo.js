// Lesson 0's lab: one message and everything that it is on the wire. With the local
// server it goes over a real WebSocket, whose handshake and masking key a browser
// does not show to pages; inside the page both sides are the codec's, and all is seen.
import { random, toHex } from './bytes.js';
import { escape } from './html.js';
import { codec as loadCodec } from './module.js';
import { announce, fail } from './page.js';
import { plainEcho } from './server.js';
import { view } from './view.js';
import { t } from './words.js';

/** @typedef {import('./codec.js').Codec} Codec */

/** How long a real server may take, in milliseconds. */
const PATIENCE = 5000;

export class EchoLab extends HTMLElement {
  /** @type {string | null} the real server's address */
  url = null;
  real = false;
  /** @type {import('./codec-conn.js').Conn | null} */
  client = null;
  /** @type {import('./codec-conn.js').Conn | null} */
  server = null;
  /** @type {WebSocket | null} */
  socket = null;
  sent = 0;

  async connectedCallback() {
    const form = /** @type {HTMLFormElement} */ (this.querySelector('form'));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const { value } = /** @type {HTMLInputElement} */ (form.elements.namedItem('message'));
      Promise.all([loadCodec(), this.ready]).then(([codec]) => this.send(codec, value)).catch(fail);
    });
    this.piece('ways').addEventListener('click', (e) => {
      const way = /** @type {HTMLElement} */ (e.target).closest('[data-way]')?.getAttribute('data-way');
      if (way) this.choose(way === 'real');
    });
    this.ready = plainEcho().then((url) => {
      this.url = url;
      this.piece('ways').hidden = url === null;
      this.choose(url !== null);
    });
    await this.ready;
  }

  /** @param {string} name */
  piece(name) {
    return /** @type {HTMLElement} */ (this.querySelector(`[data-part="${name}"]`));
  }

  /** @param {boolean} real */
  choose(real) {
    this.real = real;
    this.end();
    this.piece('timeline').innerHTML = '';
    this.piece('which').textContent = t(real ? 'echo.which.real' : 'echo.which.page', { url: this.url ?? '' });
    for (const b of this.querySelectorAll('[data-way]')) b.setAttribute('aria-pressed', String((b.getAttribute('data-way') === 'real') === real));
  }

  end() {
    this.client?.free();
    this.server?.free();
    this.client = this.server = null;
    this.socket?.close(1000);
    this.socket = null;
    this.sent = 0;
  }

  disconnectedCallback() {
    this.end();
  }

  /**
   * @param {Codec} codec
   * @param {string} text
   */
  async send(codec, text) {
    const payload = new TextEncoder().encode(text);
    try {
      if (this.real) await this.sendReal(codec, text, payload);
      else this.sendInPage(codec, payload);
    } catch (error) {
      this.end();
      const key = error instanceof Error && error.message.startsWith('answer.') ? error.message : 'answer.failed';
      this.add('note', `<p class="complaint">${escape(t(key, { s: PATIENCE / 1000 }))}</p>`);
      announce(t(key, { s: PATIENCE / 1000 }));
      return;
    }
    this.sent++;
    announce(t('echo.said', { n: payload.length }));
  }

  /**
   * @param {string} way
   * @param {string} html
   */
  add(way, html) {
    const item = document.createElement('li');
    item.className = way;
    item.innerHTML = html;
    this.piece('timeline').append(item);
  }

  /**
   * @param {Codec} codec
   * @param {Uint8Array} payload
   */
  sendInPage(codec, payload) {
    if (!this.client || !this.server) {
      const request = codec.request({ host: location.host || 'localhost', target: '/echo', key: random(16) });
      const answer = codec.respond(request);
      this.add('out', head(t('echo.request'), request));
      this.add('in', head(t('echo.response'), answer.bytes));
      this.add('hair', `<p>${escape(t('echo.frames'))}</p>`);
      this.client = codec.conn({ role: 'client', keys: () => random(4) });
      this.server = codec.conn({ role: 'server' });
    }
    this.client.send(1, payload);
    const bytes = this.client.output();
    this.add('out', frame(codec, bytes, 'server'));
    for (const event of this.server.receive(bytes)) if (event.kind === 'message') this.server.send(event.opcode, event.data);
    const back = this.server.output();
    this.client.receive(back);
    this.add('in', frame(codec, back, 'client'));
  }

  /**
   * @param {Codec} codec
   * @param {string} text
   * @param {Uint8Array} payload
   */
  async sendReal(codec, text, payload) {
    let socket = this.socket;
    if (!socket || socket.readyState !== WebSocket.OPEN) {
      socket = await opened(String(this.url));
      this.socket = socket;
      this.sent = 0;
      this.add('out', `<p class="what">${escape(t('echo.request'))}</p><p>${escape(t('echo.real.request', { url: String(this.url) }))}</p>`);
      this.add('in', `<p class="what">${escape(t('echo.response'))}</p><p>${escape(t(socket.extensions ? 'echo.real.response.extensions' : 'echo.real.response', { extensions: socket.extensions }))}</p>`);
      this.add('hair', `<p>${escape(t('echo.frames'))}</p>`);
    }
    const answer = await echoed(socket, text);
    const header = codec.frame({ fin: true, rsv: 0, opcode: 1, masked: true, form: 0, key: new Uint8Array(4) }, payload);
    const size = header.length - payload.length - 4;
    const hidden = `<span class="key">${'·· '.repeat(4).trim()}</span> <span class="payload">${'·· '.repeat(Math.min(payload.length, 16)).trim()}</span>`;
    this.add(
      'out',
      `<p class="what">${escape(t('echo.frame.out', { n: header.length }))}</p><p class="wirebytes"><span class="flags">${toHex(header.subarray(0, 1))}</span> <span class="length">${toHex(header.subarray(1, size), ' ')}</span> ${hidden}${payload.length > 16 ? ' …' : ''}</p>` +
        `<p>${escape(t('echo.real.sent', { n: payload.length, hex: toHex(payload.subarray(0, 24), ' ') + (payload.length > 24 ? ' …' : '') }))}</p>`,
    );
    const back = codec.frame({ fin: true, rsv: 0, opcode: 1, masked: false, form: 0, key: null }, new TextEncoder().encode(answer));
    this.add('in', `${frame(codec, back, 'client')}<p class="note">${escape(t('answer.real.drawn'))}</p>`);
  }
}

/**
 * @param {string} title
 * @param {Uint8Array} bytes
 */
const head = (title, bytes) => `<p class="what">${escape(title)}</p><pre>${escape(new TextDecoder().decode(bytes).trimEnd())}</pre>`;

/**
 * @param {Codec} codec
 * @param {Uint8Array} bytes
 * @param {'client' | 'server'} receiver
 */
function frame(codec, bytes, receiver) {
  const f = view(codec, bytes, receiver).first;
  if (!f) return '';
  const keyAt = f.payloadAt - f.key.length;
  const parts = [
    ['flags', bytes.subarray(0, 1)],
    ['length', bytes.subarray(1, keyAt)],
    ['key', f.key],
    ['payload', f.wire.subarray(0, 24)],
  ];
  const html = parts.map(([hue, part]) => (part.length ? `<span class="${hue}">${toHex(/** @type {Uint8Array} */ (part), ' ')}</span>` : '')).filter(Boolean);
  const title = t(receiver === 'server' ? 'echo.frame.out' : 'echo.frame.in', { n: bytes.length });
  const key = f.masked
    ? `<span class="key">${escape(t('echo.key', { key: toHex(f.key, ' ') }))}</span>`
    : `<span class="key">${escape(t('echo.nokey'))}</span>`;
  const text = new TextDecoder().decode(f.plain ?? f.wire);
  const payload = `<span class="payload">${escape(t('echo.payload', { n: f.wire.length, text: [...text].slice(0, 40).join('') }))}</span>`;
  return `<p class="what">${escape(title)}</p><p class="wirebytes">${html.join(' ')}${f.wire.length > 24 ? ' …' : ''}</p><p class="legend"><span class="flags">${escape(t('echo.flags', { hex: toHex(bytes.subarray(0, 1)) }))}</span> <span class="length">${escape(t('echo.length'))}</span> ${key} ${payload}</p>`;
}

/**
 * @param {string} url
 * @returns {Promise<WebSocket>} rejected with a key of words
 */
const opened = (url) =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    const timer = setTimeout(() => reject(new Error('answer.timeout')), PATIENCE);
    socket.onopen = () => {
      clearTimeout(timer);
      resolve(socket);
    };
    socket.onerror = () => {
      clearTimeout(timer);
      reject(new Error('answer.failed'));
    };
  });

/**
 * @param {WebSocket} socket
 * @param {string} text
 * @returns {Promise<string>} rejected with a key of words
 */
const echoed = (socket, text) =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('answer.timeout')), PATIENCE);
    socket.onmessage = ({ data }) => {
      clearTimeout(timer);
      resolve(String(data));
    };
    socket.onclose = () => {
      clearTimeout(timer);
      reject(new Error('answer.failed'));
    };
    socket.send(text);
  });
