// Package deflate has the engines of the server's permessage-deflate (RFC 7692
// §7.2). What it sends is compressed with dynamic Huffman codes and better
// matches than codec's own Deflater finds, which is made to be small; but small
// messages are codec's own, for which the other has stored blocks. What it
// receives, codec's own Inflater reads faster and in less memory than any
// library's. BenchmarkDeflate and BenchmarkInflate compare them.
//
// Both lend a connection its memory for as long as it is at work alone. Between
// messages an engine without takeover holds some 100 bytes, one with takeover as
// much of the last messages as matches may refer to, 2^bits bytes or a quarter
// more, and an Inflater 4 KiB beside that.
package deflate

import (
	"sync"

	"github.com/klauspost/compress/flate"

	"framelab/codec"
)

// A Deflater compresses one connection's messages. It is a codec.Deflater.
type Deflater struct {
	bits     uint8
	takeover bool
	engine   *engine // nil when it is at rest
	before   []byte  // what matches may refer to and no engine knows
}

// An engine is a compressor and where it writes: to the end of a slice.
type engine struct {
	flate *flate.Writer
	out   []byte
}

func (e *engine) Write(p []byte) (int, error) {
	e.out = append(e.out, p...)
	return len(p), nil
}

// engines holds, by window bits, those at rest: each takes some 750 KiB.
var engines [codec.MaxWindowBits + 1]sync.Pool

// NewDeflater returns a Deflater with a window of 2^bits bytes, 8 to 15.
func NewDeflater(bits uint8, takeover bool) *Deflater {
	return &Deflater{bits: bits, takeover: takeover}
}

// small is the largest message in bytes that codec's own Deflater compresses: it
// takes a quarter of the time there, and its fixed codes are as short.
const small = 512

// smalls holds codec's own Deflaters at rest, by window bits.
var smalls [codec.MaxWindowBits + 1]sync.Pool

// Deflate is codec.Deflater's.
func (z *Deflater) Deflate(dst, src []byte, fin bool) []byte {
	if fin && !z.takeover && z.engine == nil && len(z.before) == 0 && len(src) <= small {
		own, _ := smalls[z.bits].Get().(codec.Deflater)
		if own == nil {
			own = codec.NewDeflater(z.bits, false)
		}
		defer smalls[z.bits].Put(own)
		return own.Deflate(dst, src, true)
	}
	if z.engine == nil {
		z.begin()
	}
	dst = z.engine.deflate(dst, src)
	switch {
	case z.takeover || !fin:
		z.keep(src)
	default:
		z.before = nil
		z.Rest()
	}
	return dst
}

// Rest lets go of the compressor, as a connection does before it waits. It may
// stand between any two pieces of a message: what follows refers to what went
// before all the same.
func (z *Deflater) Rest() {
	if z.engine != nil {
		engines[z.bits].Put(z.engine)
		z.engine = nil
	}
}

// begin takes a compressor and has it know what went before.
func (z *Deflater) begin() {
	e, _ := engines[z.bits].Get().(*engine)
	if e == nil {
		w, err := flate.NewWriterWindow(nil, 1<<z.bits)
		if err != nil {
			panic(err) // bits are not a window's
		}
		e = &engine{flate: w}
	}
	e.flate.Reset(e)
	if len(z.before) > 0 {
		// Once flushed, a compressor goes on at a whole byte, whoever has the bytes before.
		e.out = e.deflate(e.out, z.before)[:0]
	}
	z.engine = e
}

// deflate appends src to dst, compressed and flushed.
func (e *engine) deflate(dst, src []byte) []byte {
	scratch := e.out
	e.out = dst
	// An engine takes all that is written to it, so there are no errors.
	_, _ = e.flate.Write(src)
	_ = e.flate.Flush()
	dst, e.out = e.out, scratch
	return dst
}

// keep takes note of what was compressed, at most a window of it.
func (z *Deflater) keep(src []byte) {
	window := 1 << z.bits
	if len(src) >= window {
		z.before = append(z.before[:0], src[len(src)-window:]...)
		return
	}
	if over := len(z.before) + len(src) - window; over > 0 {
		z.before = z.before[:copy(z.before, z.before[over:])]
	}
	z.before = append(z.before, src...)
}
