package main

import (
	"net"
	"os"
	"syscall"
)

// A reader waits for the bytes of one connection without holding a buffer.
type reader struct {
	c   *conn
	raw syscall.RawConn // TCP
	try func(fd uintptr) bool

	buf *buffer // of the last read
	n   int
	err error
}

// init sets the reader to a connection that a handshake has opened.
func (r *reader) init(c *conn) (err error) {
	r.c = c
	if c.Conn == net.Conn(c.tcp) && canTry {
		r.raw, err = c.tcp.SyscallConn()
		r.try = r.tryRead
	}
	return err
}

// read waits for bytes and calls feed with them, perhaps twice; the buffer goes
// back to the pool after that.
func (r *reader) read(feed func([]byte)) error {
	if r.raw == nil {
		return r.readConn(feed)
	}
	err := r.raw.Read(r.try)
	if r.buf == nil {
		return err
	}
	if r.err == nil {
		r.c.received(r.buf[:r.n])
		feed(r.buf[:r.n])
	}
	giveBuffer(r.buf)
	r.buf = nil
	return r.err
}

// readConn waits with a buffer of one byte. What came with that byte is there
// already, and is read into a pooled buffer behind it.
func (r *reader) readConn(feed func([]byte)) error {
	var one [1]byte
	n, err := r.c.Conn.Read(one[:])
	if n == 0 {
		return err
	}
	buf := takeBuffer()
	defer giveBuffer(buf)
	buf[0] = one[0]
	if below := r.c.below; below != nil {
		below.there = true
		for err == nil && n < len(buf) {
			var more int
			more, err = r.c.Conn.Read(buf[n:])
			n += more
		}
		below.there = false
		if isTimeout(err) {
			err = nil // no more is there
		}
	}
	r.c.received(buf[:n])
	feed(buf[:n])
	return err
}

// A belowTLS is the TCP connection below TLS. While there is set it gives no
// bytes, so that a read of TLS brings what has been decrypted and does not wait.
type belowTLS struct {
	*net.TCPConn
	c     *conn
	there bool
}

func (b *belowTLS) Write(p []byte) (int, error) { return b.c.steady(p) }

func (b *belowTLS) Read(p []byte) (int, error) {
	if b.there {
		return 0, os.ErrDeadlineExceeded
	}
	return b.TCPConn.Read(p)
}
