package handshake

import (
	"bufio"
	"io"
	"log/slog"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/server/gate"
	"framelab/server/limits"
	"framelab/server/memory"
	"framelab/server/policy"
	"framelab/server/socket"
)

// patience bounds every wait of these tests.
const patience = 10 * time.Second

// A handshake that a shutdown overtakes is refused in words.
func TestHandshakeInShutdown(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer l.Close()
	addr := l.Addr().String()
	most := limits.Limits{MaxHeader: 16 << 10, MaxConns: 1, HandshakeTimeout: patience, IdleTimeout: patience}
	m := memory.New(memory.Least, 1)
	log := slog.New(slog.DiscardHandler)
	p := policy.New(l.Addr(), policy.Config{Addr: addr})
	h := New(Config{Policy: p, Sockets: &socket.Sockets{Limits: most, Memory: m, Log: log}, Endpoints: []Endpoint{{Path: "/echo"}}})
	g := gate.New(l.(*net.TCPListener), gate.Config{
		Limits: most, Policy: p, Memory: m, Log: log,
		Route: func(path string) func(*gate.Conn, int) {
			judge := h.Route(path)
			return func(c *gate.Conn, n int) {
				c.Interrupt(time.Now().Add(patience))
				judge(c, n)
			}
		},
	})
	peer, err := net.Dial("tcp", addr)
	require.NoError(t, err)
	defer peer.Close()
	require.NoError(t, peer.SetDeadline(time.Now().Add(patience)))
	_, err = peer.Write([]byte("GET /echo HTTP/1.1\r\nHost: " + addr + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"))
	require.NoError(t, err)
	c, err := g.Accept()
	require.NoError(t, err)
	_, err = c.Read(make([]byte, 100))
	require.Equal(t, io.EOF, err, "http.Server gets nothing of it")
	require.NoError(t, c.Close())
	r := bufio.NewReader(peer)
	resp, err := http.ReadResponse(r, nil)
	require.NoError(t, err)
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	require.Equal(t, http.StatusServiceUnavailable, resp.StatusCode)
	require.Contains(t, string(body), "This server is shutting down.")
	_, err = r.ReadByte()
	require.Equal(t, io.EOF, err)
}

// Only an endpoint whose path ends in a slash has the paths below it.
func TestEndpointOfAPath(t *testing.T) {
	endpoints := []Endpoint{{Path: "/echo"}, {Path: "/tap/"}}
	for path, want := range map[string]string{
		"/echo": "/echo", "/echo/": "", "/ech": "", "/echoes": "", "/tap/x": "/tap/", "/tap/": "/tap/", "/tap": "", "": "", "/x/echo": "",
	} {
		got := ""
		for _, e := range endpoints {
			if e.hasPath(path) {
				got += e.Path
			}
		}
		assert.Equal(t, want, got, path)
	}
}
