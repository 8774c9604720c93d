package main

import (
	"net"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/codec"
	"framelab/server/conn"
	"framelab/server/memory"
)

// used returns what a server counts as used, less the fixed costs of its connections.
func (r *running) used() int64 {
	n := r.memory.Used()
	r.gate.Each(func(c *conn.Conn) { n -= min(c.Account().Held(), memory.HTTPCost) })
	return n
}

// fill has others take all memory but some bytes, until the test ends.
func (r *running) fill(t *testing.T, but int64) {
	t.Helper()
	others := r.memory.Limit(memory.Keep) - r.memory.Used() - but
	r.memory.Give(-others)
	t.Cleanup(func() { r.memory.Give(others) })
}

// Messages that many connections have half sent take memory up to a bound. A
// connection that goes beyond it is told so; one that asks for little still gets it.
func TestHeldMemory(t *testing.T) {
	const size, most = 1 << 20, 64
	s := start(t, "-max-message", "1MiB")
	half := codec.NewDeflater(15, true).Deflate(nil, make([]byte, size), false)
	var holding []*client
	cut := 0
	for range 3 * most {
		c := openDeflate(t, s, "", pmd).client
		c.send(compressed(false, codec.OpBinary, half))
		c.Write(frame(true, codec.OpPing, "held"))
		h, payload, err := c.next()
		require.NoError(t, err)
		if h.Opcode == codec.OpClose {
			require.Equal(t, "\x03\xF5"+memory.HeldReason, payload) // 1013
			c.wantsEnd()
			c.Close()
			cut++
			continue
		}
		require.Equal(t, "held", payload)
		holding = append(holding, c)
		require.LessOrEqual(t, s.memory.Used(), s.memory.Most())
	}
	assert.InDelta(t, most, len(holding), most/2)
	assert.Equal(t, 3*most, len(holding)+cut)

	c := openDeflate(t, s, "", pmd)
	s.fill(t, 0)
	little := strings.Repeat("x", 90<<10)
	c.compress(codec.OpText, little)
	c.wantsInflated(codec.OpText, little)
	require.Eventually(t, func() bool { return s.gate.Count() < len(holding)+1 }, patience, time.Millisecond, "at the expense of one that holds a lot")

	for _, c := range holding {
		c.Close()
	}
	require.Eventually(t, func() bool { return s.gate.Count() == 1 }, patience, time.Millisecond)
}

// Nothing stays counted when connections have ended, in each way that they can end.
func TestNothingStaysCounted(t *testing.T) {
	s := start(t, "-max-message", "1MiB")
	whole := strings.Repeat("x", 1<<20)
	for name, do := range map[string]func(){
		"echoes": func() {
			c := openDeflate(t, s, "", pmd)
			c.compress(codec.OpText, whole)
			c.wantsInflated(codec.OpText, whole)
			require.Eventually(t, func() bool { return s.used() == 0 }, patience, time.Millisecond, "an answer that was sent")
			c.send(closeFrame(1000, ""))
			c.wantsClose(1000)
		},
		"half a message": func() {
			c := dialOpen(t, s)
			c.send(frame(false, codec.OpBinary, whole))
			require.Eventually(t, func() bool { return s.used() > 900<<10 }, patience, time.Millisecond)
			c.Close()
		},
		"windows": func() {
			c := openDeflate(t, s, "takeover=both", pmd)
			require.Greater(t, s.used(), int64(60<<10))
			c.Close()
		},
		"half a head": func() {
			c := dial(t, s.addr)
			c.send([]byte("GET / HTTP/1.1\r\nX: " + strings.Repeat("x", 15000)))
			require.Eventually(t, func() bool { return s.used() > 8<<10 }, patience, time.Millisecond)
			c.Close()
		},
		"a refused head": func() {
			c := dial(t, s.addr)
			c.send([]byte("nonsense\r\n\r\n"))
			c.response()
			c.Close()
		},
		"a page": func() {
			c := dial(t, s.addr)
			c.send(get(s, "/icon.svg"))
			c.response()
			c.Close()
		},
		"a late answer": func() {
			c := openAt(t, s, "/echo?delay=10000")
			c.send(text(whole))
			require.Eventually(t, func() bool { return s.used() > 900<<10 }, patience, time.Millisecond)
			c.Close()
		},
		"a reset": func() {
			c := dialOpen(t, s)
			c.send(frame(false, codec.OpBinary, whole))
			c.Conn.(*net.TCPConn).SetLinger(0)
			c.Close()
		},
		"a plan": func() {
			c := openAt(t, s, "/raw")
			c.send(text(plan(0, "", 9000, []byte("x"))))
			c.records("bytes")
			c.Close()
		},
	} {
		do()
		require.Eventually(t, func() bool { return s.gate.Count() == 0 && s.memory.Used() == 0 }, patience, time.Millisecond,
			"%s: %d", name, s.memory.Used())
	}
}

