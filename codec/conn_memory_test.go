package codec

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Output that is never written to its end is not kept for ever: what was written
// goes, and what waits stays in order.
func TestConnOutputNeverEmpty(t *testing.T) {
	c := newConn(t, Server, Limits{})
	decoder := Decoder{Role: Client}
	var next byte // of the messages that come out
	message := func(i int) []byte { return bytes.Repeat([]byte{byte(i)}, 1000) }
	for i := range 300 {
		require.NoError(t, c.Send(OpBinary, message(i)))
	}
	for i := 300; i < 10_000; i++ { // ten megabytes
		require.NoError(t, c.Send(OpBinary, message(i)))
		frame := bytes.Clone(c.Output()[:1004])
		c.Wrote(len(frame))
		for _, f := range decode(t, &decoder, frame).frames {
			require.Equal(t, message(int(next)), []byte(f.payload))
			next++
		}
		require.LessOrEqual(t, cap(c.out), 2<<20)
	}
	require.Zero(t, decoder.Fault())
}

// A pong whose place is written and gone is no place any more: one that counts
// down for ever would overflow after two gigabytes where int is of 32 bits.
func TestConnPongPlaceIsForgotten(t *testing.T) {
	c := newConn(t, Server, Limits{})
	var wire []byte
	write := func(n int) {
		wire = append(wire, c.Output()[:n]...)
		c.Wrote(n)
	}
	receive(t, c, whole(Server, OpPing, "first"))
	write(len(c.Output()) - 1) // placed, and all but written
	for range 300 {
		require.NoError(t, c.Send(OpBinary, make([]byte, 1000)))
	}
	for range 200 {
		write(1004)
		require.GreaterOrEqual(t, c.pongFrom, 0)
		require.GreaterOrEqual(t, c.pongTo, 0)
	}
	require.Less(t, c.written, 200*1004, "nothing was moved: the test shows nothing")
	receive(t, c, whole(Server, OpPing, "second"))
	write(len(c.Output()))
	got := decode(t, &Decoder{Role: Client}, wire)
	require.Zero(t, got.fault)
	require.Len(t, got.frames, 302)
	assert.Equal(t, "first", got.frames[0].payload)
	assert.Equal(t, "second", got.frames[201].payload)
}

// What had come of a message is dropped with the connection that fails.
func TestConnFailureDropsTheMessage(t *testing.T) {
	for name, fail := range map[string]func(c *Conn){
		"for what the peer broke": func(c *Conn) { receive(t, c, []byte{0x83}) },
		"for a reason of its own": func(c *Conn) { require.NoError(t, c.Fail(CloseInternalError)) },
	} {
		t.Run(name, func(t *testing.T) {
			c := newConn(t, Server, Limits{})
			receive(t, c, frame(Server, Header{Opcode: OpBinary}, string(make([]byte, 1<<20))))
			require.GreaterOrEqual(t, cap(c.message), 1<<20)
			fail(c)
			assert.Zero(t, cap(c.message))
		})
	}
}

// Buffered is all that a message being received and what is sent take: nothing
// once they are let go.
func TestConnBuffered(t *testing.T) {
	c, err := NewConn(Config{Role: Server, Inflater: NewInflater(15, false), Deflater: NewDeflater(15, false)})
	require.NoError(t, err)
	require.Zero(t, c.Buffered())
	receive(t, c, frame(Server, Header{Opcode: OpBinary}, string(make([]byte, 1<<20))))
	received := c.Buffered()
	require.GreaterOrEqual(t, received, 1<<20)
	noise := make([]byte, 1<<20)
	r := rand.New(rand.NewPCG(1, 2))
	for i := range noise {
		noise[i] = byte(r.Uint32())
	}
	require.NoError(t, c.Send(OpBinary, noise))
	require.GreaterOrEqual(t, c.Buffered(), received+2<<20, "compressed, and the frame of it")
	c.Wrote(len(c.Output()))
	receive(t, c, frame(Server, Header{Fin: true, Opcode: OpContinuation}, ""))
	c.Release()
	require.Zero(t, c.Buffered())
}
