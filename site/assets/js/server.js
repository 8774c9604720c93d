// Whether a local server serves this page. The static build's server.json says {}.
import { t } from './words.js';

/** @typedef {{endpoints?: Record<string, string>}} Server */

/** @type {Promise<Server> | undefined} */
let asked;

/** @returns {Promise<Server>} an empty object when there is none */
export function server() {
  asked ??= fetch(new URL('server.json', root()), { cache: 'no-store' })
    .then((r) => (r.ok ? r.json() : {}))
    .catch(() => ({}));
  return asked;
}

/** The address of the site's root: two folders up from its scripts. */
export const root = () => new URL('../', import.meta.url);

/**
 * The address of a WebSocket endpoint, or null without a local server.
 * @param {string} name such as "echo"
 */
export async function endpoint(name) {
  const path = (await server()).endpoints?.[name];
  if (!path) return null;
  const url = new URL(path, location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}

/**
 * The address of /echo, its messages as they are: what a lab draws is not compressed,
 * and every browser offers permessage-deflate.
 */
export async function plainEcho() {
  const url = await endpoint('echo');
  return url && `${url}?deflate=off`;
}

/** Say in the header who the labs talk to. */
export async function showServer() {
  const place = document.querySelector('[data-server]');
  if (!place) return;
  const here = Boolean((await server()).endpoints?.echo);
  place.classList.toggle('here', here);
  place.textContent = t(here ? 'server.here' : 'server.none');
  place.setAttribute('title', t(here ? 'server.here.help' : 'server.none.help'));
}
