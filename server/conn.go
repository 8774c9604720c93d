package main

import (
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// A conn is one accepted connection. First http.Server has it and sees, through
// Read, only the requests that are meant for it. When a head comes that is not,
// Read says EOF, http.Server writes what it still has and closes; Close then
// hands the connection on to whoever takes it.
type conn struct {
	net.Conn // TCP, or TLS over it
	tcp      *net.TCPConn
	below    *belowTLS // nil without TLS
	gate     *gate
	refused  *refusal              // set at once for a connection beyond a limit
	tap      *capture              // of who watches the connection, or nil; set before it is opened
	tally    atomic.Pointer[tally] // of the race that the bytes count for, or nil
	renewed  time.Time             // when steady last set the write deadline
	held     atomic.Int64          // bytes of memory that it holds, see memory
	evicted  atomic.Bool           // it has to end so that others get them
	lingers  atomic.Bool           // it has released most of them already
	socket   atomic.Bool           // it is a WebSocket's
	writing  atomic.Int64          // the moment since when steady is at work, or 0

	// Of the goroutine that reads.
	head    *head // bytes that arrived and are not handed out yet, or nil
	allowed int64 // how many of the coming bytes http.Server may see
	last    bool  // the request that they belong to is the last one
	watched bool  // http.Server does not ask for a request now: see Read

	mu           sync.Mutex
	take         func()    // set when a head came that is not http.Server's
	handedOver   bool      // http.Server has been told, and its Close hands over to take
	closed       bool      // http.Server has closed it
	peerHasEnded bool      // the peer has ended TCP
	serverLimit  time.Time // the read deadline that http.Server asked for
	ownLimit     time.Time // ours
	interrupted  bool      // the end has begun
	inHead       bool      // between two requests: nobody waits for an answer
	finishing    bool      // whoever took the connection ends it already
	writeLimited bool      // a write deadline stands that is the last one
	requests     []judged  // that http.Server has yet to hand to a handler
}

// past is a deadline that makes a blocked Read return.
var past = epoch.Add(-time.Hour)

// Write sends http.Server's answers; a peer that takes nothing is cut off.
func (c *conn) Write(p []byte) (int, error) {
	c.mu.Lock()
	closed := c.closed
	c.mu.Unlock()
	if closed {
		return 0, net.ErrClosed
	}
	return c.counted(p)
}

// counted writes, and counts for a race what is written: first, so that who has
// the bytes finds them in the figures.
func (c *conn) counted(p []byte) (int, error) {
	t := c.tally.Load()
	if t == nil {
		return c.write(p)
	}
	t.written.Add(int64(len(p)))
	n, err := c.write(p)
	t.written.Add(int64(n - len(p)))
	return n, err
}

// send writes what a WebSocket sends, and tells whoever watches: the tap before,
// so that no answer comes before what it answers.
func (c *conn) send(p []byte) error {
	if c.tap != nil {
		c.tap.bytes(fromServer, p, time.Now())
	}
	n, err := c.counted(p)
	if err != nil && c.tap != nil {
		c.tap.unsent(len(p) - n)
	}
	return err
}

// write writes through TLS where there is TLS; both ways lead to steady.
func (c *conn) write(p []byte) (int, error) {
	if c.below != nil {
		return c.Conn.Write(p)
	}
	return c.steady(p)
}

// steadyLooks is how often within -idle-timeout a write that waits is tried again.
const steadyLooks = 2

// steady writes to TCP. It fails when the peer has taken nothing for
// -idle-timeout: one that reads slowly is not one that does not read. A write
// that waits has to be tried again to see that, because it is woken only when
// much of the system's buffer is free.
func (c *conn) steady(p []byte) (n int, err error) {
	now := time.Now()
	c.writing.Store(int64(momentOf(now)))
	defer c.writing.Store(0)
	most := c.gate.s.opt.idleTimeout / steadyLooks
	for missed := 0; ; missed++ {
		// The deadline is renewed now and then only: small messages are many.
		if missed > 0 || n > 0 || now.Sub(c.renewed) >= most/4 {
			c.renewed = time.Now()
			c.limitWrite(c.renewed.Add(most))
		}
		m, err := c.tcp.Write(p[n:])
		n += m
		if m > 0 {
			missed = -1
		}
		if err == nil || !isTimeout(err) || missed == steadyLooks-1 {
			return n, err
		}
	}
}

// received tells whoever watches what came for a WebSocket.
func (c *conn) received(p []byte) {
	if c.tap != nil {
		c.tap.bytes(fromClient, p, time.Now())
	}
	if t := c.tally.Load(); t != nil {
		t.read.Add(int64(len(p)))
	}
}

// peerEnded tells whoever watches that the peer was the first to end TCP.
func (c *conn) peerEnded(err error) {
	if c.tap != nil {
		c.tap.ended(fromClient, howEnded(err))
	}
}

// Close is http.Server's: the connection goes to whoever takes it, or ends.
func (c *conn) Close() error {
	c.mu.Lock()
	again, take, ended := c.closed, c.take, c.peerHasEnded
	if !c.handedOver {
		take = nil // http.Server has ended the connection of its own accord
	}
	c.closed = true
	c.serverLimit = time.Time{}
	c.mu.Unlock()
	switch {
	case again:
		return net.ErrClosed
	case take != nil:
		take()
	case ended: // nothing more can come, so there is nothing to wait for
		c.tcp.Close()
		c.gate.forget(c)
	default:
		go c.linger()
	}
	return nil
}

// CloseWrite is http.Server's way to end an answer that the peer may not be waiting for.
func (c *conn) CloseWrite() error { return c.closeWrite() }

// SetDeadline, SetReadDeadline and SetWriteDeadline are http.Server's; after its Close they do nothing.
func (c *conn) SetDeadline(t time.Time) error {
	if err := c.SetReadDeadline(t); err != nil {
		return err
	}
	return c.SetWriteDeadline(t)
}

// SetReadDeadline stands beside our own read deadline: the earlier one counts.
func (c *conn) SetReadDeadline(t time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return nil
	}
	c.serverLimit = t
	return c.applyRead()
}

