package codec

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
	c.fail(CloseTryAgainLater)
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
