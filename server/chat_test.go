package main

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/codec"
	"framelab/server/chat"
)

// enter opens /mychat, and reads the line that says so.
func enter(t *testing.T, s *running, n int) *client {
	t.Helper()
	c := openAt(t, s, "/mychat", "+Sec-WebSocket-Protocol: chat")
	c.wants(codec.OpText, fmt.Sprintf("* guest-%d joined", n))
	return c
}

// Every member gets what a member says, unchanged, and is told who joins and leaves.
func TestChat(t *testing.T) {
	s := start(t)
	one := enter(t, s, 1)
	two := enter(t, s, 2)
	one.wants(codec.OpText, "* guest-2 joined")
	for _, what := range []string{"Hello", "", "안녕 👋", "a\"b\\c\n\x00<&>", strings.Repeat("x", chat.MessageBytes)} {
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

// A client is in the room before its 101 is written: a client that has
// read it misses nothing that is said from then on, and neither does a client that sent a
// line with the handshake.
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

// The response names no subprotocol if none was offered. A binary message closes the chat.
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
	c.send(text(strings.Repeat("x", chat.MessageBytes+1)))
	assert.Contains(t, c.wantsClose(codec.CloseMessageTooBig), "64KiB")
}

// A burst of more than -max-pending in one write reaches every member that reads. The
// speaker is held back meanwhile, and no member is cut off.
func TestChatBurst(t *testing.T) {
	s := start(t, "-max-pending", "256KiB")
	const members, lines = 10, 40
	var all []*client
	for i := range members {
		all = append(all, enter(t, s, i+1))
	}
	line := strings.Repeat("x", 60_000)
	var burst []byte
	for i := range lines {
		burst = append(burst, text(fmt.Sprint(i, " ", line))...)
	}
	go all[0].Write(burst)
	heard := make(chan int, members)
	for _, c := range all {
		go func() {
			n := 0
			for n < lines {
				_, payload, err := c.next()
				if err != nil || payload[0] != '*' && payload != fmt.Sprint("guest-1: ", n, " ", line) {
					break
				}
				if payload[0] != '*' {
					n++
				}
			}
			heard <- n
		}()
	}
	for range members {
		assert.Equal(t, lines, <-heard)
	}
	assert.Equal(t, members, s.room.Count())
}

// Members that all talk at the same time hold each other back, and every line arrives.
func TestChatBursts(t *testing.T) {
	s := start(t, "-max-pending", "128KiB")
	const members, lines = 6, 10
	line := strings.Repeat("x", 50_000)
	var all []*client
	for i := range members {
		all = append(all, enter(t, s, i+1))
	}
	heard := make(chan int, members)
	for _, c := range all {
		go func() {
			for range lines {
				if _, err := c.Write(text(line)); err != nil {
					return
				}
			}
		}()
		go func() {
			n := 0
			for n < members*lines {
				_, payload, err := c.next()
				if err != nil {
					break
				}
				if payload[0] != '*' {
					n++
				}
			}
			heard <- n
		}()
	}
	for range members {
		assert.Equal(t, members*lines, <-heard)
	}
}

// A member that reads nothing holds the others up for a while at most; then it is
// cut off with the reason, and the others are told that it left. Meanwhile the
// room keeps no more than -max-pending.
func TestChatReaderThatStops(t *testing.T) {
	s := start(t, "-max-pending", "256KiB", "-idle-timeout", "900ms")
	talker := enter(t, s, 1)
	slow := enter(t, s, 2)
	talker.wants(codec.OpText, "* guest-2 joined")
	line := strings.Repeat("x", chat.MessageBytes)
	go func() {
		for range 400 {
			if _, err := talker.Write(text(line)); err != nil {
				return
			}
		}
	}()
	left := false
	for n := 0; n < 400 || !left; {
		require.LessOrEqual(t, s.room.Bytes(), 256<<10+chat.MessageBytes)
		h, payload, err := talker.next()
		require.NoError(t, err)
		switch {
		case h.Opcode != codec.OpText:
		case payload == "* guest-2 left":
			left = true
		default:
			require.Equal(t, len("guest-1: ")+len(line), len(payload))
			n++
		}
	}
	assert.Equal(t, 1, s.room.Count())
	talker.send(text("still here"))
	talker.wants(codec.OpText, "guest-1: still here")
	_ = slow
	require.Eventually(t, func() bool { return s.gate.Count() == 1 }, 5*time.Second, 5*time.Millisecond, "it is gone, though it never reads again")
}

// A member that is cut off, and reads in time, is told why. Lines that it still sends
// reach no member.
func TestChatCutOffIsTold(t *testing.T) {
	s := start(t, "-max-pending", "256KiB", "-idle-timeout", "3s")
	talker := enter(t, s, 1)
	slow := enter(t, s, 2)
	talker.wants(codec.OpText, "* guest-2 joined")
	go func() {
		for {
			if _, err := talker.Write(text(strings.Repeat("x", chat.MessageBytes))); err != nil {
				return
			}
		}
	}()
	left := make(chan struct{})
	var heard sync.WaitGroup
	heard.Go(func() { // or it would be closed for its silence
		for !isClosed(left) {
			slow.Write(frame(true, codec.OpPong, ""))
			time.Sleep(100 * time.Millisecond)
		}
	})
	for {
		_, payload, err := talker.next()
		require.NoError(t, err)
		if payload == "* guest-2 left" {
			break
		}
	}
	close(left)
	heard.Wait()
	slow.send(text("from outside"))
	assert.Contains(t, slow.answersClose(codec.ClosePolicyViolation), "too slow")
	for range 20 {
		_, payload, err := talker.next()
		require.NoError(t, err)
		require.NotContains(t, payload, "from outside")
	}
}

// The room has a size, and says so; a seat is free when its member has gone, and
// when a handshake came to nothing.
func TestChatSize(t *testing.T) {
	s := start(t, "-max-chat", "3")
	first := enter(t, s, 1)
	for i := 2; i <= 3; i++ {
		enter(t, s, i)
	}
	assert.Contains(t, refusedAt(t, s, 503, "/mychat"), "already has 3 members (the limit, -max-chat)")
	first.send(closeFrame(1000, ""))
	first.wantsClose(1000)
	require.Eventually(t, func() bool { return s.room.Count() == 2 }, patience, time.Millisecond)
	refusedAt(t, s, 400, "/mychat?tap=short")
	enter(t, s, 4)
	refusedAt(t, s, 503, "/mychat")
}

// Joining costs no more for the last than for the first when members are many:
// a member that joins is announced to a hundred others at most.
func TestChatJoiningIsLinear(t *testing.T) {
	s := start(t)
	for i := range chat.Announced + 20 {
		enter(t, s, i+1)
	}
}

// Many members, all talking: every member gets every line once, in the same order.
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

// In a shutdown every line that was said arrives before 1001.
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
