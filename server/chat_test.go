package main

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/codec"
)

// enter opens /mychat, and reads the line that says so.
func enter(t *testing.T, s *running, n int) *client {
	t.Helper()
	c := openAt(t, s, "/mychat", "+Sec-WebSocket-Protocol: chat")
	c.wants(codec.OpText, fmt.Sprintf("* guest-%d joined", n))
	return c
}

// What one says all hear, verbatim; who comes and goes is told.
func TestChat(t *testing.T) {
	s := start(t)
	one := enter(t, s, 1)
	two := enter(t, s, 2)
	one.wants(codec.OpText, "* guest-2 joined")
	for _, what := range []string{"Hello", "", "안녕 👋", "a\"b\\c\n\x00<&>", strings.Repeat("x", chatMessage)} {
		two.send(text(what))
		one.wants(codec.OpText, "guest-2: "+what)
		two.wants(codec.OpText, "guest-2: "+what)
	}
	one.send(frame(false, codec.OpText, "in "))
	two.send(text("between"))
	one.wants(codec.OpText, "guest-2: between")
	one.send(frame(true, codec.OpContinuation, "two"))
	one.wants(codec.OpText, "guest-1: in two")
	two.wants(codec.OpText, "guest-2: between")
	two.wants(codec.OpText, "guest-1: in two")
	two.send(closeFrame(1000, ""))
	two.wantsClose(1000)
	one.wants(codec.OpText, "* guest-2 left")
	three := enter(t, s, 3)
	one.wants(codec.OpText, "* guest-3 joined")
	three.Close() // without a word
	one.wants(codec.OpText, "* guest-3 left")
}

// A client is in the room before its 101 is written: who has read it misses
// nothing of what is said from then on, and neither does who said something with
// the handshake.
func TestChatFromTheFirst101(t *testing.T) {
	s := start(t)
	talker := enter(t, s, 1)
	for i := 2; i < 60; i++ {
		c := dial(t, s.addr)
		c.send(append(request(s.addr, "GET /mychat HTTP/1.1", "+Sec-WebSocket-Protocol: superchat, chat"), text("early")...))
		resp, _ := c.response()
		require.Equal(t, "chat", resp.Header.Get("Sec-WebSocket-Protocol"))
		talker.send(text("now"))
		c.wants(codec.OpText, fmt.Sprintf("* guest-%d joined", i))
		c.wants(codec.OpText, fmt.Sprintf("guest-%d: early", i))
		c.wants(codec.OpText, "guest-1: now")
		c.send(closeFrame(1000, ""))
		c.wantsClose(1000)
		c.Close()
		for {
			_, payload, err := talker.next()
			require.NoError(t, err)
			if payload == fmt.Sprintf("* guest-%d left", i) {
				break
			}
		}
	}
}

// Without the subprotocol on offer none is named; what is not text is no chat.
func TestChatSubprotocol(t *testing.T) {
	s := start(t)
	c := dial(t, s.addr)
	c.send(request(s.addr, "GET /mychat HTTP/1.1"))
	resp, _ := c.response()
	require.Equal(t, 101, resp.StatusCode)
	require.Empty(t, resp.Header.Values("Sec-WebSocket-Protocol"))
	c.wants(codec.OpText, "* guest-1 joined")
	c.send(frame(true, codec.OpBinary, "x"))
	assert.Contains(t, c.answersClose(codec.CloseUnsupportedData), "text")
	c = enter(t, s, 2)
	c.send(text(strings.Repeat("x", chatMessage+1)))
	assert.Contains(t, c.wantsClose(codec.CloseMessageTooBig), "64KiB")
}

