package codec

import (
	"bytes"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// countedKeys returns a source of keys and the count of those it gave.
func countedKeys() (keys func() MaskKey, given *int) {
	given = new(int)
	return func() MaskKey { *given++; return MaskKey(*given * 0x01010101) }, given
}

func newConn(t testing.TB, role Role, limits Limits) *Conn {
	keys, _ := countedKeys()
	c, err := NewConn(Config{Role: role, Limits: limits, Keys: keys})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// A happening is an Event that outlives the next Receive.
type happening struct {
	kind EventKind
	op   Opcode
	data string
	code CloseCode
	rule Rule
}

func keepEvent(ev Event) happening {
	return happening{ev.Kind, ev.Opcode, string(ev.Data), ev.Code, ev.Rule}
}

// receive gives c the pieces of a stream, which stay as they are.
func receive(t testing.TB, c *Conn, pieces ...[]byte) (events []happening) {
	for _, piece := range pieces {
		p := bytes.Clone(piece)
		for len(p) > 0 {
			var ev Event
			rest := c.Receive(p, &ev)
			if len(rest) >= len(p) || ev.Kind == EventNone && len(rest) > 0 {
				t.Fatalf("%v, %d of %d bytes left", ev, len(rest), len(p))
			}
			if ev.Kind != EventNone {
				events = append(events, keepEvent(ev))
			}
			p = rest
		}
	}
	return events
}

// sent takes what c has to write, as frames: the peer's Decoder must accept it.
func sent(t testing.TB, c *Conn) (frames []string) {
	out := bytes.Clone(c.Output())
	c.Wrote(len(out))
	if len(c.Output()) > 0 {
		t.Fatal("output after all was written")
	}
	got := decode(t, &Decoder{Role: c.decoder.Role.Peer()}, out)
	if got.fault.Rule != 0 {
		t.Fatalf("it sent % x: %v", out, got.fault)
	}
	for _, f := range got.frames {
		name := f.header.Opcode.String()
		if !f.header.Fin {
			name += "+"
		}
		frames = append(frames, name+" "+f.payload)
	}
	return frames
}

// frame writes a frame as the peer of role would.
func frame(role Role, h Header, payload string) []byte {
	if role == Server {
		h.Masked, h.Key = true, 0x37fa213d
	}
	return AppendFrame(nil, h, []byte(payload))
}

func whole(role Role, op Opcode, payload string) []byte {
	return frame(role, Header{Fin: true, Opcode: op}, payload)
}

// Faults 8 and 10, §5.1, §5.3: a client needs a source of keys and asks it once a
// frame; a server never does.
func TestConnMaskKeys(t *testing.T) {
	_, err := NewConn(Config{Role: Client})
	require.Equal(t, MaskEntropyMissing, err)

	keys, given := countedKeys()
	c, err := NewConn(Config{Role: Client, Keys: keys})
	require.NoError(t, err)
	require.NoError(t, c.Send(OpText, []byte("a")))
	require.NoError(t, c.SendFragment(OpBinary, false, []byte("b")))
	require.NoError(t, c.Ping(nil))
	require.NoError(t, c.SendFragment(OpContinuation, true, nil))
	receive(t, c, whole(Client, OpPing, "p"))
	require.NoError(t, c.Close(CloseNormal, nil))
	out := c.Output()
	var used []MaskKey
	for len(out) > 0 {
		h, n := ParseHeader(out)
		require.True(t, h.Masked)
		used = append(used, h.Key)
		out = out[n+int(h.Length):]
	}
	assert.Len(t, used, 6)
	assert.Equal(t, len(used), *given)
	for i, k := range used {
		assert.NotContains(t, used[i+1:], k)
	}

	s, err := NewConn(Config{Role: Server, Keys: func() MaskKey { panic("a server does not mask") }})
	require.NoError(t, err)
	require.NoError(t, s.Send(OpText, []byte("a")))
	assert.Equal(t, unhex("8101 61"), s.Output())
}

// §5.4, §6.2: messages whole, in fragments and in pieces.
func TestConnMessages(t *testing.T) {
	for _, role := range []Role{Client, Server} {
		var stream []byte
		stream = append(stream, whole(role, OpText, "one")...)
		stream = append(stream, frame(role, Header{Opcode: OpText}, "t\xe2")...)
		stream = append(stream, whole(role, OpPing, "p")...)
		stream = append(stream, frame(role, Header{}, "\x82")...)
		stream = append(stream, whole(role, OpPong, "q")...)
		stream = append(stream, frame(role, Header{Fin: true}, "\xac")...)
		stream = append(stream, whole(role, OpBinary, strings.Repeat("x", 70000))...)
		stream = append(stream, whole(role, OpBinary, "")...)
		want := []happening{
			{kind: EventMessage, op: OpText, data: "one"},
			{kind: EventPing, op: OpPing, data: "p"},
			{kind: EventPong, op: OpPong, data: "q"},
			{kind: EventMessage, op: OpText, data: "t€"},
			{kind: EventMessage, op: OpBinary, data: strings.Repeat("x", 70000)},
			{kind: EventMessage, op: OpBinary},
		}
		assert.Equal(t, want, receive(t, newConn(t, role, Limits{}), stream))
		assert.Equal(t, want, receive(t, newConn(t, role, Limits{}), single(stream)...))
	}
}

// A message in one frame is not copied; one in fragments lies in memory that a
// large message does not keep.
func TestConnMessageMemory(t *testing.T) {
	c := newConn(t, Server, Limits{})
	p := whole(Server, OpText, "Hello")
	var ev Event
	c.Receive(p, &ev)
	assert.Same(t, &p[6], &ev.Data[0])
	assert.Equal(t, 5, cap(ev.Data))
	assert.Nil(t, c.message)

	big := strings.Repeat("x", 2*keep)
	receive(t, c, frame(Server, Header{Opcode: OpBinary}, big), frame(Server, Header{Fin: true}, ""))
	assert.GreaterOrEqual(t, cap(c.message), 2*keep)
	c.Receive(nil, new(Event))
	assert.Zero(t, cap(c.message))
	require.NoError(t, c.Send(OpBinary, []byte(big)))
	c.Wrote(len(c.Output()))
	assert.Zero(t, cap(c.out))

	receive(t, c, frame(Server, Header{Opcode: OpBinary}, "abc"), frame(Server, Header{Fin: true}, ""))
	c.Release()
	assert.Zero(t, cap(c.message))
	receive(t, c, frame(Server, Header{Opcode: OpBinary}, "abc"))
	c.Release()
	assert.Equal(t, "abc", receive(t, c, frame(Server, Header{Fin: true}, ""))[0].data, "a message under way is kept")
}

// Fault 2: what is announced takes no memory; a message takes what has come of it.
func TestConnAnnouncedLength(t *testing.T) {
	header := AppendHeader(nil, Header{Fin: true, Opcode: OpBinary, Masked: true, Length: 1<<63 - 1})
	conns := make([]*Conn, 1000)
	for i := range conns {
		conns[i] = newConn(t, Server, Limits{})
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for _, c := range conns {
		c.Receive(header, new(Event))
	}
	runtime.ReadMemStats(&after)
	assert.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(100_000), "for 1000 headers that announce 2^63-1 bytes")
	for _, c := range conns {
		c.Receive(make([]byte, 100), new(Event))
		require.LessOrEqual(t, cap(c.message), 200)
	}
}

// Fault 20: a megabyte byte by byte costs as many steps as bytes. Time would say
// so unreliably; memory that is copied over and over shows in its allocation.
func TestConnByteByByte(t *testing.T) {
	const n = 1 << 20
	stream := whole(Server, OpBinary, strings.Repeat("x", n))
	c := newConn(t, Server, Limits{})
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	var got int
	for i := range stream {
		var ev Event
		rest := c.Receive(stream[i:i+1], &ev)
		if len(rest) > 0 {
			t.Fatal("a byte was left")
		}
		got += len(ev.Data)
	}
	runtime.ReadMemStats(&after)
	assert.Equal(t, n, got)
	assert.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(8*n))
	assert.Less(t, after.Mallocs-before.Mallocs, uint64(200))
}

// Fault 17: a million empty fragments take no memory, and a limit ends them with 1008.
func TestConnTinyFragments(t *testing.T) {
	c := newConn(t, Client, Limits{})
	var before, after runtime.MemStats
	c.Receive(unhex("0100"), new(Event))
	empty := bytes.Repeat([]byte{0, 0}, 1000)
	runtime.ReadMemStats(&before)
	for range 1000 {
		c.Receive(empty, new(Event))
	}
	runtime.ReadMemStats(&after)
	assert.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(10_000))

	c = newConn(t, Client, Limits{MaxFragments: 4096})
	events := receive(t, c, unhex("0100"), bytes.Repeat(empty, 5))
	assert.Equal(t, []happening{{kind: EventFail, rule: MessageTooManyFragments, code: ClosePolicyViolation}}, events)
	assert.Equal(t, []string{"close \x03\xf0"}, sent(t, c))
}

