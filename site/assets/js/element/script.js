// A script of its own, which a page loads when it needs it: so that the page works sooner.

/**
 * @template T what the script exports
 * @typedef {object} Script
 * @property {T | null} here null until it has come
 * @property {() => Promise<T>} load rejected while it cannot be had; it can be asked for again
 */

/**
 * @template T
 * @param {string | undefined} address
 * @returns {Script<T>}
 */
export function scriptAt(address) {
  /** @type {Promise<T> | null} */
  let asked = null;
  /** @type {Script<T>} */
  const script = {
    here: null,
    load() {
      asked ??= import(new URL(String(address), document.baseURI).href).then((exports) => (script.here = exports));
      return asked.catch((error) => {
        asked = null;
        throw error;
      });
    },
  };
  return script;
}
