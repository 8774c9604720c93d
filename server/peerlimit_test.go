package main

import (
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/codec"
	"framelab/server/conn"
	"framelab/server/socket"
)

// dialNarrow connects with a small buffer for what the server sends.
func dialNarrow(t *testing.T, s *running) *client {
	t.Helper()
	c := dial(t, s.addr)
	require.NoError(t, c.Conn.(*net.TCPConn).SetReadBuffer(16<<10))
	return c
}

func (r *running) wantsNobody(t *testing.T) {
	t.Helper()
	require.Eventually(t, func() bool { return r.gate.Count() == 0 }, patience, 5*time.Millisecond)
}

// A body that stops coming is not waited for longer than -idle-timeout.
func TestBodyThatStops(t *testing.T) {
	s := start(t, "-idle-timeout", "300ms")
	c := dial(t, s.addr)
	c.send([]byte("POST /icon.svg HTTP/1.1\r\nHost: " + s.addr + "\r\nContent-Length: 100000\r\n\r\nx"))
	s.wantsNobody(t)
}

// A client that requests a page and never reads it is cut off, too.
func TestPageThatIsNeverRead(t *testing.T) {
	dir := testSite(t)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "large.txt"), make([]byte, 24<<20), 0o644))
	s := startIn(t, dir, "-idle-timeout", "300ms")
	c := dialNarrow(t, s)
	c.send([]byte("GET /large.txt HTTP/1.1\r\nHost: " + s.addr + "\r\n\r\n"))
	time.Sleep(100 * time.Millisecond)
	require.Equal(t, 1, s.gate.Count())
	s.wantsNobody(t)
}

// A connection whose peer takes nothing is reset, so that nothing is kept for it.
func TestCutOffIsAReset(t *testing.T) {
	s := start(t, "-idle-timeout", "300ms")
	large := frame(true, codec.OpBinary, strings.Repeat("x", 16<<20-1)) // not while a ping is due
	c := dialNarrow(t, s)
	c.open(s.addr)
	c.send(large)
	s.wantsNobody(t)
	_, err := io.Copy(io.Discard, c.r)
	require.ErrorIs(t, err, syscall.ECONNRESET)
}

// Many messages in one packet are all echoed although -max-pending is small: the server
// writes what waits before it continues.
func TestLittleMayWait(t *testing.T) {
	s := start(t, "-max-pending", "1KiB")
	c := dialOpen(t, s)
	payload := strings.Repeat("y", 500)
	c.send([]byte(strings.Repeat(string(text(payload)), 100)))
	for range 100 {
		c.wants(codec.OpText, payload)
	}
}

// §5.5.3 allows one pong for the newest of several pings; this server answers each.
func TestEachPingHasItsPong(t *testing.T) {
	s := start(t)
	c := dialOpen(t, s)
	var pings []byte
	for _, payload := range []string{"a", "b", "c"} {
		pings = append(pings, frame(true, codec.OpPing, payload)...)
	}
	c.send(append(pings, text("after")...))
	for _, payload := range []string{"a", "b", "c"} {
		c.wants(codec.OpPong, payload)
	}
	c.wants(codec.OpText, "after")
}

// In a flood of pings the first ones and the newest get a pong, so that 1,000 pings do not
// cost 1,000 writes.
func TestPingFlood(t *testing.T) {
	s := start(t)
	id := tapID(t, 1)
	c := openAt(t, s, "/echo?tap="+id)
	var pings []byte
	const n = 1000
	for i := range n {
		pings = append(pings, frame(true, codec.OpPing, strconv.Itoa(i))...)
	}
	c.send(append(pings, closeFrame(1000, "")...))
	last, pongs := -1, 0
	for {
		h, payload, err := c.next()
		require.NoError(t, err)
		if h.Opcode == codec.OpClose {
			break
		}
		require.Equal(t, codec.OpPong, h.Opcode)
		i, err := strconv.Atoi(payload)
		require.NoError(t, err)
		require.Greater(t, i, last)
		last = i
		pongs++
	}
	require.Equal(t, n-1, last)
	require.GreaterOrEqual(t, pongs, socket.MostPongs)
	writes := 0
	for _, r := range openAt(t, s, "/tap/"+id).records("end") {
		if r.Type == "bytes" && r.From == "server" {
			writes++
		}
	}
	require.Less(t, writes, n/2)
}

// An ended connection discards only so many bytes.
func TestLingerIsBounded(t *testing.T) {
	s := start(t)
	c := dialOpen(t, s)
	c.send(closeFrame(1000, ""))
	c.wantsClose(1000)
	junk := make([]byte, 1<<20)
	taken := 0
	for taken < 4*conn.LingerBytes {
		n, err := c.Write(junk)
		taken += n
		if err != nil {
			break
		}
	}
	require.Less(t, taken, conn.LingerBytes+32<<20)
}

// An origin ends with its host or port: "…/" is not an origin.
func TestOriginWithASlash(t *testing.T) {
	s := start(t)
	for path, status := range map[string]int{"/icon.svg": http.StatusForbidden, "/server.json": http.StatusForbidden, "/echo": http.StatusBadRequest} {
		c := dial(t, s.addr)
		c.send(request(s.addr, "GET "+path+" HTTP/1.1", "+Origin: http://"+s.addr+"/"))
		resp, _ := c.response()
		assert.Equal(t, status, resp.StatusCode, path)
	}
}
