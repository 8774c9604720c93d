// Package deflate is the engine that compresses what the server sends
// (RFC 7692 §7.2.1). It takes dynamic Huffman codes and better matches than
// codec's own, which is made to be small; what the server receives, codec's own
// Inflater reads faster and in less memory than any library's. BenchmarkDeflate
// and BenchmarkInflate compare them.
package deflate

import (
	"sync"

	"github.com/klauspost/compress/flate"

	"framelab/codec"
)

// writers holds, by window bits, compressors that no connection uses: one takes
// some 750 KiB.
var writers [codec.MaxWindowBits + 1]sync.Pool

// A deflater compresses one connection's messages.
type deflater struct {
	bits     uint8
	takeover bool
	writer   *flate.Writer // nil between messages without takeover
	out      output
}

// An output is a writer to the end of a slice.
type output struct{ b []byte }

func (o *output) Write(p []byte) (int, error) {
	o.b = append(o.b, p...)
	return len(p), nil
}

// New returns a Deflater with a window of 2^bits bytes, 8 to 15. Without takeover
// it holds memory only from a message's first piece to its last.
func New(bits uint8, takeover bool) codec.Deflater {
	return &deflater{bits: bits, takeover: takeover}
}

// Deflate is codec.Deflater's.
func (z *deflater) Deflate(dst, src []byte, fin bool) []byte {
	if z.writer == nil {
		z.begin()
	}
	z.out.b = dst
	// An output takes everything, so there are no errors.
	_, _ = z.writer.Write(src)
	_ = z.writer.Flush()
	dst, z.out.b = z.out.b, nil
	if fin && !z.takeover {
		z.writer.Reset(nil)
		writers[z.bits].Put(z.writer)
		z.writer = nil
	}
	return dst
}

// begin takes a compressor that knows nothing of messages before.
func (z *deflater) begin() {
	if w, ok := writers[z.bits].Get().(*flate.Writer); ok {
		z.writer = w
		w.Reset(&z.out)
		return
	}
	w, err := flate.NewWriterWindow(&z.out, 1<<z.bits)
	if err != nil {
		panic(err) // bits are not a window's
	}
	z.writer = w
}
