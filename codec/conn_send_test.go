package codec

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// §6.1, §5.5: a refused call leaves the output unchanged.
func TestConnRefusesToSend(t *testing.T) {
	long := bytes.Repeat([]byte("x"), 126)
	for _, tt := range []struct {
		name string
		send func(c *Conn) error
		want Rule
	}{
		{"text", func(c *Conn) error { return c.Send(OpText, []byte("\xff")) }, MessageTextNotUTF8},
		{"text cut in a character", func(c *Conn) error { return c.Send(OpText, []byte("\xe2")) }, MessageTextNotUTF8},
		{"a continuation", func(c *Conn) error { return c.Send(OpContinuation, nil) }, FrameContinuationOrphan},
		{"control as a message", func(c *Conn) error { return c.Send(OpPing, nil) }, FrameOpcodeReserved},
		{"reserved opcode", func(c *Conn) error { return c.Send(3, nil) }, FrameOpcodeReserved},
		{"opcode of five bits", func(c *Conn) error { return c.Send(0x11, nil) }, FrameOpcodeReserved},
		{"control as a fragment", func(c *Conn) error { return c.SendFragment(OpClose, true, nil) }, FrameOpcodeReserved},
		{"nothing to continue", func(c *Conn) error { return c.SendFragment(OpContinuation, true, nil) }, FrameContinuationOrphan},
		{"fragment", func(c *Conn) error { return c.SendFragment(OpText, false, []byte("\xff")) }, MessageTextNotUTF8},
		{"last fragment", func(c *Conn) error { return c.SendFragment(OpText, true, []byte("\xe2")) }, MessageTextNotUTF8},
		{"ping", func(c *Conn) error { return c.Ping(long) }, FrameControlTooLong},
		{"pong", func(c *Conn) error { return c.Pong(long) }, FrameControlTooLong},
		{"close code", func(c *Conn) error { return c.Close(1004, nil) }, CloseCodeNotSendable},
		{"close code 0", func(c *Conn) error { return c.Close(0, nil) }, CloseCodeNotSendable},
		{"reason without a code", func(c *Conn) error { return c.Close(CloseNoStatus, []byte("x")) }, CloseCodeNotSendable},
		{"reason", func(c *Conn) error { return c.Close(1000, []byte("\xff")) }, CloseReasonNotUTF8},
		{"reason cut in a character", func(c *Conn) error { return c.Close(1000, []byte("\xe2\x82")) }, CloseReasonNotUTF8},
		{"long reason", func(c *Conn) error { return c.Close(1000, long[:124]) }, FrameControlTooLong},
		{"failing with no code", func(c *Conn) error { return c.Fail(CloseAbnormal, nil) }, CloseCodeNotSendable},
		{"failing with a long reason", func(c *Conn) error { return c.Fail(1008, long[:124]) }, FrameControlTooLong},
		{"failing with invalid UTF-8", func(c *Conn) error { return c.Fail(1008, []byte("\xff")) }, CloseReasonNotUTF8},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := newConn(t, Client, Limits{})
			assert.Equal(t, Misuse(tt.want), tt.send(c))
			assert.Empty(t, c.Output())
			assert.Equal(t, StateOpen, c.State())
			require.NoError(t, c.Send(OpText, []byte("fine")), "the connection still works")
		})
	}
}

// §5.4: sending a fragmented message.
func TestConnSendFragments(t *testing.T) {
	c := newConn(t, Client, Limits{})
	require.NoError(t, c.SendFragment(OpText, false, []byte("\xe2")))
	assert.Equal(t, Misuse(FrameMessageInterleaved), c.Send(OpText, nil))
	assert.Equal(t, Misuse(FrameMessageInterleaved), c.SendFragment(OpText, true, nil))
	assert.Equal(t, Misuse(MessageTextNotUTF8), c.SendFragment(OpContinuation, false, []byte("x")))
	assert.Equal(t, Misuse(MessageTextNotUTF8), c.SendFragment(OpContinuation, true, nil))
	require.NoError(t, c.Ping([]byte("p")))
	require.NoError(t, c.SendFragment(OpContinuation, false, []byte("\x82")))
	require.NoError(t, c.SendFragment(OpContinuation, true, []byte("\xac")))
	assert.Equal(t, Misuse(FrameContinuationOrphan), c.SendFragment(OpContinuation, true, nil))
	require.NoError(t, c.SendFragment(OpBinary, false, []byte("\xff")))
	require.NoError(t, c.SendFragment(OpContinuation, true, []byte("\xff")))
	require.NoError(t, c.SendFragment(OpText, true, []byte("a")), "a last fragment without a first")
	assert.Equal(t, []string{"text+ \xe2", "ping p", "continuation+ \x82", "continuation \xac",
		"binary+ \xff", "continuation \xff", "text a"}, sent(t, c))
}

