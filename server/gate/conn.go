package gate

import (
	"io"
	"net"
	"sync"
	"time"

	"framelab/server/conn"
	"framelab/server/policy"
)

// A Conn is one accepted connection. First http.Server has it and sees, through
// Read, only its own requests. When a head comes that is for a WebSocket or that is
// refused, Read returns EOF, and http.Server writes what it still has and closes; Close
// then hands the connection to its taker.
type Conn struct {
	conn.Conn
	gate    *Gate
	refused *policy.Refusal // set immediately for a connection beyond a limit

	// Of the goroutine that reads.
	allowed int64 // how many of the coming bytes http.Server may see
	last    bool  // the request that they belong to is the last one
	watched bool  // http.Server does not ask for a request now: see Read

	mu           sync.Mutex
	take         func()   // set when a head came that is not http.Server's
	handedOver   bool     // http.Server has been told, and its Close hands over to take
	peerHasEnded bool     // the peer has ended TCP
	requests     []judged // that no handler has had yet
}

// Read gives http.Server the bytes of its own requests, and no bytes after the last
// request: if net/http expects more, the connection ends.
//
// While a handler is at work net/http reads one byte, to learn whether the peer has
// closed the connection. If that read fails, it assumes that the peer has.
func (c *Conn) Read(p []byte) (int, error) {
	if c.allowed == 0 {
		c.watched = len(p) == 1
		if c.last {
			return 0, c.afterLast()
		}
		if err := c.nextHead(); err != nil {
			if c.watched && c.isTaken() {
				err = c.holdBack()
			}
			return 0, err
		}
	}
	if int64(len(p)) > c.allowed {
		p = p[:c.allowed]
	}
	var n int
	var err error
	if c.Head != nil {
		n = c.Head.Consume(p)
		if c.Head.IsEmpty() {
			c.ReleaseHead()
		}
	} else {
		c.Conn.SetReadDeadline(time.Now().Add(c.gate.Limits.IdleTimeout)) // a body has to keep coming
		n, err = c.Conn.Read(p)
	}
	if c.allowed -= int64(n); c.allowed == 0 {
		c.Conn.SetReadDeadline(time.Time{})
	}
	return n, err
}

// afterLast waits until the peer ends the connection or the handler is done, and
// discards the bytes that come before.
func (c *Conn) afterLast() error {
	c.ReleaseHead()
	if !c.watched {
		return io.EOF
	}
	var buf [1 << 10]byte // a small one, because this can wait for a long time
	for discarded := 0; discarded < conn.LingerBytes; {
		n, err := c.Conn.Read(buf[:])
		if err != nil {
			return err
		}
		discarded += n
	}
	return io.EOF
}

// isTaken reports whether the connection has a taker for when http.Server closes it.
func (c *Conn) isTaken() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.take != nil
}

// holdBack waits until the handler at work is done: net/http then sets a read
// deadline, and ignores the error of that.
func (c *Conn) holdBack() error {
	return c.AwaitDeadline()
}

// Write sends http.Server's responses; a peer that takes nothing is cut off.
func (c *Conn) Write(p []byte) (int, error) {
	if c.IsDetached() {
		return 0, net.ErrClosed
	}
	return c.Conn.Write(p)
}

// Close is http.Server's: the connection goes to its taker, or ends.
func (c *Conn) Close() error {
	c.mu.Lock()
	take, ended := c.take, c.peerHasEnded
	if !c.handedOver {
		take = nil // http.Server has ended the connection without being told
	}
	first := c.Detach()
	c.mu.Unlock()
	switch {
	case !first:
		return net.ErrClosed
	case take != nil:
		take()
	case ended: // nothing more can come, so there is nothing to wait for
		c.Conn.Close()
	default:
		go c.Linger()
	}
	return nil
}

// SetDeadline, SetReadDeadline and SetWriteDeadline are http.Server's; after its Close they do nothing.
func (c *Conn) SetDeadline(t time.Time) error { return c.SetReadDeadline(t) }

// SetReadDeadline sets http.Server's deadline beside our own: the earlier one counts.
func (c *Conn) SetReadDeadline(t time.Time) error { return c.SetHTTPDeadline(t) }

// SetWriteDeadline does nothing: Write sets its own.
func (c *Conn) SetWriteDeadline(time.Time) error { return nil }
