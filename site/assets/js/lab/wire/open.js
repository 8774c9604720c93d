// Makes the wire of a lesson live. Its script comes when the browser has nothing else to do: most
// lessons have no wire.
import { codec } from '../../codec/loaded.js';
import { dead } from '../../element/dead.js';
import { fail } from '../../element/say.js';
import { keeps, resume } from '../../state/pagestate.js';

export function wires() {
  const wire = /** @type {HTMLElement | null} */ (document.querySelector('frame-wire'));
  if (!wire) return;
  codec().catch((error) => dead(wire, error));
  const address = new URL(String(wire.dataset.script), document.baseURI).href;
  const load = () => import(address).then((script) => script.define({ codec, keeps, resume })).catch(fail);
  const soon = window.requestIdleCallback ?? setTimeout;
  soon(load);
}
