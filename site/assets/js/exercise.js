// An exercise: a task, a control, and one button. What was answered is marked by
// the codec's module alone; here are the words and the ways to what was found.
import { fromBase64 } from './bytes.js';
import { control } from './exercise-controls.js';
import { solutionHTML } from './exercise-solution.js';
import { escape } from './html.js';
import { codec as loadCodec } from './module.js';
import { announce, fail } from './page.js';
import { changes, draftOf, keepDraft, note, recordOf, stateOf } from './progress.js';
import { has, t } from './words.js';

/** @typedef {import('./codec-mark.js').Marked} Marked */
/** @typedef {import('./exercise-controls.js').Control} Control */

/** Set up every exercise of the page. */
export function exercises() {
  const sections = document.querySelectorAll('section[data-exercise]');
  if (sections.length) loadCodec().catch((error) => fail(error, 'module.failed'));
  for (const section of sections) new Exercise(/** @type {HTMLElement} */ (section));
}

/** Fields of one value, in which Enter checks. */
const ONE_VALUE = 'textarea[name="hex"], textarea[name="all"], input[name="accept"], input[name="number"]';

/** Findings of someone who has done nothing yet, which is no try. */
const NOT_BEGUN = ['empty', 'unchanged', 'choose.none', 'match.none', 'sort.none'];

export class Exercise {
  /** @param {HTMLElement} section */
  constructor(section) {
    this.section = section;
    const { exercise, revision, kind, record, start, answer, findings } = section.dataset;
    this.id = String(exercise);
    this.kind = String(kind);
    this.revision = Number(revision);
    this.record = fromBase64(String(record));
    this.solution = fromBase64(String(answer));
    /** @type {Record<string, string>} the lesson's words for findings */
    this.words = JSON.parse(findings || '{}') ?? {};
    this.hints = /** @type {HTMLElement[]} */ ([...this.part('hints').children]);
    this.open = 0;
    /** What stood here before it was begun again. @type {string | null} */
    this.before = null;
    /** @type {Control} */
    this.control = control(this.kind, this.part('control'), fromBase64(String(start)), () => this.typed());
    /** @type {Marked | undefined} */
    this.marked = undefined;
    this.first = this.control.draft();
    const draft = draftOf(this.id);
    if (draft !== undefined) this.control.restore(draft);
    section.addEventListener('click', (e) => {
      const button = /** @type {HTMLElement} */ (e.target).closest('[data-do]');
      if (button) this.act(String(button.getAttribute('data-do')));
    });
    section.addEventListener('keydown', (e) => {
      const field = /** @type {HTMLElement} */ (e.target);
      if (e.key !== 'Enter' || e.isComposing || e.shiftKey || e.ctrlKey || e.altKey || e.metaKey || !field.matches(ONE_VALUE)) return;
      e.preventDefault();
      this.act('check');
    });
    section.addEventListener('beforeinput', (e) => {
      if (e.inputType === 'insertLineBreak' && /** @type {HTMLElement} */ (e.target).matches(ONE_VALUE)) e.preventDefault();
    });
    changes.addEventListener('change', () => this.drawState());
    this.drawState();
    this.drawButtons();
  }

  /** @param {string} name */
  part(name) {
    return /** @type {HTMLElement} */ (this.section.querySelector(`[data-part="${name}"]`));
  }

  /** @param {string} name */
  button(name) {
    return /** @type {HTMLElement | null} */ (this.section.querySelector(`[data-do="${name}"]`));
  }

  typed() {
    const draft = this.control.draft();
    keepDraft(this.id, draft === this.first ? undefined : draft);
    this.before = null;
    this.part('finding').classList.add('old');
    this.drawButtons();
  }

  /** @param {string} what */
  act(what) {
    if (what === 'check') loadCodec().then((codec) => this.check(codec)).catch(fail);
    else if (what === 'hint') this.hint();
    else if (what === 'solution') loadCodec().then((codec) => this.showSolution(codec)).catch(fail);
    else if (what === 'restart') this.restart();
    else if (what === 'show') this.point();
  }

