package codec

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// RFC 7692 §7.2.3: the examples that leave no choice.
func TestDeflateExamples(t *testing.T) {
	z := NewDeflater(15, true)
	assert.Equal(t, unhex("f2 48 cd c9 c9 07 00 0000ffff"), z.Deflate(nil, []byte("Hello"), true))
	assert.Less(t, len(z.Deflate(nil, []byte("Hello"), true)), 5+4, "the second one refers to the first")
	assert.Equal(t, unhex("00 0000ffff"), z.Deflate(nil, nil, true))
}

// What is compressed inflates to itself, in both implementations: with every
// window, with and without takeover, in pieces, and is never much longer.
func TestDeflateRoundTrip(t *testing.T) {
	texts := []string{
		"", "a", "ab", "Hello", strings.Repeat("x", 300), strings.Repeat("Hello, ", 5000), "Hello",
		string(randomBytes(100_000, 1)), strings.Repeat(string(randomBytes(300, 2)), 300), string(randomBytes(10, 3)),
		strings.Repeat(string(randomBytes(1<<15, 4)), 3), strings.Repeat("가나다", 100), strings.Repeat("\xff", deflateBlock+1),
	}
	for bits := uint8(MinWindowBits); bits <= MaxWindowBits; bits++ {
		for _, takeover := range []bool{false, true} {
			def, inf := NewDeflater(bits, takeover), NewInflater(bits, takeover)
			var dict []byte
			for i, text := range texts {
				half := len(text) / 2
				wire := def.Deflate(nil, []byte(text[:half]), false)
				wire = def.Deflate(wire, []byte(text[half:]), true)
				require.LessOrEqual(t, len(wire), len(text)+5*(4+len(text)/deflateBlock))
				wire, ok := bytes.CutSuffix(wire, deflateTail)
				require.True(t, ok)
				out, rule := inflateAll(inf, 0, wire)
				require.Zero(t, rule, "%d bits, takeover %t, text %d", bits, takeover, i)
				require.True(t, text == string(out))
				out, ok = referenceInflate(wire, dict)
				require.True(t, ok && text == string(out))
				if takeover {
					dict = append(dict, text...)
				}
			}
		}
	}
}

// The counting of positions begins anew before it overflows.
func TestDeflatePositions(t *testing.T) {
	z := NewDeflater(15, true).(*deflate)
	inf := NewInflater(15, true)
	for range 3 {
		wire := z.Deflate(nil, []byte("Hello, Hello"), true)
		out, rule := inflateAll(inf, 0, wire[:len(wire)-4])
		require.Zero(t, rule)
		require.Equal(t, "Hello, Hello", string(out))
		z.lz77.base += maxPosition + 1
	}
	assert.Equal(t, maxPosition+1, z.lz77.base)
}

// Time and memory are linear in what is compressed, also when all of it looks alike.
func TestDeflateIsBounded(t *testing.T) {
	z := NewDeflater(15, true).(*deflate)
	var out []byte
	for range 200 {
		out = z.Deflate(out[:0], bytes.Repeat([]byte("ab"), deflateBlock), true)
		require.LessOrEqual(t, cap(z.lz77.buf), 4*deflateBlock)
	}
	assert.Less(t, len(out), 700)
}
