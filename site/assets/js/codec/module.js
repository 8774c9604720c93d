// The WebAssembly module under codec.js: loading it, its memory and calling it.
// No DOM; for browsers and node.
import { PLACE_INPUT, PLACE_LENGTH, PLACE_RECORD } from './layout.js';

/** The only error that codec.js throws: the module cannot be loaded, or an argument is not valid. */
export class CodecError extends Error {
  /**
   * @param {string} message
   * @param {{cause?: unknown, rule?: string | null}} [more]
   */
  constructor(message, { cause, rule = null } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'CodecError';
    /** The name of the codec's rule that refused a call, or null. */
    this.rule = rule;
  }
}

/**
 * The class that wasm_exec.js defines. It runs a module that Go's standard toolchain built.
 * @typedef {object} GoRuntime
 * @property {WebAssembly.Imports} importObject
 * @property {(instance: WebAssembly.Instance) => Promise<void>} run
 * @property {boolean} [exited]
 */

/** @typedef {new () => GoRuntime} GoConstructor */

/**
 * Load the module and start it.
 * @param {URL | string | BufferSource} source its address or its bytes
 * @param {GoConstructor} [Go] from wasm_exec.js; a module built by TinyGo needs none
 * @returns {Promise<Module>}
 */
export async function start(source, Go) {
  try {
    return new Module(await compile(source), Go);
  } catch (cause) {
    if (cause instanceof CodecError) throw cause;
    const hint = Go ? '' : ' (a module that the standard Go toolchain built needs the Go of wasm_exec.js)';
    throw new CodecError(`The codec's module cannot be started: ${text(cause)}${hint}`, { cause });
  }
}

/**
 * @param {URL | string | BufferSource} source
 * @returns {Promise<WebAssembly.Module>}
 */
async function compile(source) {
  if (!(source instanceof URL) && typeof source !== 'string') return WebAssembly.compile(source);
  const response = await fetch(source);
  if (!response.ok) {
    // In development the text is the compiler's.
    const plain = response.headers.get('Content-Type')?.startsWith('text/plain');
    const said = plain ? `\n${(await response.text()).trim().slice(0, 2000)}` : '';
    throw new CodecError(`The codec's module cannot be loaded: ${source} responds with status ${response.status}.${said}`);
  }
  // Streaming demands this type to the letter, and not every static host gives it.
  const type = response.headers.get('Content-Type')?.trim().toLowerCase();
  if (type === 'application/wasm') return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}

/** @param {unknown} error */
const text = (error) => (error instanceof Error ? error.message : String(error));

/**
 * The functions through which the codec is called: those of the running module, or the same ones in Go.
 * @typedef {Pick<Module, 'starts' | 'write' | 'record' | 'number'>} Calls
 */

/**
 * The running module. One call at a time: input is written into its in buffer,
 * the record that comes back stays valid until the next call. After a call that
 * traps, the module is started again: nothing outlives that but what the caller has.
 */
export class Module {
  /** How often the module has been started. */
  starts = 0;
  /** @type {WebAssembly.Exports} */
  exports = {};
  /** @type {WebAssembly.Memory} */
  // @ts-ignore set by boot
  memory;
  /** @type {GoRuntime | null} */
  go = null;
  bytes = new Uint8Array();
  view = new DataView(this.bytes.buffer);
  /** Where the module tells the addresses of its buffers. */
  place = 0;

  /**
   * @param {WebAssembly.Module} compiled
   * @param {GoConstructor} [Go]
   */
  constructor(compiled, Go) {
    this.compiled = compiled;
    this.Go = Go;
    this.boot();
  }

  /**
   * Start the module with a memory of its own.
   * @private
   */
  boot() {
    const go = this.Go ? new this.Go() : null;
    const instance = new WebAssembly.Instance(this.compiled, go ? go.importObject : {});
    const { exports } = instance;
    const { mem, memory, _initialize } = exports;
    if (mem instanceof WebAssembly.Memory && go) {
      go.run(instance).catch(() => {}); // a module that stopped is noticed at the next call
      Object.assign(this, { memory: mem, go });
    } else if (memory instanceof WebAssembly.Memory) {
      if (typeof _initialize === 'function') _initialize();
      Object.assign(this, { memory, go: null });
    } else {
      throw new CodecError('This is not the codec\'s module: it exports no memory.');
    }
    this.exports = exports;
    this.refresh();
    this.starts++;
    this.place = this.call('place');
  }

  /** Take fresh views: the old ones are detached once the memory has grown. */
  refresh() {
    if (this.bytes.buffer === this.memory.buffer) return;
    this.bytes = new Uint8Array(this.memory.buffer);
    this.view = new DataView(this.memory.buffer);
  }

  /**
   * Call an exported function for its number.
   * @param {string} name
   * @param {...number} args
   * @returns {number}
   */
  number(name, ...args) {
    try {
      return this.call(name, ...args);
    } catch (cause) {
      if (cause instanceof CodecError) throw cause;
      this.boot();
      throw new CodecError(`The codec stopped in ${name} (${text(cause)}) and was started again.`, { cause });
    }
  }

  /**
   * @private
   * @param {string} name
   * @param {...number} args
   */
  call(name, ...args) {
    const f = this.exports[name];
    if (typeof f !== 'function') throw new CodecError(`This is not the codec's module: it has no ${name}.`);
    const result = f(...args);
    if (this.go?.exited) throw new Error('the program has ended');
    this.refresh();
    return result >>> 0;
  }

  /**
   * Write a call's input into the in buffer.
   * @param {...Uint8Array} parts one after another
   * @returns {number} the input's length
   */
  write(...parts) {
    let n = 0;
    for (const part of parts) {
      if (!(part instanceof Uint8Array)) throw new CodecError('Bytes must be a Uint8Array.');
      n += part.length;
    }
    if (n > this.view.getUint32(this.place + PLACE_LENGTH, true) && !this.number('reserve', n)) {
      throw new CodecError(`${n} bytes are more than the codec's module accepts in one call.`);
    }
    let at = this.view.getUint32(this.place + PLACE_INPUT, true);
    for (const part of parts) {
      this.bytes.set(part, at);
      at += part.length;
    }
    return n;
  }

  /**
   * Call an exported function for its record.
   * @param {string} name
   * @param {...number} args
   * @returns {Uint8Array} a view of the module's memory, until the next call
   */
  record(name, ...args) {
    const n = this.number(name, ...args);
    const at = this.view.getUint32(this.place + PLACE_RECORD, true);
    return this.bytes.subarray(at, at + n);
  }
}
