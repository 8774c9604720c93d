package codec

// Output returns all bytes that are to be written to the peer, in one slice, which is
// empty if there are none. Report with Wrote how many of them were written. The bytes
// stay valid until the next call of Output or Wrote.
//
// A pong goes before whole frames that wait. Of several unwritten pongs only the newest
// is kept, as RFC 6455 §5.5.3 allows, so pings cannot make the output grow.
func (c *Conn) Output() []byte {
	if c.pongDue {
		c.pongDue = false
		c.placePong()
	}
	return c.out[c.written:]
}

// placePong inserts the pending pong at the next start of a frame. It replaces the
// previous pong if no byte of that was written.
func (c *Conn) placePong() {
	var buf [MaxHeader + MaxControl]byte
	frame := c.appendFrame(buf[:0], OpPong, true, c.pong)
	if c.pongTo == 0 || c.pongFrom < c.written {
		c.findBoundary()
		c.pongFrom, c.pongTo = c.boundary, c.boundary
	}
	end, more := len(c.out), len(frame)-(c.pongTo-c.pongFrom)
	if more > 0 {
		c.out = append(c.out, frame[:more]...)
	}
	copy(c.out[c.pongTo+more:], c.out[c.pongTo:end])
	copy(c.out[c.pongFrom:], frame)
	c.out = c.out[:end+more]
	c.pongTo = c.pongFrom + len(frame)
}

// findBoundary moves boundary to the first start of a frame at or after written.
func (c *Conn) findBoundary() {
	for c.boundary < c.written {
		var h Header
		n := h.Parse(c.out[c.boundary:])
		c.boundary += n + int(h.Length)
	}
}

// Wrote reports that the first n bytes of Output were written.
func (c *Conn) Wrote(n int) {
	c.written += max(0, min(n, len(c.out)-c.written))
	switch {
	case c.written == len(c.out):
		c.out = emptied(c.out)
		c.resetOffsets()
	case c.written >= maxSpare && c.written >= len(c.out)/2:
		c.findBoundary()
		boundary, from, to := c.boundary-c.written, c.pongFrom-c.written, c.pongTo-c.written
		c.out = c.out[:copy(c.out, c.out[c.written:])]
		c.resetOffsets()
		c.boundary = boundary
		if from >= 0 {
			c.pongFrom, c.pongTo = from, to
		}
	}
}

// resetOffsets sets the offsets into out to its start.
func (c *Conn) resetOffsets() { c.written, c.boundary, c.pongFrom, c.pongTo = 0, 0, 0, 0 }

// full reports whether more bytes wait to be written than the limit allows.
func (c *Conn) full() bool {
	return c.limit > 0 && len(c.out)-c.written >= c.limit
}

// Lend gives the connection a buffer for its output, so that connections can share a pool
// of buffers, and returns the connection's previous buffer. While bytes wait to be
// written, it returns buf itself. See Release.
func (c *Conn) Lend(buf []byte) (back []byte) {
	if len(c.out) > 0 || c.ended {
		return buf
	}
	back, c.out = c.out, buf[:0]
	return back
}

// Buffered returns the size in bytes of the connection's buffers for the message being
// received and for its output. Limits bounds a single message; the sum over connections
// bounds a server.
func (c *Conn) Buffered() int {
	return cap(c.message) + cap(c.out) + cap(c.compressed)
}

// Release drops the memory that the connection does not need while it waits for bytes,
// and returns the output buffer, or nil while that is in use. Earlier events become
// invalid.
func (c *Conn) Release() (buf []byte) {
	if c.delivered || len(c.message) == 0 {
		c.message, c.delivered = nil, false
	}
	c.compressed = nil
	if len(c.out) > 0 || c.pongDue {
		return nil
	}
	buf, c.out = c.out, nil
	return buf
}

// A Conn calls Config.Memory before it allocates memory that a peer can make large: for a
// message being received, for its inflated bytes, and for waiting output. It does not
// call it for a control frame, which has at most 125 bytes.

// minMessage is the smallest allocation for a message, in bytes.
const minMessage = 64

// askMemory asks for n more bytes of memory. If the answer is no, it fails the
// connection.
func (c *Conn) askMemory(n int) bool {
	if c.memory == nil || c.memory(n) {
		return true
	}
	c.fail(CloseTryAgainLater, nil)
	return false
}

// makeRoom makes room in the message for n more bytes, or for as many as the limit on
// messages leaves. The capacity doubles, so a message that arrives in pieces is copied
// about twice in total.
func (c *Conn) makeRoom(n int) bool {
	have, need := cap(c.message), len(c.message)+n
	if need <= have {
		return true
	}
	size := max(need, have+min(have, 1<<28), minMessage)
	if most := c.decoder.Limits.MaxMessage; most > 0 && uint64(size) > most {
		size = int(most)
	}
	if !c.askMemory(size) {
		return false
	}
	c.message = append(make([]byte, 0, size), c.message...)
	return true
}

// askToAppend asks for the memory that appending n bytes to b allocates.
func (c *Conn) askToAppend(b []byte, n int) bool {
	need := len(b) + n
	if need <= cap(b) {
		return true
	}
	grown := max(need, cap(b)+cap(b)/4) // append's rate of growth
	return c.askMemory(grown + grown/8) // append rounds up to a size class
}
