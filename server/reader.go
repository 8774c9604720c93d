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

// read waits for bytes and returns them, perhaps with an error that comes after
// them. They stay until done is called.
func (r *reader) read() ([]byte, error) {
	if r.raw == nil {
		return r.readConn()
	}
	if err := r.raw.Read(r.try); r.buf == nil {
		return nil, err
	}
	if r.err != nil {
		return nil, r.err
	}
	r.c.received(r.buf[:r.n])
	return r.buf[:r.n], nil
}

// done gives the buffer of the last read back to the pool.
func (r *reader) done() {
	if r.buf != nil {
		giveBuffer(r.buf)
		r.buf = nil
	}
}

// readConn waits with a buffer of one byte. What came with that byte is there
// already, and is read into a pooled buffer behind it.
func (r *reader) readConn() ([]byte, error) {
	var one [1]byte
	n, err := r.c.Conn.Read(one[:])
	if n == 0 {
		return nil, err
	}
	buf := takeBuffer()
	r.buf = buf
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
	return buf[:n], err
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
