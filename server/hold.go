package main

import (
	"fmt"

	"framelab/codec"
)

// mostHeld is how many messages of -max-message the memory of all connections
// has room for. Each connection keeps its own limits, but connections are many,
// and a compressed message takes a thousand times what was sent for it.
const mostHeld = 64

var heldReason = fmt.Sprintf("all connections together hold more than %d × -max-message bytes of messages", mostHeld)

// hold counts the memory of the connection's messages among the server's, and
// reports whether it may have it: see mayHold.
func (k *socket) hold() bool {
	now := int64(max(0, k.ws.Buffered()+k.late-len(buffer{}))) // at work each has a buffer of the pool's
	if now == k.held || k.letGo {
		return true
	}
	k.count(now)
	return k.mayHold()
}

// count has the connection hold so many bytes.
func (k *socket) count(now int64) {
	switch {
	case k.held == 0:
		k.s.holders.Add(1)
	case now == 0:
		k.s.holders.Add(-1)
	}
	k.s.held.Add(now - k.held)
	k.held = now
}

// mayHold reports whether the connection may keep its memory. Once the total is
// over the limit, a connection may keep its memory only if it holds no more than
// an equal share: large holders must not crowd out small ones.
func (k *socket) mayHold() bool {
	most := k.s.mostMemory()
	return k.s.held.Load() <= most || k.held <= most/max(1, k.s.holders.Load())
}

// mostMemory is how many bytes of memory all connections have for their messages.
func (s *server) mostMemory() int64 { return mostHeld * int64(s.opt.maxMessage) }

// cutOff ends the connection for what mayHold says.
func (k *socket) cutOff() {
	k.close(codec.CloseTryAgainLater, heldReason)
	k.over = true
}
