package main

import (
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Requests of which the gate and net/http might see different ends, each followed
// by one that no server of ours may answer.
var endings = []string{
	"GET /healthz HTTP/1.0\r\nHost: SELF\r\nConnection: keep-alive, close\r\n\r\n",
	"GET /healthz HTTP/1.0\r\nHost: SELF\r\nConnection: close, keep-alive\r\n\r\n",
	"GET /healthz HTTP/1.0\r\nHost: SELF\r\nConnection: Keep-Alive\r\nConnection: Close\r\n\r\n",
	"GET /healthz HTTP/1.0\r\nHost: SELF\r\nConnection: keep-alive\r\nProxy-Connection: close\r\n\r\n",
	"GET /healthz HTTP/1.0\r\nHost: SELF\r\nProxy-Connection: keep-alive\r\n\r\n",
	"GET /healthz HTTP/1.0\r\nHost: SELF\r\nConnection:\tkeep-alive\t,,\tclose\t\r\n\r\n",
	"GET /healthz HTTP/1.0\r\nHost: SELF\r\nKeep-Alive: timeout=5\r\n\r\n",
	"GET /healthz HTTP/1.0\r\nHost: SELF\r\n\r\n",
	"GET /healthz HTTP/1.1\r\nHost: SELF\r\nConnection: close\r\n\r\n",
	"GET /healthz HTTP/1.1\r\nHost: SELF\r\nConnection: keep-alive, CLOSE\r\n\r\n",
	"GET /healthz HTTP/1.1\r\nHost: SELF\r\nConnection: \"close\"\r\n\r\n",
	"GET /healthz HTTP/1.1\r\nHost: SELF\r\nConnection: close;q=0\r\n\r\n",
	"GET /healthz HTTP/1.1\r\nHost: SELF\r\nConnection: x,close\r\nConnection: keep-alive\r\n\r\n",
	"GET /healthz HTTP/1.1\r\nHost: SELF\r\nConnection: \xa0close\r\n\r\n",
	"GET /healthz HTTP/1.2\r\nHost: SELF\r\nConnection: close\r\n\r\n",
	"GET /healthz HTTP/1.9\r\nHost: SELF\r\n\r\n",
	"GET /healthz HTTP/1.1\r\nHost: SELF\r\nUpgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings, close\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n",
	"HEAD /healthz HTTP/1.0\r\nHost: SELF\r\nConnection: keep-alive, close\r\n\r\n",
	"HEAD / HTTP/1.1\r\nHost: SELF\r\n\r\n",
	"GET / HTTP/1.1\r\nHost: SELF\r\nIf-None-Match: *\r\nConnection: close\r\n\r\n",
	"POST / HTTP/1.0\r\nHost: SELF\r\nConnection: keep-alive, close\r\nContent-Length: 3\r\n\r\nabc",
	"POST / HTTP/1.0\r\nHost: SELF\r\nConnection: keep-alive, close\r\nContent-Length: 0\r\n\r\n",
	"POST / HTTP/1.1\r\nHost: SELF\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc",
	"POST / HTTP/1.0\r\nHost: SELF\r\nConnection: keep-alive\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc",
	"GET http://SELF/healthz HTTP/1.0\r\nHost: SELF\r\nConnection: keep-alive, close\r\n\r\n",
	"OPTIONS * HTTP/1.0\r\nHost: SELF\r\nConnection: keep-alive, close\r\n\r\n",
	"GET /comet/sse?run=test-00000000000000000001_Z&rate=50&seconds=1 HTTP/1.0\r\nHost: SELF\r\nConnection: keep-alive\r\n\r\n",
	"GET /comet/sse?run=test-00000000000000000001_Y&rate=50&seconds=1 HTTP/1.0\r\nHost: SELF\r\nConnection: keep-alive, close\r\n\r\n",
	"\r\n\r\nGET /healthz HTTP/1.0\r\nHost: SELF\r\nConnection: keep-alive, close\r\n\r\n\r\n\r\n",
}

// Bytes after a request on its connection, in one packet or later, are judged or not
// read. No Host, Origin, chunk or bare LF gets past the gate, even if it and net/http
// disagree about where the request ends.
func TestNothingGetsByTheGate(t *testing.T) {
	s := start(t)
	for _, first := range endings {
		first = strings.ReplaceAll(first, "SELF", s.addr)
		for _, second := range []string{
			"GET /healthz HTTP/1.1\r\nHost: evil.example\r\nX-Second: 1\r\n\r\n",
			"GET /healthz HTTP/1.1\r\nHost: " + s.addr + "\r\nOrigin: https://evil.example\r\n\r\n",
			"GET /healthz HTTP/1.1\nHost: " + s.addr + "\n\n",
			"POST /healthz HTTP/1.1\r\nHost: " + s.addr + "\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
		} {
			for _, later := range []bool{false, true} {
				c := dial(t, s.addr)
				if later {
					c.send([]byte(first))
					time.Sleep(5 * time.Millisecond)
					c.send([]byte(second))
				} else {
					c.send([]byte(first + second))
				}
				c.Conn.(*net.TCPConn).CloseWrite()
				all, err := io.ReadAll(c.r)
				require.NoError(t, err, "%q then %q", first, second)
				served := strings.Count(string(all), "HTTP/1.1 200") + strings.Count(string(all), "HTTP/1.0 200") + strings.Count(string(all), "HTTP/1.1 405")
				require.LessOrEqual(t, served, 1, "%q then %q: %s", first, second, all)
			}
		}
	}
}

// A connection that net/http ends of its own accord is ended, though the next
// request on it has been read and is good: its client has been told that it ends.
func TestNetHTTPEndsTheConnection(t *testing.T) {
	s := start(t)
	// A response of unknown length ends a connection of HTTP/1.0, keep-alive or not.
	first := "GET /comet/sse?run=test-00000000000000000001_X&rate=50&seconds=1 HTTP/1.0\r\nHost: " + s.addr + "\r\nConnection: keep-alive\r\n\r\n"
	for _, second := range [][]byte{
		request(s.addr),
		[]byte("GET /icon.svg HTTP/1.1\r\nHost: " + s.addr + "\r\n\r\n"),
		[]byte("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n"),
	} {
		c := dial(t, s.addr)
		c.send(append([]byte(first), second...))
		all, err := io.ReadAll(c.r)
		require.NoError(t, err)
		require.Equal(t, 1, strings.Count(string(all), "HTTP/1."), "%s", all)
		require.Contains(t, string(all), "event: over")
	}
}

// The handler sees the end of a peer whose request is the last one of its connection.
func TestLastRequestEndsWithItsPeer(t *testing.T) {
	s := start(t)
	c := dial(t, s.addr)
	c.send([]byte("GET /comet/sse?run=test-00000000000000000001_W&rate=1&seconds=120 HTTP/1.1\r\nHost: " + s.addr + "\r\nConnection: close\r\n\r\n" + strings.Repeat("x", 100000)))
	resp, err := http.ReadResponse(c.r, nil)
	require.NoError(t, err)
	require.Equal(t, 200, resp.StatusCode)
	require.Equal(t, 1, s.gate.Count())
	c.Close()
	require.Eventually(t, func() bool { return s.gate.Count() == 0 }, patience, 5*time.Millisecond)
}
