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
	raw syscall.RawConn // TCP, or nil where it cannot be read without waiting
	Ask bool            // for memory.WorkBuffers before a buffer is taken
}

// ErrNoMemory is the error of a read that got no memory for its buffers.
var ErrNoMemory = errors.New("no memory to read into")

// buffer returns a pooled buffer, or nil when there is no memory for it and for the
// buffer of the response.
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

// A Next tells the reader what to do after a read.
type Next uint8

const (
	StopReading Next = iota
	ReadNow          // read the rest, or the end, immediately
	ReadLater        // a read of fewer bytes than there is room for got all; the next can wait for more
)

// Each calls take with what it reads, until take returns StopReading or a read fails;
// it returns the error. The bytes are valid until take returns.
//
// ReadLater saves a system call, but an end that came together with the bytes is found
// only when the read deadline has passed and Each is called again.
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

// readConn waits with a buffer of one byte. The bytes that came with
// it are there already, and are read into a pooled buffer after it.
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
			err = nil // all has been read
		}
	}
	r.c.received(buf[:n])
	return take(buf[:n]), err
}
