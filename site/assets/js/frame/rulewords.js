// The sentences for rules of frames, of messages and of closing. The scripts of pages about frames
// do not carry those for the rules of a handshake.
import { t } from '../base/words.js';

/** @type {Record<string, (name: string) => string>} */
const KINDS = {
  frame: (name) => t(`rule.frame.${name}`),
  message: (name) => t(`rule.message.${name}`),
  close: (name) => t(`rule.close.${name}`),
  send: (name) => t(`rule.send.${name}`),
};

/**
 * The sentence for a rule.
 * @param {string} rule such as "frame.mask.missing"
 */
export function ruleWords(rule) {
  const kind = rule.slice(0, rule.indexOf('.'));
  return KINDS[kind](rule.slice(kind.length + 1));
}
