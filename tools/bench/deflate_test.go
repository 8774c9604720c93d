package bench

import (
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"framelab/codec"
	"framelab/server/deflate"

	"github.com/gobwas/ws/wsflate"
	kflate "github.com/klauspost/compress/flate"
)

func BenchmarkDeflate64(b *testing.B)         { compare(b, deflateArms(ticks(64))) }
func BenchmarkDeflate1K(b *testing.B)         { compare(b, deflateArms([]string{document(1 << 10)})) }
func BenchmarkDeflate64K(b *testing.B)        { compare(b, deflateArms([]string{document(64 << 10)})) }
func BenchmarkDeflateTakeover64(b *testing.B) { compare(b, takeoverArms(ticks(64))) }
func BenchmarkInflate64(b *testing.B)         { compare(b, inflateArms(ticks(1)[0])) }
func BenchmarkInflate64K(b *testing.B)        { compare(b, inflateArms(document(64<<10))) }

// ticks returns small messages that resemble each other.
func ticks(n int) []string {
	r := rand.New(rand.NewPCG(64, 64))
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf(`{"type":"tick","symbol":"FRML","price":%d.%02d,"size":%d}`, 100+r.IntN(9), r.IntN(100), r.IntN(1000))
	}
	return all
}

// document returns JSON of that size.
func document(size int) string {
	r := rand.New(rand.NewPCG(1, 1))
	words := strings.Fields("frame mask opcode length payload close ping pong text binary client server 프레임 마스킹 길이")
	var s strings.Builder
	for i := 0; s.Len() < size; i++ {
		fmt.Fprintf(&s, `{"id":"%08x","user":"user%d","text":"%s %s %s %s","at":%d},`, r.Uint32(), r.IntN(40),
			words[r.IntN(len(words))], words[r.IntN(len(words))], words[r.IntN(len(words))], words[r.IntN(len(words))], 1_700_000_000+r.IntN(1e6))
	}
	return s.String()[:size]
}

// A compressor compresses a message, without its tail, and appends it to dst.
type compressor func(dst *bytes.Buffer, message []byte)

// deflateArm compresses messages one after the other; sent counts the resulting bytes.
func deflateArm(library string, messages []string, takeover bool, fresh func() compressor) arm {
	sent := 0
	timed := fresh()
	at, out := 0, new(bytes.Buffer)
	plain := make([][]byte, len(messages))
	for i, m := range messages {
		plain[i] = []byte(m)
	}
	return arm{
		library: library,
		check: func() error {
			compress, inflater := fresh(), codec.NewInflater(15, takeover)
			sent = 0
			for range 2 {
				for _, m := range plain {
					var wire bytes.Buffer
					compress(&wire, m)
					got, rule := inflater.Inflate(nil, wire.Bytes(), true, 0)
					if rule != 0 || !bytes.Equal(got, m) {
						return fmt.Errorf("a message compressed wrongly: %v", rule)
					}
					sent += wire.Len()
				}
			}
			return nil
		},
		sent: func() float64 { return float64(sent) / float64(2*len(messages)) },
		run: func(n int) {
			for range n {
				out.Reset()
				timed(out, plain[at])
				at = (at + 1) % len(plain)
			}
		},
	}
}

// framelabCompressor is the server's engine, which returns its workspace after each
// message, as it does in the server before a connection waits.
func framelabCompressor(takeover bool) compressor {
	z, out := deflate.NewDeflater(15, takeover), []byte(nil)
	return func(dst *bytes.Buffer, message []byte) {
		out = z.Deflate(out[:0], message, true)
		dst.Write(out[:len(out)-len(tail)])
		z.Rest()
	}
}

const tail = "\x00\x00\xff\xff"

// trimmed wraps dst for a compressor that flushes: it drops the tail.
func trimmed(dst *bytes.Buffer) { dst.Truncate(dst.Len() - len(tail)) }

// A closing buffer is a buffer with a Close that does nothing.
type closingBuffer struct{ *bytes.Buffer }

func (closingBuffer) Close() error { return nil }

// deflateArms compress each message by itself, with each library's default level: coder,
// gorilla and gws use the fastest, gobwas' helper the strongest. coder would send
// messages of up to 512 bytes uncompressed; here it compresses them too.
func deflateArms(messages []string) []arm {
	a := func(library string, fresh func() compressor) arm { return deflateArm(library, messages, false, fresh) }
	return append(coderDeflateArms(messages), []arm{
		a("framelab", func() compressor { return framelabCompressor(false) }),
		a("gobwas", func() compressor {
			w := wsflate.NewWriter(nil, wsflate.DefaultHelper.Compressor)
			return func(dst *bytes.Buffer, message []byte) {
				w.Reset(dst)
				must(w.Write(message))
				if err := w.Flush(); err != nil {
					panic(err)
				}
			}
		}),
		a("gorilla", func() compressor {
			return func(dst *bytes.Buffer, message []byte) {
				w := gorillaCompress(closingBuffer{dst}, flate.BestSpeed)
				must(w.Write(message))
				if err := w.Close(); err != nil {
					panic(err)
				}
			}
		}),
		a("gws", func() compressor {
			w := must(kflate.NewWriter(nil, flate.BestSpeed))
			return func(dst *bytes.Buffer, message []byte) {
				if err := gwsCompress(w, bytes.NewReader(message), dst, nil); err != nil {
					panic(err)
				}
				trimmed(dst)
			}
		}),
	}...)
}

