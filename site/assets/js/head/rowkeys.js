// Names for the rows in which the lines of a head are drawn. A row keeps its name, and with it the
// focus and the caret, while lines before it come and go and while its own text changes.

/** @typedef {import('./head.js').Head} Head */

const decoder = new TextDecoder('latin1');

export class RowKeys {
  /** The name of each line. @type {readonly number[]} */
  all = [];
  /** @type {string[]} */
  #lines = [];
  #next = 0;

  /**
   * Name the lines of a head that was changed. Lines that are equal at the beginning and at the
   * end keep their names; of the changed lines between, as many as there were before keep theirs.
   * @param {Pick<Head, 'bytes' | 'lines'>} head
   */
  follow({ bytes, lines }) {
    const before = this.#lines;
    const now = lines.map(({ start, next }) => decoder.decode(bytes.subarray(start, next)));
    const more = now.length - before.length;
    let front = 0;
    while (front < before.length && now[front] === before[front]) front++;
    let end = now.length;
    while (end > front && end - more > front && now[end - 1] === before[end - more - 1]) end--;
    this.all = now.map((_, i) => (i >= end ? this.all[i - more] : i < end - more ? this.all[i] : this.#next++));
    this.#lines = now;
  }
}
