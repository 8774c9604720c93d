package main

import (
	"crypto/tls"
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
	c.lingers.Store(true)
	c.settle(min(c.held.Load(), lingerCost))
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
	if c.evicted.Load() {
		listen = evictTime
	}
	c.limit(time.Now().Add(listen))
	c.tally.Store(nil) // what comes now counts for no race
	var rest reader
	err := rest.init(c)
	if c.below != nil && c.tap == nil {
		err = rest.belowTLS() // the bytes are discarded, so they need not be decrypted
	}
	if err != nil {
		return
	}
	left := lingerBytes
	rest.each(func(p []byte) reading {
		if left -= len(p); left <= 0 {
			return readNoMore
		}
		return readNow
	})
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
