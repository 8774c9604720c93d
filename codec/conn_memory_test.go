package codec

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Output that is never empty is not kept forever: written bytes are dropped, and the rest
// stays in order.
func TestConnOutputNeverEmpty(t *testing.T) {
	c := newConn(t, Server, Limits{})
	decoder := Decoder{Role: Client}
	var next byte // sizes of the received messages
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

// The place of a pong that was written is forgotten. If it were counted down forever, it
// would overflow after two gigabytes where int has 32 bits.
func TestConnForgetsPongPlace(t *testing.T) {
	c := newConn(t, Server, Limits{})
	var wire []byte
	write := func(n int) {
		wire = append(wire, c.Output()[:n]...)
		c.Wrote(n)
	}
	receive(t, c, whole(Server, OpPing, "first"))
	write(len(c.Output()) - 1) // the pong is placed, and all but the end is written
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

// The received part of a message is dropped when the connection fails.
func TestConnFailureDropsTheMessage(t *testing.T) {
	for name, fail := range map[string]func(c *Conn){
		"because the peer broke a rule": func(c *Conn) { receive(t, c, []byte{0x83}) },
		"for a reason of its own":       func(c *Conn) { require.NoError(t, c.Fail(CloseInternalError, nil)) },
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

// Buffered counts the memory of the message being received and of the output, and is zero
// once both are released.
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

// Memory is asked before every allocation: a Conn never has more than it had plus what
// the last call allowed, except for control frames. A message that inflates asks in
// steps.
func TestConnAsksForMemory(t *testing.T) {
	const little = 4 << 10 // allowance for control frames, and for a piece that the Deflater holds back
	zeros := make([]byte, 4<<20)
	noise := randomBytes(1<<20, 3)
	bomb := NewDeflater(15, false).Deflate(nil, zeros, true)
	bomb = AppendFrame(nil, Header{Fin: true, RSV: RSV1, Opcode: OpBinary, Masked: true}, bomb[:len(bomb)-4])
	for name, do := range map[string]func(c *Conn){
		"a message in pieces": func(c *Conn) {
			for i := range 64 {
				op := OpContinuation
				if i == 0 {
					op = OpBinary
				}
				receive(t, c, frame(Server, Header{Opcode: op}, string(noise[:16<<10])))
			}
		},
		"a frame in pieces":         func(c *Conn) { receive(t, c, pieces(whole(Server, OpBinary, string(noise)), []byte{200, 100, 50})...) },
		"a message that inflates":   func(c *Conn) { receive(t, c, bomb) },
		"a message that is sent":    func(c *Conn) { require.NoError(t, c.Send(OpBinary, noise)) },
		"one that compresses well":  func(c *Conn) { require.NoError(t, c.Send(OpBinary, zeros)) },
		"one that is sent in parts": func(c *Conn) { require.NoError(t, c.SendFragment(OpBinary, false, noise)) },
	} {
		for _, deflates := range []bool{true, false} {
			if !deflates && name == "a message that inflates" {
				continue
			}
			t.Run(name, func(t *testing.T) {
				var c *Conn
				allowed, asked := 0, 0
				cfg := Config{Role: Server, Memory: func(n int) bool {
					asked++
					require.LessOrEqual(t, c.Buffered(), allowed+little, "before it asks again")
					if deflates {
						require.LessOrEqual(t, n, 2*c.Buffered()+1<<20, "in steps")
					}
					allowed = c.Buffered() + n
					return true
				}}
				if deflates {
					cfg.Inflater, cfg.Deflater = NewInflater(15, false), NewDeflater(15, false)
				}
				var err error
				c, err = NewConn(cfg)
				require.NoError(t, err)
				do(c)
				require.Positive(t, asked)
				require.LessOrEqual(t, c.Buffered(), allowed+little)
			})
		}
	}
}

// When Memory returns false, the Conn fails with 1013, drops the message and allocates
// nothing.
func TestConnMemoryRefused(t *testing.T) {
	zeros := make([]byte, 4<<20)
	bomb := NewDeflater(15, false).Deflate(nil, zeros, true)
	bomb = AppendFrame(nil, Header{Fin: true, RSV: RSV1, Opcode: OpBinary, Masked: true}, bomb[:len(bomb)-4])
	for after := range 6 { // how many times Memory returns true
		var c *Conn
		allowed := 0
		asked := 0
		c, err := NewConn(Config{
			Role: Server, Inflater: NewInflater(15, false), Deflater: NewDeflater(15, false),
			Memory: func(n int) bool {
				if asked++; asked > after {
					return false
				}
				allowed = c.Buffered() + n
				return true
			},
		})
		require.NoError(t, err)
		got := receive(t, c, bomb)
		require.Equal(t, []eventCopy{{kind: EventFail, code: CloseTryAgainLater}}, got)
		require.Equal(t, after+1, asked)
		require.Equal(t, []string{"close \x03\xf5"}, sent(t, c))
		require.Zero(t, cap(c.message))
		require.LessOrEqual(t, c.Buffered(), allowed+1024)
		require.Equal(t, StateClosing, c.State())
		require.Equal(t, Misuse(SendAfterClose), c.Send(OpBinary, zeros))
	}
	c, err := NewConn(Config{Role: Server, Memory: func(int) bool { return false }})
	require.NoError(t, err)
	require.Equal(t, Misuse(PendingFull), c.Send(OpBinary, zeros))
	require.Equal(t, []string{"close \x03\xf5"}, sent(t, c))
	require.Less(t, c.Buffered(), 1024)
	require.Equal(t, Misuse(SendAfterClose), c.Send(OpBinary, nil))
}

// Restoring the tail may need room too, at the end of a message that was cut inside a
// stored block or inside a symbol. The rule that it breaks stays the same.
func TestInflateIntoTail(t *testing.T) {
	stored := append(unhex("00 0c 00 f3 ff"), "abcd"...) // 12 bytes, of which 4 arrived
	zeros := NewDeflater(15, false).Deflate(nil, make([]byte, 10_000), true)
	for _, wire := range [][]byte{stored, unhex("02 ff"), unhex("4b ff"), zeros[:len(zeros)-6], {}} {
		want, wantRule := NewInflater(15, false).Inflate(nil, wire, true, 0)
		require.NotZero(t, wantRule, "%x", wire)
		for room := range 12 {
			var rule Rule
			z, out, src := NewInflater(15, false), make([]byte, 0, room), wire
			for full := true; full; {
				out, src, full, rule = z.InflateInto(out, src, true, 0)
				out = append(make([]byte, 0, len(out)+258), out...)
			}
			require.Equal(t, wantRule, rule, "%x, room for %d", wire, room)
			require.True(t, bytes.Equal(want, out), "%x, room for %d", wire, room)
		}
	}
}

// Inflating in steps, with however little room, gives the same result as inflating
// everything in one call, and never allocates.
func TestInflateInto(t *testing.T) {
	texts := map[string][]byte{"zeros": make([]byte, 100_000), "noise": randomBytes(70_000, 1), "text": bytes.Repeat([]byte("Hello, "), 5000), "nothing": nil}
	for name, text := range texts {
		wire := NewDeflater(15, false).Deflate(nil, text, true)
		wire = wire[:len(wire)-len(tail)]
		for _, room := range []int{258, 300, 1000, 40_000} {
			for _, limit := range []uint64{0, uint64(len(text)), uint64(max(0, len(text)-1))} {
				want, wantRule := NewInflater(15, false).Inflate(nil, wire, true, limit)
				require.Equal(t, limit == 0 || limit >= uint64(len(text)), wantRule == 0)
				var out []byte
				var rule Rule
				z, src := NewInflater(15, false), wire
				for full := true; full; {
					before := out[:len(out):cap(out)]
					out, src, full, rule = z.InflateInto(out, src, true, limit)
					require.Equal(t, cap(before), cap(out), "memory was taken")
					if full {
						require.Zero(t, rule)
						out = append(make([]byte, 0, len(out)+room), out...)
					}
				}
				require.Equal(t, wantRule, rule, "%s, room for %d, limit %d", name, room, limit)
				require.True(t, bytes.Equal(want, out), "%s, room for %d, limit %d", name, room, limit)
			}
		}
	}
}
