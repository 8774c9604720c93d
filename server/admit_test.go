package main

import (
	"errors"
	"net/http"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/codec"
)

// Each limit on connections says which one was met, and lets go again.
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
				require.Contains(t, body, "3 connections, which is "+tc.flag+".")
				c.wantsEnd()
				c.Close()
			}
			open[0].Close()
			require.Eventually(t, func() bool { return s.gate.count() == 2 }, patience, time.Millisecond)
			dialOpen(t, s)
		})
	}
}

// Beyond the connections that are told why they are refused, the rest are closed unheard.
func TestConnectionOverflow(t *testing.T) {
	s := start(t, "-max-conns", "1")
	for range 1 + overflow {
		dial(t, s.addr)
	}
	require.Eventually(t, func() bool { return s.gate.count() == 1+overflow }, patience, time.Millisecond)
	_, err := dial(t, s.addr).r.ReadByte()
	require.Error(t, err)
	require.Equal(t, 1+overflow, s.gate.count())
}

func TestRate(t *testing.T) {
	s := start(t, "-rate", "5")
	refused := 0
	for range 12 {
		c := dial(t, s.addr)
		c.send(request(s.addr, "GET /healthz HTTP/1.1", "+Connection: close"))
		resp, body := c.response()
		if resp.StatusCode == http.StatusTooManyRequests {
			assert.Contains(t, body, "More than 5 new connections a second came from your address, which is -rate.")
			refused++
		}
	}
	assert.GreaterOrEqual(t, refused, 5)
	assert.LessOrEqual(t, refused, 7)
	time.Sleep(300 * time.Millisecond) // a token comes each 200 ms
	dialOpen(t, s)
}

// A head that does not come is not waited for: whoever sent a part of one is
// told, whoever sent nothing is let go.
func TestSlowHandshake(t *testing.T) {
	s := start(t, "-handshake-timeout", "200ms")
	for _, before := range []string{"", "GET /icon.svg HTTP/1.1\r\nHost: " + s.addr + "\r\n\r\n"} {
		c := dial(t, s.addr)
		if before != "" {
			c.send([]byte(before))
			c.response()
			time.Sleep(250 * time.Millisecond) // between requests -idle-timeout counts instead
		}
		start := time.Now()
		c.send([]byte("GET /ec"))
		go func() { // one byte now and then does not help
			for range 20 {
				time.Sleep(20 * time.Millisecond)
				c.Write([]byte("h"))
			}
		}()
		resp, body := c.response()
		require.Equal(t, http.StatusRequestTimeout, resp.StatusCode)
		require.Contains(t, body, "200ms, which is -handshake-timeout")
		require.Less(t, time.Since(start), 2*time.Second)
		c.wantsEnd()
	}
	c := dial(t, s.addr)
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
	require.Eventually(t, func() bool { return s.gate.count() == 0 }, patience, 5*time.Millisecond)
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

func (c *client) wantsPingThenClose() {
	c.t.Helper()
	h, _, err := c.next()
	require.NoError(c.t, err)
	require.Equal(c.t, codec.OpPing, h.Opcode)
	reason := c.wantsClose(codec.CloseGoingAway)
	require.Contains(c.t, reason, "-idle-timeout")
}

// After 1,000 connections that break off in every way nothing is left of them.
func TestNothingLeft(t *testing.T) {
	s := start(t)
	dialOpen(t, s).Close()
	require.Eventually(t, func() bool { return s.gate.count() == 0 }, patience, time.Millisecond)
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
		if s.gate.count() == 0 && runtime.NumGoroutine() <= goroutines {
			break
		}
	}
	require.Zero(t, s.gate.count())
	require.LessOrEqual(t, runtime.NumGoroutine(), goroutines)
	assert.Empty(t, s.gate.admit.peers)
	assert.Zero(t, s.gate.admit.total)
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

// A port that is taken is said to be.
func TestExplainListen(t *testing.T) {
	assert.Contains(t, explainListen("127.0.0.1:80", syscall.EADDRINUSE), "127.0.0.1:80 is taken")
	assert.Contains(t, explainListen("127.0.0.1:80", syscall.EACCES), "not allowed")
	assert.Contains(t, explainListen("x", errors.New("why")), "why")
}
