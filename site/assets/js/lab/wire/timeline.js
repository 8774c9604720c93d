// A message's way over the wire and back as a pure function of time: which cell is where,
// what it says, and how far it has gone. T runs from 0 to 7, a stage at each whole number.
// Places are in cells along the wire and in lanes across it, so that the figure can be
// laid out by the style, in any size and turned.

/** @typedef {import('./train.js').Train} Train */

export const STAGES = /** @type {const} */ (['word', 'bytes', 'key', 'xor', 'header', 'cross', 'unmask', 'echo']);
export const LAST = STAGES.length - 1;
/** Where the figure rests as the page comes. */
export const REST = 4;
/** How long it takes to come to each stage, in milliseconds. */
export const TAKES = [0, 1000, 800, 1800, 1000, 700, 1400, 1100];
/** The rest at each stage while it plays, in milliseconds. */
export const DWELL = 600;

/**
 * One thing that is drawn.
 * @typedef {object} Place
 * @property {number} x cells along the wire, from where it is at rest
 * @property {number} lane 0: the frame's; 1: the key's over the payload
 * @property {number} drop how far it is above its lane (1: where it drops from, below 0: under it)
 * @property {number} shown 0 to 1
 */

/**
 * @typedef {Place & {value: number, hue: 'flags' | 'length' | 'key' | 'payload', bits: number[], level: number, now: boolean, spent: boolean, bare: boolean}} Cell
 *   bits: 0 to 1 each; level: how far the wave stands out; now: it is being masked; spent: the receiver has read it;
 *   bare: its first bit, MASK, is 0
 */

/**
 * @typedef {object} Scene
 * @property {number} stage the one that it is at, or comes to
 * @property {boolean} back the frame is the echo
 * @property {number} way 0 at the browser, 1 at the server
 * @property {Cell[]} cells
 * @property {Place[]} repeats the key's bytes over the payload after its first four
 * @property {boolean[]} marked which of them are being used
 * @property {number} gaps how far the couplings are seen where the echo has no key
 * @property {{fly: number, shown: number, tied: number}[]} chars fly: 0 in the browser's field, 1 over its bytes
 * @property {{header: number, key: number, payload: number, masked: boolean}} labels
 * @property {number} more how far the cell for bytes that are not shown is seen
 * @property {{at: number, turned: number} | null} loupe the byte that is looked at, and how far it is masked
 * @property {boolean} zoom the header's bits are shown large
 * @property {{payload: boolean, key: boolean, header: boolean}} tally which parts of the sum are there
 * @property {boolean} got the word is at the server
 * @property {boolean} came the echo is at the browser
 */

const unit = (/** @type {number} */ v) => Math.max(0, Math.min(1, v));
const ease = (/** @type {number} */ v) => (v < 0.5 ? 4 * v ** 3 : 1 - (2 - 2 * v) ** 3 / 2);
const mix = (/** @type {number} */ a, /** @type {number} */ b, /** @type {number} */ v) => a + (b - a) * v;

/** @param {number} byte */
export const bitsOf = (byte) => [7, 6, 5, 4, 3, 2, 1, 0].map((k) => (byte >> k) & 1);

/** From which T on the frame on the wire is the echo. */
export const TURN = 6.04;
/** When the masking of the first byte begins, and that of the last one ends. */
const MASKING = [2.04, 2.96];
/** The first byte takes as long as so many others, so that it can be followed. */
const SLOW = 4;

/**
 * How far a payload byte is masked at a time.
 * @param {number} count of the payload's bytes that are shown
 * @param {number} j
 * @param {number} T
 */
function masked(count, j, T) {
  const [from, to] = MASKING;
  const units = ((T - from) / (to - from)) * (count - 1 + SLOW);
  if (T <= 5) return j ? unit(units - SLOW - j + 1) : unit(units / SLOW);
  return 1 - unit((((T - 5.24) / 0.34) * (count + 2) - j) / 3);
}

/**
 * @param {Train} train
 * @param {number} T
 * @returns {Scene}
 */
