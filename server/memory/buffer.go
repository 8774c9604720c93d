package memory

import "sync"

// A Buffer is what one read fills. Buffers are pooled: a connection has one only
// while bytes of its own stand in it, so that an idle one costs no more than its
// goroutine.
type Buffer [64 << 10]byte

var buffers = sync.Pool{New: func() any { return new(Buffer) }}

func TakeBuffer() *Buffer  { return buffers.Get().(*Buffer) }
func GiveBuffer(b *Buffer) { buffers.Put(b) }

// GiveBack returns to the pool what was once a buffer of it, and leaves what is
// too small or has grown to the garbage collector.
func GiveBack(b []byte) {
	if cap(b) == len(Buffer{}) {
		GiveBuffer((*Buffer)(b[:cap(b)]))
	}
}
