package deflate

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

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
				out, rule := inf.Inflate(nil, wire, true, 0)
				require.Zero(t, rule, "%d bits, takeover %t, text %d", bits, takeover, i)
				require.True(t, text == string(out), "%d bits, takeover %t, text %d", bits, takeover, i)
			}
			def.Rest()
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
		require.Equal(t, takeover, z.working)
		z.Rest()
		require.False(t, z.working)
		third := len(z.Deflate(nil, text, true))
		require.Equal(t, takeover, third < first/4, "%d, and after a rest %d bytes", first, third)
		z.Rest()
	}
}

// A compressor that rests between two pieces changes nothing in what they inflate to, and
// keeps a window at most. It finds matches only in the window of the agreed size.
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
					if len(rest) == 0 {
						wire = bytes.TrimSuffix(wire, tail)
					}
					var rule codec.Rule
					out, rule = inf.Inflate(out, wire, len(rest) == 0, 0)
					require.Zero(t, rule, "%d bits, takeover %t", bits, takeover)
				}
				require.True(t, bytes.Equal(text, out), "%d bits, takeover %t", bits, takeover)
			}
			def.Rest()
		}
	}
}

// Without takeover nothing is held between messages, and no other message gets what a
// corrupt one has left.
func TestInflaterIsLent(t *testing.T) {
	def, inf := NewDeflater(15, false), NewInflater(15, false).(*inflater)
	for range 100 {
		bad := NewInflater(15, false)
		_, rule := bad.Inflate(nil, []byte{0x06}, false, 0)
		require.Equal(t, codec.MessageDeflateBlockType, rule)
		out, rule := inf.Inflate(nil, bytes.TrimSuffix(def.Deflate(nil, []byte("Hello"), true), tail), false, 0)
		require.NotNil(t, inf.now)
		require.Zero(t, rule)
		out, rule = inf.Inflate(out, nil, true, 0)
		require.Zero(t, rule)
		require.Equal(t, "Hello", string(out))
		require.Nil(t, inf.now)
	}
}

// No more workspaces are lent at the same time than MostMemory says: one that asks
// for more waits until one rests.
func TestWorkspacesAreBounded(t *testing.T) {
	var working []*Deflater
	for range MostMemory() / workspaceSize {
		z := NewDeflater(15, true)
		z.Deflate(nil, []byte("Hello"), true)
		working = append(working, z)
	}
	waited := NewDeflater(15, true)
	done := make(chan struct{})
	go func() {
		waited.Deflate(nil, []byte("Hello"), true)
		waited.Rest()
		close(done)
	}()
	require.Never(t, func() bool {
		select {
		case <-done:
			return true
		default:
			return false
		}
	}, 50*time.Millisecond, 10*time.Millisecond)
	for _, z := range working {
		z.Rest()
	}
	<-done
}

// An empty message is one byte (§7.2.3.6), first or after others.
func TestEmpty(t *testing.T) {
	z := NewDeflater(15, true)
	defer z.Rest()
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
	inflated, rule := codec.NewInflater(15, false).Inflate(nil, bytes.TrimSuffix(message, tail), true, 0)
	require.Zero(t, rule)
	require.Equal(t, "Hello, Hello, Hello", string(inflated))
}
