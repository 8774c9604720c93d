package conn

import (
	"errors"
	"net"
	"syscall"

	"framelab/server/memory"
)

// A Reader waits for the bytes of one connection without holding a buffer.
type Reader struct {
	c   *Conn
	raw syscall.RawConn // TCP, or nil where it cannot be asked without waiting
	Ask bool            // the memory for workBuffers, before a buffer is taken
}

// ErrNoMemory is the error of a read when there is no memory for its buffers.
var ErrNoMemory = errors.New("no memory to read into")

// buffer returns a pooled buffer, or nil when there is no memory for it and for the
// buffer of the answer.
func (r *Reader) buffer() *memory.Buffer {
	if r.Ask && !r.c.shared.Memory.Take(r.c, memory.WorkBuffers, memory.Work, nil) {
		return nil
	}
	return memory.TakeBuffer()
}

// giveBuffer returns it to the pool.
func (r *Reader) giveBuffer(b *memory.Buffer) {
	memory.GiveBuffer(b)
	if r.Ask {
		r.c.shared.Memory.Give(memory.WorkBuffers)
	}
}

// Init sets the reader to a connection that a handshake has opened.
func (r *Reader) Init(c *Conn) (err error) {
	r.c = c
	if c.Stream == net.Conn(c.tcp) && canTry {
		r.raw, err = c.tcp.SyscallConn()
	}
	return err
}

// belowTLS makes the reader read from TCP, even under TLS, where the system allows it.
func (r *Reader) belowTLS() (err error) {
	if canTry {
		r.raw, err = r.c.tcp.SyscallConn()
	}
	return err
}

// A Next is what is to be done after a read.
type Next uint8

const (
	StopReading Next = iota
	ReadNow          // what else is there, or the end, is to be read at once
	ReadLater        // a read of fewer bytes than there is room for had all; the next may wait for more
)

// Each reads until take wants no more, or until the error that it returns. The
// bytes that take is given are gone when it returns.
//
// ReadLater saves a system call, but an end that has come together with the
// bytes is found only when the read deadline has passed and Each is called again.
func (r *Reader) Each(take func(p []byte) Next) error {
	if r.raw != nil {
		return r.eachTry(take)
	}
	for {
		next, err := r.readConn(take)
		if next == StopReading || err != nil {
			return err
		}
	}
}

// readConn waits with a buffer of one byte. What came with that byte is there
// already, and is read into a pooled buffer behind it.
func (r *Reader) readConn(take func(p []byte) Next) (Next, error) {
	var one [1]byte
	n, err := r.c.Read(one[:])
	if n == 0 {
		return StopReading, err
	}
	buf := r.buffer()
	if buf == nil {
		return StopReading, ErrNoMemory
	}
	defer r.giveBuffer(buf)
	buf[0] = one[0]
	if below := r.c.below; below != nil {
		below.there = true
		for err == nil && n < len(buf) {
			var more int
			more, err = r.c.Read(buf[n:])
			n += more
		}
		below.there = false
		if IsTimeout(err) {
			err = nil // no more is there
		}
	}
	r.c.received(buf[:n])
	return take(buf[:n]), err
}
