// An exercise: a task, a control, and a button that checks. Only the codec's module marks an answer;
// this says what it found, and where.
import { fromBase64 } from '../base/bytes.js';
import { dead } from '../element/dead.js';
import { button, onAct, piece } from '../element/element.js';
import { control } from './controls.js';
import { solutionHTML } from './solution.js';
import { html } from '../base/html.js';
import { codec as loadCodec } from '../codec/loaded.js';
import { mark } from '../codec/mark.js';
import { fragment } from '../element/morph.js';
import { announce, fail } from '../element/say.js';
import { keeps, resume } from '../state/pagestate.js';
import { changes, draftOf, keepDraft, note, recordOf, setDraftAside, stateOf } from '../state/progress.js';
import { has, t } from '../base/words.js';

/** @typedef {import('../codec/mark.js').Marked} Marked */
/** @typedef {import('./controls.js').Control} Control */

/** Set up every exercise of the page. */
export function exercises() {
  const sections = document.querySelectorAll('section[data-exercise]');
  for (const section of /** @type {NodeListOf<HTMLElement>} */ (sections)) {
    new Exercise(section);
    loadCodec().catch((error) => dead(section, error));
  }
}

/** Fields of one value, in which Enter checks. */
const ONE_VALUE = 'textarea[name="hex"], textarea[name="all"], input[name="accept"], input[name="number"]';

/** Findings for an answer that was not begun. They do not count as a try. */
const NOT_BEGUN = ['empty', 'unchanged', 'choose.none', 'match.none', 'sort.none', 'accept.empty', 'choice.open'];

export class Exercise {
  #id;
  #revision;
  #record;
  /** The lesson's words for findings. @type {Record<string, string>} */
  #words;
  #hints;
  /** How many hints are open. */
  #open = 0;
  /** The draft from before the exercise was restarted. @type {string | null} */
  #before = null;
  /** @type {Control} */
  #control;
  /** @type {Marked | undefined} */
  #marked;
  #first;