// Fault 18: exactly at the limit, one over, in one frame and over fragments.
func TestConnMessageLimit(t *testing.T) {
	limits := Limits{MaxFrame: 100, MaxMessage: 150}
	for _, tt := range []struct {
		sizes []int
		rule  Rule
	}{
		{[]int{100}, 0},
		{[]int{101}, FrameTooBig},
		{[]int{100, 50}, 0},
		{[]int{100, 51}, MessageTooBig},
		{[]int{50, 50, 50}, 0},
		{[]int{50, 50, 0, 51}, MessageTooBig},
	} {
		for _, role := range []Role{Client, Server} {
			c := newConn(t, role, limits)
			var stream []byte
			total := 0
			for i, n := range tt.sizes {
				h := Header{Fin: i == len(tt.sizes)-1}
				if i == 0 {
					h.Opcode = OpBinary
				}
				stream = append(stream, frame(role, h, strings.Repeat("x", n))...)
				total += n
			}
			events := receive(t, c, stream)
			if tt.rule == 0 {
				require.Len(t, events, 1)
				require.Len(t, events[0].data, total)
				continue
			}
			require.Equal(t, []happening{{kind: EventFail, rule: tt.rule, code: CloseMessageTooBig}}, events)
			require.Equal(t, []string{"close \x03\xf1"}, sent(t, c))
		}
	}
}

