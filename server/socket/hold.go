package socket

import (
	"framelab/codec"
	"framelab/server/memory"
)

// A lease is the memory that a socket has, and whether it has a turn at heavy work.
type lease struct {
	base    int64 // bytes that the connection always has
	kept    int   // bytes that the endpoint keeps: late answers, a plan
	buffers buffers
	turn    bool // it has a turn at heavy work
	starved bool // no memory was left for it
}

// Buffers are the pooled buffers that a socket has asked for.
type buffers uint8

const (
	noBuffers   buffers = iota
	readBuffers         // its reader has asked for two, because something came
	writeBuffer         // it has itself asked for one, to send something that does not answer a read
)

// size returns how many bytes of memory the connection holds, without the buffers
// that its reader has asked for.
func (k *Socket) size() int64 {
	size := k.ws.Buffered()
	if k.lease.buffers == readBuffers {
		size = max(0, size-len(memory.Buffer{}))
	}
	return k.lease.base + int64(size+k.lease.kept)
}

// Keep counts n more bytes that the endpoint keeps, or fewer if n is negative. The
// endpoint has asked for them with MayKeep.
func (k *Socket) Keep(n int) { k.lease.kept += n }

// MayKeep asks for n more bytes that the connection will hold. Without them the
// connection ends. A large amount means heavy work, so it also waits for a turn.
func (k *Socket) MayKeep(n int) bool {
	if !k.c.Hold(k.size()+int64(n), memory.Keep, k.rest) || n > heavyWork && !k.beginHeavy() {
		k.lease.starved = true
		return false
	}
	return true
}

// FlushKeeping is Flush while the endpoint waits with n bytes, for which it asks. It
// returns false when the connection has ended.
func (k *Socket) FlushKeeping(n int) bool {
	if !k.state.receives() || !k.MayKeep(n) {
		return false
	}
	k.Keep(n)
	k.Flush()
	k.Keep(-n)
	return k.state != broken
}

// mayWork asks for the buffer to write into, when the server sends something that
// does not answer a read.
func (k *Socket) mayWork() bool {
	if k.lease.buffers != noBuffers {
		return true
	}
	if !k.c.Hold(k.size()+int64(len(memory.Buffer{})), memory.Work, k.rest) {
		k.Starve()
		return false
	}
	k.lease.buffers = writeBuffer
	return true
}

// Starve ends the connection with 1013 because its memory is not available.
func (k *Socket) Starve() {
	k.lease.starved = true
	if k.state.receives() {
		_ = k.ws.Fail(codec.CloseTryAgainLater, nil) // a code that can be sent
		k.conclude(fails, codec.Event{Code: codec.CloseTryAgainLater})
	}
}

// heavyWork is the amount of memory, in bytes, that is asked for at one time only
// for more work than an ordinary message makes.
const heavyWork = 64 << 10

// beginHeavy waits for a turn at heavy work, and reports whether it has one. The
// connections that have a turn may need this one's workspace before they can finish.
func (k *Socket) beginHeavy() bool {
	if !k.lease.turn {
		k.rest()
		k.lease.turn = k.shared.Memory.Turns().Take(k.c.Account())
	}
	return k.lease.turn
}

// rest returns the compressor and the turn, so that other connections can work
// while this one waits.
func (k *Socket) rest() {
	if k.deflate != nil {
		k.deflate.Rest()
	}
	if k.lease.turn {
		k.shared.Memory.Turns().Give()
		k.lease.turn = false
	}
}