// takeoverArms compress messages that refer to earlier ones. gobwas leaves that to its
// caller and gorilla does not support it, so both are omitted. coder keeps a compressor
// of 1.2 MB for each connection; gws keeps a window, as this server does.
func takeoverArms(messages []string) []arm {
	a := func(library string, fresh func() compressor) arm { return deflateArm(library, messages, true, fresh) }
	return append(coderTakeoverArms(messages), []arm{
		a("framelab", func() compressor { return framelabCompressor(true) }),
		a("gws", func() compressor {
			w, window := must(kflate.NewWriter(nil, flate.BestSpeed)), []byte(nil)
			return func(dst *bytes.Buffer, message []byte) {
				if err := gwsCompress(w, bytes.NewReader(message), dst, window); err != nil {
					panic(err)
				}
				trimmed(dst)
				window = append(window, message...)
				if over := len(window) - 1<<15; over > 0 {
					window = window[:copy(window, window[over:])]
				}
			}
		}),
	}...)
}

// An inflateFunc inflates the message that it reads from in, into dst.
type inflateFunc func(in *bytes.Reader, dst []byte) ([]byte, error)

// inflateArms inflate one message repeatedly; its blocks are like zlib's.
func inflateArms(message string) []arm {
	var out bytes.Buffer
	w := must(flate.NewWriter(&out, 6))
	must(w.Write([]byte(message)))
	w.Flush()
	wire := bytes.TrimSuffix(out.Bytes(), []byte(tail))
	// The libraries' readers get a last block to stop at, which each of them appends
	// itself.
	ended := append(bytes.Clone(wire), tail+"\x01"+tail...)
	a := func(library string, inflate inflateFunc) arm {
		in, got := bytes.NewReader(nil), make([]byte, 0, len(message)+bytes.MinRead)
		var err error
		run := func() {
			in.Reset(ended)
			got, err = inflate(in, got[:0])
		}
		return arm{
			library: library,
			check: func() error {
				if run(); err != nil || string(got) != message {
					return errors.Join(errors.New("a message inflated wrongly"), err)
				}
				return nil
			},
			run: func(n int) {
				for range n {
					run()
				}
			},
		}
	}
	all := func(r io.Reader, dst []byte) ([]byte, error) {
		n := 0
		dst = dst[:cap(dst)]
		for {
			m, err := r.Read(dst[n:])
			n += m
			if err == io.EOF {
				return dst[:n], nil
			}
			if err != nil || n == len(dst) {
				return dst[:n], errors.Join(errors.New("more than there should be"), err)
			}
		}
	}
	z := deflate.NewInflater(15, false)
	gws := kflate.NewReader(nil)
	return append(coderInflateArms(a, all), []arm{
		a("framelab", func(_ *bytes.Reader, dst []byte) ([]byte, error) {
			dst, rule := z.Inflate(dst, wire, true, 1<<20)
			if rule != 0 {
				return dst, rule
			}
			return dst, nil
		}),
		a("gobwas", func(in *bytes.Reader, dst []byte) ([]byte, error) {
			in.Reset(wire) // its reader adds the tail
			return all(wsflate.NewReader(in, wsflate.DefaultHelper.Decompressor), dst)
		}),
		a("gorilla", func(in *bytes.Reader, dst []byte) ([]byte, error) {
			in.Reset(wire) // likewise
			return all(gorillaDecompress(in), dst)
		}),
		a("gws", func(in *bytes.Reader, dst []byte) ([]byte, error) {
			if err := gws.(kflate.Resetter).Reset(in, nil); err != nil {
				return nil, err
			}
			return all(gws, dst)
		}),
	}...)
}

// The readers of the standard library and of klauspost/compress inflate this codec's
// messages to the original: with every window, with and without takeover.
func FuzzDeflate(f *testing.F) {
	f.Add([]byte("Hello"), []byte("Hello, Hello"), byte(15), true)
	f.Add([]byte(document(3000)), []byte(document(2000)), byte(9), true)
	f.Add([]byte(strings.Repeat("ab", 40_000)), []byte("ba"), byte(8), false)
	f.Fuzz(func(t *testing.T, one, two []byte, bits byte, takeover bool) {
		z := deflate.NewDeflater(codec.MinWindowBits+bits%8, takeover)
		defer z.Rest()
		var before []byte
		for i, message := range [][]byte{one, two, one, two} {
			wire := append(z.Deflate(nil, message, true), "\x01\x00\x00\xff\xff"...)
			for library, r := range map[string]io.Reader{
				"compress/flate": flate.NewReaderDict(bytes.NewReader(wire), before),
				"klauspost":      kflate.NewReaderDict(bytes.NewReader(wire), before),
			} {
				got, err := io.ReadAll(r)
				if err != nil || !bytes.Equal(got, message) {
					t.Fatalf("message %d by %s: %v, %q for %q", i, library, err, got, message)
				}
			}
			if i%2 == 0 {
				z.Rest()
			}
			if takeover {
				before = append(before, message...)
			}
		}
	})
}
