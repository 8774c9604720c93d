package main

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/codec"
	"framelab/server/gate"
)

// Each limit on connections says which limit was met, and admits again when one has ended.
func TestConnectionLimits(t *testing.T) {
	for _, tc := range []struct {
		flag   string
		status int
	}{
		{"-max-conns", http.StatusServiceUnavailable},
		{"-max-conns-per-peer", http.StatusTooManyRequests},
	} {
		t.Run(tc.flag, func(t *testing.T) {
			s := start(t, tc.flag, "3")
			var open []*client
			for range 3 {
				open = append(open, dialOpen(t, s))
			}
			for _, req := range [][]byte{request(s.addr), request(s.addr, "GET /icon.svg HTTP/1.1")} {
				c := dial(t, s.addr)
				c.send(req)
				resp, body := c.response()
				require.Equal(t, tc.status, resp.StatusCode)
				require.Contains(t, body, "3 connections (the limit, "+tc.flag+").")
				c.wantsEnd()
				c.Close()
			}
			open[0].Close()
			require.Eventually(t, func() bool { return s.gate.Count() == 2 }, patience, time.Millisecond)
			dialOpen(t, s)
		})
	}
}

// Beyond the connections that are told why they are refused, the rest are closed unheard.
func TestConnectionOverflow(t *testing.T) {
	s := start(t, "-max-conns", "1")
	for range 1 + gate.OverflowPerPeer {
		dial(t, s.addr)
	}
	require.Eventually(t, func() bool { return s.gate.Count() == 1+gate.OverflowPerPeer }, patience, time.Millisecond)
	_, err := dial(t, s.addr).r.ReadByte()
	require.Error(t, err)
	require.Equal(t, 1+gate.OverflowPerPeer, s.gate.Count())
}

func TestRate(t *testing.T) {
	s := start(t, "-rate", "5")
	refused, before := 0, time.Now()
	for range 12 {
		c := dial(t, s.addr)
		c.send(request(s.addr, "GET /healthz HTTP/1.1", "+Connection: close"))
		resp, body := c.response()
		if resp.StatusCode == http.StatusTooManyRequests {
			assert.Contains(t, body, "More than 5 new connections a second came from your address (the limit, -rate).")
			refused++
		}
	}
	assert.GreaterOrEqual(t, refused, 12-5-int(5*time.Since(before).Seconds())-1)
	assert.LessOrEqual(t, refused, 7)
	time.Sleep(300 * time.Millisecond) // a token comes each 200 ms
	dialOpen(t, s)
}

// The server does not wait for a head that does not come. A client that sent a part of it
// is told so; a connection without a byte is closed.
func TestSlowHandshake(t *testing.T) {
	s := start(t, "-handshake-timeout", "500ms")
	for _, before := range []string{"", "GET /icon.svg HTTP/1.1\r\nHost: " + s.addr + "\r\n\r\n"} {
		c := dial(t, s.addr)
		if before != "" {
			c.send([]byte(before))
			c.response()
			time.Sleep(550 * time.Millisecond) // between requests -idle-timeout counts instead
		}
		start := time.Now()
		c.send([]byte("GET /ec"))
		go func() { // one byte now and then does not help
			for range 50 {
				time.Sleep(20 * time.Millisecond)
				c.Write([]byte("h"))
			}
		}()
		resp, body := c.response()
		require.Equal(t, http.StatusRequestTimeout, resp.StatusCode)
		require.Contains(t, body, "500ms (the limit, -handshake-timeout")
		require.Less(t, time.Since(start), 2*time.Second)
		c.wantsEnd()
	}
	c := dial(t, s.addr)
	c.wantsEnd()
	// Nor is the handshake of TLS waited for any longer.
	dial(t, start(t, "-tls", "-handshake-timeout", "200ms").addr).wantsEnd()
	// Between requests it is -idle-timeout that ends a connection.
	s = start(t, "-idle-timeout", "300ms")
	c = dial(t, s.addr)
	c.send(get(s, "/icon.svg"))
	c.response()
	c.wantsEnd()
}

// A client that sends megabytes and never reads is cut off after -idle-timeout,
// and until then costs no more than a message and what waits to be sent.
func TestReaderThatNeverReads(t *testing.T) {
	s := start(t, "-idle-timeout", "600ms", "-max-message", "1MiB")
	var before, during runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	const clients = 8
	for range clients {
		dialOpen(t, s).flood(frame(true, codec.OpBinary, strings.Repeat("x", 256<<10)))
	}
	time.Sleep(300 * time.Millisecond)
	runtime.GC()
	runtime.ReadMemStats(&during)
	// Each client of this test holds a frame itself.
	grown := int64(during.HeapAlloc) - int64(before.HeapAlloc)
	assert.Less(t, grown, int64(clients*(4<<20)), "bytes of heap")
	require.Eventually(t, func() bool { return s.gate.Count() == 0 }, patience, 5*time.Millisecond)
}

// A silent peer is pinged; one that answers stays, one that does not is told 1001.
func TestIdle(t *testing.T) {
	s := start(t, "-idle-timeout", "300ms")
	alive, dead := dialOpen(t, s), dialOpen(t, s)
	for range 5 {
		h, payload, err := alive.next()
		require.NoError(t, err)
		require.Equal(t, codec.OpPing, h.Opcode)
		alive.send(frame(true, codec.OpPong, payload))
	}
	alive.send(text("here"))
	alive.wants(codec.OpText, "here")
	dead.wantsPingThenClose()
}