// An echo that the client does not read counts, and so does the message that it answers.
func TestHeldWhileWriting(t *testing.T) {
	const size = 15 << 20
	s := start(t)
	c := dialOpen(t, s)
	require.NoError(t, c.Conn.(*net.TCPConn).SetReadBuffer(4<<10))
	go c.Write(frame(true, codec.OpBinary, strings.Repeat("x", size)))
	require.Eventually(t, func() bool { return s.used() >= 2*size }, patience, time.Millisecond)
	c.Close()
	require.Eventually(t, func() bool { return s.memory.Used() == 0 }, patience, time.Millisecond)
}

// A silent connection that holds more than others ends when one that holds little needs
// memory. So does one that does not read what it is sent.
func TestHeldInSilence(t *testing.T) {
	s := start(t, "-max-message", "1MiB")
	large, little, stuck := dialOpen(t, s), dialOpen(t, s), dialOpen(t, s)
	for c, size := range map[*client]int{large: 900 << 10, little: 30 << 10} {
		c.send(frame(false, codec.OpBinary, strings.Repeat("x", size)))
		c.send(frame(true, codec.OpPing, "held"))
		c.wants(codec.OpPong, "held")
	}
	require.NoError(t, stuck.Conn.(*net.TCPConn).SetReadBuffer(4<<10))
	go stuck.Write([]byte(strings.Repeat(string(frame(true, codec.OpBinary, strings.Repeat("x", 60<<10))), 1000)))
	require.Eventually(t, func() (is bool) {
		s.gate.Each(func(c *conn.Conn) { is = is || c.IsStuck() })
		return is
	}, patience, time.Millisecond)
	s.fill(t, -s.memory.Most()) // more than the buffers of a connection at work, too
	good := dial(t, s.addr)
	good.send(request(s.addr))
	resp, body := good.response()
	require.Equal(t, 503, resp.StatusCode, "while those have yet to end")
	require.Contains(t, body, "memory")
	require.Contains(t, large.wantsClose(codec.CloseTryAgainLater), memory.HeldReason)
	good.Close()
	require.Eventually(t, func() bool { return s.gate.Count() <= 1 }, patience, time.Millisecond)
	little.Close()
}

// Messages that wait for their delayed answer count as well. The memory left is small, so
// it is full long before the first answer is due.
func TestHeldLate(t *testing.T) {
	const most = 8
	s := start(t, "-max-message", "1MiB")
	s.fill(t, most<<20)
	payload := strings.Repeat("x", 1<<20)
	waiting := 0
	for range 2 * most {
		c := openAt(t, s, "/echo?delay=10000")
		c.send(append(text(payload), frame(true, codec.OpPing, "p")...))
		h, got, err := c.next()
		require.NoError(t, err)
		if h.Opcode == codec.OpClose {
			require.Equal(t, "\x03\xF5"+memory.HeldReason, got)
			continue
		}
		waiting++
	}
	assert.InDelta(t, most, waiting, most/2)
}

// A connection that is ending by itself keeps its own close code, however much others
// hold.
func TestHeldAtTheEnd(t *testing.T) {
	for name, tc := range map[string]struct {
		last []byte
		code codec.CloseCode
	}{
		"Close":       {closeFrame(4000, "why"), 4000},
		"empty Close": {closeFrame(0, ""), 0},
		"illegal":     {[]byte{0b1_000_0011, 0b1_0000000}, 1002},
	} {
		t.Run(name, func(t *testing.T) {
			s := start(t, "-max-message", "1MiB")
			c := dialOpen(t, s)
			large, little := strings.Repeat("x", 620<<10), strings.Repeat("x", 20<<10)
			c.send(frame(false, codec.OpBinary, large))
			c.send(frame(true, codec.OpPing, "p"))
			c.wants(codec.OpPong, "p")
			s.fill(t, 1<<20) // as much as the echo takes
			c.send(append(append(frame(true, codec.OpContinuation, ""), text(little)...), tc.last...))
			c.wants(codec.OpBinary, large)
			c.wants(codec.OpText, little)
			require.NotContains(t, c.wantsClose(tc.code), memory.HeldReason)
		})
	}
}
