// The words for rules of frames, of their messages and of closing. A page without a handshake so
// comes without the words for the rules of heads.
import { t } from '../base/words.js';

/** @type {Record<string, (name: string) => string>} */
const KINDS = {
  frame: (name) => t(`rule.frame.${name}`),
  message: (name) => t(`rule.message.${name}`),
  close: (name) => t(`rule.close.${name}`),
  send: (name) => t(`rule.send.${name}`),
};

/** @param {string} rule such as "frame.mask.missing" */
export function ruleWords(rule) {
  const kind = rule.slice(0, rule.indexOf('.'));
  return KINDS[kind](rule.slice(kind.length + 1));
}