// SetWriteDeadline does nothing: Write sets its own.
func (c *conn) SetWriteDeadline(time.Time) error { return nil }

// limit sets our own read deadline; the zero time is none.
func (c *conn) limit(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ownLimit = t
	c.applyRead()
}

func (c *conn) applyRead() error {
	t := c.ownLimit
	if t.IsZero() || !c.serverLimit.IsZero() && c.serverLimit.Before(t) {
		t = c.serverLimit
	}
	if !c.finishing && (c.evicted.Load() || c.interrupted && (c.closed || c.inHead)) {
		t = past
	}
	return c.tcp.SetReadDeadline(t)
}

// limitWrite sets the write deadline, unless the last one stands.
func (c *conn) limitWrite(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.writeLimited {
		c.tcp.SetWriteDeadline(t)
	}
}

// lastWrite sets the write deadline for good, unless the end has set one.
func (c *conn) lastWrite(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.writeLimited {
		c.writeLimited = true
		c.tcp.SetWriteDeadline(t)
	}
}

// interrupt begins the end of the connection. Whoever reads wakes, unless it is
// in the middle of a request; writes have until the given time.
func (c *conn) interrupt(writeBy time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.interrupted = true
	c.writeLimited = true
	c.tcp.SetWriteDeadline(writeBy)
	c.applyRead()
}

// isInterrupted reports whether the end has begun.
func (c *conn) isInterrupted() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.interrupted
}

// finish lets the one that took the connection read on after interrupt.
func (c *conn) finish() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.finishing = true
	c.applyRead()
}

func (c *conn) setInHead(in bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.inHead = in; c.interrupted {
		c.applyRead()
	}
}
