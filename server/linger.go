package main

import (
	"crypto/tls"
	"io"
	"time"
)

// How long, and for how many bytes, an ended connection still listens; less long
// when the server ends too.
const (
	lingerTime  = 3 * time.Second
	lingerAtEnd = 1 * time.Second
	lingerBytes = 64 << 20
)

// closeWrite says that nothing more comes from here, TLS first where there is TLS.
func (c *conn) closeWrite() error {
	if t, ok := c.Conn.(*tls.Conn); ok {
		c.lastWrite(time.Now().Add(lingerTime))
		t.CloseWrite() // it fails where TLS was never agreed on; TCP has an end nevertheless
	}
	return c.tcp.CloseWrite()
}

// linger ends the connection so that what was written arrives: it shuts the
// write side, discards what still comes until the peer ends or the bounds are
// met, and closes. Closed at once, with bytes unread, TCP would send a reset
// that overtakes the last answer.
func (c *conn) linger() {
	defer c.gate.forget(c)
	defer c.tcp.Close()
	if c.tap != nil {
		defer c.tap.end()
		c.tap.ended(fromServer, endedFIN)
	}
	if err := c.closeWrite(); err != nil {
		return
	}
	c.finish()
	listen := lingerTime
	if c.isInterrupted() {
		listen = lingerAtEnd
	}
	c.limit(time.Now().Add(listen))
	// The copy needs a buffer; readers of the pool have the right size.
	buf := takeBuffer()
	defer giveBuffer(buf)
	var rest io.Reader = onlyReader{c.tcp}
	if c.tap != nil {
		rest = watched{c}
	}
	io.CopyBuffer(discard{}, io.LimitReader(rest, lingerBytes), buf[:])
}

// abort ends the connection at once, with a reset: the peer takes nothing.
func (c *conn) abort() {
	if c.tap != nil {
		c.tap.ended(fromServer, endedReset)
		c.tap.end()
	}
	c.tcp.SetLinger(0)
	c.tcp.Close()
	c.gate.forget(c)
}

// A watched connection is read as its peer's bytes, not as those of TLS, and the tap sees them.
type watched struct{ c *conn }

func (w watched) Read(p []byte) (int, error) {
	n, err := w.c.Conn.Read(p)
	if n > 0 {
		w.c.received(p[:n])
	}
	return n, err
}

// discard and onlyReader keep io.CopyBuffer to the buffer it is given.
type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }

type onlyReader struct{ io.Reader }
