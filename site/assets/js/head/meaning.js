// Says what a line of a head is for, and in which section that is written.
import { has, t } from '../base/words.js';

/** The sections of the lines that a handshake knows, by their names: "6455 4.1". */
const SECTION = new Map(Object.entries({
  request: '6455 4.1',
  status: '6455 4.2.2',
  host: '9110 7.2',
  upgrade: '9110 7.8',
  connection: '9110 7.6.1',
  origin: '6455 10.2',
  'sec-websocket-key': '6455 11.3.1',
  'sec-websocket-version': '6455 11.3.5',
  'sec-websocket-accept': '6455 11.3.3',
  'sec-websocket-protocol': '6455 11.3.4',
  'sec-websocket-extensions': '6455 11.3.2',
  blank: '9112 2.1',
}));

/** Where the fields that a handshake does not know are written. */
const OTHER = '9110 5.1';

/** The names of the lines that have words of their own. */
export const LINES = [...SECTION.keys(), 'other'];

/** @param {string} name in lower case */
export const lineSection = (name) => SECTION.get(name) ?? OTHER;

/**
 * @param {string} name of the line, in lower case: "request", "status", "blank", a field's name
 * @param {'request' | 'response'} side
 */
export function lineMeaning(name, side) {
  const key = `lesson.line.${SECTION.has(name) ? name : 'other'}`;
  return t(side === 'response' && has(`${key}.response`) ? `${key}.response` : key);
}