// The longest reasons, of characters of 2 to 4 bytes.
func TestConnReasonLengths(t *testing.T) {
	for _, char := range []string{"a", "é", "글", "𝄞"} {
		for n := 119; n <= 127; n++ {
			reason := strings.Repeat(char, n/len(char)) + strings.Repeat("a", n%len(char))
			require.Len(t, reason, n)
			c, peer := newConn(t, Client, Limits{}), newConn(t, Server, Limits{})
			err := c.Close(CloseNormal, []byte(reason))
			if n > MaxReason {
				require.Equal(t, Misuse(FrameControlTooLong), err)
				continue
			}
			require.NoError(t, err)
			require.Equal(t, []eventCopy{{kind: EventClose, op: OpClose, code: CloseNormal, data: reason}},
				receive(t, peer, single(c.Output())...))
		}
	}
}

// Pings of every length, whole and in pieces, are answered with the same payload.
func TestConnPong(t *testing.T) {
	for _, role := range []Role{Client, Server} {
		for n := range MaxControl + 1 {
			payload := make([]byte, n)
			for i := range payload {
				payload[i] = byte(rand.Uint32())
			}
			for cut := range 3 {
				p := whole(role, OpPing, string(payload))
				at := cut * len(p) / 3
				c := newConn(t, role, Limits{})
				events := receive(t, c, p[:at], p[at:])
				require.Equal(t, []eventCopy{{kind: EventPing, op: OpPing, data: string(payload)}}, events)
				require.Equal(t, []string{"pong " + string(payload)}, sent(t, c))
			}
		}
	}
}

// Pings are answered before queued messages, but never inside a frame, however much of it
// was written.
func TestConnPongGoesFirst(t *testing.T) {
	for _, role := range []Role{Client, Server} {
		probe := newConn(t, role, Limits{})
		require.NoError(t, probe.Send(OpText, []byte("first")))
		first := len(probe.Output())
		require.NoError(t, probe.Send(OpText, []byte("second")))
		total := len(probe.Output())
		for written := range total + 1 {
			c := newConn(t, role, Limits{})
			require.NoError(t, c.Send(OpText, []byte("first")))
			require.NoError(t, c.Send(OpText, []byte("second")))
			out := bytes.Clone(c.Output()[:written])
			c.Wrote(written)
			receive(t, c, whole(role, OpPing, "p"))
			out = append(out, c.Output()...)
			c.Wrote(len(c.Output()))
			var names []string
			for _, f := range decode(t, &Decoder{Role: role.Peer()}, out).frames {
				names = append(names, f.payload)
			}
			want := []string{"first", "second", "p"}
			switch {
			case written == 0:
				want = []string{"p", "first", "second"}
			case written <= first:
				want = []string{"first", "p", "second"}
			}
			require.Equal(t, want, names, "%v, %d written", role, written)
		}
	}
}

// A flood of pings to a writer that is stuck does not make the output grow, and only the
// newest pong is kept.
func TestConnPingFlood(t *testing.T) {
	c := newConn(t, Server, Limits{})
	require.NoError(t, c.Send(OpText, []byte("queued")))
	ping := whole(Server, OpPing, strings.Repeat("p", 125))
	for i := range 10_000 {
		c.Receive(bytes.Clone(ping), new(Event))
		if i%3 == 0 {
			require.LessOrEqual(t, len(c.Output()), 200)
		}
	}
	receive(t, c, whole(Server, OpPing, "newest"))
	assert.Equal(t, []string{"pong newest", "text queued"}, sent(t, c))

	// The same with the previous pong half written.
	receive(t, c, whole(Server, OpPing, "old"))
	half := bytes.Clone(c.Output()[:2])
	c.Wrote(2)
	receive(t, c, whole(Server, OpPing, "older"))
	c.Output()
	receive(t, c, whole(Server, OpPing, "new"))
	require.NoError(t, c.Send(OpText, []byte("x")))
	got := decode(t, &Decoder{Role: Client}, append(half, c.Output()...))
	require.Len(t, got.frames, 3)
	assert.Equal(t, "old", got.frames[0].payload)
	assert.Equal(t, "new", got.frames[1].payload)
	assert.Equal(t, "x", got.frames[2].payload)
}