// A peer is cut off when nothing came for the whole of -idle-timeout, and not
// before: its ping has had most of that time to be answered.
func TestIdleIsTheWholeTime(t *testing.T) {
	const idle = 900 * time.Millisecond
	s := start(t, "-idle-timeout", idle.String())
	for _, what := range []string{"nothing yet", "a message"} {
		before := time.Now()
		c := dialOpen(t, s)
		if what == "a message" {
			time.Sleep(idle / 6)
			before = time.Now()
			c.send(text("x"))
			c.wants(codec.OpText, "x")
		}
		h, _, err := c.next()
		require.NoError(t, err)
		require.Equal(t, codec.OpPing, h.Opcode)
		require.Less(t, time.Since(before), idle*5/6, "the ping comes while there is time to answer it")
		require.Contains(t, c.wantsClose(codec.CloseGoingAway), "nothing was received for -idle-timeout")
		require.GreaterOrEqual(t, time.Since(before), idle, what)
		require.Less(t, time.Since(before), 5*idle, what)
	}
}

// One that reads slowly but steadily gets all of a large message, though that
// takes longer than -idle-timeout.
func TestSlowReader(t *testing.T) {
	for _, secure := range []bool{false, true} {
		t.Run(fmt.Sprint("tls ", secure), func(t *testing.T) {
			const idle, message = 400 * time.Millisecond, 12 << 20
			large := frame(true, codec.OpBinary, strings.Repeat("x", message)) // not while a ping is due
			flags := []string{"-idle-timeout", idle.String()}
			if secure {
				flags = append(flags, "-tls")
			}
			s := start(t, flags...)
			tcp, err := net.Dial("tcp", s.addr)
			require.NoError(t, err)
			require.NoError(t, tcp.(*net.TCPConn).SetReadBuffer(64<<10))
			c := newClient(t, tcp)
			if secure {
				c = newClient(t, tls.Client(tcp, &tls.Config{InsecureSkipVerify: true}))
			}
			c.open(s.addr)
			go c.Write(large)
			h, err := c.r.Peek(10)
			require.NoError(t, err)
			header, _ := codec.ParseHeader(h)
			require.EqualValues(t, message, header.Length)
			before := time.Now()
			piece := make([]byte, 128<<10)
			for left := message + 10; left > 0; {
				n, err := io.ReadFull(c.r, piece[:min(left, len(piece))])
				require.NoError(t, err, "%d bytes before the end", left)
				left -= n
				time.Sleep(10 * time.Millisecond)
			}
			require.Greater(t, time.Since(before), 2*idle, "that was not slow")
		})
	}
}

func (c *client) wantsPingThenClose() {
	c.t.Helper()
	h, _, err := c.next()
	require.NoError(c.t, err)
	require.Equal(c.t, codec.OpPing, h.Opcode)
	reason := c.wantsClose(codec.CloseGoingAway)
	require.Contains(c.t, reason, "-idle-timeout")
}

// 1,000 connections that break off in every way leave nothing in memory.
func TestNothingLeft(t *testing.T) {
	s := start(t)
	dialOpen(t, s).Close()
	require.Eventually(t, func() bool { return s.gate.Count() == 0 }, patience, time.Millisecond)
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	goroutines := runtime.NumGoroutine()
	for i := range 1000 {
		c := dial(t, s.addr)
		switch i % 5 {
		case 0:
			c.send([]byte("GET /echo HT"))
		case 1:
			c.open(s.addr)
		case 2:
			c.open(s.addr)
			c.send(text("cut off")[:7])
		case 3:
			c.open(s.addr)
			c.send([]byte{0x83})
		case 4:
			c.send([]byte("GET / HTTP/1.1\r\nHost: " + s.addr + "\r\n\r\n"))
		}
		if i%2 == 0 {
			c.reset()
		}
		c.Close()
	}
	// By hand: Eventually would add a goroutine of its own to the count.
	for late := time.Now().Add(patience); time.Now().Before(late); time.Sleep(5 * time.Millisecond) {
		if s.gate.Count() == 0 && runtime.NumGoroutine() <= goroutines {
			break
		}
	}
	require.Zero(t, s.gate.Count())
	require.LessOrEqual(t, runtime.NumGoroutine(), goroutines)
	conns, peers := s.gate.Admitted()
	assert.Zero(t, conns)
	assert.Zero(t, peers)
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&after)
	assert.Less(t, int64(after.HeapAlloc)-int64(before.HeapAlloc), int64(4<<20), "bytes of heap")
}

// reset has the connection's end be a TCP reset.
func (c *client) reset() {
	c.t.Helper()
	tcp := c.Conn.(interface{ SetLinger(int) error })
	require.NoError(c.t, tcp.SetLinger(0))
}

// A port in use is named.
func TestExplainListen(t *testing.T) {
	assert.Contains(t, explainListen("127.0.0.1:80", syscall.EADDRINUSE), "127.0.0.1:80 is in use")
	assert.Contains(t, explainListen("127.0.0.1:80", syscall.EACCES), "not allowed")
	assert.Contains(t, explainListen("x", errors.New("why")), "why")
}
