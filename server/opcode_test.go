package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"framelab/codec"
)

// §5.2, §5.4, §5.5, RFC 7692 §6: each first byte that a frame can have, inside a
// message and outside, with permessage-deflate and without. The first two bytes
// of what is illegal are enough for its verdict.
func TestFirstBytes(t *testing.T) {
	s := startApart(t)
	legal := func(first byte, inside, deflate bool) bool {
		fin, rsv := first&0x80 != 0, first&0x70
		switch codec.Opcode(first & 0x0F) {
		case codec.OpContinuation:
			return rsv == 0 && inside
		case codec.OpText, codec.OpBinary:
			return (rsv == 0 || rsv == 0x40 && deflate) && !inside
		case codec.OpClose, codec.OpPing, codec.OpPong:
			return rsv == 0 && fin
		}
		return false
	}
	for i := range 4 * 256 {
		first, inside, deflate := byte(i), i&0x100 != 0, i&0x200 != 0
		var c *client
		if deflate {
			c = openDeflate(t, s, "", pmd).client
		} else {
			c = dialOpen(t, s)
		}
		if inside {
			c.send(frame(false, codec.OpText, "a"))
		}
		if !legal(first, inside, deflate) {
			c.send([]byte{first, 0x80})
			h, payload, err := c.next()
			require.NoError(t, err)
			require.Equal(t, codec.OpClose, h.Opcode, "%08b, inside %v, deflate %v", first, inside, deflate)
			require.Equal(t, "\x03\xEA", payload[:2], "1002")
			c.Close()
			continue
		}
		if first&0x40 != 0 {
			c.send([]byte{first, 0x81, 0, 0, 0, 0, 0}) // a message of nothing (RFC 7692 §7.2.3.6)
		} else {
			c.send([]byte{first, 0x80, 1, 2, 3, 4}) // no payload
		}
		switch op := codec.Opcode(first & 0x0F); {
		case op == codec.OpClose:
			c.wantsClose(0)
			continue
		case op == codec.OpPing:
			c.wants(codec.OpPong, "")
		case !op.IsControl() && first&0x80 != 0: // the message is over, and comes back
			h, payload, err := c.next()
			require.NoError(t, err)
			require.False(t, h.Opcode.IsControl(), "%08b, inside %v, deflate %v: %q", first, inside, deflate, payload)
		}
		c.send(frame(true, codec.OpPing, "and on"))
		c.wants(codec.OpPong, "and on")
		c.Close()
	}
}
