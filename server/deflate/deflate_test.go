package deflate

import (
	"bytes"
	"compress/flate"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	kflate "github.com/klauspost/compress/flate"
	"github.com/stretchr/testify/require"

	"framelab/codec"
)

var tail = []byte{0x00, 0x00, 0xff, 0xff}

// RFC 7692 §7.1.1, §7.1.2, §7.2.1: what is compressed inflates to itself by an
// Inflater that allows no larger window and no takeover but the agreed one.
func TestRoundTrip(t *testing.T) {
	noise := make([]byte, 3000)
	r := rand.New(rand.NewPCG(1, 2))
	for i := range noise {
		noise[i] = byte(r.Uint32())
	}
	texts := []string{"Hello", "Hello", "", "a", strings.Repeat(string(noise), 30), strings.Repeat("Hello, ", 20_000), string(noise), string(noise), sample(70_000)}
	for bits := uint8(codec.MinWindowBits); bits <= codec.MaxWindowBits; bits++ {
		for _, takeover := range []bool{false, true} {
			def, inf := NewDeflater(bits, takeover), codec.NewInflater(bits, takeover)
			for i, text := range texts {
				half := len(text) / 2
				wire := def.Deflate(nil, []byte(text[:half]), false)
				wire = def.Deflate(wire, []byte(text[half:]), true)
				wire, ok := bytes.CutSuffix(wire, tail)
				require.True(t, ok)
				out, rule := inf.Inflate(nil, wire, false, 0)
				require.Zero(t, rule, "%d bits, takeover %t, text %d", bits, takeover, i)
				out, rule = inf.Inflate(out, tail, true, 0)
				require.Zero(t, rule)
				require.True(t, text == string(out), "%d bits, takeover %t, text %d", bits, takeover, i)
			}
		}
	}
}

// Takeover pays, and without it a connection holds no compressor between messages.
func TestTakeover(t *testing.T) {
	text := []byte(sample(1000))
	for _, takeover := range []bool{false, true} {
		z := NewDeflater(15, takeover)
		first := len(z.Deflate(nil, text, true))
		second := len(z.Deflate(nil, text, true))
		require.Equal(t, takeover, second < first/4, "%d, then %d bytes", first, second)
		require.Equal(t, takeover, z.engine != nil)
		z.Rest()
		require.Nil(t, z.engine)
		third := len(z.Deflate(nil, text, true))
		require.Equal(t, takeover, third < first/4, "%d, and after a rest %d bytes", first, third)
	}
}

// A compressor at rest between any two pieces makes no difference to what they
// inflate to, and keeps a window at most; in the window of the agreed size alone
// matches are found.
func TestRest(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	text := []byte(sample(100_000))
	for bits := uint8(codec.MinWindowBits); bits <= codec.MaxWindowBits; bits++ {
		for _, takeover := range []bool{false, true} {
			def, inf := NewDeflater(bits, takeover), NewInflater(bits, takeover)
			for range 3 {
				var out, wire []byte
				for rest := text; len(rest) > 0; {
					n := min(len(rest), 1+r.IntN(10_000))
					wire = def.Deflate(wire[:0], rest[:n], n == len(rest))
					if r.IntN(2) == 0 {
						def.Rest()
					}
					rest = rest[n:]
					var rule codec.Rule
					out, rule = inf.Inflate(out, wire, len(rest) == 0, 0)
					require.Zero(t, rule, "%d bits, takeover %t", bits, takeover)
				}
				require.True(t, bytes.Equal(text, out), "%d bits, takeover %t", bits, takeover)
				require.LessOrEqual(t, cap(def.before), (1<<bits)*5/4)
				require.Equal(t, takeover, def.before != nil)
			}
		}
	}
}

// Without takeover nothing is held between messages, and what a corrupt one
// leaves behind nobody gets.
func TestInflaterIsLent(t *testing.T) {
	def, inf := NewDeflater(15, false), NewInflater(15, false).(*inflater)
	for range 100 {
		bad := NewInflater(15, false)
		_, rule := bad.Inflate(nil, []byte{0x06}, false, 0)
		require.Equal(t, codec.MessageDeflateCorrupt, rule)
		out, rule := inf.Inflate(nil, def.Deflate(nil, []byte("Hello"), true), false, 0)
		require.NotNil(t, inf.now)
		require.Zero(t, rule)
		out, rule = inf.Inflate(out, nil, true, 0)
		require.Zero(t, rule)
		require.Equal(t, "Hello", string(out))
		require.Nil(t, inf.now)
	}
}