export function scene(train, T) {
  /** @param {number} from @param {number} to */
  const q = (from, to) => ease(unit((T - from) / (to - from)));
  const back = T > TURN;
  const count = train.plain.length;
  const turned = train.plain.map((_, j) => masked(count, j, T));
  const current = T > 2 && T < 3 && count ? Math.max(turned.findIndex((m) => m < 1), 0) : T >= 2.9 && T < 3.3 ? count - 1 : -1;
  const using = T > 2 && T < 3 ? current : -1;
  const lift = q(5, 5.22);
  const fall = q(5.62, 5.85);
  const there = { x: 0, lane: 0, drop: 0 };
  const plain = { now: false, spent: false, bare: false };

  /** @type {Cell[]} */
  const cells = train.head.map((byte, i) => {
    const late = train.head.length > 1 ? 0.08 * (1 - i / (train.head.length - 1)) : 0;
    const s = q(3.4 + late, 3.78 + late);
    const value = back ? (train.echo[i] ?? byte) : byte;
    const level = T > 5 && !back ? 1 - q(5.1, 5.4) : s;
    const spent = T > 5.2 && !back;
    return { ...there, ...plain, x: -1.2 * (1 - s), shown: s, value, hue: i ? 'length' : 'flags', bits: bitsOf(value), level, spent, bare: i === 1 && value < 0x80 };
  });
  train.key.forEach((value, k) => {
    const d = q(1.04 + 0.1 * k, 1.44 + 0.1 * k);
    const slide = q(3 + 0.05 * k, 3.42 + 0.05 * k) * (1 - lift);
    // At the server no byte of a short message meets this one: it goes where it is.
    const idle = T > 5 && k >= count;
    const away = idle ? 0 : 1 - slide;
    const level = T > 5 ? 1 - lift : unit((slide - 0.9) * 10);
    const drop = 1 - d - 1.5 * fall;
    const now = using >= 0 && using < 4 && using === k;
    cells.push({ ...plain, x: 4 * away, lane: away, drop, shown: d * (idle ? 1 - lift : 1 - fall), value, hue: 'key', bits: bitsOf(value), level, now });
  });
  train.plain.forEach((before, j) => {
    const s = q(0.4 + (0.4 * j) / count, 0.6 + (0.4 * j) / count);
    const after = bitsOf(train.wire[j]);
    const bits = bitsOf(before).map((bit, k) => mix(bit, after[k], ease(turned[j])));
    const value = turned[j] < 0.5 ? before : train.wire[j];
    cells.push({ ...there, ...plain, drop: 0.35 * (1 - s), shown: s, value, hue: 'payload', bits, level: s, now: using === j });
  });

  const whole = count ? turned[count - 1] : 0;
  return {
    stage: Math.min(LAST, Math.ceil(T - 0.02)),
    back,
    way: mix(ease(unit((T - 4.07) / 0.86)), 0, ease(unit((T - 6.3) / 0.66))),
    cells,
    repeats: train.plain.slice(4).map((_, k) => ({ ...there, lane: 1, shown: Math.min(q(1.6 + 0.02 * k, 1.9), 1 - q(3, 3.14)) })),
    marked: train.plain.slice(4).map((_, k) => using === k + 4),
    gaps: T > 5 ? q(5.1, 5.3) : 0,
    chars: train.chars.map(({ at, size }) => {
      const hidden = turned[at + size - 1];
      const gone = 1 - q(3.1, 3.4);
      // Masked, a character is no longer to be read.
      if (T < 5) return { fly: q(0, 0.45), shown: unit(T * 6) * (1 - 0.78 * hidden) * gone, tied: q(0.4, 0.6) * (1 - 0.7 * hidden) * gone };
      return { fly: 1, shown: q(5.5, 5.66), tied: q(5.4, 5.6) };
    }),
    labels: { header: q(3.6, 3.9), key: T > 5 ? 1 : q(3.3, 3.6), payload: q(0.7, 0.95), masked: whole > 0.9 },
    more: q(0.8, 1),
    loupe: T > 2.02 && T < 3.2 && count ? { at: Math.max(current, 0), turned: turned[Math.max(current, 0)] } : null,
    zoom: T > 3.72 && T < 4.1,
    tally: { payload: T > 0.9, key: T > 1.4 && !back, header: T > 3.7 },
    got: T > 5.86,
    came: T > 6.97,
  };
}

/**
 * The next stage in a direction, from anywhere between two.
 * @param {number} T
 * @param {1 | -1} way
 */
export const nextStage = (T, way) => (way > 0 ? Math.min(LAST, Math.floor(T + 0.001) + 1) : Math.max(0, Math.ceil(T - 0.001) - 1));

/**
 * The point that a link names: "#wire=2.55".
 * @param {string} fragment
 * @returns {number | null} null: it names none
 */
export function linkedTime(fragment) {
  const named = /^#wire=(\d+(?:\.\d{1,6})?)$/.exec(fragment);
  return named && Number(named[1]) <= LAST ? Number(named[1]) : null;
}
