package conn

import (
	"bytes"
	"slices"
	"sync"
	"time"

	"framelab/codec"
	"framelab/server/record"
)

// A Head holds the bytes that arrived up to the end of a request head and
// perhaps beyond, and what the codec read from them. Heads are pooled.
type Head struct {
	buf     []byte
	off     int // how many of buf are handed out
	Request codec.Request
	came    []arrival // when buf came, piece by piece
}

// An arrival is a piece of the bytes of a head, as one read returned it.
type arrival struct {
	end int // how many bytes of buf were there then
	at  time.Time
}

// leastHead is the size in bytes of a pooled buffer for heads. The buffer of a
// larger head is counted in the memory, and not pooled.
const leastHead = 4 << 10

var heads = sync.Pool{New: func() any { return &Head{buf: make([]byte, 0, leastHead)} }}

// maxArrivals is how many pieces of a head are kept apart; the last one includes the rest.
const maxArrivals = 64

// Rest returns the bytes that are not handed out.
func (h *Head) Rest() []byte { return h.buf[h.off:] }

// IsEmpty reports whether all bytes are handed out.
func (h *Head) IsEmpty() bool { return h.off == len(h.buf) }

// HasOnlyEmptyLines reports whether no request line has begun: a client may send an
// empty line after a request (RFC 9112 §2.2).
func (h *Head) HasOnlyEmptyLines() bool { return len(bytes.Trim(h.Rest(), "\r\n")) == 0 }

// Skip counts n bytes as handed out.
func (h *Head) Skip(n int) { h.off += n }

// IsFull reports whether the buffer has to grow before more can be read.
func (h *Head) IsFull() bool { return len(h.buf) == cap(h.buf) }

// extra returns how many bytes of memory the buffer takes beyond a pooled one.
func (h *Head) extra() int64 { return int64(cap(h.buf) - leastHead) }

// Consume hands out bytes to p, and returns how many.
func (h *Head) Consume(p []byte) int {
	n := copy(p, h.Rest())
	h.off += n
	return n
}

// Compact drops the bytes that were consumed.
func (h *Head) Compact() {
	if h.off > 0 {
		h.came = slices.DeleteFunc(h.came, func(a arrival) bool { return a.end <= h.off })
		for i := range h.came {
			h.came[i].end -= h.off
		}
		h.buf = h.buf[:copy(h.buf, h.Rest())]
		h.off = 0
	}
}

// Grow doubles the buffer, to at most most bytes if that makes room.
func (h *Head) Grow(most int) {
	h.buf = append(make([]byte, 0, h.Grown(most)), h.buf...)
}

// Grown returns the size in bytes that the buffer would grow to.
func (h *Head) Grown(most int) int {
	return max(min(2*cap(h.buf), most), len(h.buf)+1)
}

// ReadFrom appends what one Read returns, at most until buf holds most bytes.
func (h *Head) ReadFrom(read func([]byte) (int, error), most int) error {
	n, err := read(h.buf[len(h.buf):min(cap(h.buf), max(most, len(h.buf)+1))])
	h.buf = h.buf[:len(h.buf)+n]
	if n > 0 {
		if len(h.came) < maxArrivals {
			h.came = append(h.came, arrival{})
		}
		h.came[len(h.came)-1] = arrival{len(h.buf), time.Now()}
		return nil
	}
	return err
}

// TakeHead gives the connection a head if it has none, and returns its head.
func (c *Conn) TakeHead() *Head {
	if c.Head == nil {
		c.Head = heads.Get().(*Head)
	}
	return c.Head
}

// ReleaseHead gives the head back, with what is left in it.
func (c *Conn) ReleaseHead() {
	h := c.Head
	c.Head = nil
	if h != nil && cap(h.buf) == leastHead {
		h.buf, h.off, h.came = h.buf[:0], 0, h.came[:0]
		h.Request.Reset()
		heads.Put(h)
	}
}

// Pieces returns the bytes that are not handed out, as the reads returned them.
func (h *Head) Pieces() []record.Piece {
	var pieces []record.Piece
	from := h.off
	for _, a := range h.came {
		if a.end > from { // those before are of the previous request
			pieces = append(pieces, record.Piece{Bytes: h.buf[from:a.end], At: a.at})
			from = a.end
		}
	}
	if from < len(h.buf) || len(pieces) == 0 {
		pieces = append(pieces, record.Piece{Bytes: h.buf[from:], At: time.Now()})
	}
	return pieces
}