// A reader that is too slow holds nobody up, costs bounded memory, and is cut
// off with the name of the limit; the others are told that it left.
func TestChatSlowReader(t *testing.T) {
	s := start(t, "-max-pending", "256KiB")
	talker := enter(t, s, 1)
	slow := enter(t, s, 2)
	talker.wants(codec.OpText, "* guest-2 joined")
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	line := strings.Repeat("x", chatMessage)
	left := false
	for i := 0; !left; i++ {
		require.Less(t, i, 1000, "the slow reader is never cut off")
		said := time.Now()
		talker.send(text(line))
		for {
			_, payload, err := talker.next()
			require.NoError(t, err)
			if payload == "* guest-2 left" {
				left = true
				continue
			}
			require.Equal(t, len("guest-1: ")+len(line), len(payload))
			break
		}
		require.Less(t, time.Since(said), 2*time.Second)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	assert.Less(t, int64(after.HeapAlloc)-int64(before.HeapAlloc), int64(4<<20), "bytes of heap")
	assert.Equal(t, 1, s.room.count())
	talker.send(text("still here"))
	talker.wants(codec.OpText, "guest-1: still here")
	// The slow one reads on at last, and is told; nobody hears what it still says.
	slow.send(text("from outside"))
	assert.Contains(t, slow.answersClose(codec.ClosePolicyViolation), "-max-pending")
	talker.send(text("and here"))
	talker.wants(codec.OpText, "guest-1: and here")
}

// One that never reads again is gone all the same.
func TestChatReaderThatNeverReads(t *testing.T) {
	s := start(t, "-max-pending", "256KiB", "-idle-timeout", "900ms")
	talker := enter(t, s, 1)
	enter(t, s, 2)
	talker.wants(codec.OpText, "* guest-2 joined")
	for i := 0; s.room.count() == 2; i++ {
		require.Less(t, i, 1000)
		talker.send(text(strings.Repeat("x", chatMessage)))
		for {
			_, payload, err := talker.next()
			require.NoError(t, err)
			if strings.HasPrefix(payload, "guest-1: ") {
				break
			}
		}
	}
	require.Eventually(t, func() bool { return s.gate.count() == 1 }, 5*time.Second, 5*time.Millisecond)
}

// Many members, all talking: everybody hears every line once, in one order.
func TestChatOrder(t *testing.T) {
	s := start(t)
	const members, lines = 20, 30
	var all []*client
	for i := range members {
		all = append(all, enter(t, s, i+1))
	}
	heard := make(chan string, members)
	for _, c := range all {
		go func() {
			var b strings.Builder
			for n := 0; n < members*lines; {
				_, payload, err := c.next()
				if err != nil {
					heard <- err.Error()
					return
				}
				if payload[0] != '*' {
					b.WriteString(payload + "\n")
					n++
				}
			}
			heard <- b.String()
		}()
		go func() {
			for i := range lines {
				c.Write(text(fmt.Sprint("line ", i)))
			}
		}()
	}
	first := <-heard
	require.Equal(t, members*lines, strings.Count(first, "\n"), first)
	for range members - 1 {
		require.Equal(t, first, <-heard)
	}
}

// At the end of the server what was said is heard, then 1001.
func TestChatEnd(t *testing.T) {
	s := start(t)
	one, two := enter(t, s, 1), enter(t, s, 2)
	one.wants(codec.OpText, "* guest-2 joined")
	two.send(text("last words"))
	one.wants(codec.OpText, "guest-2: last words")
	s.stop()
	one.answersClose(codec.CloseGoingAway)
	two.answersClose(codec.CloseGoingAway)
	s.end(t)
}

// What has been sent to a member is not kept until all of its queue is.
func TestChatQueueKeepsNothing(t *testing.T) {
	long := strings.Repeat("x", len(buffer{}))
	all := []string{long, "waits"}
	m := member{queue: all, bytes: len(long) + len("waits") + 2*lineCost}
	lines, _ := m.take()
	require.Equal(t, []string{long}, lines)
	require.Empty(t, all[0])
	require.Equal(t, []string{"waits"}, m.queue)
	require.Equal(t, len("waits")+lineCost, m.bytes)
}
