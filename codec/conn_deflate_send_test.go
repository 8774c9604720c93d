package codec

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// §6: a message that compression would lengthen by more than five bytes is sent
// uncompressed, even if it has several blocks. Later messages are compressed again and
// refer only to the compressed ones.
func TestConnSendsUncompressed(t *testing.T) {
	pieces := string(randomBytes(deflatePiece+10_000, 3)) // the two messages that follow are parts of this one
	for _, d := range []Deflate{{}, {ServerNoContextTakeover: true}, {ServerMaxWindowBits: 8}} {
		c, peer := newDeflateConn(t, Server, Limits{}, d), newDeflateConn(t, Client, Limits{}, d)
		for i, tt := range []struct {
			payload    string
			compressed bool
		}{
			{"Hello", true}, {"", true}, {"Hello", true}, {"\xff", true},
			{string(randomBytes(100, 1)), false}, {"Hello, Hello", true}, {string(randomBytes(300_000, 2)), false},
			{strings.Repeat("Hello, ", 1000), true}, {string(randomBytes(100, 1)), false},
			{pieces, false}, {pieces[deflatePiece-1000:][:500], false}, {pieces[deflatePiece:][:500], false},
		} {
			require.NoError(t, c.Send(OpBinary, []byte(tt.payload)))
			out := bytes.Clone(c.Output())
			c.Wrote(len(out))
			h, _ := ParseHeader(out)
			assert.Equal(t, tt.compressed, h.RSV == RSV1, i)
			assert.LessOrEqual(t, h.Length, uint64(len(tt.payload)+maxExpansion), i)
			if !tt.compressed {
				assert.Equal(t, uint64(len(tt.payload)), h.Length)
			}
			assert.Equal(t, []eventCopy{{kind: EventMessage, op: OpBinary, data: tt.payload}}, receive(t, peer, out), i)
		}
	}
}

// §6.1, §7.2.1: RSV1 is set on the first frame of each compressed message, control frames
// are never compressed, and each message omits its tail.
func TestConnDeflates(t *testing.T) {
	c := newDeflateConn(t, Server, Limits{}, Deflate{ServerNoContextTakeover: true})
	require.NoError(t, c.Send(OpText, []byte("Hello")))
	require.NoError(t, c.Send(OpText, []byte("Hello")))
	require.NoError(t, c.Send(OpBinary, nil))
	require.NoError(t, c.Ping([]byte("Hello")))
	require.NoError(t, c.SendFragment(OpText, false, []byte("He")))
	require.NoError(t, c.SendFragment(OpContinuation, false, nil))
	require.NoError(t, c.Pong([]byte("Hello")))
	require.NoError(t, c.SendFragment(OpContinuation, true, []byte("llo")))
	require.NoError(t, c.Close(CloseNormal, []byte("bye")))
	peer := newDeflateConn(t, Client, Limits{}, Deflate{ServerNoContextTakeover: true})
	out := bytes.Clone(c.Output())
	assert.Equal(t, unhex("c107 f248cdc9c90700 c107 f248cdc9c90700 c201 00 8905 48656c6c6f"), out[:28])
	var firsts []string
	for rest := out; len(rest) > 0; {
		h, n := ParseHeader(rest)
		firsts = append(firsts, fmt.Sprintf("%t %d %s", h.Fin, h.RSV, h.Opcode))
		rest = rest[n+int(h.Length):]
	}
	assert.Equal(t, []string{"true 4 text", "true 4 text", "true 4 binary", "true 0 ping", "false 4 text",
		"false 0 continuation", "true 0 pong", "true 0 continuation", "true 0 close"}, firsts)
	hello := eventCopy{kind: EventMessage, op: OpText, data: "Hello"}
	assert.Equal(t, []eventCopy{hello, hello, {kind: EventMessage, op: OpBinary}, {kind: EventPing, op: OpPing, data: "Hello"},
		{kind: EventPong, op: OpPong, data: "Hello"}, hello, {kind: EventClose, op: OpClose, code: CloseNormal, data: "bye"}}, receive(t, peer, out))
}

// §7.1.1, §7.1.2: both directions, every window, with and without context takeover.
func TestConnDeflateBothWays(t *testing.T) {
	texts := []string{"Hello", "Hello", "", strings.Repeat("가나다라", 3000), "Hello", string(bytes.Repeat([]byte("x"), 70_000))}
	for bits := uint8(0); bits <= MaxWindowBits; bits++ {
		if bits > 0 && bits < MinWindowBits {
			continue
		}
		for flags := range 4 {
			d := Deflate{flags&1 != 0, flags&2 != 0, bits, bits}
			ends := map[Role]*Conn{Client: newDeflateConn(t, Client, Limits{}, d), Server: newDeflateConn(t, Server, Limits{}, d)}
			for _, text := range texts {
				for role, c := range ends {
					require.NoError(t, c.Send(OpText, []byte(text)))
					require.NoError(t, c.SendFragment(OpText, false, []byte(text)))
					require.NoError(t, c.SendFragment(OpContinuation, true, []byte(text)))
					got := receive(t, ends[role.Peer()], c.Output())
					c.Wrote(len(c.Output()))
					require.Equal(t, []eventCopy{{kind: EventMessage, op: OpText, data: text}, {kind: EventMessage, op: OpText, data: text + text}}, got)
				}
			}
		}
	}
}

// A Conn without a Deflater sends uncompressed messages, although its peer may compress;
// one without an Inflater uses neither.
func TestConnInflaterOnly(t *testing.T) {
	c, err := NewConn(Config{Role: Server, Inflater: NewInflater(15, true)})
	require.NoError(t, err)
	require.NoError(t, c.Send(OpText, []byte("Hello")))
	assert.Equal(t, unhex("8105 48656c6c6f"), c.Output())
	c, err = NewConn(Config{Role: Server, Deflater: NewDeflater(15, true)})
	require.NoError(t, err)
	require.NoError(t, c.Send(OpText, []byte("Hello")))
	assert.Equal(t, unhex("8105 48656c6c6f"), c.Output())
}
