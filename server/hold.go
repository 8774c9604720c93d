package main

import "framelab/codec"

// size returns how many bytes of memory the connection holds, without the buffers
// that its reader has asked for.
func (k *socket) size() int64 {
	size := k.ws.Buffered()
	if k.reading {
		size = max(0, size-len(buffer{}))
	}
	return k.base + int64(size+k.kept)
}

// mayKeep asks for n more bytes that the connection will hold. Without them the
// connection ends. A large amount means heavy work, so it also waits for a turn.
func (k *socket) mayKeep(n int) bool {
	if !k.c.hold(k.size()+int64(n), askKeep, k.rest) || n > heavyWork && !k.beginHeavy() {
		k.starved = true
		return false
	}
	return true
}

// mayWork asks for the buffer to write into, when the server sends something that
// does not answer a read.
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

// starve ends the connection with 1013 because there is no memory for it.
func (k *socket) starve() {
	k.starved = true
	if !k.over {
		_ = k.ws.Fail(codec.CloseTryAgainLater, nil) // a code that may be sent
		k.isOver(codec.Event{Code: codec.CloseTryAgainLater})
	}
}

// heavyWork is the amount of memory, in bytes, that is asked for at one time only
// for more work than an ordinary message makes.
const heavyWork = 64 << 10

// beginHeavy waits for a turn at heavy work, and reports whether it has one. Those
// who have a turn may need this connection's workspace to come to its end.
func (k *socket) beginHeavy() bool {
	if !k.heavy {
		k.rest()
		k.heavy = k.s.turns.take(k.c)
	}
	return k.heavy
}

// rest returns the compressor and the turn, so that other connections can work
// while this one waits.
func (k *socket) rest() {
	if k.deflate != nil {
		k.deflate.Rest()
	}
	if k.heavy {
		k.s.turns.give()
		k.heavy = false
	}
}
