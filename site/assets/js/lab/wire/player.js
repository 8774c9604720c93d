// Moves a figure through its stages: plays, steps, goes back, or jumps.
import { DWELL, LAST, nextStage, TAKES } from './timeline.js';

/** Whether nothing may move: then each step is a still. */
const still = typeof matchMedia === 'undefined' ? { matches: true } : matchMedia('(prefers-reduced-motion: reduce)');

export class Player {
  /** @type {number} */
  at;
  frame = 0;

  /** The stages between which it moves. */
  first = 0;
  last = LAST;

  /**
   * @param {number} at
   * @param {{draw: (at: number) => void, playing: (on: boolean) => void}} owner
   */
  constructor(at, owner) {
    this.at = at;
    this.owner = owner;
  }

  get plays() {
    return this.frame !== 0;
  }

  stop() {
    if (!this.frame) return;
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    this.owner.playing(false);
  }

  /**
   * Be at a time, without a way there.
   * @param {number} at
   */
  jump(at) {
    this.stop();
    this.at = Math.min(this.last, Math.max(this.first, still.matches ? Math.round(at) : at));
    this.owner.draw(this.at);
  }

  /** @param {1 | -1} way */
  step(way) {
    const to = Math.min(this.last, Math.max(this.first, nextStage(this.at, way)));
    if (way < 0) this.jump(to);
    else this.#run([to]);
  }

  /** From the first stage on to the last; where nothing may move, the first step of it. */
  begin() {
    this.jump(this.first);
    this.play();
  }

  /** On to the last stage; from there, from the first one. */
  play() {
    if (this.at > this.last - 0.01) this.jump(this.first);
    const stops = [];
    for (let s = nextStage(this.at, 1); s <= this.last; s++) stops.push(s);
    this.#run(stops);
  }

  /** @param {number[]} stops */
  #run(stops) {
    this.stop();
    if (still.matches) {
      this.jump(stops[0]);
      return;
    }
    this.owner.playing(true);
    let from = this.at;
    let since = performance.now();
    let rests = 0;
    const tick = (/** @type {number} */ now) => {
      const [to] = stops;
      const takes = TAKES[to] * Math.min(1, to - from);
      const done = takes > 0 ? Math.min(1, Math.max(0, now - since) / takes) : 1;
      this.at = from + (to - from) * done;
      if (done === 1) {
        rests ||= now;
        if (stops.length === 1) {
          this.owner.draw(to);
          this.stop();
          return;
        }
        if (now - rests > DWELL) {
          stops.shift();
          [from, since, rests] = [to, now, 0];
        }
      }
      this.owner.draw(this.at);
      this.frame = requestAnimationFrame(tick);
    };
    this.frame = requestAnimationFrame(tick);
  }
}
