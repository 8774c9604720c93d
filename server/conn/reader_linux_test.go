package conn

import (
	"net"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"framelab/server/memory"
)

// patience bounds every wait of these tests.
const patience = 10 * time.Second

// A read that filled the buffer is followed immediately by another one, because the rest
// is not announced again.
func TestFullBuffer(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer l.Close()
	peer, err := net.Dial("tcp", l.Addr().String())
	require.NoError(t, err)
	defer peer.Close()
	accepted, err := l.Accept()
	require.NoError(t, err)
	defer accepted.Close()
	require.NoError(t, accepted.SetDeadline(time.Now().Add(patience))) // nothing but bytes ends a wait before
	tcp := accepted.(*net.TCPConn)
	var r Reader
	require.NoError(t, r.Init(&Conn{Stream: tcp, tcp: tcp}))
	require.NotNil(t, r.raw)

	sent, peeked := make([]byte, len(memory.Buffer{})+1), make([]byte, 2*len(memory.Buffer{}))
	require.NoError(t, tcp.SetReadBuffer(4*len(sent)))
	go peer.Write(sent)
	require.Eventually(t, func() (all bool) {
		require.NoError(t, r.raw.Control(func(fd uintptr) {
			n, _, _ := syscall.Recvfrom(int(fd), peeked, syscall.MSG_PEEK)
			all = n == len(sent)
		}))
		return all
	}, patience, time.Millisecond, "all has arrived")
	got := 0
	require.NoError(t, r.Each(func(p []byte) Next {
		if got += len(p); got == len(sent) {
			return StopReading
		}
		return ReadLater
	}))
}
