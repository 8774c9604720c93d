// Reads messages as browsers export them: an HTTP archive, or a list in JSON. They have no frames, which can be built.
import { BytesError } from '../base/bytes.js';
import { decode } from './base64.js';
import { json } from './json.js';
import { refuse, Sink } from './reading.js';

/** @typedef {import('./json.js').Json} Json */
/** @typedef {import('./reading.js').Reading} Reading */
/** @typedef {{from: 'client' | 'server' | null, opcode: number, payload: Uint8Array, start: number, end: number}} Found */

const TEXT = ['data', 'payloadData', 'payload', 'text', 'message', 'body'];
const WAY = ['type', 'direction', 'dir', 'sender', 'from', 'method', 'event', 'kind'];

/**
 * @param {string} text as it was pasted
 * @returns {Reading[] | null} null: it is not that; throws a BytesError
 */
export function messages(text) {
  if (!/^[\s\ufeff]*[[{]/.test(text) || !/"(?:_webSocketMessages|log|data|payloadData|payload|text|message|body)"\s*:/.test(text)) return null;
  /** @type {Json} */
  let root;
  try {
    root = json(text.replace(/^\ufeff/, ' '));
  } catch (error) {
    // Text that is not JSON may be code. An archive is always JSON.
    if (error instanceof BytesError && /"_webSocketMessages"|"payloadData"/.test(text)) throw error;
    return null;
  }
  const har = /"_webSocketMessages"/.test(text);
  const one = !har && message(root);
  if (one) return sides([one], 'messages');
  const lists = har ? [...named(root, '_webSocketMessages')] : root.kind === 'array' ? [root] : [...named(root, 'messages'), ...named(root, 'frames')];
  const log = root.kind === 'object' ? root.entries.get('log') : null;
  if (!lists.length && log?.kind === 'object' && log.entries.has('entries')) refuse('messages', root.start);
  const found = [];
  for (const list of lists) {
    if (list.kind !== 'array') continue;
    for (const item of list.items) {
      const one = message(item);
      if (!one && har) refuse('bad', item.start, { what: text.slice(item.start, item.end).slice(0, 20), form: 'messages' });
      if (!one) return null;
      found.push(one);
    }
  }
  if (!found.length) return har ? refuse('messages', root.start) : null;
  return sides(found, har ? 'har' : 'messages');
}

/**
 * Every value with a name, wherever it is.
 * @param {Json} value
 * @param {string} name
 * @returns {Generator<Json>}
 */
function* named(value, name) {
  if (value.kind === 'array') for (const item of value.items) yield* named(item, name);
  if (value.kind !== 'object') return;
  for (const [key, item] of value.entries) {
    if (key === name) yield item;
    else yield* named(item, name);
  }
}

/**
 * @param {Json} value
 * @returns {Found | null} null: it is not a message
 */
function message(value) {
  if (value.kind !== 'object') return null;
  const { entries } = value;
  // The debugging protocol's events keep the message further in.
  for (const name of ['params', 'response']) {
    const inner = entries.get(name);
    const found = inner?.kind === 'object' ? message(inner) : null;
    if (found) return { ...found, from: found.from ?? from(entries) };
  }
  const data = TEXT.map((name) => entries.get(name)).find((v) => v?.kind === 'string');
  if (!data || data.kind !== 'string') return null;
  const code = entries.get('opcode');
  const opcode = code?.kind === 'other' && Number.isInteger(code.value) ? Number(code.value) : null;
  const mask = entries.get('mask');
  const sender = from(entries) ?? (mask?.kind === 'other' && typeof mask.value === 'boolean' ? (mask.value ? 'client' : 'server') : null);
  if (opcode === null && !sender) return null;
  if (opcode !== null && (opcode < 0 || opcode > 15)) refuse('range', code?.start ?? 0, { what: String(opcode) });
  // A browser writes what is not text in base64.
  const payload = opcode === null || opcode === 1 ? new TextEncoder().encode(data.value) : binary(data);
  return { from: sender, opcode: opcode ?? 1, payload, start: data.start, end: data.end };
}

/**
 * @param {Json & {kind: 'string'}} data
 */
function binary(data) {
  // Base64 has no character that JSON escapes but /, whose places then are not the text's.
  try {
    return Uint8Array.from(decode(data.value, 0, data.value.length).bytes);
  } catch (error) {
    if (error instanceof BytesError && error.detail.at !== undefined) error.detail.at += data.start;
    throw error;
  }
}

/** @param {Map<string, Json>} entries */
function from(entries) {
  for (const name of WAY) {
    const value = entries.get(name);
    if (value?.kind !== 'string') continue;
    if (/send|sent|out|request|client|\u2191|framesent/i.test(value.value) && !/receiv/i.test(value.value)) return 'client';
    if (/receiv|\bin\b|incoming|response|server|message|\u2193/i.test(value.value)) return 'server';
  }
  const outgoing = entries.get('outgoing') ?? entries.get('sent') ?? entries.get('isSent') ?? entries.get('fromClient');
  return outgoing?.kind === 'other' && typeof outgoing.value === 'boolean' ? (outgoing.value ? 'client' : 'server') : null;
}

/**
 * The messages of each side; where nothing says whose they are, all of them as each side's.
 * @param {Found[]} found
 * @param {string} form
 * @returns {Reading[]}
 */
function sides(found, form) {
  /** @type {Reading[]} */
  const out = [];
  for (const side of /** @type {const} */ (['client', 'server'])) {
    const mine = found.filter((m) => m.from === side || m.from === null);
    if (!mine.length) continue;
    const sink = new Sink();
    for (const m of mine) if (m.end > m.start) sink.mark(m.start, m.end);
    out.push({
      form, bytes: new Uint8Array(), spans: sink.spans, notes: [], stream: { from: side }, receiver: side === 'client' ? 'server' : 'client',
      messages: mine.map(({ opcode, payload }) => ({ opcode, payload })),
    });
  }
  return out;
}
