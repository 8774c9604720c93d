package codec

import (
	"bytes"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

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

// §5.4: the message in progress and its frames so far; control frames in between do not
// count.
func TestConnReceiving(t *testing.T) {
	for _, role := range []Role{Client, Server} {
		c := newConn(t, role, Limits{})
		for _, step := range []struct {
			what   string
			bytes  []byte
			op     Opcode
			frames int
		}{
			{"nothing", nil, 0, 0},
			{"a whole message", whole(role, OpText, "one"), 0, 0},
			{"a first fragment", frame(role, Header{Opcode: OpText}, "t"), OpText, 1},
			{"a ping", whole(role, OpPing, "p"), OpText, 1},
			{"a second fragment", frame(role, Header{}, "u"), OpText, 2},
			{"the last fragment", frame(role, Header{Fin: true}, "v"), 0, 0},
			{"an empty first fragment", frame(role, Header{Opcode: OpBinary}, ""), OpBinary, 1},
		} {
			receive(t, c, step.bytes)
			op, frames := c.Receiving()
			assert.Equal(t, step.op, op, "%s, %s", role, step.what)
			assert.Equal(t, step.frames, frames, "%s, %s", role, step.what)
		}
		assert.Zero(t, c.Window(), "without permessage-deflate")
	}
}
