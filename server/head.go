package main

import (
	"bytes"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"

	"framelab/codec"
)

// A head holds the bytes that arrived up to the end of a request head and
// perhaps beyond, and what the codec read from them. Heads are pooled.
type head struct {
	buf  []byte
	off  int // how many of buf are handed out
	req  codec.Request
	came []arrival // when buf came, piece by piece
}

// An arrival is a piece of the bytes of a head, as one read brought it.
type arrival struct {
	end int // how many bytes of buf were there then
	at  time.Time
}

// leastHead is the size in bytes of a pooled buffer for heads. The buffer of a
// larger head is counted in the memory, and not pooled.
const leastHead = 4 << 10

var heads = sync.Pool{New: func() any { return &head{buf: make([]byte, 0, leastHead)} }}

// maxArrivals is how many pieces of a head are told apart; the last one takes in the rest.
const maxArrivals = 64

func (h *head) rest() []byte { return h.buf[h.off:] }
func (h *head) empty() bool  { return h.off == len(h.buf) }

// onlyEmptyLines reports whether no request line has begun: a client may send an
// empty line after a request (RFC 9112 §2.2).
func (h *head) onlyEmptyLines() bool { return len(bytes.Trim(h.rest(), "\r\n")) == 0 }

func (h *head) consume(p []byte) int {
	n := copy(p, h.rest())
	h.off += n
	return n
}

// compact drops the bytes that were consumed.
func (h *head) compact() {
	if h.off > 0 {
		h.came = slices.DeleteFunc(h.came, func(a arrival) bool { return a.end <= h.off })
		for i := range h.came {
			h.came[i].end -= h.off
		}
		h.buf = h.buf[:copy(h.buf, h.rest())]
		h.off = 0
	}
}

// grow doubles the buffer, to at most most bytes if that makes room.
func (h *head) grow(most int) {
	h.buf = append(make([]byte, 0, h.grown(most)), h.buf...)
}

// grown returns the size in bytes that the buffer would grow to.
func (h *head) grown(most int) int {
	return max(min(2*cap(h.buf), most), len(h.buf)+1)
}

// readFrom appends what one Read brings, at most until buf holds most bytes.
func (h *head) readFrom(read func([]byte) (int, error), most int) error {
	n, err := read(h.buf[len(h.buf):min(cap(h.buf), max(most, len(h.buf)+1))])
	h.buf = h.buf[:len(h.buf)+n]
	if n > 0 {
		if len(h.came) < maxArrivals {
			h.came = append(h.came, arrival{})
		}
		h.came[len(h.came)-1] = arrival{len(h.buf), time.Now()}
		return nil
	}
	return err
}

func (c *conn) releaseHead() {
	h := c.head
	c.head = nil
	if h != nil && cap(h.buf) == leastHead {
		h.buf, h.off, h.came = h.buf[:0], 0, h.came[:0]
		h.req.Reset()
		heads.Put(h)
	}
}

// nextHead reads the next request head to its end and decides whose it is. With
// nil, the next c.allowed bytes are http.Server's. With io.EOF the peer has ended or
// the connection has a taker for when http.Server closes it.
func (c *conn) nextHead() error {
	c.mu.Lock()
	over := c.take != nil || c.interrupted
	c.handedOver = c.take != nil && !c.watched
	c.mu.Unlock()
	if over {
		return io.EOF
	}
	c.setInHead(true)
	defer c.setInHead(false)
	if c.head == nil {
		c.head = heads.Get().(*head)
	}
	c.settle(c.httpSize()) // without the copies of the previous request
	h := c.head
	limits := codec.HeadLimits{MaxBytes: int(c.gate.s.opt.maxHeader), MaxFields: maxFields}
	for {
		if !h.empty() {
			n, err := h.req.Parse(h.rest(), limits)
			if err != nil {
				return c.refuseRule(h.req.Fault(), h.rest())
			}
			if n > 0 {
				c.limit(time.Time{})
				return c.route(n)
			}
			if !h.onlyEmptyLines() {
				c.beginHead()
			}
		}
		h.compact()
		if len(h.buf) == cap(h.buf) {
			if !c.hold(c.httpSize()+int64(h.grown(limits.MaxBytes)), askKeep, nil) {
				return c.refuseMemory()
			}
			h.grow(limits.MaxBytes)
			c.settle(c.httpSize())
		}
		if err := h.readFrom(c.readData, limits.MaxBytes); err != nil {
			return c.headEnded(err)
		}
	}
}

