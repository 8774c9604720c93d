// What the handshake bench's buttons and menus do.
import { concat } from './bytes.js';
import { derive } from './codec-accept.js';
import { copy } from './copy.js';
import { FORMS } from './handshake-copy.js';
import { endsLine, readHead, roomAt, valueOf } from './handshake-head.js';
import { HandshakeLines, SPOKEN } from './handshake-lines.js';
import { format } from './handshake-link.js';
import { brokenRequest, brokenResponse } from './handshake-presets.js';
import { playedHTML, sentHTML } from './handshake-send.js';
import { drawTabs } from './handshake-tabs.js';
import { encode } from './handshake-text.js';
import { escape, morph } from './html.js';
import { announce, notice } from './page.js';
import { plays } from './raw.js';
import { wayFailed } from './ways.js';
import { t } from './words.js';

/** @typedef {import('./handshake-head.js').Side} Side */
/** @typedef {import('./handshake-link.js').State} State */

const CRLF = new Uint8Array([13, 10]);

/** @type {Record<string, string>} the name of the field that stands for an absent one */
const FIELD = {
  'missing.host': 'host', 'missing.upgrade': 'upgrade', 'missing.connection': 'connection',
  'missing.key': 'sec-websocket-key', 'missing.version13': 'sec-websocket-version', 'missing.accept': 'sec-websocket-accept',
};

/** What stands on a button or in a menu, done. */
export class HandshakeActs extends HandshakeLines {
  /** The request that the bench begins with. @type {Uint8Array} */
  example = new Uint8Array();

  /**
   * @param {string} act
   * @param {HTMLElement} target
   */
  act(act, target) {
    const side = target.dataset.side === 'response' ? 'response' : 'request';
    const preset = String(target.dataset.preset);
    switch (act) {
      case 'undo':
      case 'redo':
        this.drafts = {};
        if (act === 'undo') this.store.undo();
        else this.store.redo();
        break;
      case 'raw':
        this.showRaw(!this.raw);
        announce(t(this.raw ? 'hs.raw.on' : 'hs.raw.off'));
        break;
      case 'computed':
        if (this.edited()) this.load({ response: null });
        break;
      case 'edited':
        if (!this.edited()) this.load({ response: this.head('response').bytes });
        break;
      case 'example':
        this.load({ request: this.example, response: null });
        break;
      case 'break-request':
        this.load({ request: brokenRequest(preset, this.example), response: null });
        break;
      case 'break-response':
        this.#breakResponse(preset);
        break;
      case 'add':
        this.#add(side, String(target.dataset.field));
        break;
      case 'copy':
        this.#copy(String(target.dataset.form));
        break;
      case 'send':
        this.#send().catch((error) => notice(wayFailed(error)));
        break;
    }
  }

  /**
   * A new state, whose first broken line is then looked at.
   * @param {Partial<State>} state
   */
  load(state) {
    this.drafts = {};
    this.store.change(state);
    this.look(this.firstBroken());
    this.draw();
  }

  drawTabs() {
    drawTabs(this, { request: this.request, response: this.response });
  }

  /** @param {string} tab */
  open(tab) {
    this.dataset.tab = tab;
    this.drawTabs();
  }

  /** The lines that can be added, by the field that is missing. */
  offers() {
    const example = new TextDecoder('latin1').decode(this.example).split('\r\n');
    /** @type {Record<string, string>} */
    const offers = {};
    for (const [missing, name] of Object.entries(FIELD)) {
      offers[missing] = example.find((l) => l.toLowerCase().startsWith(`${name}:`)) ?? '';
    }
    const key = valueOf(this.head('request'), 'sec-websocket-key');
    offers['missing.accept'] = `Sec-WebSocket-Accept: ${key ? derive(this.codec, key).accept : ''}`;
    return offers;
  }

  /** @returns {{side: Side, line: number} | null} */
  firstBroken() {
    for (const side of /** @type {Side[]} */ (['request', 'response'])) {
      const head = this.head(side);
      if (!head.broken || (side === 'response' && !this.edited())) continue;
      const line = head.lines.findIndex((l) => l.state === 'broken');
      this.open(side);
      return line < 0 ? null : { side, line };
    }
    return null;
  }

  /** @param {string} preset */
  #breakResponse(preset) {
    const { example } = this;
    const right = this.answer?.status === 101;
    const request = right ? this.store.state.request : example;
    const answer = this.codec.respond(request, { subprotocols: SPOKEN, deflate: true });
    const head = readHead(this.codec, 'request', request, this.codec.dissectRequest(request));
    const key = valueOf(head, 'sec-websocket-key') ?? new Uint8Array();
    this.load({ request, response: brokenResponse(this.codec, preset, answer.bytes, key) });
  }

  /**
   * Add a line that is missing, or a new one.
   * @param {Side} side
   * @param {string} field
   */
  #add(side, field) {
    const head = this.head(side);
    const { bytes } = head;
    if (field === 'missing.blank') {
      this.replace(side, bytes.length, bytes.length, endsLine(bytes) ? CRLF : concat(CRLF, CRLF));
      return;
    }
    const at = roomAt(head);
    const text = field === 'line' ? 'X-Field: value' : this.offers()[field];
    const before = at === bytes.length && !endsLine(bytes) ? CRLF : new Uint8Array();
    const line = encode(text);
    this.replace(side, at, at, concat(before, line, CRLF));
    this.caret(side, at + before.length + line.length);
  }

  /** @param {string} form */
  #copy(form) {
    const text = form === 'link' ? new URL(format(this.store.state), location.href).href : FORMS[form](this.store.state.request);
    copy(text, t(`hs.copy.${form}`));
  }

  async #send() {
    const part = this.piece('sent');
    const { answer } = this;
    if (!answer) return;
    const { request } = this.store.state;
    const aside = this.edited() ? `<p class="note">${escape(t('hs.sent.aside'))}</p>` : '';
    const html = (await plays()) ? await playedHTML(this.codec, request, answer) : sentHTML(this.codec, request, answer);
    morph(part, `<h2>${escape(t('hs.sent'))}</h2>${aside}${html}`);
    announce(part.innerText);
    part.scrollIntoView({ block: 'nearest' });
  }
}
