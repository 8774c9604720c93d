package conn

import (
	"net"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The last write deadline is not moved by later writes, nor by a second last one.
func TestLastWriteStands(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer l.Close()
	peer, err := net.Dial("tcp", l.Addr().String())
	require.NoError(t, err)
	defer peer.Close() // it never reads
	accepted, err := l.Accept()
	require.NoError(t, err)
	defer accepted.Close()
	defer time.AfterFunc(5*time.Second, func() { accepted.Close() }).Stop()

	c := &Conn{tcp: accepted.(*net.TCPConn)}
	c.SetLastWriteDeadline(time.Now().Add(100 * time.Millisecond))
	c.setWriteDeadline(time.Now().Add(time.Hour))
	c.SetLastWriteDeadline(time.Now().Add(time.Hour))
	for err == nil {
		_, err = c.tcp.Write(make([]byte, 1<<20))
	}
	require.ErrorIs(t, err, os.ErrDeadlineExceeded)
}
