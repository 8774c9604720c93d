package main

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"framelab/codec"
)

// §5.4 and §10.4: by default a message of 4 MiB passes in frames of 64 bytes, also
// with one frame more, and a million frames do not.
func TestDefaultFragments(t *testing.T) {
	s := start(t)
	fragments := func(n int) []byte {
		var b []byte
		for i := range n {
			op := codec.OpContinuation
			if i == 0 {
				op = codec.OpBinary
			}
			h := codec.Header{Fin: i == n-1, Opcode: op, Masked: true, Key: maskKey}
			b = codec.AppendFrame(b, h, bytes.Repeat([]byte{byte(i)}, 64))
		}
		return b
	}
	c := dialOpen(t, s)
	go c.Write(fragments(65537))
	h, got, err := c.next()
	require.NoError(t, err)
	require.Equal(t, codec.OpBinary, h.Opcode)
	require.Len(t, got, 65537*64)

	c = dialOpen(t, s)
	first := codec.AppendFrame(nil, codec.Header{Opcode: codec.OpBinary, Masked: true, Key: maskKey}, nil)
	empty := codec.AppendFrame(nil, codec.Header{Opcode: codec.OpContinuation, Masked: true, Key: maskKey}, nil)
	go c.Write(append(first, bytes.Repeat(empty, 1000000)...))
	require.Contains(t, c.wantsClose(1008), "-max-fragments")
}
