package main

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/codec"
	"framelab/server/conn"
)

// isMonotonic reports whether a time is on the clock that only goes forward, so
// that a deadline stays where it is when the wall clock is set.
func isMonotonic(t time.Time) bool { return strings.Contains(t.String(), " m=") }

// Every deadline of a connection is on the clock that only goes forward, in every state of
// the connection.
func TestLimitsAreMonotonic(t *testing.T) {
	require.True(t, isMonotonic(conn.Past))
	for name, tc := range map[string]struct {
		flags []string
		begin func(s *running) *client
	}{
		"nothing sent": {nil, func(s *running) *client { return dial(t, s.addr) }},
		"half a head": {nil, func(s *running) *client {
			c := dial(t, s.addr)
			c.send([]byte("GET / HTTP/1.1\r\n"))
			return c
		}},
		"a kept connection": {nil, func(s *running) *client {
			c := dial(t, s.addr)
			c.send(get(s, "/icon.svg"))
			c.response()
			c.send([]byte("G"))
			return c
		}},
		"a WebSocket": {nil, func(s *running) *client { return dialOpen(t, s) }},
		"a silent WebSocket, pinged": {[]string{"-idle-timeout", "600ms"}, func(s *running) *client {
			c := dialOpen(t, s)
			h, _, err := c.next()
			require.NoError(t, err)
			require.Equal(t, codec.OpPing, h.Opcode)
			return c
		}},
		"our Close sent": {nil, func(s *running) *client {
			c := openAt(t, s, "/echo?close=4001&after=0")
			h, _, err := c.next()
			require.NoError(t, err)
			require.Equal(t, codec.OpClose, h.Opcode)
			return c
		}},
		"refused, lingering": {nil, func(s *running) *client {
			c := dial(t, s.addr)
			c.send([]byte("nonsense\r\n\r\n"))
			c.response()
			return c
		}},
		"the server ends": {nil, func(s *running) *client {
			c := dialOpen(t, s)
			s.stop()
			h, _, err := c.next()
			require.NoError(t, err)
			require.Equal(t, codec.OpClose, h.Opcode)
			return c
		}},
	} {
		t.Run(name, func(t *testing.T) {
			s := start(t, tc.flags...)
			c := tc.begin(s)
			seen := 0
			for range 20 { // a moment later, too
				s.gate.Each(func(c *conn.Conn) {
					own, http := c.ReadDeadlines()
					for _, limit := range []time.Time{own, http} {
						if !limit.IsZero() {
							seen++
							assert.True(t, isMonotonic(limit), limit.String())
						}
					}
				})
				time.Sleep(5 * time.Millisecond)
			}
			assert.Positive(t, seen)
			c.Close()
		})
	}
}
