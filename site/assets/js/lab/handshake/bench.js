// The handshake bench: a request line by line, what a server makes of its key, and the
// response, computed or someone's own and judged as a client judges it.
import { concat, equal, fromHex } from '../../base/bytes.js';
import { t } from '../../base/words.js';
import { button, enable, onAct, press } from '../../element/element.js';
import { keepingFocus } from '../../element/focus.js';
import { menus } from '../../element/menu.js';
import { morph } from '../../element/morph.js';
import { uncovered } from '../../base/cover.js';
import { announce, fail } from '../../element/say.js';
import { scriptAt } from '../../element/script.js';
import { hasTab, onTabKey } from '../../element/tabs.js';
import { stepsHTML } from '../../head/derive.js';
import { hexHTML } from '../../head/hex.js';
import { outcome, outcomeHTML } from '../../head/outcome.js';
import { following, keyLine } from '../../head/read.js';
import { headHTML } from '../../head/rows.js';
import { encode } from '../../head/text.js';
import { addressBar } from '../../state/address.js';
import { restore, written } from '../../state/history.js';
import { keeps, resume } from '../../state/pagestate.js';
import { Store } from '../../state/store.js';
import { undoable } from '../../state/undo.js';
import { plays } from '../../wire/raw.js';
import { Lab } from '../lab.js';
import { actsOf } from './acts.js';
import { lineEditor } from './lines.js';
import { format, parse } from './link.js';
import { localServer } from './local.js';
import { Model, SIDES } from './model.js';
import { pasteAnywhere, pasteDialog } from './paste.js';
import { ours } from './presets.js';
import { lineSelection } from './selection.js';
import { sending } from './sent.js';
import { drawTabs, isNarrow } from './tabs.js';

/** @typedef {import('../../head/head.js').Side} Side */
/** @typedef {import('../../head/derive.js').Steps} Steps */
/** @typedef {import('./link.js').State} State */

/** How long a change stays underlined, in milliseconds. */
const UNDERLINED = 1400;

export class HandshakeBench extends Lab {
  /** @type {Store<State>} */
  // @ts-ignore set once the codec is there, as what follows
  store;
  /** @type {Model} */
  // @ts-ignore
  model;
  /** @type {ReturnType<typeof lineEditor>} */
  // @ts-ignore
  #lines;
  /** @type {ReturnType<typeof sending>} */
  // @ts-ignore
  #sent;
  /** @type {ReturnType<typeof actsOf>} */
  #acts = {};
  /** The page's address, where it holds this lab's state: not inside a lesson. @type {ReturnType<typeof addressBar<State>> | null} */
  #address = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #fading;

