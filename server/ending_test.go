package main

import (
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"framelab/codec"
)

// accepted returns a connection of s that only the test serves, and its client.
func accepted(t *testing.T, s *running) (*conn, *client) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer l.Close()
	c := dial(t, l.Addr().String())
	tcp, err := l.Accept()
	require.NoError(t, err)
	t.Cleanup(func() { tcp.Close() })
	return &conn{Conn: tcp, tcp: tcp.(*net.TCPConn), gate: s.gate}, c
}

// holds gives c a head that has come already.
func (c *conn) holds(b []byte) {
	c.head = heads.Get().(*head)
	c.head.buf = append(c.head.buf, b...)
}

// Once the end has begun, no further request is taken up, though it is there.
func TestNoRequestAfterTheEnd(t *testing.T) {
	s := start(t)
	get := []byte("GET /icon.svg HTTP/1.1\r\nHost: " + s.addr + "\r\n\r\n")
	c, _ := accepted(t, s)
	c.holds(get)
	require.NoError(t, c.nextHead())
	require.EqualValues(t, len(get), c.allowed)
	c, _ = accepted(t, s)
	c.holds(get)
	c.interrupt(time.Now().Add(patience))
	require.Error(t, c.nextHead())
	require.Zero(t, c.allowed)
}

// A handshake that the end overtakes is refused in words.
func TestHandshakeAfterTheEnd(t *testing.T) {
	s := start(t)
	c, peer := accepted(t, s)
	c.holds(request(s.addr))
	c.interrupt(time.Now().Add(patience))
	n, err := c.head.req.Parse(c.head.rest(), codec.HeadLimits{})
	require.NoError(t, err)
	s.handshake(c, endpointAt("/echo"), n)
	resp, body := peer.response()
	require.Equal(t, http.StatusServiceUnavailable, resp.StatusCode)
	require.Contains(t, body, "This server is shutting down.")
	peer.wantsEnd()
}

// An answer arrives at the end too, though the peer keeps sending.
func TestAnswerArrivesAtTheEnd(t *testing.T) {
	s := start(t)
	c, peer := accepted(t, s)
	stopped := peer.flood([]byte(strings.Repeat("x", 32<<10)))
	c.interrupt(time.Now().Add(patience))
	_, err := c.Write([]byte("answer"))
	require.NoError(t, err)
	require.NoError(t, c.Close())
	time.Sleep(100 * time.Millisecond) // a reset would have come
	answer := make([]byte, 6)
	_, err = io.ReadFull(peer.r, answer)
	require.NoError(t, err)
	require.Equal(t, "answer", string(answer))
	peer.wantsEnd()
	require.NoError(t, stopped())
}

// The end does not wait for a connection that is at work, say at inflating, though
// its file descriptor stays open until the work is done.
func TestEndDoesNotWaitForWork(t *testing.T) {
	s := start(t)
	c, peer := accepted(t, s)
	_, admitted := s.gate.admit.enter(c.tcp.RemoteAddr(), time.Now())
	require.True(t, admitted)
	s.gate.enrol(c)
	working, work := make(chan struct{}), make(chan struct{})
	defer close(work)
	go func() {
		r := reader{}
		r.init(c)
		r.each(func([]byte) reading {
			close(working)
			<-work
			return readNoMore
		})
	}()
	peer.send([]byte("x"))
	<-working
	before := time.Now()
	require.Equal(t, 1, s.gate.wait(before.Add(50*time.Millisecond)))
	require.Less(t, time.Since(before), time.Second)
	s.gate.forget(c)
}

// A connection that waits to be accepted when the end begins sees the end of the
// stream, not a reset, whatever it has sent and however late the end goes on; then
// none is accepted any more.
func TestAcceptedAfterTheEnd(t *testing.T) {
	for _, late := range []time.Duration{0, 5 * endAccept} {
		s := listening(t, testSite(t))
		c := dial(t, s.gate.Addr().String())
		c.send(request(s.gate.Addr().String()))
		s.gate.interrupt(time.Now().Add(patience))
		time.Sleep(late)
		accepted, err := s.gate.Accept()
		require.NoError(t, err)
		_, err = accepted.Read(make([]byte, 1))
		require.Error(t, err, "no request is taken up any more")
		require.NoError(t, accepted.Close())
		c.wantsEnd()
		require.NoError(t, c.Close())
		_, err = s.gate.Accept()
		require.ErrorIs(t, err, net.ErrClosed)
		<-s.gate.closed
		_, err = net.Dial("tcp", s.gate.Addr().String())
		require.Error(t, err)
		require.Zero(t, s.gate.wait(time.Now().Add(patience)))
		require.Zero(t, s.gate.admit.total)
	}
}
