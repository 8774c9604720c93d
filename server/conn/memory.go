package conn

import (
	"time"

	"framelab/server/memory"
)

// Account is memory.Holder's.
func (c *Conn) Account() *memory.Account { return &c.account }

// HTTPSize is memory.Holder's: what the connection holds while http.Server has it.
func (c *Conn) HTTPSize() int64 {
	size := int64(memory.HTTPCost)
	if c.below != nil {
		size += memory.TLSCost
	}
	if c.Head != nil {
		size += c.Head.extra()
	}
	return size
}

// Hold sets the memory of the connection to size bytes: see memory.Memory.Hold.
func (c *Conn) Hold(size int64, what memory.Asking, before func()) bool {
	return c.shared.Memory.Hold(c, size, what, before)
}

// Settle sets it without asking: see memory.Memory.Settle.
func (c *Conn) Settle(size int64) { c.shared.Memory.Settle(&c.account, size) }

// evictTime is how long an evicted connection has to write its Close.
const evictTime = 200 * time.Millisecond

// Evict is memory.Holder's: it ends the connection. If it is stuck in a write, it ends immediately.
func (c *Conn) Evict() {
	c.account.SetEvicted()
	until := Past
	if !c.IsStuck() {
		until = time.Now().Add(evictTime)
	}
	c.SetLastWriteDeadline(until)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.applyRead()
	if c.account.Lingers() {
		c.tcp.SetReadDeadline(Past)
	}
}

// stuckTime is longer than most writes take when the peer reads.
const stuckTime = 50 * time.Millisecond

// IsStuck is memory.Holder's: it reports whether a write waits because the peer does not read.
func (c *Conn) IsStuck() bool {
	since := Moment(c.writing.Load())
	return since != 0 && MomentOf(time.Now())-since > Moment(stuckTime) && c.hasUnsent()
}