  async connectedCallback() {
    // Asked for once at each width: a browser has to style the page to answer.
    new ResizeObserver(() => {
      this.#narrow = isNarrow(this);
      this.#drawTabs();
    }).observe(this);
    this.#narrow = isNarrow(this);
    // A press before the module is there waits for it. Text that is typed before is read then.
    this.addEventListener('click', (e) => {
      const tab = /** @type {HTMLElement} */ (e.target).closest('[role=tab]');
      if (tab instanceof HTMLElement) this.#open(String(tab.dataset.tab));
    });
    onTabKey(this, (tab) => this.#open(tab));
    const begun = this.loaded().then((there) => (there ? this.#begin() : undefined));
    onAct(this, (act, pressed) => begun.then(() => this.#acts[act]?.(pressed)).catch(fail));
    await begun;
    // The build drew what there is to see; a press that waits is answered before it is drawn again.
    queueMicrotask(() => this.model && !this.#drawn && this.#draw());
  }

  #drawn = false;
  #narrow = false;
  /** Whether the first broken line of the next state is looked at. */
  #looks = false;

  linked() {
    return { link: this.hasAttribute('data-address') && location.hash.startsWith('#h'), words: t('module.link.handshake') };
  }

  async #begin() {
    const example = fromHex(this.dataset.example ?? '');
    const request = fromHex(this.dataset.request ?? '');
    // With a local server the example, and a lesson's request to it, name that server.
    const name = (await plays()) ? ours : (/** @type {Uint8Array} */ bytes) => bytes;
    const store = new Store(/** @type {State} */ ({ request: name(request), response: null }));
    this.store = store;
    const model = new Model(this.codec, store, name(example), await localServer(), scriptAt(this.dataset.frames));
    this.model = model;
    const draw = () => this.#draw();
    const load = (/** @type {Partial<State>} */ state) => this.#load(state);
    const take = (/** @type {import('../../head/paste/read.js').Heads} */ heads) => {
      load(model.pasted(heads));
      announce(t('hs.paste.done'));
    };
    const lines = lineEditor(this, model, draw);
    const dialog = /** @type {HTMLDialogElement} */ (this.querySelector('dialog'));
    const reader = /** @type {import('./paste.js').HeadReader} */ (scriptAt(dialog.dataset.script));
    const selection = lineSelection(this, model, lines, reader, take);
    const paste = pasteDialog(dialog, reader, take);
    this.#lines = lines;
    this.#sent = sending(this.piece('sent'), model);
    this.#acts = actsOf({ model, lines, paste, send: this.#sent.send, load, draw });

    const resumed = this.#keep();
    if (this.hasAttribute('data-address')) {
      this.#address = addressBar(() => format(store.state), parse);
      pasteAnywhere(paste);
    }
    const linked = this.#address?.linked();
    const early = [...this.querySelectorAll('textarea.hsline')].some((a) => a instanceof HTMLTextAreaElement && a.value !== a.defaultValue);
    if (early) this.#readEarly();
    else if (linked && resumed) store.change(linked);
    else if (linked) store.state = linked;
    else if (resumed) this.#address?.show();
    this.#address?.listen(load);

    store.addEventListener('change', () => this.#changed());
    this.addEventListener('input', (e) => selection.input(e) || lines.input(e));
    this.addEventListener('keydown', (e) => this.#key(e, selection));
    this.addEventListener('focusin', (e) => lines.focused(e));
    this.addEventListener('focusout', (e) => lines.left(e));
    menus(this);
    model.read();
    if (linked && !early) this.#look();
    else model.chosen = { side: 'request', line: keyLine(model.head('request')) };
    this.setAttribute('live', '');
    // The script for frames comes when the browser has nothing else to do, unless frames wait for it.
    const soon = window.requestIdleCallback ?? setTimeout;
    if (model.unread) this.#frames();
    else soon(() => this.#frames());
  }

  /** Load the script for frames, and draw again what waited for it. */
  #frames() {
    const { frames } = this.model;
    if (!frames.here) frames.load().then(() => this.model.unread && this.#changed()).catch(fail);
  }

  /**
   * The lab's state, and the ways back from it, outlast a reload and a change of language.
   * @returns {boolean} whether it was found as it was left before
   */
  #keep() {
    const model = this.model;
    const { store } = this;
    const name = `handshake-bench ${this.dataset.id}`;
    const resumed = resume(name, ({ tab, raw, ...states }) => {
      if (tab !== undefined && !hasTab(this, tab)) throw new TypeError('a tab');
      restore(store, states, read);
      model.raw = raw === true;
      if (tab !== undefined) this.dataset.tab = tab;
    });
    keeps(name, (room) => {
      if (!store.past.length && !store.future.length && !model.raw && !this.dataset.tab) return undefined;
      return { ...written(store, room, format), tab: this.dataset.tab, raw: model.raw };
    });
    undoable(this, { undo: () => model.step('undo'), redo: () => model.step('redo'), owns: (field) => field.matches('.hsline') });
    return resumed;
  }

  /** Lines that were typed in while the module was on its way. */
  #readEarly() {
    /** @param {Side} side */
    const now = (side) => {
      const areas = /** @type {HTMLTextAreaElement[]} */ ([...this.querySelectorAll(`textarea[data-side=${side}]`)]);
      return concat(...areas.map((a) => encode(`${a.value}\n`)));
    };
    const { store } = this;
    const response = now('response');
    const same = equal(response, fromHex(this.dataset.response ?? ''));
    store.past.push(store.state);
    store.state = { request: now('request'), response: same ? null : response };
  }

  /**
   * A new state, whose first broken line is then looked at.
   * @param {Partial<State>} state
   */
  #load(state) {
    this.model.drafts = {};
    this.#looks = true;
    this.store.change(state);
  }

  #look() {
    const at = this.model.broken();
    if (at) this.#open(at.side);
    this.model.chosen = at;
  }

  #changed() {
    const model = this.model;
    const before = model.steps;
    model.read();
    if (model.unread) this.#frames();
    if (this.#looks) this.#look();
    this.#looks = false;
    this.#draw(before);
    if (JSON.stringify(before) !== JSON.stringify(model.steps)) {
      clearTimeout(this.#fading);
      this.#fading = setTimeout(() => this.#draw(), UNDERLINED);
    }
    announce(uncovered(outcome(this.#handshake()).text));
    this.#address?.show();
  }

  #handshake() {
    const { codec, edited, reading } = this.model;
    return { ...reading, codec, edited, after: reading.frames[edited ? 'response' : 'request'] ?? null };
  }

  /** @param {string} tab */
  #open(tab) {
    this.dataset.tab = tab;
    this.#drawTabs();
  }

  #drawTabs() {
    const { reading } = this.model ?? {};
    drawTabs(this, this.#narrow, { request: reading?.request, response: reading?.response });
  }

  /** @param {Steps | null} [before] the steps before a change */
  #draw(before = this.model.steps) {
    this.#drawn = true;
    keepingFocus(this, () => this.#drawAll(before));
  }

  /** @param {Steps | null} before */
  #drawAll(before) {
    const model = this.model;
    for (const side of SIDES) this.#drawSide(side);
    morph(this.piece('steps'), stepsHTML(model.steps, before));
    const handshake = this.#handshake();
    morph(this.piece('outcome'), outcomeHTML(outcome(handshake), handshake));
    this.#sent.draw();
    press(this.querySelectorAll('[data-act=computed], [data-act=edited]'), (b) => (b.dataset.act === 'edited') === model.edited);
    button(this, 'raw')?.setAttribute('aria-pressed', String(model.raw));
    enable(this, 'undo', model.store.past.length > 0);
    enable(this, 'redo', model.store.future.length > 0);
    this.#drawTabs();
  }

  /** @param {Side} side */
  #drawSide(side) {
    const model = this.model;
    const { codec, raw, reading } = model;
    const id = this.dataset.id ?? '';
    const head = model.head(side);
    const chosen = model.chosen?.side === side ? model.chosen.line : null;
    const drawing = { codec, id, chosen, raw, keys: model.keys[side].all, mistake: reading.mistake, offers: model.offers(), after: following(reading, side) };
    morph(this.piece(side), headHTML(head, drawing, reading.answer.elsewhere));
    const after = reading.frames[side];
    morph(this.piece(`${side}-after`), (after?.view && model.frames.here?.afterHTML(after)) || '');
    this.#lines.settle();
    morph(this.piece(`${side}-hex`), raw ? hexHTML(id, head, model.drafts[side]) : '');
  }

  /**
   * @param {KeyboardEvent} event
   * @param {ReturnType<typeof lineSelection>} selection
   */
  #key(event, selection) {
    const line = event.target;
    if (!(line instanceof HTMLTextAreaElement) || !line.matches('.hsline')) return;
    if (event.ctrlKey || event.metaKey) {
      const all = event.key.toLowerCase() === 'a' && !event.altKey && !event.shiftKey;
      if (all && selection.more(line)) event.preventDefault();
      return;
    }
    if (!event.isComposing && !selection.key(event)) this.#lines.key(event, line);
  }
}

/** @param {unknown} link a state, as it is kept; throws where it is not one */
function read(link) {
  const state = parse(String(link));
  if (!state || 'problem' in state) throw new TypeError('a state');
  return state;
}
