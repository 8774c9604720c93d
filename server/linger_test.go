package main

import (
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"framelab/codec"
	"framelab/server/socket"
)

// flood sends for as long as the other side takes it, or until the test ends.
// The returned function says what stopped it: a write is told of a reset first,
// and the read after it is not.
func (c *client) flood(b []byte) (stopped func() error) {
	stop := make(chan struct{})
	c.t.Cleanup(func() { close(stop) })
	var failed atomic.Value
	go func() {
		for {
			select {
			case <-stop:
				return
			case <-time.After(200 * time.Microsecond):
			}
			if _, err := c.Write(b); err != nil {
				failed.Store(err)
				return
			}
		}
	}()
	return func() error {
		err, _ := failed.Load().(error)
		return err
	}
}

// An answer is not lost to a reset though the client keeps sending: it reads the
// whole of it, and then the end.
func TestAnswersArrive(t *testing.T) {
	junk := []byte(strings.Repeat("x", 32<<10))
	for _, secure := range []bool{false, true} {
		for name, tc := range map[string]struct {
			head   func(s *running) []byte
			status int
		}{
			"431 for megabytes of head": {func(s *running) []byte {
				return []byte("GET /echo HTTP/1.1\r\nX: " + strings.Repeat("x", 2<<20))
			}, 431},
			"431 for 2,000 fields": {func(s *running) []byte {
				return []byte("GET /echo HTTP/1.1\r\n" + strings.Repeat("X: 1\r\n", 2000))
			}, 431},
			"400": {func(s *running) []byte { return append([]byte("GET /echo HTTP/1.1\n"), junk...) }, 400},
			"405 with a body": {func(s *running) []byte {
				return append(request(s.addr, "POST /echo HTTP/1.1", "+Content-Length: 9999999"), junk...)
			}, 405},
			"403": {func(s *running) []byte { return append(request("evil.example"), junk...) }, 403},
		} {
			t.Run(name, func(t *testing.T) {
				s, c := startMaybeTLS(t, secure)
				c.send(tc.head(s))
				stopped := c.flood(junk)
				time.Sleep(20 * time.Millisecond) // so that much is on its way when the answer comes
				resp, body := c.response()
				require.Equal(t, tc.status, resp.StatusCode)
				require.Contains(t, body, "RFC ")
				c.wantsEnd()
				require.NoError(t, stopped())
			})
		}
		t.Run("Close", func(t *testing.T) {
			_, c := startMaybeTLS(t, secure)
			c.open(c.RemoteAddr().String())
			c.send(text("before"))
			c.wants(codec.OpText, "before")
			c.send([]byte{0b1_000_0011, 0b1_0000000}) // a reserved opcode
			stopped := c.flood(junk)
			time.Sleep(20 * time.Millisecond)
			c.wantsClose(codec.CloseProtocolError)
			require.NoError(t, stopped())
		})
	}
}

// A room or a delayed answer that still sends to an ended connection does not shorten the
// time in which it reads what the client sends: that would cause a reset.
func TestNobodyCutsLingerShort(t *testing.T) {
	s := start(t)
	junk := []byte(strings.Repeat("x", 32<<10))
	for path, edit := range map[string][]string{"/mychat": {"+Sec-WebSocket-Protocol: chat"}, "/echo?delay=10": nil} {
		for range 25 {
			c := openAt(t, s, path, edit...)
			c.send(text("Hello"))
			if edit == nil {
				time.Sleep(9 * time.Millisecond) // the answer is due about when the Close comes
			}
			c.send(append(closeFrame(1000, ""), junk...))
			stopped := c.flood(junk)
			time.Sleep(10 * time.Millisecond)
			c.wantsClose(1000)
			require.NoError(t, stopped(), path)
			c.Close()
		}
	}
}

// The server waits for the answer to its Close, but not forever.
func TestCloseNotAnswered(t *testing.T) {
	s := start(t)
	c := openAt(t, s, "/echo?close=4001&after=0")
	before := time.Now()
	c.wantsClose(4001)
	require.InDelta(t, socket.CloseTime.Seconds(), time.Since(before).Seconds(), 1)
}

// After the Closes the server ends TCP first, immediately (§7.1.1), and discards what
// still comes.
func TestServerEndsFirst(t *testing.T) {
	s := start(t)
	c := dialOpen(t, s)
	c.send(append(closeFrame(1000, ""), text("after the Close: not for anybody")...))
	before := time.Now()
	c.wantsClose(1000)
	require.Less(t, time.Since(before), 2*time.Second)
	require.Eventually(t, func() bool { c.Close(); return s.gate.Count() == 0 }, patience, 5*time.Millisecond)
}

// A page's answers end well too: a keep-alive connection that the client half-closes.
func TestHalfClosedGet(t *testing.T) {
	s := start(t)
	c := dial(t, s.addr)
	c.send([]byte("GET /icon.svg HTTP/1.1\r\nHost: " + s.addr + "\r\n\r\n"))
	require.NoError(t, c.Conn.(interface{ CloseWrite() error }).CloseWrite())
	resp, body := c.response()
	require.Equal(t, http.StatusOK, resp.StatusCode)
	require.Equal(t, "<svg/>", body)
	_, err := c.r.ReadByte()
	require.Equal(t, io.EOF, err)
}