  /** @param {import('./codec.js').Codec} codec */
  check(codec) {
    const answer = this.control.answer(codec);
    if ('problem' in answer) {
      this.say(`<p class="verdictline"><b>${escape(t('ex.notyet'))}</b> ${escape(answer.problem)}</p>`, `${t('ex.notyet')} ${answer.problem}`, false);
      return;
    }
    const marked = codec.mark(this.record, answer.bytes);
    this.marked = marked;
    this.section.dataset.found = marked.finding;
    const begun = !NOT_BEGUN.includes(marked.finding);
    if (begun) note(this.id, (r) => ({
      ...r,
      tries: r.tries + (r.passed === undefined ? 1 : 0),
      ...(marked.pass && r.passed !== this.revision ? { passed: this.revision, on: new Date().toISOString().slice(0, 10) } : {}),
    }));
    this.part('why').hidden = !marked.pass;
    this.control.passed?.(marked.pass);
    if (marked.pass) {
      this.control.outline(null, false);
      this.say(`<p class="verdictline right"><b>${escape(t('ex.right'))}</b></p>`, `${t('ex.right')} ${this.part('why').textContent}`, true);
    } else {
      const text = this.finding(marked);
      const place = this.control.place(marked.place);
      const way = place ? ` <button type="button" class="link" data-do="show">${escape(t('ex.show', { place }))}</button>` : '';
      this.control.outline(marked.place, false);
      this.say(`<p class="verdictline">${escape(text)}${way}</p>`, text, false);
    }
    this.drawButtons();
  }

  /**
   * @param {string} html
   * @param {string} text
   * @param {boolean} right
   */
  say(html, text, right) {
    const box = this.part('finding');
    box.className = `finding${right ? ' pass' : ''}`;
    box.innerHTML = html;
    announce(text);
  }

  /**
   * A finding in words: the exercise's own, the general ones, or the rule's.
   * @param {Marked} marked
   */
  finding(marked) {
    const params = { place: this.control.place(marked.place), got: marked.got, want: marked.want };
    const own = Object.hasOwn(this.words, marked.finding) ? this.words[marked.finding] : '';
    if (own) return own.replace(/\{(\w+)\}/g, (_, name) => params[/** @type {'got'} */ (name)] ?? '');
    if (has(`ex.finding.${marked.finding}`)) return t(`ex.finding.${marked.finding}`, params);
    const rule = t(`rule.${marked.finding}`);
    if (this.kind === 'request' || this.kind === 'response') return rule;
    return t('verdict.fail', { receiver: t(`party.${this.section.dataset.receiver}`), rule });
  }

  /** Select what the finding is about. */
  point() {
    if (this.marked) this.control.outline(this.marked.place, true);
  }

  hint() {
    if (this.open < this.hints.length) {
      const next = this.hints[this.open++];
      next.hidden = false;
      this.part('hints').hidden = false;
      announce(next.innerText);
      note(this.id, (r) => ({ ...r, hints: Math.max(r.hints, this.open) }));
    }
    this.drawButtons();
  }

  /** @param {import('./codec.js').Codec} codec */
  showSolution(codec) {
    const box = this.part('solution');
    box.innerHTML = `<p class="eyebrow">${escape(t('ex.solution.one'))}</p>${solutionHTML(codec, this)}`;
    box.hidden = false;
    // What was found is not of the solution that now stands here.
    this.unsay();
    if (stateOf(this.id, this.revision) !== 'passed') note(this.id, (r) => ({ ...r, shown: true }));
    announce(box.innerText);
    this.drawButtons();
  }

  /** Back to the start, and, pressed again, to what stood here. */
  restart() {
    const back = this.before;
    const now = this.control.draft();
    this.control.restore(back ?? this.first);
    keepDraft(this.id, back ?? undefined);
    this.before = back === null ? now : null;
    this.unsay();
    this.drawButtons();
  }

  /** Take back what was found. */
  unsay() {
    this.marked = undefined;
    this.control.outline(null, false);
    this.control.passed?.(false);
    this.part('finding').replaceChildren();
    this.part('why').hidden = true;
  }

  drawButtons() {
    // Who has passed needs no hints and no solution: the verdict and its why stand together.
    const right = this.marked?.pass === true;
    this.part('hints').hidden = right || this.open === 0;
    this.part('solution').hidden = right || !this.part('solution').hasChildNodes();
    const hint = this.button('hint');
    if (hint) {
      hint.hidden = right;
      const left = this.open < this.hints.length;
      hint.textContent = left ? t('ex.hint', { n: this.open + 1, all: this.hints.length }) : t('ex.hint.none');
      hint.setAttribute('aria-disabled', String(!left));
    }
    const tried = (recordOf(this.id)?.tries ?? 0) > 0;
    /** @type {HTMLElement} */ (this.button('solution')).hidden = right || !tried || !this.part('solution').hidden;
    const restart = /** @type {HTMLElement} */ (this.button('restart'));
    restart.hidden = this.before === null && this.control.draft() === this.first;
    restart.textContent = t(this.before === null ? 'ex.restart' : 'ex.back');
  }

  drawState() {
    const state = stateOf(this.id, this.revision);
    this.section.dataset.state = state;
    this.part('passed').textContent = state === 'passed' || state === 'revised' ? `✓ ${t(`ex.state.${state}`)}` : '';
    this.drawButtons();
  }
}
