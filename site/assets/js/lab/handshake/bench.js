// The handshake bench: a request line by line, what a server makes of its key, and the
// answer, computed or someone's own and judged as a client judges it.
import { concat, equal, fromHex } from '../../base/bytes.js';
import { dead } from '../../element/dead.js';
import { keepingFocus } from '../../element/focus.js';
import { afterHTML } from '../../head/after.js';
import { HandshakeActs } from './acts.js';
import { stepsHTML } from '../../head/derive.js';
import { format, parse } from './link.js';
import { outcome, outcomeHTML } from '../../head/outcome.js';
import { hexHTML } from '../../head/hex.js';
import { ours } from './presets.js';
import { following, keyLine } from '../../head/read.js';
import { headHTML } from '../../head/rows.js';
import { localServer } from './local.js';
import { tabAfter } from './tabs.js';
import { encode } from '../../head/text.js';
import { morph } from '../../element/morph.js';
import { closing } from '../../element/menu.js';
import { codec as loadCodec } from '../../codec/loaded.js';
import { announce, fail, notice } from '../../element/say.js';
import { keeps, resume } from '../../state/pagestate.js';
import { plays } from '../../wire/raw.js';
import { Store } from '../../state/store.js';
import { undoable } from '../../state/undo.js';
import { t } from '../../base/words.js';

/** @typedef {import('../../head/head.js').Side} Side */
/** @typedef {import('./link.js').State} State */

/** How long a change stays underlined, in milliseconds. */
const UNDERLINED = 1400;

export class HandshakeBench extends HandshakeActs {
  async connectedCallback() {
    this.example = fromHex(this.dataset.example ?? '');
    const start = fromHex(this.dataset.request ?? '');
    this.store = new Store(/** @type {State} */ ({ request: start, response: null }));
    // What is pressed before the module is there waits for it; what is typed is read then.
    const ready = loadCodec();
    this.addEventListener('click', (e) => {
      const tab = /** @type {HTMLElement} */ (e.target).closest('[role=tab]');
      if (tab instanceof HTMLElement) this.open(String(tab.dataset.tab));
      else ready.then(() => this.clicked(e)).catch(fail);
    });
    try {
      this.codec = await ready;
    } catch (error) {
      dead(this, error, { link: this.#addressed() && location.hash.startsWith('#h'), words: t('module.link.handshake') });
      return;
    }
    if (await plays()) this.#ours();
    const resumed = resume(this.#keptAs(), (value) => this.#resume(value));
    keeps(this.#keptAs(), (room) => this.#kept(room));
    undoable(this, { undo: () => this.act('undo', this), redo: () => this.act('redo', this), owns: (field) => field.matches('.hsline') });
    this.local = await localServer();
    const linked = this.#linked(location.hash);
    const before = [...this.querySelectorAll('textarea.hsline')].some((a) => a instanceof HTMLTextAreaElement && a.value !== a.defaultValue);
    if (before) this.#readEarly();
    else if (linked && resumed) this.store.change(linked);
    else if (linked) this.store.state = linked;
    else if (resumed && this.#addressed()) history.replaceState(null, '', format(this.store.state));
    this.store.addEventListener('change', () => this.changed());
    this.addEventListener('input', (e) => this.input(e));
    this.addEventListener('keydown', (e) => this.key(e));
    this.addEventListener('focusin', (e) => this.focused(e));
    this.addEventListener('focusout', (e) => this.left(e));
    this.listenToPaste();
    if (this.#addressed()) {
      addEventListener('hashchange', () => {
        const next = this.#linked(location.hash);
        if (next) this.load(next);
      });
    }
    this.querySelectorAll('details.menu').forEach((menu) => closing(/** @type {HTMLDetailsElement} */ (menu)));
    new ResizeObserver(() => this.drawTabs()).observe(this);
    this.read();
    this.steps = this.derived();
    this.look(linked && !before ? this.firstBroken() : { side: 'request', line: keyLine(this.head('request')) });
    this.draw();
    this.setAttribute('live', '');
  }

  #keptAs() {
    return `handshake-bench ${this.dataset.id}`;
  }

  /**
   * What is kept with the page, each state as its link says it.
   * @param {number} room characters
   */
  #kept(room) {
    const { past, future, state } = this.store;
    if (!past.length && !future.length && !this.raw && !this.dataset.tab) return undefined;
    let left = room;
    const fitting = (/** @type {State[]} */ states) => {
      const links = states.slice(-200).map(format).reverse();
      return links.filter((link) => (left -= link.length) > 0).reverse();
    };
    return { state: format(state), past: fitting(past), future: fitting(future), tab: this.dataset.tab, raw: this.raw };
  }

  /** @param {any} value what was kept; throws at what cannot be a bench's */
  #resume({ state, past, future, tab, raw }) {
    const read = (/** @type {unknown} */ link) => {
      const one = parse(String(link));
      if (!one || 'problem' in one) throw new TypeError('a state');
      return one;
    };
    const now = { state: read(state), past: past.map(read), future: future.map(read) };
    if (tab !== undefined && !this.querySelector(`[role=tab][data-tab="${CSS.escape(tab)}"]`)) throw new TypeError('a tab');
    Object.assign(this.store, now);
    this.raw = raw === true;
    if (tab !== undefined) this.dataset.tab = tab;
  }

  /** With a local server the example, and a lesson's request to it, name that server. */
  #ours() {
    this.example = ours(this.example);
    this.store.state = { ...this.store.state, request: ours(this.store.state.request) };
  }

  /** Whether the page's address holds this lab's state: not inside a lesson. */
  #addressed() {
    return this.hasAttribute('data-address');
  }

