// Asks for the local server, in the shape that the handshake bench needs.
import { server } from '../../wire/server.js';

/** @typedef {import('../../head/server.js').Local} Local */

/** @returns {Promise<Local | null>} null without a local server that says how it answers */
export async function localServer() {
  const { handshake, limits } = await server();
  if (!handshake) return null;
  return {
    webSockets: new Map(Object.entries(handshake.webSockets)),
    hosts: new Set(handshake.hosts),
    origins: new Set(handshake.origins),
    refusals: handshake.refusals,
    sentences: new Map(Object.entries(handshake.sentences)),
    most: limits?.maxHeader ?? 0,
  };
}
