package gate

import (
	"io"
	"log/slog"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"framelab/server/conn"
	"framelab/server/limits"
	"framelab/server/memory"
	"framelab/server/policy"
)

// patience bounds every wait of these tests.
const patience = 10 * time.Second

// listening returns a gate on a free port, under which no http.Server accepts.
func listening(t *testing.T) *Gate {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	g := New(l.(*net.TCPListener), Config{
		Limits: limits.Limits{MaxHeader: 16 << 10, MaxConns: 100, HandshakeTimeout: patience, IdleTimeout: patience},
		Policy: policy.New(l.Addr(), policy.Config{Addr: l.Addr().String()}),
		Memory: memory.New(memory.Least, 1),
		Log:    slog.New(slog.DiscardHandler),
		Route:  func(string) func(*Conn, int) { return nil },
	})
	t.Cleanup(func() { g.Close() })
	return g
}

// dial connects to a gate; every read and write of the connection is bounded.
func dial(t *testing.T, g *Gate) *net.TCPConn {
	t.Helper()
	c, err := net.Dial("tcp", g.Addr().String())
	require.NoError(t, err)
	require.NoError(t, c.SetDeadline(time.Now().Add(patience)))
	t.Cleanup(func() { c.Close() })
	return c.(*net.TCPConn)
}

// accepted returns a connection of g that only the test serves, and its client.
func accepted(t *testing.T, g *Gate) (*Conn, *net.TCPConn) {
	t.Helper()
	client := dial(t, g)
	c, err := g.Accept()
	require.NoError(t, err)
	return c.(*Conn), client
}

// holds gives c a head that has come already.
func holds(c *Conn, b []byte) {
	c.TakeHead().ReadFrom(func(p []byte) (int, error) { return copy(p, b), nil }, len(b))
}

func get(g *Gate) []byte {
	return []byte("GET /icon.svg HTTP/1.1\r\nHost: " + g.Addr().String() + "\r\n\r\n")
}

// wantsEnd reads the end of the stream. A reset is not one.
func wantsEnd(t *testing.T, c net.Conn) {
	t.Helper()
	_, err := c.Read(make([]byte, 1))
	require.Equal(t, io.EOF, err)
}

// Once the shutdown has begun, no further request is taken up, though it is there.
func TestNoRequestAfterShutdown(t *testing.T) {
	g := listening(t)
	c, _ := accepted(t, g)
	holds(c, get(g))
	require.NoError(t, c.nextHead())
	require.EqualValues(t, len(get(g)), c.allowed)
	c, _ = accepted(t, g)
	holds(c, get(g))
	c.Interrupt(time.Now().Add(patience))
	require.Error(t, c.nextHead())
	require.Zero(t, c.allowed)
}

// A response arrives in a shutdown too, though the peer keeps sending.
func TestResponseArrivesInShutdown(t *testing.T) {
	g := listening(t)
	c, peer := accepted(t, g)
	stop := make(chan struct{})
	defer close(stop)
	var failed atomic.Bool
	go func() {
		junk := []byte(strings.Repeat("x", 32<<10))
		for {
			select {
			case <-stop:
				return
			case <-time.After(200 * time.Microsecond):
			}
			if _, err := peer.Write(junk); err != nil {
				failed.Store(true)
				return
			}
		}
	}()
	c.Interrupt(time.Now().Add(patience))
	_, err := c.Write([]byte("answer"))
	require.NoError(t, err)
	require.NoError(t, c.Close())
	time.Sleep(100 * time.Millisecond) // a reset would have come
	answer := make([]byte, 6)
	_, err = io.ReadFull(peer, answer)
	require.NoError(t, err)
	require.Equal(t, "answer", string(answer))
	wantsEnd(t, peer)
	require.False(t, failed.Load(), "a write is told of a reset first, and the read after it is not")
}

// The shutdown does not wait for a connection that is at work, say at inflating, though
// its file descriptor stays open until the work is done.
func TestShutdownDoesNotWaitForWork(t *testing.T) {
	g := listening(t)
	c, peer := accepted(t, g)
	working, work := make(chan struct{}), make(chan struct{})
	defer close(work)
	go func() {
		var r conn.Reader
		r.Init(&c.Conn)
		r.Each(func([]byte) conn.Next {
			close(working)
			<-work
			return conn.StopReading
		})
	}()
	_, err := peer.Write([]byte("x"))
	require.NoError(t, err)
	<-working
	before := time.Now()
	require.Equal(t, 1, g.Wait(before.Add(50*time.Millisecond)))
	require.Less(t, time.Since(before), time.Second)
	g.forget(&c.Conn)
}

// A connection that waits to be accepted when the shutdown begins sees the end of the
// stream, not a reset, even if it has sent something and is accepted late. Then no
// connection is accepted any more.
func TestAcceptedInShutdown(t *testing.T) {
	for _, late := range []time.Duration{0, 5 * acceptTime} {
		g := listening(t)
		c := dial(t, g)
		_, err := c.Write(get(g))
		require.NoError(t, err)
		g.Shutdown(time.Now().Add(patience), time.Now().Add(time.Second))
		time.Sleep(late)
		accepted, err := g.Accept()
		require.NoError(t, err)
		_, err = accepted.Read(make([]byte, 1))
		require.Error(t, err, "no request is taken up any more")
		require.NoError(t, accepted.Close())
		wantsEnd(t, c)
		require.NoError(t, c.Close())
		_, err = g.Accept()
		require.ErrorIs(t, err, net.ErrClosed)
		<-g.Closed()
		_, err = net.Dial("tcp", g.Addr().String())
		require.Error(t, err)
		require.Zero(t, g.Wait(time.Now().Add(patience)))
		conns, _ := g.Admitted()
		require.Zero(t, conns)
	}
}

// For which peer a run of /raw has connected is noted as long as the connection is there.
func TestDialSelfIsForgotten(t *testing.T) {
	g := listening(t)
	peer := limits.PeerKey(&net.TCPAddr{IP: net.IPv4(192, 0, 2, 1), Port: 1})
	out, err := g.DialSelf(t.Context(), peer)
	require.NoError(t, err)
	c, err := g.Accept()
	require.NoError(t, err)
	require.Equal(t, peer, c.(*Conn).Peer())
	require.NoError(t, out.Close())
	require.NoError(t, c.Close())
	require.Zero(t, g.Wait(time.Now().Add(patience)))
	require.Empty(t, g.runs, "nothing stays noted")
}

// A write of http.Server's after its Close is an error, and so is a second Close.
func TestNothingAfterClose(t *testing.T) {
	g := listening(t)
	c, _ := accepted(t, g)
	require.NoError(t, c.Close())
	require.ErrorIs(t, c.Close(), net.ErrClosed)
	_, err := c.Write([]byte("late"))
	require.ErrorIs(t, err, net.ErrClosed)
	require.NoError(t, c.SetReadDeadline(time.Now()))
	_, theirs := c.ReadDeadlines()
	require.Zero(t, theirs)
}
