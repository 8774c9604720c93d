package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"framelab/codec"
)

// RFC 9110 §7.8: with Expect and Upgrade together, 100 comes before 101.
func TestContinueThenSwitch(t *testing.T) {
	s := start(t)
	for _, expect := range []string{"100-continue", "100-CONTINUE"} {
		c := dial(t, s.addr)
		c.send(append(request(s.addr, "+Expect: "+expect), text("early")...))
		first, err := c.r.Peek(len("HTTP/1.1 100 Continue\r\n\r\n"))
		require.NoError(t, err)
		require.Equal(t, "HTTP/1.1 100 Continue\r\n\r\n", string(first))
		c.r.Discard(len(first))
		resp, _ := c.response()
		require.Equal(t, 101, resp.StatusCode)
		c.wants(codec.OpText, "early")
	}
	// A handshake that is refused gets no 100.
	for _, edit := range []string{"-Sec-WebSocket-Key", "+Origin: http://evil.example", "GET /echo?ping=0 HTTP/1.1"} {
		all := exchange(t, dial(t, s.addr), request(s.addr, "+Expect: 100-continue", edit))
		require.Regexp(t, `^HTTP/1\.1 40[03] `, all)
	}
}
