// Whether a local server serves this page. The static build's server.json says {}.
import { root } from '../base/site.js';
import { t } from '../base/words.js';

/**
 * What the local server tells of itself.
 * @typedef {object} Server
 * @property {Record<string, string>} [endpoints] paths by name
 * @property {{maxHeader: number}} [limits]
 * @property {ServerHandshake} [handshake]
 */

/**
 * How it answers an opening handshake.
 * @typedef {object} ServerHandshake
 * @property {Record<string, {subprotocols: string[], deflate: import('../codec/codec.js').Deflate | null}>} webSockets by path
 * @property {string[]} hosts
 * @property {string[]} origins
 * @property {{host: string, origin: string, example: string}} refusals with {name}
 * @property {Record<string, string>} sentences by rule
 */

/** @type {Promise<Server> | undefined} */
let asked;

/** @returns {Promise<Server>} an empty object when there is none */
export function server() {
  asked ??= fetch(new URL('server.json', root()))
    .then((r) => (r.ok ? r.json() : {}))
    .then((said) => (typeof said === 'object' && said !== null ? said : {}))
    .catch(() => ({}));
  return asked;
}

/**
 * The address of a WebSocket endpoint, or null without a local server.
 * @param {string} name such as "echo"
 */
export async function endpoint(name) {
  const { endpoints } = await server();
  if (!endpoints || !Object.hasOwn(endpoints, name)) return null;
  const path = endpoints[name];
  const url = new URL(path, location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}

/** Say in the header who the labs talk to. */
export async function showServer() {
  const place = document.querySelector('[data-server]');
  if (!place) return;
  const here = (await endpoint('echo')) !== null;
  place.classList.toggle('here', here);
  place.textContent = t(here ? 'server.here' : 'server.none');
  place.setAttribute('title', t(here ? 'server.here.help' : 'server.none.help'));
}
