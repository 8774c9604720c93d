package main

import (
	"net"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/codec"
	"framelab/server/socket"
)

// control gives f the client's socket.
func (c *client) control(f func(fd int) error) {
	c.t.Helper()
	raw, err := c.Conn.(*net.TCPConn).SyscallConn()
	require.NoError(c.t, err)
	failed := error(nil)
	require.NoError(c.t, raw.Control(func(fd uintptr) { failed = f(int(fd)) }))
	require.NoError(c.t, failed)
}

// sendLast sends bytes and the end of the stream in one segment.
func (c *client) sendLast(p []byte) {
	c.t.Helper()
	c.control(func(fd int) error { return syscall.SetsockoptInt(fd, syscall.IPPROTO_TCP, syscall.TCP_CORK, 1) })
	c.send(p)
	require.NoError(c.t, c.Conn.(*net.TCPConn).CloseWrite())
}

// An end that comes in one segment with bytes is seen, though after these bytes
// the server waits without asking whether more is there.
func TestEndWithTheLastBytes(t *testing.T) {
	s := start(t)
	t.Run("open", func(t *testing.T) {
		c := dialOpen(t, s)
		before := time.Now()
		c.sendLast(text("last"))
		c.wants(codec.OpText, "last")
		c.wantsEnd()
		require.Less(t, time.Since(before), s.opt.IdleTimeout/3, "a tick has found it")
	})
	t.Run("after the server's Close", func(t *testing.T) {
		c := openAt(t, s, "/echo?close=4001")
		c.send(text("x"))
		c.wants(codec.OpText, "x")
		h, _, err := c.next()
		require.NoError(t, err)
		require.Equal(t, codec.OpClose, h.Opcode)
		before := time.Now()
		c.sendLast(text("no Close"))
		c.wantsEnd()
		require.Less(t, time.Since(before), socket.CloseTime)
	})
	t.Run("before the server's Close", func(t *testing.T) {
		c := openAt(t, s, "/echo?delay=20&close=4001")
		before := time.Now()
		c.sendLast(text("x"))
		c.wants(codec.OpText, "x")
		c.wantsClose(4001)
		require.Less(t, time.Since(before), socket.CloseTime)
	})
	t.Run("watched", func(t *testing.T) {
		quickest := time.Hour // of some, for the machine may be busy
		for i := range 20 {
			id := tapID(t, i)
			c := openAt(t, s, "/echo?tap="+id)
			c.sendLast(text("last"))
			c.wants(codec.OpText, "last")
			all := openAt(t, s, "/tap/"+id).records("end")
			end := all[len(all)-1]
			assert.Equal(t, "client", end.First)
			quickest = min(quickest, time.Duration(end.T-all[len(all)-2].T)*time.Microsecond)
		}
		require.Less(t, quickest, socket.SettleTime*9/10, "the record has the time of a look")
	})
}

// A byte of urgent data (RFC 9293 §3.8.5) is not part of the stream. A read stops at it,
// and the bytes after it are read too.
func TestUrgentData(t *testing.T) {
	s := start(t)
	c := dialOpen(t, s)
	for range 20 {
		whole := text("around it")
		c.send(whole[:7])
		c.control(func(fd int) error { return syscall.Sendto(fd, []byte("!"), syscall.MSG_OOB, nil) })
		c.send(whole[7:])
		c.wants(codec.OpText, "around it")
	}
}
