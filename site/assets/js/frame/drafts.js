// The drafts of the frames of a stream: text that cannot be used yet. In the state the name of a draft is that
// of its control, after the number of its frame unless that is the first.

/** @typedef {Map<string, import('../state/store.js').Draft>} Drafts */

const NAME = /^(?:@(\d+) )?(.*)$/s;

/**
 * A draft's name in the state.
 * @param {number} frame from 0
 * @param {string} name the control's
 */
export const draftName = (frame, name) => (frame ? `@${frame} ${name}` : name);

/**
 * @param {string} key a draft's name in the state
 * @returns {{frame: number, name: string}}
 */
export function draftOf(key) {
  const [, frame = 0, name = ''] = NAME.exec(key) ?? [];
  return { frame: Number(frame), name };
}

/**
 * The drafts of one frame, by their controls' names.
 * @param {Drafts} all
 * @param {number} frame
 * @returns {Drafts}
 */
export function draftsOf(all, frame) {
  const own = [...all].map(([key, draft]) => /** @type {const} */ ([draftOf(key), draft])).filter(([of]) => of.frame === frame);
  return new Map(own.map(([{ name }, draft]) => [name, draft]));
}

/**
 * The drafts after frames have got other numbers.
 * @param {Drafts} all
 * @param {(frame: number) => number | null} to null: the frame is gone
 * @returns {Drafts}
 */
export function renumbered(all, to) {
  /** @type {Drafts} */
  const out = new Map();
  for (const [key, draft] of all) {
    const { frame, name } = draftOf(key);
    const now = to(frame);
    if (now !== null) out.set(draftName(now, name), draft);
  }
  return out;
}
