package memory

import "sync"

// A Buffer is what one read fills. Buffers are pooled: a connection has one only
// while its bytes are in it, so an idle connection costs no more than its goroutine.
type Buffer [64 << 10]byte

var buffers = sync.Pool{New: func() any { return new(Buffer) }}

// TakeBuffer takes a buffer from the pool.
func TakeBuffer() *Buffer { return buffers.Get().(*Buffer) }

// GiveBuffer gives it back.
func GiveBuffer(b *Buffer) { buffers.Put(b) }

// GiveBack returns b to the pool if it was a buffer of the pool. A slice of another size
// is left to the garbage collector.
func GiveBack(b []byte) {
	if cap(b) == len(Buffer{}) {
		GiveBuffer((*Buffer)(b[:cap(b)]))
	}
}
