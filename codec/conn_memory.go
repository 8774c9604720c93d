package codec

// The memory that a peer can make a connection take is asked for before it is
// taken, see [Config]: the message that is received, what it inflates to, and
// what waits to be sent. A control frame has 125 bytes at most and is not asked for.

// leastMessage is the smallest memory in bytes that is taken for a message.
const leastMessage = 64

// mayTake reports whether the connection may take n bytes more of memory. When it
// may not, it has failed.
func (c *Conn) mayTake(n int) bool {
	if c.memory == nil || c.memory(n) {
		return true
	}
	c.fail(CloseTryAgainLater)
	return false
}

// makeRoom makes room in the message for n bytes more, or for as many as the
// limit on messages leaves. Memory doubles, so that a message that comes in
// pieces is copied twice in all.
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

// mayAppend reports whether n bytes more may be appended to b.
func (c *Conn) mayAppend(b []byte, n int) bool {
	need := len(b) + n
	if need <= cap(b) {
		return true
	}
	grown := max(need, cap(b)+cap(b)/4) // as append grows
	return c.mayTake(grown + grown/8)   // which rounds up
}
