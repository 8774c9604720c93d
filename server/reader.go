package main

import (
	"net"
	"syscall"
)

// A reader waits for the bytes of one connection without holding a buffer.
type reader struct {
	conn net.Conn        // TLS over TCP, or nil on TCP itself
	raw  syscall.RawConn // TCP
	try  func(fd uintptr) bool

	buf *buffer // of the last read
	n   int
	err error
}

// newReader returns the reader of a connection that a handshake has opened.
func newReader(c *conn) (*reader, error) {
	r := &reader{}
	if c.Conn != net.Conn(c.tcp) || !canTry {
		r.conn = c.Conn
		return r, nil
	}
	raw, err := c.tcp.SyscallConn()
	if err != nil {
		return nil, err
	}
	r.raw, r.try = raw, r.tryRead
	return r, nil
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
		feed(r.buf[:r.n])
	}
	giveBuffer(r.buf)
	r.buf = nil
	return r.err
}

// readConn waits with a buffer of one byte. What came with that byte is there
// already, decrypted, and is read into a pooled buffer.
func (r *reader) readConn(feed func([]byte)) error {
	var one [1]byte
	n, err := r.conn.Read(one[:])
	if n == 0 {
		return err
	}
	feed(one[:])
	buf := takeBuffer()
	defer giveBuffer(buf)
	n, err = r.conn.Read(buf[:])
	feed(buf[:n])
	return err
}