// httpSize returns how many bytes of memory the connection holds while http.Server
// has it.
func (c *conn) httpSize() int64 {
	size := int64(httpCost)
	if c.below != nil {
		size += tlsCost
	}
	if c.head != nil {
		size += int64(cap(c.head.buf) - leastHead)
	}
	return size
}

// beginHead starts the clock of a head on a kept-alive connection at its first
// byte; that of the first one runs since the connection was accepted.
func (c *conn) beginHead() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ownLimit.IsZero() {
		c.ownLimit = time.Now().Add(c.gate.s.opt.handshakeTimeout)
		c.applyRead()
	}
}

// headEnded judges why no more bytes came before the head was whole.
func (c *conn) headEnded(err error) error {
	var plain tls.RecordHeaderError
	if errors.As(err, &plain) && looksLikeHTTP(plain.RecordHeader[:]) {
		c.Conn = c.tcp // no TLS was ever agreed on
		c.head.req.Method, _, _ = bytes.Cut(plain.RecordHeader[:], []byte(" "))
		return c.refuse(refusal{http.StatusBadRequest, "This port accepts TLS only. Use https:// or wss:// here."})
	}
	var ne net.Error
	if errors.As(err, &ne) && ne.Timeout() {
		c.mu.Lock()
		late := !c.interrupted && !c.ownLimit.IsZero() && !time.Now().Before(c.ownLimit)
		c.mu.Unlock()
		if c.evicted.Load() && !c.head.empty() {
			return c.refuseMemory()
		}
		if late && !c.head.onlyEmptyLines() {
			return c.refuse(refusal{http.StatusRequestTimeout, "The request head did not arrive within " +
				c.gate.s.opt.handshakeTimeout.String() + " (the limit, -handshake-timeout; RFC 9110 §15.5.9)."})
		}
	}
	if ne == nil || !ne.Timeout() {
		c.mu.Lock()
		c.peerHasEnded = c.below == nil // TLS may have ended before TCP
		c.mu.Unlock()
		c.releaseHead()
	} else if c.head.empty() {
		c.releaseHead()
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

// route decides whose the head of n bytes is.
func (c *conn) route(n int) error {
	h := c.head
	if c.refused != nil {
		return c.refuse(*c.refused)
	}
	// A request whose end cannot be told is refused on every path: requests are
	// smuggled where two readers see different borders between them.
	e := endpointAt(targetPath(h.req.Target))
	body, err := h.req.ContentLength()
	if err != nil {
		if verdict := codedBody(&h.req); e == nil && err == codec.RequestTransferEncoding && verdict.status != 0 {
			return c.refuse(verdict)
		}
		return c.refuseRule(h.req.BodyFault(), h.rest())
	}
	if e != nil {
		c.setTake(func() { c.gate.s.handshake(c, e, n) })
		return io.EOF
	}
	if fault, verdict := c.judge(&h.req); fault.Rule != 0 {
		return c.refuseRule(fault, h.rest())
	} else if verdict.status != 0 {
		return c.refuse(verdict)
	}
	if !c.hold(c.httpSize()+int64(headCopies*n), askKeep, nil) {
		return c.refuseMemory()
	}
	h.off += h.req.Start() // net/http knows no empty lines first
	c.allowed = int64(n-h.req.Start()) + int64(min(body, 1<<62))
	c.last = endsConnection(&h.req)
	c.mu.Lock()
	c.requests = append(c.requests, judged{string(h.req.Method), string(h.req.Target), c.allowed})
	c.mu.Unlock()
	return nil
}

// A judged request is one that http.Server may see.
type judged struct {
	method, target string
	size           int64 // of head and body, in bytes
}

// setTake sets who takes the connection. It is handed over once http.Server has
// asked for the next request and closes, having been told that none comes.
func (c *conn) setTake(take func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.take, c.handedOver = take, !c.watched
}

// targetPath returns the path of a request target, in the form /echo or
// http://host/echo (RFC 9112 §3.2), without its query and without a fragment, which
// the codec refuses.
func targetPath(target []byte) string {
	if i := bytes.IndexAny(target, "?#"); i >= 0 {
		target = target[:i]
	}
	if i := bytes.Index(target, []byte("://")); i > 0 && target[0] != '/' {
		slash := bytes.IndexByte(target[i+3:], '/')
		if slash < 0 {
			return ""
		}
		target = target[i+3+slash:]
	}
	return string(target)
}