  /** @param {HTMLElement} section */
  constructor(section) {
    this.section = section;
    const { exercise, revision, kind, record, start, answer, findings } = section.dataset;
    this.#id = String(exercise);
    this.kind = String(kind);
    this.#revision = Number(revision);
    this.#record = fromBase64(String(record));
    this.solution = fromBase64(String(answer));
    this.#words = JSON.parse(findings || '{}') ?? {};
    this.#hints = /** @type {HTMLElement[]} */ ([...this.#piece('hints').children]);
    this.#control = control(this.kind, this.#piece('control'), fromBase64(String(start)), () => this.#typed());
    this.#first = this.#control.draft();
    this.#restore(draftOf(this.#id));
    onAct(section, (act) => this.#act(act));
    section.addEventListener('keydown', (e) => {
      const field = /** @type {HTMLElement} */ (e.target);
      if (e.key !== 'Enter' || e.isComposing || e.shiftKey || e.ctrlKey || e.altKey || e.metaKey || !field.matches(ONE_VALUE)) return;
      e.preventDefault();
      this.#act('check');
    });
    section.addEventListener('beforeinput', (e) => {
      if (e.inputType === 'insertLineBreak' && /** @type {HTMLElement} */ (e.target).matches(ONE_VALUE)) e.preventDefault();
    });
    changes.addEventListener('change', () => this.#drawState());
    this.#resume();
    this.#drawState();
    this.#drawButtons();
  }

  /** Show again what was around the answer: hints, findings, a solution, and the draft that a restart removed. */
  #resume() {
    resume(`exercise ${this.#id}`, ({ before, open, found, explained, solved }) => {
      if ((before !== null && typeof before !== 'string') || !Number.isInteger(open)) throw new TypeError('an exercise');
      this.#before = before;
      for (const hint of this.#hints.slice(0, open)) hint.hidden = false;
      this.#open = Math.max(0, Math.min(open, this.#hints.length));
      const again = (/** @type {import('../codec/codec.js').Codec} */ codec) => {
        if (solved === true) this.#drawSolution(codec);
        if (found === true) this.#check(codec, false);
        if (explained === true && this.#marked?.count.of) this.#tell(this.#marked);
      };
      if (found === true || solved === true) loadCodec().then(again).catch(() => {}); // that it did not come is said
    });
    keeps(`exercise ${this.#id}`, () => {
      const found = this.#marked !== undefined && !this.#piece('finding').classList.contains('old');
      const solved = this.#piece('solution').hasChildNodes();
      if (this.#before === null && !this.#open && !found && !solved) return undefined;
      return { before: this.#before, open: this.#open, found, explained: found && this.#marked?.count.of && !this.#button('explain'), solved };
    });
  }

  /**
   * Show a draft if the control can. A draft that it cannot show does not stop the other exercises.
   * @param {string | undefined} draft
   */
  #restore(draft) {
    if (draft === undefined) return;
    try {
      this.#control.restore(draft);
    } catch {
      setDraftAside(this.#id);
      this.#control.restore(this.#first);
    }
  }

  /** @param {string} name */
  #piece(name) {
    return piece(this.section, name);
  }

  /** @param {string} act */
  #button(act) {
    return button(this.section, act);
  }

  #typed() {
    const draft = this.#control.draft();
    keepDraft(this.#id, draft === this.#first ? undefined : draft);
    this.#before = null;
    this.#piece('finding').classList.add('old');
    this.#drawButtons();
  }

  /** @param {string} what */
  #act(what) {
    if (what === 'check') loadCodec().then((codec) => this.#check(codec)).catch(fail);
    else if (what === 'hint') this.#hint();
    else if (what === 'solution') loadCodec().then((codec) => this.#showSolution(codec)).catch(fail);
    else if (what === 'restart') this.#restart();
    else if (what === 'show') this.#point();
    else if (what === 'explain') this.#explain();
  }

  /**
   * @param {import('../codec/codec.js').Codec} codec
   * @param {boolean} [counts] whether this counts as a try
   */
  #check(codec, counts = true) {
    const answer = this.#control.answer(codec);
    if ('problem' in answer) {
      this.#say(html`<p class="verdictline"><b>${t('ex.notyet')}</b> ${answer.problem}</p>`, `${t('ex.notyet')} ${answer.problem}`, false);
      return;
    }
    const marked = mark(codec, this.#record, answer.bytes);
    this.#marked = marked;
    this.section.dataset.found = marked.finding;
    // The start of the exercise is not a try either, whatever is found.
    const begun = !NOT_BEGUN.includes(marked.finding) && marked.count.open === 0 && this.#control.draft() !== this.#first;
    if (begun && counts) note(this.#id, (r) => ({
      ...r,
      tries: r.tries + (r.passed === undefined ? 1 : 0),
      ...(marked.pass && r.passed !== this.#revision ? { passed: this.#revision, on: new Date().toISOString().slice(0, 10) } : {}),
    }));
    this.#piece('why').hidden = !marked.pass;
    this.#control.passed?.(marked.pass);
    if (marked.pass) {
      this.#control.outline(null, false);
      this.#say(html`<p class="verdictline right"><b>${t('ex.right')}</b></p>`, `${t('ex.right')} ${this.#piece('why').textContent}`, true);
    } else {
      if (marked.count.of) this.#tellCount(marked);
      else this.#tell(marked);
    }
    this.#drawButtons();
  }

  /**
   * Say what was found, with the way there.
   * @param {Marked} marked
   */
  #tell(marked) {
    const text = this.#finding(marked);
    const place = this.#control.place(marked.place);
    const way = place ? html` <button type="button" class="link" data-act="show">${t('ex.show', { place })}</button>` : '';
    this.#control.outline(marked.place, false);
    this.#say(html`<p class="verdictline">${text}${way}</p>`, text, false);
  }

  /**
   * Say how much of a choice is right, not which part. A learner without hints left can ask for that.
   * @param {Marked} marked
   */
  #tellCount({ count: { right, of, wrong, open } }) {
    const kind = this.kind === 'choose' || this.kind === 'order' ? this.kind : 'placed';
    const words = open ? t('ex.count.open', { n: open }) : [t(`ex.count.${kind}`, { right, of }), wrong ? t('ex.count.choose.wrong', { n: wrong }) : ''].join(' ').trim();
    const way = open ? '' : html` <button type="button" class="link" data-act="explain" hidden>${t('ex.explain')}</button>`;
    this.#control.outline(null, false);
    this.#say(html`<p class="verdictline">${words}${way}</p>`, words, false);
  }

  /** Say what was found of a choice. */
  #explain() {
    if (!this.#marked) return;
    this.#tell(this.#marked);
    (this.#button('show') ?? this.#piece('finding')).focus();
  }

  /**
   * @param {import('../base/html.js').HTML} inside
   * @param {string} text
   * @param {boolean} right
   */
  #say(inside, text, right) {
    const box = this.#piece('finding');
    box.className = `finding${right ? ' pass' : ''}`;
    box.replaceChildren(fragment(inside));
    announce(text);
  }

  /**
   * A finding in words: the exercise's own, the general ones, or the rule's.
   * @param {Marked} marked
   */
  #finding(marked) {
    const broken = `rule.${marked.got}`; // of the finding rule.other
    const params = { place: this.#control.place(marked.place), got: marked.got, want: marked.want, rule: has(broken) ? t(broken) : '' };
    const own = Object.hasOwn(this.#words, marked.finding) ? this.#words[marked.finding] : '';
    if (own) return own.replace(/\{(\w+)\}/g, (_, name) => params[/** @type {'got'} */ (name)] ?? '');
    if (has(`ex.finding.${marked.finding}`)) return t(`ex.finding.${marked.finding}`, params);
    const rule = t(`rule.${marked.finding}`);
    if (this.kind === 'request' || this.kind === 'response') return rule;
    return t('verdict.fail', { receiver: t(`party.${this.section.dataset.receiver}`), rule });
  }

  /** Select what the finding is about. */
  #point() {
    if (this.#marked) this.#control.outline(this.#marked.place, true);
  }

  #hint() {
    if (this.#open < this.#hints.length) {
      const next = this.#hints[this.#open++];
      next.hidden = false;
      this.#piece('hints').hidden = false;
      announce(next.innerText);
      note(this.#id, (r) => ({ ...r, hints: Math.max(r.hints, this.#open) }));
    }
    this.#drawButtons();
  }

  /** @param {import('../codec/codec.js').Codec} codec */
  #showSolution(codec) {
    const box = this.#drawSolution(codec);
    // The finding is not about the solution that is shown now.
    this.#unsay();
    if (stateOf(this.#id, this.#revision) !== 'passed') note(this.#id, (r) => ({ ...r, shown: true }));
    announce(box.innerText);
    this.#drawButtons();
    box.focus(); // the button that was pressed is gone
  }

  /** @param {import('../codec/codec.js').Codec} codec */
  #drawSolution(codec) {
    const box = this.#piece('solution');
    box.replaceChildren(fragment(html`<p class="eyebrow">${t('ex.solution.one')}</p>${solutionHTML(codec, this)}`));
    box.hidden = false;
    return box;
  }

  /** Go back to the start, and, pressed again, to the draft from before. */
  #restart() {
    const back = this.#before;
    const now = this.#control.draft();
    this.#control.restore(back ?? this.#first);
    keepDraft(this.#id, back ?? undefined);
    this.#before = back === null ? now : null;
    this.#unsay();
    this.#drawButtons();
  }

  /** Take back what was found. */
  #unsay() {
    this.#marked = undefined;
    this.#control.outline(null, false);
    this.#control.passed?.(false);
    this.#piece('finding').replaceChildren();
    this.#piece('why').hidden = true;
  }

  #drawButtons() {
    // After a pass hints and solution are not needed, and the verdict is beside its reasons.
    const right = this.#marked?.pass === true;
    this.#piece('hints').hidden = right || this.#open === 0;
    this.#piece('solution').hidden = right || !this.#piece('solution').hasChildNodes();
    const hint = this.#button('hint');
    if (hint) {
      hint.hidden = right;
      const left = this.#open < this.#hints.length;
      hint.textContent = left ? t('ex.hint', { n: this.#open + 1, all: this.#hints.length }) : t('ex.hint.none');
      hint.setAttribute('aria-disabled', String(!left));
    }
    const explain = this.#button('explain');
    if (explain) explain.hidden = this.#open < this.#hints.length;
    const tried = (recordOf(this.#id)?.tries ?? 0) > 0;
    /** @type {HTMLElement} */ (this.#button('solution')).hidden = right || !tried || !this.#piece('solution').hidden;
    const restart = /** @type {HTMLElement} */ (this.#button('restart'));
    restart.hidden = this.#before === null && this.#control.draft() === this.#first;
    restart.textContent = t(this.#before === null ? 'ex.restart' : 'ex.back');
  }

  #drawState() {
    const state = stateOf(this.#id, this.#revision);
    this.section.dataset.state = state;
    this.#piece('passed').textContent = state === 'passed' || state === 'revised' ? `✓ ${t(`ex.state.${state}`)}` : '';
    this.#drawButtons();
  }
}
