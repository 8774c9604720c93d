// What the handshake bench's buttons and menus do.
import { concat, equal } from '../../base/bytes.js';
import { copy } from '../../element/copy.js';
import { FORMS, placeOf } from '../../head/export.js';
import { endsLine, readHead, roomAt, valueOf } from '../../head/head.js';
import { HandshakePaste } from './paste.js';
import { offers } from '../../head/read.js';
import { answerTo } from '../../head/server.js';
import { format } from './link.js';
import { brokenRequest, brokenResponse } from './presets.js';
import { playedHTML, sentHTML } from './send.js';
import { drawTabs } from './tabs.js';
import { encode } from '../../head/text.js';
import { html } from '../../base/html.js';
import { morph } from '../../element/morph.js';
import { announce, notice } from '../../element/say.js';
import { plays } from '../../wire/raw.js';
import { wayFailed } from '../../wire/ways.js';
import { t } from '../../base/words.js';

/** @typedef {import('../../head/head.js').Side} Side */
/** @typedef {import('./link.js').State} State */

const CRLF = new Uint8Array([13, 10]);

/** What stands on a button or in a menu, done. */
export class HandshakeActs extends HandshakePaste {
  /** What was sent last, and what came of it. @type {{request: Uint8Array, told: import('../../base/html.js').HTML} | null} */
  sent = null;
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
        if (this.edited()) this.load({ response: null, kept: this.#own() });
        break;
      case 'edited':
        if (!this.edited()) this.load({ response: this.store.state.kept ?? this.head('response').bytes, kept: null });
        break;
      case 'example':
        this.load({ request: this.example, response: null, kept: this.#own() });
        break;
      case 'clear':
        this.load({ request: new Uint8Array(), response: null, kept: this.#own() });
        this.caret('request', 0);
        announce(t('hs.cleared'));
        break;
      case 'paste':
        this.openPaste();
        break;
      case 'break-request':
        this.load({ request: brokenRequest(preset, this.example), response: null, kept: this.#own() });
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

  /** Someone's own response, if it is not just a copy of the computed one. */
  #own() {
    const { response, kept = null } = this.store.state;
    return response && !equal(response, this.reading?.answer.bytes ?? new Uint8Array()) ? response : kept;
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
    drawTabs(this, { request: this.reading?.request, response: this.reading?.response });
  }

  /** @param {string} tab */
  open(tab) {
    this.dataset.tab = tab;
    this.drawTabs();
  }

  /** The lines that can be added, by the field that is missing. */
  offers() {
    return offers(this.codec, this.example, this.head('request'));
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
    const right = this.reading.answer.status === 101;
    const request = right ? this.store.state.request : example;
    const head = readHead(this.codec, 'request', request, this.codec.dissectRequest(request));
    const answer = answerTo(this.codec, head, this.local);
    const key = valueOf(head, 'sec-websocket-key') ?? new Uint8Array();
    this.load({ request, response: brokenResponse(this.codec, preset, answer.bytes, key), kept: null });
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
    const text = field === 'line' ? 'X-Field: value' : (this.offers().get(field) ?? '');
    const before = at === bytes.length && !endsLine(bytes) ? CRLF : new Uint8Array();
    const line = encode(text);
    this.replace(side, at, at, concat(before, line, CRLF));
    this.caret(side, at + before.length + line.length);
  }

  /** @param {string} form */
  #copy(form) {
    const text = form === 'link' ? new URL(format(this.store.state), location.href).href : FORMS[form](this.store.state.request, placeOf(valueOf(this.head('request'), 'host')));
    copy(text, t(`hs.copy.${form}`));
  }

  async #send() {
    const { answer } = this.reading;
    const { request } = this.store.state;
    const aside = this.edited() ? html`<p class="note">${t('hs.sent.aside')}</p>` : '';
    const told = (await plays()) ? await playedHTML(this.codec, this.head('request'), answer) : sentHTML(this.codec, this.head('request'), answer);
    this.sent = { request, told: html`${aside}${told}` };
    this.drawSent();
    const part = this.piece('sent');
    announce(part.innerText);
    part.scrollIntoView({ block: 'nearest' });
  }

  /** What was sent, marked once the request is another. */
  drawSent() {
    const { sent } = this;
    if (!sent) return;
    const stale = !equal(sent.request, this.store.state.request);
    const note = stale ? html`<p class="note stalenote">${t('hs.sent.stale')}</p>` : '';
    morph(this.piece('sent'), html`<h2>${t('hs.sent')}</h2>${note}<div${stale ? html` class="stale"` : ''}>${sent.told}</div>`);
  }
}
