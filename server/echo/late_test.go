package echo

import (
	"testing"

	"github.com/stretchr/testify/require"

	"framelab/codec"
	"framelab/server/socket"
)

// An answered message is dropped, even while others still wait.
func TestLateQueueKeepsNothing(t *testing.T) {
	all := []lateMessage{{data: []byte("answered")}, {data: []byte("waits")}}
	q := lateQueue{k: &socket.Socket{}, waiting: all, send: func(codec.Opcode, []byte) {}}
	q.first()
	require.Nil(t, all[0].data)
	require.Equal(t, "waits", string(q.waiting[0].data))
}
