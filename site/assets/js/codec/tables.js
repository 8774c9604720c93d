// The codec's own names and numbers, read from the module once when it is loaded.
import { DUTIES, FORMAT } from './layout.js';
import { CodecError } from './module.js';

/** @typedef {(typeof DUTIES)[number]} Duty whether it must refuse, may refuse, or must not */

/**
 * A requirement of an RFC that bytes can break.
 * @typedef {object} Rule
 * @property {number} id
 * @property {string} name such as "frame.length.not-minimal"
 * @property {number} rfc the RFC's number
 * @property {string} section such as "5.2"
 * @property {number} closeCode the code that fails the connection, or 0
 * @property {number} status the HTTP status that refuses a handshake, or 0
 * @property {Record<'client' | 'server', Duty>} duty of the side that receives the bytes that break it
 */

/**
 * @typedef {object} Opcode
 * @property {number} value
 * @property {string} name
 * @property {boolean} control
 * @property {boolean} reserved
 */

/** Every rule of the codec. */
export class Rules {
  /** @param {Rule[]} all by id; the first is for no rule */
  constructor(all) {
    this.all = all.slice(1);
    /** The rules' names by id; null for none. @type {(string | null)[]} */
    this.names = all.map((rule) => (rule.id ? rule.name : null));
    this.map = new Map(this.all.map((rule) => [rule.name, rule]));
  }

  /**
   * @param {string | null} name
   * @returns {Rule}
   */
  byName(name) {
    const rule = this.map.get(name ?? '');
    if (!rule) throw new CodecError(`There is no rule named ${name}.`);
    return rule;
  }
}

/**
 * @typedef {object} Tables
 * @property {Rules} rules
 * @property {string[]} fields by id
 * @property {string[]} sources by id
 * @property {string[]} roles by id
 * @property {Opcode[]} opcodes all sixteen
 * @property {string[]} eventKinds by id
 * @property {string[]} states by id
 * @property {[first: number, last: number][]} sendable ranges of close codes that are allowed in a Close frame
 */

/**
 * @param {Uint8Array} record the module's tables record
 * @returns {Tables}
 */
export function readTables(record) {
  const view = new DataView(record.buffer, record.byteOffset, record.byteLength);
  const decoder = new TextDecoder();
  let at = 0;
  const u8 = () => view.getUint8(at++);
  const u16 = () => view.getUint16((at += 2) - 2, true);
  const name = () => {
    const n = u8();
    return decoder.decode(record.subarray(at, (at += n)));
  };
  const names = () => Array.from({ length: u8() }, name);

  const duty = () => {
    const both = u8();
    return { client: DUTIES[both & 3], server: DUTIES[both >> 2] };
  };

  const format = u16();
  if (format !== FORMAT) throw new CodecError(`The codec's module has records of format ${format}, not ${FORMAT}: it is from a different build.`);
  const rules = Array.from({ length: u16() }, (_, id) => ({
    id, name: name(), rfc: u16(), section: name(), closeCode: u16(), status: u16(), duty: duty(),
  }));
  const fields = names();
  const sources = names();
  const roles = names();
  const opcodes = Array.from({ length: 16 }, (_, value) => {
    const called = name();
    const flags = u8();
    return { value, name: called, control: (flags & 1) !== 0, reserved: (flags & 2) !== 0 };
  });
  const eventKinds = names();
  const states = names();
  const sendable = Array.from({ length: u8() }, () => /** @type {[number, number]} */ ([u16(), u16()]));
  return { rules: new Rules(rules), fields, sources, roles, opcodes, eventKinds, states, sendable };
}
