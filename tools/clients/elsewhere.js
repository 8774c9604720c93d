// Runs in a page from a different origin and tries to reach the local server in every way
// that a browser offers. Posts "ok" to /result if all of them failed, or else what worked.
'use strict';
const { server, watched, unused, run } = document.currentScript.dataset;

/** Reports whether a WebSocket opens. */
const opens = (path, subprotocols = []) => new Promise((done) => {
  const ws = new WebSocket(`ws://${server}${path}`, subprotocols);
  ws.onopen = () => done(true);
  ws.onerror = () => done(false);
});

/** Reports whether an element, or an EventSource, loads something. */
const loads = (thing) => new Promise((done) => {
  thing.onload = thing.onopen = () => done(true);
  thing.onerror = () => done(false);
  if (thing instanceof Element) document.head.append(thing);
});

const reads = async (path, init) => {
  try {
    return (await (await fetch(`http://${server}${path}`, init)).text()) !== '';
  } catch {
    return false;
  }
};

async function all() {
  const worked = [];
  const expectNothing = async (what, tried) => { if (await tried) worked.push(what); };
  for (const path of [`/tap/${watched}`, `/echo?tap=${unused}`, '/echo', `/mychat?tap=${unused}`, '/raw', `/comet/websocket?run=${run}`]) {
    await expectNothing(`a WebSocket at ${path}`, opens(path));
  }
  await expectNothing('a chat', opens('/mychat', ['chat']));
  for (const way of ['poll', 'long-poll', 'multipart', 'sse']) {
    const path = `/comet/${way}?run=${run}&rate=50&seconds=1`;
    for (const mode of ['cors', 'no-cors']) await expectNothing(`${mode} fetch of ${path}`, reads(path, { mode }));
    await expectNothing(`an EventSource of ${path}`, loads(new EventSource(`http://${server}${path}`)));
    for (const element of ['img', 'script']) {
      await expectNothing(`${element} of ${path}`, loads(Object.assign(document.createElement(element), { src: `http://${server}${path}` })));
    }
  }
  await expectNothing('the description of the server', reads('/server.json'));
  return worked.join(', ') || 'ok';
}

all().catch((error) => String(error)).then((result) => fetch('/result', { method: 'POST', body: result }));
