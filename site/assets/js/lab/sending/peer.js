// The other side inside this page, run by the codec's Conn: it tells what a receiver understood, and
// answers as /echo does when its query asks for something.
import { random } from '../../base/bytes.js';
import { FRAMES, view } from '../../frame/view.js';
import { asked, pathOf } from './target.js';

/** @typedef {import('../../codec/codec.js').Codec} Codec */
/** @typedef {import('../../codec/codec.js').ConnEvent} ConnEvent */
/** @typedef {import('../../codec/codec.js').Deflate} Deflate */
/** @typedef {import('../../frame/link.js').Role} Role */

export class Peer {
  /** All bytes so far: where frames begin depends on those before. */
  #bytes = new Uint8Array();
  #answered = 0;

  /**
   * @param {Codec} codec
   * @param {{receiver: Role, deflate: Deflate | null, target: string}} to
   */
  constructor(codec, { receiver, deflate, target }) {
    this.codec = codec;
    this.receiver = receiver;
    this.deflate = deflate;
    this.echoes = receiver === 'server' && pathOf(target) === '/echo';
    this.asks = asked(target);
    this.conn = codec.conn({ role: receiver, keys: () => random(4), deflate });
    if (this.echoes && this.asks.get('ping') === 'once') this.conn.ping(new TextEncoder().encode('ping 1'));
    if (this.echoes) this.#closeWhenDue();
  }

  /**
   * Take bytes as they come, frame by frame, so that a message is echoed before the Close after it is answered.
   * @param {Uint8Array} bytes
   * @param {(events: ConnEvent[]) => void} [each] is told the events of each frame
   * @returns {ConnEvent[]}
   */
  receive(bytes, each = () => {}) {
    const from = this.#bytes.length;
    const all = new Uint8Array(from + bytes.length);
    all.set(this.#bytes);
    all.set(bytes, from);
    this.#bytes = all;
    const ends = view(this.codec, all, this.receiver, this.deflate ?? false).frames.slice(0, FRAMES).map(({ end }) => end);
    let at = from;
    /** @type {ConnEvent[]} */
    const events = [];
    for (const end of [...ends, all.length]) {
      if (end <= at) continue;
      const now = this.conn.receive(all.subarray(at, end));
      for (const event of now) if (event.kind === 'message' && this.echoes) this.#answer(event);
      events.push(...now);
      each(now);
      at = end;
    }
    return events;
  }

  /** @param {ConnEvent} message */
  #answer({ opcode, data }) {
    if (this.conn.state !== 'open') return;
    const size = Number(this.asks.get('fragment') ?? 0);
    if (size > 0) {
      let at = 0;
      do {
        this.conn.send(at ? 0 : opcode, data.subarray(at, at + size), at + size >= data.length);
        at += size;
      } while (at < data.length);
    } else this.conn.send(opcode, data);
    this.#answered++;
    this.#closeWhenDue();
  }

  #closeWhenDue() {
    const code = Number(this.asks.get('close') ?? 0);
    if (!code || this.#answered !== Number(this.asks.get('after') ?? 1) || this.conn.state !== 'open') return;
    if (code === 1006) this.dropped = true;
    else if (code === 1005) this.conn.close();
    else this.conn.close(code, this.asks.get('reason') ?? '');
  }

  /** It ended TCP without a Close. */
  dropped = false;

  /** The bytes that it sends; each is given once. */
  output() {
    return this.conn.output();
  }

  /** Both Close frames have passed, the connection failed, or TCP was ended without either. */
  get over() {
    return this.dropped || this.conn.state === 'closed' || this.conn.shouldCloseTransport;
  }

  free() {
    this.conn.free();
  }
}
