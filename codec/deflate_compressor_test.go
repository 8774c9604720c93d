package codec

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The limits of one block: its bytes, and its literals and matches.
const (
	maxBlock    = 1<<16 - 1
	maxElements = 1 << 14
)

// RFC 7692 §7.2.3: the examples for which a compressor has no choice.
func TestDeflateExamples(t *testing.T) {
	z := NewDeflater(15, true)
	assert.Equal(t, unhex("f2 48 cd c9 c9 07 00 0000ffff"), z.Deflate(nil, []byte("Hello"), true))
	assert.Equal(t, unhex("02 13 00 00 0000ffff"), z.Deflate(nil, []byte("Hello"), true), "the second message is one match into the first (§7.2.3.2)")
	assert.Equal(t, unhex("00 0000ffff"), z.Deflate(nil, nil, true))
}

// Compressed messages inflate to the original, with this package and with the standard
// library: with every window, with and without takeover, in pieces. No message grows
// much.
func TestDeflateRoundTrip(t *testing.T) {
	texts := []string{
		"", "a", "ab", "Hello", strings.Repeat("x", 300), strings.Repeat("Hello, ", 5000), "Hello",
		string(randomBytes(100_000, 1)), strings.Repeat(string(randomBytes(300, 2)), 300), string(randomBytes(10, 3)),
		strings.Repeat(string(randomBytes(1<<15, 4)), 3), strings.Repeat("가나다", 100), strings.Repeat("\xff", maxBlock+1),
	}
	for bits := uint8(MinWindowBits); bits <= MaxWindowBits; bits++ {
		for _, takeover := range []bool{false, true} {
			def, inf := NewDeflater(bits, takeover), NewInflater(bits, takeover)
			var dict []byte
			for i, text := range texts {
				half := len(text) / 2
				wire := def.Deflate(nil, []byte(text[:half]), false)
				wire = def.Deflate(wire, []byte(text[half:]), true)
				require.LessOrEqual(t, len(wire), len(text)+5*(4+len(text)/maxElements))
				wire, ok := bytes.CutSuffix(wire, tail)
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

// Dropping a message keeps as much of the messages before it as is still in memory, and
// later messages never refer to the dropped one.
func TestDeflateDrop(t *testing.T) {
	before, noise := string(randomBytes(200, 5)), string(randomBytes(300, 6))
	for _, tt := range []struct {
		dropped string
		refers  bool // refers to the message before
	}{
		{noise, true}, {"", true}, {"Hello", true},
		{string(randomBytes(maxBlock, 7)), true},
		{string(randomBytes(8*maxBlock, 7)), false}, // the workspace no longer holds the message before
	} {
		z, inf := NewDeflater(15, true), NewInflater(15, true)
		send := func(text string) int {
			wire := z.Deflate(nil, []byte(text), true)
			out, rule := inf.Inflate(nil, wire[:len(wire)-len(tail)], true, 0)
			require.Zero(t, rule)
			require.Equal(t, text, string(out))
			return len(wire)
		}
		send(before)
		z.Deflate(nil, []byte(tt.dropped), true)
		z.Drop()
		assert.Equal(t, tt.refers, send(before) < 20, "%d bytes dropped", len(tt.dropped))
		assert.GreaterOrEqual(t, send(noise), len(noise))
		assert.Less(t, send(before+noise), 30)
	}
}

// The same for a message that arrives in pieces, wherever the workspace changes owners.
func TestDeflateDropInPieces(t *testing.T) {
	before, noise := string(randomBytes(200, 5)), string(randomBytes(300, 6))
	for rests := range 1 << 4 {
		z, inf := NewDeflater(15, true), NewInflater(15, true)
		other, work := NewDeflater(15, true), new(Workspace)
		rest := func(when int) {
			if rests>>when&1 == 0 {
				return
			}
			z.Release()
			if when%2 == 0 {
				other.Lend(work)
				other.Deflate(nil, []byte(noise), true)
				other.Release()
			}
		}
		deflate := func(text string, fin bool) []byte {
			z.Lend(work)
			return z.Deflate(nil, []byte(text), fin)
		}
		send := func(text string) int {
			wire := deflate(text, true)
			out, rule := inf.Inflate(nil, wire[:len(wire)-len(tail)], true, 0)
			require.Zero(t, rule, "rests %04b", rests)
			require.Equal(t, text, string(out))
			return len(wire)
		}
		send(before)
		rest(0)
		deflate(noise[:100], false)
		rest(1)
		deflate(noise[100:], true)
		rest(2)
		z.Drop()
		rest(3)
		require.Less(t, send(before), 20, "rests %04b", rests)
		require.GreaterOrEqual(t, send(noise), len(noise), "rests %04b", rests)
	}
}
