package main

import (
	"net"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/codec"
	"framelab/server/record"
)

// §10.1, §10.2: a page from another origin, or a page whose name was pointed at
// this server, cannot open a WebSocket: it reads no tap, starts no raw run, gets no echo,
// is not in the chat, and a refused attempt takes no place.
func TestPagesFromElsewhere(t *testing.T) {
	s := start(t)
	_, port, err := net.SplitHostPort(s.addr)
	require.NoError(t, err)
	id := tapID(t, 1)
	for _, path := range []string{
		"/echo", "/echo?tap=" + id, "/mychat", "/mychat?tap=" + id, "/tap/" + id, "/raw", "/comet/websocket?run=" + id,
	} {
		for _, edit := range [][]string{
			{"+Origin: https://evil.example"},
			{"+Origin: null"},
			{"+Origin: http://127.0.0.1:1"},
			{"+Origin: http://localhost.evil.example:" + port},
			{"Host: evil.example:" + port},
			{"Host: evil.example:" + port, "+Origin: http://evil.example:" + port}, // DNS rebinding
		} {
			assert.Contains(t, refusedAt(t, s, 403, path, edit...), "§10.")
		}
	}
	for _, path := range []string{"/comet/poll", "/comet/long-poll", "/comet/multipart", "/comet/sse", "/comet/report", "/server.json"} {
		for _, field := range []string{"Origin: https://evil.example", "Origin: null"} {
			c := dial(t, s.addr)
			c.send(get(s, path+"?run="+id, field))
			resp, _ := c.response()
			assert.Equal(t, 403, resp.StatusCode, path)
			assert.Empty(t, resp.Header.Get("Access-Control-Allow-Origin"))
		}
	}
	assert.Zero(t, s.taps.Count(), "a refused page takes no slot")
	assert.Zero(t, s.races.Count())
	assert.Zero(t, s.room.Count())
	// The same from a page of this server's own.
	c := openAt(t, s, "/mychat?tap="+id, "+Origin: http://localhost:"+port)
	c.wants(codec.OpText, "* guest-1 joined")
	openAt(t, s, "/tap/"+id, "+Origin: http://"+s.addr).records("bytes")
	openAt(t, s, "/raw", "+Origin: http://"+s.addr)
	openAt(t, s, "/echo", "+Origin: http://"+s.addr)
}

// The same server over IPv6, TLS or not.
func TestIPv6(t *testing.T) {
	for _, flags := range [][]string{{"-addr", "[::1]:0"}, {"-addr", "[::1]:0", "-tls"}} {
		s := start(t, flags...)
		c := openAt(t, s, "/echo", "+Origin: "+s.url())
		c.send(text("six"))
		c.wants(codec.OpText, "six")
		c = openAt(t, s, "/raw", "+Origin: "+s.url())
		c.send(text(plan(0, "", 1000, request(s.addr), closeFrame(1000, ""))))
		all := c.records("end")
		assert.Equal(t, s.addr, all[0].Peer)
		assert.Equal(t, record.FIN, all[len(all)-1].How)
	}
}
