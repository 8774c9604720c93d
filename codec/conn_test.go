package codec

import (
	"bytes"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// countedKeys returns a source of keys and a counter of the keys it returned.
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

// An eventCopy is a copy of an Event that stays valid after the next Receive.
type eventCopy struct {
	kind EventKind
	op   Opcode
	data string
	code CloseCode
	rule Rule
}

func copyEvent(ev Event) eventCopy {
	return eventCopy{ev.Kind, ev.Opcode, string(ev.Data), ev.Code, ev.Rule}
}

// receive passes copies of the pieces of a stream to c.
func receive(t testing.TB, c *Conn, pieces ...[]byte) (events []eventCopy) {
	for _, piece := range pieces {
		p := bytes.Clone(piece)
		for len(p) > 0 {
			var ev Event
			rest := c.Receive(p, &ev)
			if len(rest) >= len(p) || ev.Kind == EventNone && len(rest) > 0 {
				t.Fatalf("%v, %d of %d bytes left", ev, len(rest), len(p))
			}
			if ev.Kind != EventNone {
				events = append(events, copyEvent(ev))
			}
			p = rest
		}
	}
	return events
}

// sent returns c's output as frames: the peer's Decoder must accept it.
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

// frame returns a frame as the peer of role writes it.
func frame(role Role, h Header, payload string) []byte {
	if role == Server {
		h.Masked, h.Key = true, 0x37fa213d
	}
	return AppendFrame(nil, h, []byte(payload))
}

func whole(role Role, op Opcode, payload string) []byte {
	return frame(role, Header{Fin: true, Opcode: op}, payload)
}

// §5.1, §5.3: a client needs a source of keys and takes one key for each frame; a server
// takes none.
func TestConnMaskKeys(t *testing.T) {
	_, err := NewConn(Config{Role: Client})
	require.Equal(t, Misuse(MaskEntropyMissing), err)

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

// §5.4, §6.2: messages in one frame, in fragments and in pieces.
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
		want := []eventCopy{
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

// A message in one frame is not copied. One in fragments is collected in a buffer, which
// is dropped after a large message.
func TestConnMessageMemory(t *testing.T) {
	c := newConn(t, Server, Limits{})
	p := whole(Server, OpText, "Hello")
	var ev Event
	c.Receive(p, &ev)
	assert.Same(t, &p[6], &ev.Data[0])
	assert.Equal(t, 5, cap(ev.Data))
	assert.Nil(t, c.message)

	big := strings.Repeat("x", 2*maxSpare)
	receive(t, c, frame(Server, Header{Opcode: OpBinary}, big), frame(Server, Header{Fin: true}, ""))
	assert.GreaterOrEqual(t, cap(c.message), 2*maxSpare)
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
	assert.Equal(t, "abc", receive(t, c, frame(Server, Header{Fin: true}, ""))[0].data, "a message in progress is kept")
}

// An announced length allocates nothing: only the received bytes of a message need
// memory.
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

// Receiving a megabyte byte by byte takes linear time. Elapsed time would be an unreliable
// measure, but copying the bytes again and again shows as allocated memory.
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
			t.Fatal("a byte was not consumed")
		}
		got += len(ev.Data)
	}
	runtime.ReadMemStats(&after)
	assert.Equal(t, n, got)
	assert.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(8*n))
	assert.Less(t, after.Mallocs-before.Mallocs, uint64(200))
}

// A million empty fragments need no memory, and a limit ends them with 1008.
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
	assert.Equal(t, []eventCopy{{kind: EventFail, rule: MessageTooManyFragments, code: ClosePolicyViolation}}, events)
	assert.Equal(t, []string{"close \x03\xf0"}, sent(t, c))
}

// Messages exactly at the limit and one byte over, in one frame and over fragments.
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
			require.Equal(t, []eventCopy{{kind: EventFail, rule: tt.rule, code: CloseMessageTooBig}}, events)
			require.Equal(t, []string{"close \x03\xf1"}, sent(t, c))
		}
	}
}

// No event precedes a frame's failure, and nothing follows it.
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
			want := []eventCopy{{kind: EventFail, rule: rule, code: rule.CloseCode()}}
			require.Equal(t, want, events, rule.Name())
			assert.Equal(t, StateClosing, c.State())
			assert.False(t, c.ShouldCloseTransport(), "the Close frame is not written yet")
			code := rule.CloseCode()
			require.Equal(t, []string{"close " + string([]byte{byte(code >> 8), byte(code)})}, sent(t, c), rule.Name())
			assert.True(t, c.ShouldCloseTransport())
			assert.Equal(t, Misuse(SendAfterClose), c.Send(OpText, nil))
			assert.Equal(t, eventCopy{kind: EventClose, op: OpClose, code: CloseAbnormal}, copyEvent(c.EOF()))
		}
	}
}

// failures has, for each rule that fails a connection, a stream whose only event is the
// failure. The frames are unmasked, except the one for FrameMaskForbidden.
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

// Every rule of frames can be broken: by received bytes, or by a call that sends.
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
	reached[RuleOf(err)] = true
	c, err := NewConn(Config{Role: Server, MaxPending: 1})
	require.NoError(t, err)
	require.NoError(t, c.Ping(nil))
	reached[RuleOf(c.Ping(nil))] = true
	require.NoError(t, c.Close(CloseNoStatus, nil))
	reached[RuleOf(c.Ping(nil))] = true
	for r := Rule(1); r < HeadTooBig; r++ {
		assert.True(t, reached[r], r.Name())
	}
}
