package codec

// Output returns the bytes to be written to the peer, all of them in one piece,
// and nothing when there are none. Say with Wrote how many of them were. They
// stay as they are until the next call of Output or Wrote.
//
// A pong goes before whole frames that wait. Of several pongs that were not
// written yet only the newest is kept, as RFC 6455 §5.5.3 allows; so pings
// cannot make the output grow.
func (c *Conn) Output() []byte {
	if c.pongDue {
		c.pongDue = false
		c.placePong()
	}
	return c.out[c.written:]
}

// placePong puts the pong that is due in the place of the one before, when
// nothing of that was written, or else at the next beginning of a frame.
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

// findBoundary moves boundary to the first beginning of a frame at or after written.
func (c *Conn) findBoundary() {
	for c.boundary < c.written {
		var h Header
		n := h.Parse(c.out[c.boundary:])
		c.boundary += n + int(h.Length)
	}
}

// Wrote says that the first n bytes of Output were written.
func (c *Conn) Wrote(n int) {
	c.written += max(0, min(n, len(c.out)-c.written))
	switch {
	case c.written == len(c.out):
		c.out = spare(c.out)
		c.forget()
	case c.written >= keep && c.written >= len(c.out)/2:
		c.findBoundary()
		boundary, from, to := c.boundary-c.written, c.pongFrom-c.written, c.pongTo-c.written
		c.out = c.out[:copy(c.out, c.out[c.written:])]
		c.forget()
		c.boundary = boundary
		if from >= 0 {
			c.pongFrom, c.pongTo = from, to
		}
	}
}

// forget counts from the beginning of out again.
func (c *Conn) forget() { c.written, c.boundary, c.pongFrom, c.pongTo = 0, 0, 0, 0 }

// full reports whether too much waits to be written.
func (c *Conn) full() bool {
	return c.limit > 0 && len(c.out)-c.written >= c.limit
}

// Lend gives the connection memory for its output, so that connections can share a pool
// of it, and returns the memory that the connection had before. It returns buf while
// something waits to be written. See Release.
func (c *Conn) Lend(buf []byte) (back []byte) {
	if len(c.out) > 0 || c.ended {
		return buf
	}
	back, c.out = c.out, buf[:0]
	return back
}

// Buffered returns how much memory, in bytes, the connection has for the message
// that it receives and for what it sends. Limits bounds one message; the sum bounds many
// connections.
func (c *Conn) Buffered() int {
	return cap(c.message) + cap(c.out) + cap(c.compressed)
}

// Release drops the memory that the connection does not need while it waits for
// bytes, and returns that of its output, nil when that is in use. Events are no
// longer valid.
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

// A Conn asks Config.Memory before it allocates memory that a peer can make large:
// for a message that is received, for what it inflates to, and for what waits to be
// sent. It does not ask for a control frame, which has at most 125 bytes.

// leastMessage is the smallest allocation for a message, in bytes.
const leastMessage = 64

// mayTake asks for n more bytes of memory. If the answer is no, the connection fails.
func (c *Conn) mayTake(n int) bool {
	if c.memory == nil || c.memory(n) {
		return true
	}
	c.fail(CloseTryAgainLater, nil)
	return false
}

// makeRoom makes room in the message for n more bytes, or for as many as the limit
// on messages leaves. The memory doubles, so a message that comes in pieces is
// copied about twice in total.
func (c *Conn) makeRoom(n int) bool {
	have, need := cap(c.message), len(c.message)+n
	if need <= have {
		return true
	}
	size := max(need, have+min(have, 1<<28), leastMessage)
	if most := c.decoder.Limits.MaxMessage; most > 0 && uint64(size) > most {
		size = int(most)
	}
	if !c.mayTake(size) {
		return false
	}
	c.message = append(make([]byte, 0, size), c.message...)
	return true
}

// mayAppend asks for the memory that appending n bytes to b takes.
func (c *Conn) mayAppend(b []byte, n int) bool {
	need := len(b) + n
	if need <= cap(b) {
		return true
	}
	grown := max(need, cap(b)+cap(b)/4) // as append grows
	return c.mayTake(grown + grown/8)   // which rounds up
}
