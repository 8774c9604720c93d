package main

import "sync"

// A buffer is what one read fills. Buffers are pooled: a connection has one only
// while bytes of its own stand in it, so that an idle one costs no more than its
// goroutine.
type buffer [64 << 10]byte

var buffers = sync.Pool{New: func() any { return new(buffer) }}

func takeBuffer() *buffer  { return buffers.Get().(*buffer) }
func giveBuffer(b *buffer) { buffers.Put(b) }

// giveBack returns to the pool what was once a buffer of it, and leaves what is
// too small or has grown to the garbage collector.
func giveBack(b []byte) {
	if cap(b) == len(buffer{}) {
		giveBuffer((*buffer)(b[:cap(b)]))
	}
}
