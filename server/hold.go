package main

import "framelab/codec"

// size returns how many bytes of memory the connection has, beside the buffers
// that its reader has asked for.
func (k *socket) size() int64 {
	size := k.ws.Buffered()
	if k.reading {
		size = max(0, size-len(buffer{}))
	}
	return k.base + int64(size+k.kept)
}

// mayKeep asks for n bytes more, for what the peer makes the connection keep.
// When it may not have them, the connection ends.
func (k *socket) mayKeep(n int) bool {
	if !k.c.hold(k.size()+int64(n), askKeep, k.rest) || n > heavyWork && !k.beginHeavy() {
		k.starved = true
		return false
	}
	return true
}

// mayWork asks for the buffer that a connection writes into, when it has something
// to say without having read anything.
func (k *socket) mayWork() bool {
	if k.reading || k.working {
		return true
	}
	if !k.c.hold(k.size()+int64(len(buffer{})), askWork, k.rest) {
		k.starve()
		return false
	}
	k.working = true
	return true
}

// starve ends the connection because there is no memory for it.
func (k *socket) starve() {
	k.starved = true
	if !k.over {
		_ = k.ws.Fail(codec.CloseTryAgainLater) // a code that may be sent
		k.isOver(codec.Event{Code: codec.CloseTryAgainLater})
	}
}

// heavyWork is how much memory in bytes a connection asks for at a time when it is
// in for more work than an ordinary message makes.
const heavyWork = 256 << 10

// beginHeavy waits for a turn at heavy work, and reports whether it has one. Those
// who have a turn may need this connection's workspace to come to its end.
func (k *socket) beginHeavy() bool {
	if !k.heavy {
		k.rest()
		k.heavy = k.s.turns.take(k.c)
	}
	return k.heavy
}

// rest lets others work while this connection waits.
func (k *socket) rest() {
	if k.deflate != nil {
		k.deflate.Rest()
	}
	if k.heavy {
		k.s.turns.give()
		k.heavy = false
	}
}