// Output that is written in portions of any size, with pings in between, is a legal
// stream of all messages in order, and its buffer does not grow.
func TestConnOutputPortions(t *testing.T) {
	for _, role := range []Role{Client, Server} {
		random := rand.New(rand.NewPCG(1, uint64(role)))
		c := newConn(t, role, Limits{})
		var wire, want, pings []byte
		for i := range 4000 {
			payload := bytes.Repeat([]byte{byte(i)}, random.IntN(200))
			if random.IntN(50) == 0 {
				payload = bytes.Repeat([]byte{byte(i)}, 70_000)
			}
			require.NoError(t, c.Send(OpBinary, payload))
			want = append(want, payload...)
			if random.IntN(3) == 0 {
				receive(t, c, whole(role, OpPing, string([]byte{byte(i)})))
				pings = append(pings, byte(i))
			}
			out := c.Output()
			n := min(len(out), random.IntN(4000))
			wire = append(wire, out[:n]...)
			c.Wrote(n)
		}
		wire = append(wire, c.Output()...)
		c.Wrote(len(c.Output()))
		got := decode(t, &Decoder{Role: role.Peer()}, wire)
		require.Zero(t, got.fault)
		var messages, pongs []byte
		for _, f := range got.frames {
			if f.message == OpPong {
				pongs = append(pongs, f.payload...)
			} else {
				messages = append(messages, f.payload...)
			}
		}
		require.True(t, bytes.Equal(want, messages))
		require.NotEmpty(t, pongs)
		require.Subset(t, pings, pongs)
		require.LessOrEqual(t, cap(c.out), maxSpare)
	}
}

// The limit on pending output is checked before each frame. Pings and Close frames are
// answered even above it.
func TestConnMaxPending(t *testing.T) {
	c, err := NewConn(Config{Role: Server, MaxPending: 10})
	require.NoError(t, err)
	require.NoError(t, c.Send(OpText, bytes.Repeat([]byte("x"), 100)), "a single message may exceed it")
	assert.Equal(t, Misuse(PendingFull), c.Send(OpText, nil))
	assert.Equal(t, Misuse(PendingFull), c.SendFragment(OpText, false, nil))
	assert.Equal(t, Misuse(PendingFull), c.Ping(nil))
	assert.Equal(t, Misuse(PendingFull), c.Pong(nil))
	receive(t, c, whole(Server, OpPing, "p"))
	receive(t, c, whole(Server, OpClose, ""))
	assert.Equal(t, []string{"pong p", "text " + strings.Repeat("x", 100), "close "}, sent(t, c))

	c, err = NewConn(Config{Role: Server, MaxPending: 10})
	require.NoError(t, err)
	require.NoError(t, c.Send(OpText, []byte("12345678")))
	assert.Equal(t, Misuse(PendingFull), c.Ping(nil))
	c.Wrote(1)
	assert.NoError(t, c.Ping(nil))
}

func TestConnWroteClamps(t *testing.T) {
	c := newConn(t, Server, Limits{})
	require.NoError(t, c.Send(OpText, []byte("a")))
	c.Wrote(-1)
	assert.Len(t, c.Output(), 3)
	c.Wrote(1000)
	assert.Empty(t, c.Output())
	require.NoError(t, c.Send(OpText, []byte("b")))
	assert.Equal(t, unhex("8101 62"), c.Output())
}

// A lent buffer is used, and is returned when no bytes wait in it.
func TestConnLendRelease(t *testing.T) {
	c := newConn(t, Server, Limits{})
	buf := make([]byte, 0, 512)
	assert.Nil(t, c.Lend(buf))
	require.NoError(t, c.Send(OpText, []byte("a")))
	out := c.Output()
	assert.Same(t, &buf[:1][0], &out[0])
	assert.Nil(t, c.Release(), "it is in use")
	other := make([]byte, 0, 64)
	assert.Equal(t, 64, cap(c.Lend(other)), "not taken")
	c.Wrote(len(out))
	assert.Equal(t, 512, cap(c.Release()))
	assert.Zero(t, cap(c.Release()))
	assert.Zero(t, testing.AllocsPerRun(100, func() {
		c.Lend(buf)
		if err := c.Send(OpText, unhex89fe[:0]); err != nil {
			t.Fatal(err)
		}
		c.Wrote(len(c.Output()))
		c.Release()
	}))
}

// An echo allocates nothing once its buffer exists.
func TestConnEchoAllocatesNothing(t *testing.T) {
	c := newConn(t, Server, Limits{})
	p := whole(Server, OpBinary, strings.Repeat("x", 100))
	assert.Zero(t, testing.AllocsPerRun(100, func() {
		var ev Event
		c.Receive(p, &ev)
		if err := c.Send(ev.Opcode, ev.Data); err != nil {
			t.Fatal(err)
		}
		c.Wrote(len(c.Output()))
	}))
}

// §7.1.7: failing the connection says why, once.
func TestConnFailsWithAReason(t *testing.T) {
	c := newConn(t, Server, Limits{})
	require.NoError(t, c.Fail(ClosePolicyViolation, []byte("too many")))
	require.NoError(t, c.Fail(CloseInternalError, []byte("again")))
	assert.Equal(t, []string{"close \x03\xf0too many"}, sent(t, c))
	assert.True(t, c.ShouldCloseTransport())
}