// An empty message is one byte (§7.2.3.6), whatever was sent before.
func TestEmpty(t *testing.T) {
	z := NewDeflater(15, true)
	for range 3 {
		require.Equal(t, []byte{0x00, 0x00, 0x00, 0xff, 0xff}, z.Deflate(nil, nil, true))
	}
}

// sample is n bytes of the like of what servers send.
func sample(n int) string {
	var s strings.Builder
	for i := 0; s.Len() < n; i++ {
		fmt.Fprintf(&s, `{"id":%d,"user":"user%d","text":"The quick brown fox jumps over the lazy dog number %d","at":17000%05d}`+"\n", i, i%37, i*7919%1000, i*31)
	}
	return s.String()[:n]
}

var sizes = []int{64, 1 << 10, 16 << 10, 64 << 10}

// BenchmarkDeflate compares the engines without takeover; "sent" is how many bytes it makes.
func BenchmarkDeflate(b *testing.B) {
	for name, z := range map[string]codec.Deflater{
		"server": NewDeflater(15, false),
		"codec":  codec.NewDeflater(15, false),
		"std-1":  standard(1),
		"std-6":  standard(6),
	} {
		for _, n := range sizes {
			b.Run(fmt.Sprintf("%d/%s", n, name), func(b *testing.B) {
				text, out := []byte(sample(n)), []byte(nil)
				b.SetBytes(int64(n))
				b.ReportAllocs()
				for b.Loop() {
					out = z.Deflate(out[:0], text, true)
				}
				b.ReportMetric(float64(len(out)), "sent")
			})
		}
	}
}

// standardDeflater is the standard library's compressor, which has one window.
type standardDeflater struct {
	w   *flate.Writer
	out bytes.Buffer
}

func standard(level int) codec.Deflater {
	w, err := flate.NewWriter(nil, level)
	if err != nil {
		panic(err)
	}
	return &standardDeflater{w: w}
}

func (z *standardDeflater) Deflate(dst, src []byte, _ bool) []byte {
	z.out.Reset()
	z.w.Reset(&z.out)
	_, _ = z.w.Write(src)
	_ = z.w.Flush()
	return append(dst, z.out.Bytes()...)
}

// BenchmarkInflate compares codec's Inflater with the libraries' readers, which
// are given a last block to stop at.
func BenchmarkInflate(b *testing.B) {
	for _, n := range sizes {
		wire := standard(6).Deflate(nil, []byte(sample(n)), true)
		b.Run(fmt.Sprintf("%d/codec", n), func(b *testing.B) {
			z, out := codec.NewInflater(15, false), []byte(nil)
			b.SetBytes(int64(n))
			b.ReportAllocs()
			for b.Loop() {
				var rule codec.Rule
				if out, rule = z.Inflate(out[:0], wire, true, 1<<20); rule != 0 || len(out) != n {
					b.Fatal(rule, len(out))
				}
			}
		})
		ended := append(bytes.Clone(wire), 1, 0, 0, 0xff, 0xff)
		for name, r := range map[string]io.ReadCloser{"std": flate.NewReader(bytes.NewReader(nil)), "klauspost": kflate.NewReader(bytes.NewReader(nil))} {
			b.Run(fmt.Sprintf("%d/%s", n, name), func(b *testing.B) {
				in, out := bytes.NewReader(nil), make([]byte, n+1)
				b.SetBytes(int64(n))
				b.ReportAllocs()
				for b.Loop() {
					in.Reset(ended)
					if err := r.(flate.Resetter).Reset(in, nil); err != nil {
						b.Fatal(err)
					}
					if got, err := io.ReadFull(r, out); got != n || err != io.ErrUnexpectedEOF {
						b.Fatal(got, err)
					}
				}
			})
		}
	}
}

// A small message by itself is RFC 7692 §7.2.3.1's fixed block, not a stored one that is longer than the message.
func TestSmallMessages(t *testing.T) {
	z := NewDeflater(15, false)
	for range 2 {
		require.Equal(t, "\xf2\x48\xcd\xc9\xc9\x07\x00\x00\x00\xff\xff", string(z.Deflate(nil, []byte("Hello"), true)))
	}
	// The end of a message whose beginning an engine has is not one.
	first := z.Deflate(nil, []byte("Hello, Hello"), false)
	z.Rest()
	message := z.Deflate(first, []byte(", Hello"), true)
	inflated, rule := codec.NewInflater(15, false).Inflate(nil, message, true, 0)
	require.Zero(t, rule)
	require.Equal(t, "Hello, Hello, Hello", string(inflated))
}
