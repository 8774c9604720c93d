package socket

import "framelab/codec"

// MostPongs is how many pings of one read have a pong each.
const MostPongs = 64

// receive hands bytes that came to the codec and has the application answer.
func (k *Socket) receive(p []byte) {
	if len(p) == 0 {
		return
	}
	k.pace.heard, k.pace.busy = true, true
	if !k.Lend() {
		return
	}
	pings := 0
	for len(p) > 0 && k.state.receives() {
		var ev codec.Event
		p = k.ws.Receive(p, &ev)
		switch ev.Kind {
		case codec.EventMessage:
			k.messages++
			k.app.Received(ev.Opcode, ev.Data)
			// Give up the turn, and find out whether the peer is still there.
			if k.lease.turn {
				k.Flush()
				if !k.Lend() {
					return
				}
			}
		case codec.EventPing:
			// A flood of them costs no write each: §5.5.3 asks for the newest pong only.
			if pings++; pings <= MostPongs {
				k.Flush()
				if !k.Lend() {
					return
				}
			}
		case codec.EventClose:
			k.conclude(peerCloses, ev)
		case codec.EventFail:
			k.conclude(fails, ev)
		}
	}
}