// Fault 8: an event of a frame never precedes its failure, and nothing follows it.
func TestConnFails(t *testing.T) {
	for rule, stream := range failures() {
		for _, cut := range []bool{false, true} {
			c := newConn(t, Client, Limits{MaxFrame: 1000, MaxMessage: 1500, MaxFragments: 3})
			if rule == FrameMaskMissing {
				c = newConn(t, Server, Limits{})
			}
			pieces := [][]byte{stream, unhex("8101 61 8800")}
			if cut {
				pieces = append(single(stream), pieces[1])
			}
			events := receive(t, c, pieces...)
			want := []happening{{kind: EventFail, rule: rule, code: rule.CloseCode()}}
			require.Equal(t, want, events, rule.Name())
			assert.Equal(t, StateClosing, c.State())
			assert.False(t, c.ShouldCloseTransport(), "the Close frame is not written yet")
			code := rule.CloseCode()
			require.Equal(t, []string{"close " + string([]byte{byte(code >> 8), byte(code)})}, sent(t, c), rule.Name())
			assert.True(t, c.ShouldCloseTransport())
			assert.Equal(t, SendAfterClose, c.Send(OpText, nil))
			assert.Equal(t, happening{kind: EventClose, op: OpClose, code: CloseAbnormal}, keepEvent(c.EOF()))
		}
	}
}

