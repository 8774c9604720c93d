package conn

import (
	"crypto/tls"
	"time"

	"framelab/server/memory"
	"framelab/server/record"
)

// How long, and for how many bytes, an ended connection still reads; less long
// in a shutdown.
const (
	LingerTime  = 3 * time.Second
	lingerAtEnd = 1 * time.Second
	LingerBytes = 64 << 20
)

// CloseWrite tells the peer that no more bytes follow: first in TLS, where there is TLS.
func (c *Conn) CloseWrite() error {
	if t, ok := c.Stream.(*tls.Conn); ok {
		c.SetLastWriteDeadline(time.Now().Add(LingerTime))
		t.CloseWrite() // it fails where the TLS handshake was not completed; TCP is ended nevertheless
	}
	return c.tcp.CloseWrite()
}

// Linger ends the connection so that what was written arrives: it shuts the
// write side, discards what still comes until the peer ends or the bounds are
// met, and closes. If it were closed immediately, with bytes unread, TCP would
// send a reset that overtakes the last response.
func (c *Conn) Linger() {
	defer c.shared.Forget(c)
	defer c.tcp.Close()
	c.account.SetLingers()
	c.Settle(min(c.account.Held(), memory.LingerCost))
	if c.Tap != nil {
		defer c.Tap.Close()
		c.Tap.SetEnd(record.FromServer, record.FIN)
	}
	if err := c.CloseWrite(); err != nil {
		return
	}
	c.Resume()
	listen := LingerTime
	if c.IsInterrupted() {
		listen = lingerAtEnd
	}
	if c.account.Evicted() {
		listen = evictTime
	}
	c.SetReadDeadline(time.Now().Add(listen))
	c.CountFor(nil) // bytes that come now count for no race
	var rest Reader
	err := rest.Init(c)
	if c.below != nil && c.Tap == nil {
		err = rest.belowTLS() // the bytes are discarded, so they need not be decrypted
	}
	if err != nil {
		return
	}
	left := LingerBytes
	rest.Each(func(p []byte) Next {
		if left -= len(p); left <= 0 {
			return StopReading
		}
		return ReadNow
	})
}

// Close ends the connection without waiting for the peer, which has ended already.
func (c *Conn) Close() {
	c.tcp.Close()
	c.shared.Forget(c)
}

// Cut closes TCP below all that is under way. It may wait for a goroutine that reads.
func (c *Conn) Cut() { c.tcp.Close() }

// Abort ends the connection immediately, with a reset: the peer takes nothing.
func (c *Conn) Abort() {
	if c.Tap != nil {
		c.Tap.SetEnd(record.FromServer, record.Reset)
		c.Tap.Close()
	}
	c.tcp.SetLinger(0)
	c.Close()
}
