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
		c.limitWrite(time.Now().Add(lingerTime))
		if err := t.CloseWrite(); err != nil {
			return err
		}
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
	io.CopyBuffer(discard{}, io.LimitReader(onlyReader{c.tcp}, lingerBytes), buf[:])
}

// discard and onlyReader keep io.CopyBuffer to the buffer it is given.
type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }

type onlyReader struct{ io.Reader }