// failures has a stream for each rule that fails a connection (unmasked but for
// FrameMaskForbidden): it has no event but the failure.
func failures() map[Rule][]byte {
	return map[Rule][]byte{
		FrameControlFragmented:  unhex("0900"),
		FrameRSV1:               unhex("c10161"),
		FrameRSV2:               unhex("a10161"),
		FrameRSV3:               unhex("910161"),
		FrameOpcodeReserved:     unhex("830161"),
		FrameContinuationOrphan: unhex("800161"),
		FrameMessageInterleaved: unhex("010161 810161"),
		FrameMaskMissing:        unhex("810161"),
		FrameMaskForbidden:      unhex("8181 00000000 61"),
		FrameControlTooLong:     append(unhex("897e007e"), make([]byte, 126)...),
		FrameLengthTopBit:       unhex("827f 8000000000000001 61"),
		FrameLengthNotMinimal:   unhex("827e 0001 61"),
		FrameTooBig:             append(unhex("827e 03e9"), make([]byte, 1001)...),
		MessageTooBig:           append(append(unhex("027e 03e8"), make([]byte, 1000)...), unhex("807e 01f5")...),
		MessageTooManyFragments: unhex("0100 0000 0000 8000"),
		MessageTextNotUTF8:      unhex("8102 61ff"),
		CloseBodyOneByte:        unhex("8801 03"),
		CloseCodeNotSendable:    unhex("8802 03ed"),
		CloseReasonNotUTF8:      unhex("8803 03e8 ff"),
	}
}

// Every rule of frames can be broken: by bytes, or by asking a Conn to send.
func TestFrameRulesReachable(t *testing.T) {
	reached := map[Rule]bool{}
	for rule, stream := range failures() {
		ctx := Context{Role: Client, Limits: Limits{MaxFrame: 1000, MaxMessage: 1500, MaxFragments: 3}}
		if rule == FrameMaskMissing {
			ctx.Role = Server
		}
		reached[decode(t, newDecoder(ctx), stream).fault.Rule] = true
	}
	for _, wire := range deflateFailures {
		for _, ev := range receive(t, newDeflateConn(t, Client, Limits{}, Deflate{ServerMaxWindowBits: 8}), unhex(wire)) {
			reached[ev.rule] = true
		}
	}
	_, err := NewConn(Config{Role: Client})
	reached[err.(Rule)] = true
	c, err := NewConn(Config{Role: Server, MaxPending: 1})
	require.NoError(t, err)
	require.NoError(t, c.Ping(nil))
	reached[c.Ping(nil).(Rule)] = true
	require.NoError(t, c.Close(CloseNoStatus, nil))
	reached[c.Ping(nil).(Rule)] = true
	for r := Rule(1); r < numFrameRules; r++ {
		assert.True(t, reached[r], r.Name())
	}
}

// §6.1, §5.5: what a Conn refuses to send leaves the output as it was.
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
		{"failing with no code", func(c *Conn) error { return c.Fail(CloseAbnormal) }, CloseCodeNotSendable},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := newConn(t, Client, Limits{})
			assert.Equal(t, tt.want, tt.send(c))
			assert.Empty(t, c.Output())
			assert.Equal(t, StateOpen, c.State())
			require.NoError(t, c.Send(OpText, []byte("fine")), "it can go on")
		})
	}
}

