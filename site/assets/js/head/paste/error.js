// The error of text that cannot be read as a head.

/** A text is not a head: the line, from 1, that cannot be explained. */
export class HeadTextError extends Error {
  /**
   * @param {number} line
   * @param {string} what the text of the line
   */
  constructor(line, what) {
    super(`line ${line}`);
    this.line = line;
    this.what = what;
  }
}
