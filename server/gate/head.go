package gate

import (
	"bytes"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"time"

	"framelab/codec"
	"framelab/server/limits"
	"framelab/server/memory"
	"framelab/server/policy"
)

// nextHead reads the next request head to its end and decides where it goes. If it
// returns nil, the next c.allowed bytes are for http.Server. If it returns io.EOF, the
// peer has ended or the connection has a taker for when http.Server closes it.
func (c *Conn) nextHead() error {
	c.mu.Lock()
	taken := c.take != nil
	c.handedOver = taken && !c.watched
	c.mu.Unlock()
	if taken || c.IsInterrupted() {
		return io.EOF
	}
	c.SetInHead(true)
	defer c.SetInHead(false)
	h := c.TakeHead()
	c.Settle(c.HTTPSize()) // without net/http's copies of the previous request
	most := codec.HeadLimits{MaxBytes: int(c.gate.Limits.MaxHeader), MaxFields: limits.MaxFields}
	for {
		if !h.IsEmpty() {
			n, err := h.Request.Parse(h.Rest(), most)
			if err != nil {
				return c.refuseRule(h.Request.Fault(), h.Rest())
			}
			if n > 0 {
				c.Conn.SetReadDeadline(time.Time{})
				return c.route(n)
			}
			if !h.HasOnlyEmptyLines() {
				// The time of the first head began when the connection was accepted; that of
				// another one begins at its first byte.
				c.EnsureReadDeadline(time.Now().Add(c.gate.Limits.HandshakeTimeout))
			}
		}
		h.Compact()
		if h.IsFull() {
			if !c.Hold(c.HTTPSize()+int64(h.Grown(most.MaxBytes)), memory.Keep, nil) {
				return c.refuseMemory()
			}
			h.Grow(most.MaxBytes)
			c.Settle(c.HTTPSize())
		}
		if err := h.ReadFrom(c.Conn.Read, most.MaxBytes); err != nil {
			return c.headEnded(err)
		}
	}
}

// headEnded handles the error that ended a head before it was complete.
func (c *Conn) headEnded(err error) error {
	var plain tls.RecordHeaderError
	if errors.As(err, &plain) && looksLikeHTTP(plain.RecordHeader[:]) {
		c.DropTLS()
		c.Head.Request.Method, _, _ = bytes.Cut(plain.RecordHeader[:], []byte(" "))
		return c.refuse(policy.Refuse(http.StatusBadRequest, "This port accepts TLS only. Use https:// or wss:// here."))
	}
	var ne net.Error
	if errors.As(err, &ne) && ne.Timeout() {
		late := c.IsLate()
		if c.Account().Evicted() && !c.Head.IsEmpty() {
			return c.refuseMemory()
		}
		if late && !c.Head.HasOnlyEmptyLines() {
			return c.refuse(policy.Refuse(http.StatusRequestTimeout, "The request head did not arrive within "+
				c.gate.Limits.HandshakeTimeout.String()+" (the limit, -handshake-timeout; RFC 9110 §15.5.9)."))
		}
	}
	if ne == nil || !ne.Timeout() {
		c.mu.Lock()
		c.peerHasEnded = !c.HasTLS() // TLS may have ended before TCP
		c.mu.Unlock()
		c.ReleaseHead()
	} else if c.Head.IsEmpty() {
		c.ReleaseHead()
	}
	return err
}

func looksLikeHTTP(b []byte) bool {
	switch string(b) {
	case "GET /", "HEAD ", "POST ", "PUT /", "OPTIO":
		return true
	}
	return false
}

// route decides where the head of n bytes goes.
func (c *Conn) route(n int) error {
	h := c.Head
	if c.refused != nil {
		return c.refuse(*c.refused)
	}
	// A request whose end is not certain is refused on every path: requests are
	// smuggled when two readers disagree about where one ends.
	take := c.gate.Route(policy.TargetPath(h.Request.Target))
	body, err := h.Request.ContentLength()
	if err != nil {
		if verdict := policy.CodedBody(&h.Request); take == nil && err == codec.RequestTransferEncoding && verdict.Status != 0 {
			return c.refuse(verdict)
		}
		return c.refuseRule(h.Request.BodyFault(), h.Rest())
	}
	if take != nil {
		c.setTake(func() { take(c, n) })
		return io.EOF
	}
	if fault, verdict := c.gate.Policy.Judge(&h.Request); fault.Rule != 0 {
		return c.refuseRule(fault, h.Rest())
	} else if verdict.Status != 0 {
		return c.refuse(verdict)
	}
	if !c.Hold(c.HTTPSize()+int64(memory.HeadCopies*n), memory.Keep, nil) {
		return c.refuseMemory()
	}
	h.Skip(h.Request.Start()) // net/http accepts no empty lines before a request
	c.allowed = int64(n-h.Request.Start()) + int64(min(body, 1<<62))
	c.last = policy.EndsConnection(&h.Request)
	c.mu.Lock()
	c.requests = append(c.requests, judged{string(h.Request.Method), string(h.Request.Target), c.allowed})
	c.mu.Unlock()
	return nil
}

// A judged request is one that http.Server may see.
type judged struct {
	method, target string
	size           int64 // of head and body, in bytes
}

// setTake sets what takes the connection. It is handed over once http.Server has asked
// for the next request, got EOF and closed.
func (c *Conn) setTake(take func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.take, c.handedOver = take, !c.watched
}
