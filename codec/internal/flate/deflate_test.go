package flate

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The counting of positions restarts before it overflows.
func TestDeflatePositions(t *testing.T) {
	z, inf := newCompressor(), NewInflater(15, true)
	for range 3 {
		wire := z.Deflate(nil, []byte("Hello, Hello"), true)
		out, err := inf.Inflate(nil, wire[:len(wire)-4], true, 0)
		require.Zero(t, err)
		require.Equal(t, "Hello, Hello", string(out))
		finder := &z.work.finder
		shift(finder, maxPosition+maxWindow)
	}
	z.Deflate(nil, []byte("Hello"), true)
	assert.Less(t, z.work.finder.base, 1000)
}

// Time and memory are linear in the input, also when all of it looks alike.
func TestDeflateIsBounded(t *testing.T) {
	z := newCompressor()
	var out []byte
	for range 200 {
		out = z.Deflate(out[:0], bytes.Repeat([]byte("ab"), maxBlock/2), true)
		require.LessOrEqual(t, cap(z.work.finder.buf), 4*maxBlock)
	}
	assert.Less(t, len(out), 700)
}

// shift makes a finder in use count from a higher position.
func shift(z *lz77, by int) {
	for i, position := range z.head {
		if position > 0 {
			z.head[i] = position + uint32(by)
		}
	}
	z.base += by
}

// A workspace that another Compressor used knows nothing of this one's messages. The
// bytes that they may refer to are kept: a window with takeover, none without.
func TestDeflateLend(t *testing.T) {
	text := randomBytes(100_000, 8)
	work := new(Workspace)
	for bits := uint8(8); bits <= maxWindowBits; bits++ {
		for _, takeover := range []bool{false, true} {
			one, two := NewCompressor(bits, takeover), NewCompressor(bits, takeover)
			last := text[len(text)-100:]
			var sizes []int
			for _, z := range []*Compressor{one, two, one, two, two} {
				z.Lend(work)
				size := len(z.Deflate(nil, last, true))
				if len(sizes) == 0 {
					z.Deflate(nil, text, true)
				}
				sizes = append(sizes, size)
				require.Same(t, work, z.Release())
				require.Nil(t, z.Release())
				require.LessOrEqual(t, cap(z.before), 1<<bits)
				require.Equal(t, takeover, cap(z.before) > 0)
			}
			for i, again := range []bool{false, false, takeover, takeover, takeover} {
				assert.Equal(t, again, sizes[i] < 20, "%d bits, takeover %t, message %d: %d bytes", bits, takeover, i, sizes[i])
			}
		}
	}
}

// newCompressor returns a Compressor that has a Workspace.
func newCompressor() *Compressor {
	z := NewCompressor(15, true)
	z.Lend(new(Workspace))
	return z
}

func randomBytes(n int, seed uint64) []byte {
	b := make([]byte, n)
	_, _ = rand.NewChaCha8([32]byte{byte(seed)}).Read(b)
	return b
}