  /**
   * @param {string} hash
   * @returns {State | null} null where it says nothing new; why it cannot be read is said
   */
  #linked(hash) {
    const state = this.#addressed() ? parse(hash) : null;
    if (!state || format(this.store.state) === hash) return null;
    if (!('problem' in state)) return state;
    notice(t('link.bad', { why: state.problem, text: hash.slice(0, 200) }));
    return null;
  }

  /** Lines that were typed in while the module was on its way. */
  #readEarly() {
    /** @param {Side} side */
    const now = (side) => {
      const areas = /** @type {HTMLTextAreaElement[]} */ ([...this.querySelectorAll(`textarea[data-side=${side}]`)]);
      return concat(...areas.map((a) => encode(`${a.value}\n`)));
    };
    const request = now('request');
    const response = now('response');
    const same = equal(response, fromHex(this.dataset.response ?? ''));
    this.store.past.push(this.store.state);
    this.store.state = { request, response: same ? null : response };
  }

  changed() {
    this.read();
    const before = this.steps;
    this.steps = this.derived();
    this.draw(before);
    if (JSON.stringify(before) !== JSON.stringify(this.steps)) {
      clearTimeout(this.fading);
      this.fading = setTimeout(() => this.draw(), UNDERLINED);
    }
    announce(this.#outcome().text);
    if (this.#addressed()) history.replaceState(null, '', format(this.store.state));
  }

  #outcome() {
    return outcome(this.#handshake());
  }

  #handshake() {
    const edited = this.edited();
    return { ...this.reading, codec: this.codec, edited, after: this.reading.frames[edited ? 'response' : 'request'] ?? null };
  }

  /** @param {import('../../head/derive.js').Steps | null} [before] what the steps were before a change */
  draw(before = this.steps) {
    keepingFocus(this, () => this.#draw(before));
  }

  /** @param {import('../../head/derive.js').Steps | null} before */
  #draw(before) {
    for (const side of /** @type {Side[]} */ (['request', 'response'])) this.#drawSide(side);
    morph(this.piece('steps'), stepsHTML(this.steps, before));
    morph(this.piece('outcome'), outcomeHTML(this.#outcome(), this.#handshake()));
    this.drawSent();
    for (const button of this.querySelectorAll('[data-act=computed], [data-act=edited]')) {
      button.setAttribute('aria-pressed', String((button.getAttribute('data-act') === 'edited') === this.edited()));
    }
    this.querySelector('[data-act=raw]')?.setAttribute('aria-pressed', String(this.raw));
    this.#enable('undo', this.store.past.length > 0);
    this.#enable('redo', this.store.future.length > 0);
    this.drawTabs();
  }

  /** @param {Side} side */
  #drawSide(side) {
    const head = this.head(side);
    const chosen = this.chosen?.side === side ? this.chosen.line : null;
    const drawing = {
      codec: this.codec, id: this.dataset.id ?? '', chosen, raw: this.raw, mistake: this.reading.mistake, offers: this.offers(), after: following(this.reading, side),
    };
    morph(this.piece(side), headHTML(head, drawing, this.reading.answer.elsewhere));
    morph(this.piece(`${side}-after`), afterHTML(this.reading.frames[side] ?? null));
    this.settle();
    morph(this.piece(`${side}-hex`), this.raw ? hexHTML(this.dataset.id ?? '', head, this.drafts[side]) : '');
  }

  /**
   * @param {string} act
   * @param {boolean} on
   */
  #enable(act, on) {
    // aria-disabled keeps the focus where it is when the last step is undone.
    this.querySelector(`[data-act=${act}]`)?.setAttribute('aria-disabled', String(!on));
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    if (target.getAttribute('role') === 'tab') {
      const next = tabAfter(target, event.key);
      if (!next) return;
      event.preventDefault();
      this.open(String(next.dataset.tab));
      next.focus();
      return;
    }
    const line = target.matches('.hsline');
    if (event.ctrlKey || event.metaKey) {
      const all = line && event.key.toLowerCase() === 'a' && !event.altKey && !event.shiftKey;
      if (all && target instanceof HTMLTextAreaElement && this.selectMore(target)) event.preventDefault();
      return;
    }
    if (line && target instanceof HTMLTextAreaElement && !event.isComposing) this.lineKey(event, target);
  }

  /** @param {MouseEvent} event */
  clicked(event) {
    const target = /** @type {HTMLElement} */ (event.target).closest('button');
    if (target && this.contains(target) && target.dataset.act) this.act(target.dataset.act, target);
  }
}
