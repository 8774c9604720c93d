package main

import (
	"net"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/codec"
)

// Messages that many connections have half sent take memory up to a bound. Who
// goes beyond it is told so; who asks for little has it all the same.
func TestHeldMemory(t *testing.T) {
	s := start(t, "-max-message", "256KiB")
	half := codec.NewDeflater(15, true).Deflate(nil, make([]byte, 256<<10), false) // less than 2 KiB of it
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	var holding []*client
	cut := 0
	for range 3 * mostHeld {
		c := openDeflate(t, s, "", pmd).client
		c.send(compressed(false, codec.OpBinary, half))
		h, payload := codec.Header{}, ""
		for range 2 { // the first pong may stand before a Close
			var err error
			c.Write(frame(true, codec.OpPing, "held"))
			h, payload, err = c.next()
			require.NoError(t, err)
			if h.Opcode == codec.OpClose {
				break
			}
			require.Equal(t, "held", payload)
		}
		if h.Opcode == codec.OpClose {
			require.Equal(t, "\x03\xF5"+heldReason, payload) // 1013
			c.wantsEnd()
			c.Close()
			cut++
			continue
		}
		holding = append(holding, c)
	}
	assert.InDelta(t, mostHeld, len(holding), mostHeld/2)
	assert.Equal(t, 3*mostHeld, len(holding)+cut)
	runtime.GC()
	runtime.ReadMemStats(&after)
	assert.Less(t, int64(after.HeapAlloc)-int64(before.HeapAlloc), int64(2*mostHeld*256<<10), "bytes of heap")

	c := openDeflate(t, s, "", pmd)
	require.Eventually(t, func() bool { return s.gate.count() == len(holding)+1 }, patience, time.Millisecond)
	rest := s.mostMemory() - s.held.Load() // not one byte more is free
	s.held.Add(rest)
	little := strings.Repeat("x", 90<<10) // more than what counts for nothing, less than the part of each
	c.compress(codec.OpText, little)
	c.wantsInflated(codec.OpText, little)
	s.held.Add(-rest)

	for _, c := range holding {
		c.Close()
	}
	require.Eventually(t, func() bool { return s.held.Load() == 0 }, patience, time.Millisecond, "nothing stays counted")
	whole := strings.Repeat("x", 256<<10)
	c.compress(codec.OpText, whole)
	c.wantsInflated(codec.OpText, whole)
	require.Eventually(t, func() bool { return s.held.Load() == 0 }, patience, time.Millisecond, "an answer that was sent")
	c.send(closeFrame(1000, ""))
	c.wantsClose(1000)
	require.Eventually(t, func() bool { return s.held.Load() == 0 }, patience, time.Millisecond)
}

// An echo that nobody reads counts besides the message that it answers.
func TestHeldWhileWriting(t *testing.T) {
	const size = 15 << 20
	s := start(t)
	c := dialOpen(t, s)
	require.NoError(t, c.Conn.(*net.TCPConn).SetReadBuffer(4<<10))
	go c.Write(frame(true, codec.OpBinary, strings.Repeat("x", size)))
	require.Eventually(t, func() bool { return s.held.Load() >= 2*size-int64(len(buffer{})) }, patience, time.Millisecond)
	c.Close()
	require.Eventually(t, func() bool { return s.held.Load() == 0 }, patience, time.Millisecond)
}

// Who holds more than its part and sends no more of it is found at a tick.
func TestHeldInSilence(t *testing.T) {
	s := start(t, "-max-message", "1MiB", "-idle-timeout", "900ms")
	large, little := dialOpen(t, s), dialOpen(t, s)
	for c, size := range map[*client]int{large: 900 << 10, little: 90 << 10} {
		c.send(frame(false, codec.OpBinary, strings.Repeat("x", size)))
		c.send(frame(true, codec.OpPing, "held"))
		c.wants(codec.OpPong, "held")
	}
	require.Equal(t, int64(2), s.holders.Load())
	s.held.Add(s.mostMemory()) // others
	s.holders.Add(126)
	require.Contains(t, large.wantsClose(codec.CloseTryAgainLater), heldReason)
	little.send(frame(true, codec.OpContinuation, ""))
	h, _, err := little.next()
	for err == nil && h.Opcode == codec.OpPing {
		h, _, err = little.next()
	}
	require.NoError(t, err)
	require.Equal(t, codec.OpBinary, h.Opcode)
	little.Close()
	require.Eventually(t, func() bool { return s.holders.Load() == 126 && s.held.Load() == s.mostMemory() }, patience, time.Millisecond)
}

// What waits for a late answer counts as well.
func TestHeldLate(t *testing.T) {
	s := start(t, "-max-message", "256KiB")
	payload := strings.Repeat("x", 256<<10)
	waiting := 0
	for range 2 * mostHeld {
		c := openAt(t, s, "/echo?delay=10000")
		c.send(append(text(payload), frame(true, codec.OpPing, "p")...))
		h, got, err := c.next()
		require.NoError(t, err)
		if h.Opcode == codec.OpClose {
			require.Equal(t, "\x03\xF5"+heldReason, got)
			continue
		}
		waiting++
	}
	assert.InDelta(t, mostHeld, waiting, mostHeld/2)
}

// A connection that has come to its end by itself keeps that end, however much
// others hold.
func TestHeldAtTheEnd(t *testing.T) {
	for name, tc := range map[string]struct {
		last []byte
		code codec.CloseCode
	}{
		"Close":       {closeFrame(4000, "why"), 4000},
		"empty Close": {closeFrame(0, ""), 0},
		"illegal":     {[]byte{0x83, 0x80}, 1002},
	} {
		t.Run(name, func(t *testing.T) {
			s := start(t, "-max-message", "1MiB")
			c := dialOpen(t, s)
			for range 200 { // so that the part of each is small
				dial(t, s.addr)
			}
			require.Eventually(t, func() bool { return s.gate.count() > 200 }, patience, time.Millisecond)
			large, little := strings.Repeat("x", 620<<10), strings.Repeat("x", 20<<10)
			c.send(frame(false, codec.OpBinary, large))
			c.send(frame(true, codec.OpPing, "p"))
			c.wants(codec.OpPong, "p")
			others := mostHeld<<20 - s.held.Load() - int64(len(buffer{}))
			s.held.Add(others)
			defer s.held.Add(-others)
			c.send(append(append(frame(true, codec.OpContinuation, ""), text(little)...), tc.last...))
			c.wants(codec.OpBinary, large)
			c.wants(codec.OpText, little)
			require.NotContains(t, c.wantsClose(tc.code), heldReason)
		})
	}
}