// §5.4: a fragmented message that this side sends.
func TestConnSendFragments(t *testing.T) {
	c := newConn(t, Client, Limits{})
	require.NoError(t, c.SendFragment(OpText, false, []byte("\xe2")))
	assert.Equal(t, FrameMessageInterleaved, c.Send(OpText, nil))
	assert.Equal(t, FrameMessageInterleaved, c.SendFragment(OpText, true, nil))
	assert.Equal(t, MessageTextNotUTF8, c.SendFragment(OpContinuation, false, []byte("x")))
	assert.Equal(t, MessageTextNotUTF8, c.SendFragment(OpContinuation, true, nil))
	require.NoError(t, c.Ping([]byte("p")))
	require.NoError(t, c.SendFragment(OpContinuation, false, []byte("\x82")))
	require.NoError(t, c.SendFragment(OpContinuation, true, []byte("\xac")))
	assert.Equal(t, FrameContinuationOrphan, c.SendFragment(OpContinuation, true, nil))
	require.NoError(t, c.SendFragment(OpBinary, false, []byte("\xff")))
	require.NoError(t, c.SendFragment(OpContinuation, true, []byte("\xff")))
	require.NoError(t, c.SendFragment(OpText, true, []byte("a")), "a last fragment alone")
	assert.Equal(t, []string{"text+ \xe2", "ping p", "continuation+ \x82", "continuation \xac",
		"binary+ \xff", "continuation \xff", "text a"}, sent(t, c))
}

// Fault 15: reasons of characters of 2 to 4 bytes at the longest length.
func TestConnReasonLengths(t *testing.T) {
	for _, char := range []string{"a", "é", "글", "𝄞"} {
		for n := 119; n <= 127; n++ {
			reason := strings.Repeat(char, n/len(char)) + strings.Repeat("a", n%len(char))
			require.Len(t, reason, n)
			c, peer := newConn(t, Client, Limits{}), newConn(t, Server, Limits{})
			err := c.Close(CloseNormal, []byte(reason))
			if n > MaxReason {
				require.Equal(t, FrameControlTooLong, err)
				continue
			}
			require.NoError(t, err)
			require.Equal(t, []happening{{kind: EventClose, op: OpClose, code: CloseNormal, data: reason}},
				receive(t, peer, single(c.Output())...))
		}
	}
}

// Fault 34: pings of every length come back as they were, in pieces too.
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
				require.Equal(t, []happening{{kind: EventPing, op: OpPing, data: string(payload)}}, events)
				require.Equal(t, []string{"pong " + string(payload)}, sent(t, c))
			}
		}
	}
}

// Pings are answered before what is queued, but never inside a frame, whatever
// part of it was written.
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

// Fault 19: pings against a writer that is stuck do not make the output grow,
// and only the newest pong is kept.
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

	// The same when the pong before is half written.
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

// What is written in any portions, with pings in between, is a legal stream of
// every message in order, and the memory for it does not grow.
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
		require.LessOrEqual(t, cap(c.out), keep)
	}
}

// The limit on what waits counts before each frame, and pings and Close frames
// are answered all the same.
func TestConnMaxPending(t *testing.T) {
	c, err := NewConn(Config{Role: Server, MaxPending: 10})
	require.NoError(t, err)
	require.NoError(t, c.Send(OpText, bytes.Repeat([]byte("x"), 100)), "a single message may exceed it")
	assert.Equal(t, PendingFull, c.Send(OpText, nil))
	assert.Equal(t, PendingFull, c.SendFragment(OpText, false, nil))
	assert.Equal(t, PendingFull, c.Ping(nil))
	assert.Equal(t, PendingFull, c.Pong(nil))
	receive(t, c, whole(Server, OpPing, "p"))
	receive(t, c, whole(Server, OpClose, ""))
	assert.Equal(t, []string{"pong p", "text " + strings.Repeat("x", 100), "close "}, sent(t, c))

	c, err = NewConn(Config{Role: Server, MaxPending: 10})
	require.NoError(t, err)
	require.NoError(t, c.Send(OpText, []byte("12345678")))
	assert.Equal(t, PendingFull, c.Ping(nil))
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

// Lent memory is used, and comes back when nothing waits in it.
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

// An echo takes no memory once its buffer is there.
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
