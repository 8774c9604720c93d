package main

import (
	"io"
	"time"
)

// Read gives http.Server the bytes of its own requests, and none after the last
// one: where net/http expects more the connection ends.
//
// While a handler is at work net/http reads one byte, to learn whether the peer is
// still there. It takes an end that it finds then for the peer's.
func (c *conn) Read(p []byte) (int, error) {
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
	if c.head != nil {
		n = c.head.consume(p)
		if c.head.empty() {
			c.releaseHead()
		}
	} else {
		c.limit(time.Now().Add(c.gate.s.opt.idleTimeout)) // a body has to keep coming
		n, err = c.readData(p)
	}
	if c.allowed -= int64(n); c.allowed == 0 {
		c.limit(time.Time{})
	}
	return n, err
}

// afterLast waits for the peer's end, or for the handler's, and discards the bytes
// that come before it.
func (c *conn) afterLast() error {
	c.releaseHead()
	if !c.watched {
		return io.EOF
	}
	var buf [1 << 10]byte // a small one: this may wait for long
	for discarded := 0; discarded < lingerBytes; {
		n, err := c.readData(buf[:])
		if err != nil {
			return err
		}
		discarded += n
	}
	return io.EOF
}

// isTaken reports whether the connection has a taker for when http.Server closes it.
func (c *conn) isTaken() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.take != nil
}

// holdBack waits until the handler at work is done: net/http then sets a read
// deadline, and ignores the error of that.
func (c *conn) holdBack() error {
	raw, err := c.tcp.SyscallConn()
	if err == nil {
		err = raw.Read(func(uintptr) bool { return false })
	}
	return err
}
