package main

import (
	"errors"
	"net"
	"os"
	"syscall"
)

// A reader waits for the bytes of one connection without holding a buffer.
type reader struct {
	c   *conn
	raw syscall.RawConn // TCP, or nil where it cannot be asked without waiting
	ask bool            // for workBuffers, before a buffer is taken
}

// errNoMemory is the error of a read when there is no memory for its buffers.
var errNoMemory = errors.New("no memory to read into")

// buffer returns a pooled buffer, or nil when there is no memory for it and for the
// buffer of the answer.
func (r *reader) buffer() *buffer {
	if r.ask && !r.c.gate.s.memory.take(r.c, workBuffers, askWork, nil) {
		return nil
	}
	return takeBuffer()
}

// giveBuffer returns it to the pool.
func (r *reader) giveBuffer(b *buffer) {
	giveBuffer(b)
	if r.ask {
		r.c.gate.s.memory.give(workBuffers)
	}
}

// init sets the reader to a connection that a handshake has opened.
func (r *reader) init(c *conn) (err error) {
	r.c = c
	if c.Conn == net.Conn(c.tcp) && canTry {
		r.raw, err = c.tcp.SyscallConn()
	}
	return err
}

// belowTLS makes the reader read from TCP, even under TLS, where the system allows it.
func (r *reader) belowTLS() (err error) {
	if canTry {
		r.raw, err = r.c.tcp.SyscallConn()
	}
	return err
}

// A reading is what is to be done after a read.
type reading uint8

const (
	readNoMore reading = iota
	readNow            // what else is there, or the end, is to be read at once
	readLater          // a read of fewer bytes than there is room for had all; the next may wait for more
)

// each reads until take wants no more, or until the error that it returns. The
// bytes that take is given are gone when it returns.
//
// readLater saves a system call, but an end that has come together with the
// bytes is found only when the read deadline has passed and each is called again.
func (r *reader) each(take func(p []byte) reading) error {
	if r.raw != nil {
		return r.eachTry(take)
	}
	for {
		next, err := r.readConn(take)
		if next == readNoMore || err != nil {
			return err
		}
	}
}

// readConn waits with a buffer of one byte. What came with that byte is there
// already, and is read into a pooled buffer behind it.
func (r *reader) readConn(take func(p []byte) reading) (reading, error) {
	var one [1]byte
	n, err := r.c.readData(one[:])
	if n == 0 {
		return readNoMore, err
	}
	buf := r.buffer()
	if buf == nil {
		return readNoMore, errNoMemory
	}
	defer r.giveBuffer(buf)
	buf[0] = one[0]
	if below := r.c.below; below != nil {
		below.there = true
		for err == nil && n < len(buf) {
			var more int
			more, err = r.c.readData(buf[n:])
			n += more
		}
		below.there = false
		if isTimeout(err) {
			err = nil // no more is there
		}
	}
	r.c.received(buf[:n])
	return take(buf[:n]), err
}

// A belowTLS is the TCP connection below TLS. While there is set it gives no
// bytes, so that a read of TLS brings what has been decrypted and does not wait.
//
// It ends a connection that brings mostSilent bytes without data for us: crypto/tls
// keeps a handshake message of up to 256 KiB until it is whole, even after the handshake.
type belowTLS struct {
	*net.TCPConn
	c      *conn
	there  bool
	silent int // bytes since the last data
}

// mostSilent is more than a record (16 KiB, RFC 8446 §5.1) and the messages of a
// client's handshake before it, which are some KiB.
const mostSilent = 24 << 10

var errSilentTLS = errors.New("too many bytes of TLS without data")

func (b *belowTLS) Write(p []byte) (int, error) { return b.c.steady(p) }

func (b *belowTLS) Read(p []byte) (int, error) {
	if b.there {
		return 0, os.ErrDeadlineExceeded
	}
	if b.silent > mostSilent {
		return 0, errSilentTLS
	}
	n, err := b.TCPConn.Read(p[:min(len(p), mostSilent)])
	b.silent += n
	return n, err
}

// readData reads from the connection what the peer has sent, without TLS where there is TLS.
func (c *conn) readData(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if n > 0 && c.below != nil {
		c.below.silent = 0
	}
	return n, err
}
