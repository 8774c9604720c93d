package memory

import "sync/atomic"

// A Holder is a connection, as the memory knows it.
type Holder interface {
	Account() *Account
	// HTTPSize returns how many bytes the connection holds while http.Server has it.
	HTTPSize() int64
	// IsStuck reports whether a write waits because the peer does not read.
	IsStuck() bool
	// Evict ends the connection.
	Evict()
}

// An Account is what one connection holds, and what the memory has to know of it.
type Account struct {
	held    atomic.Int64 // bytes
	evicted atomic.Bool  // it has to end so that others get them
	lingers atomic.Bool  // it has released most of them already
	socket  atomic.Bool  // it is a WebSocket's
}

// Held returns how many bytes the connection holds.
func (a *Account) Held() int64 { return a.held.Load() }

// Evicted reports whether the connection has to end so that others get its memory.
func (a *Account) Evicted() bool { return a.evicted.Load() }

// SetEvicted notes that it has to.
func (a *Account) SetEvicted() { a.evicted.Store(true) }

// Lingers reports whether the connection has ended and waits only for its peer.
func (a *Account) Lingers() bool { return a.lingers.Load() }

// SetLingers notes that it does.
func (a *Account) SetLingers() { a.lingers.Store(true) }

// SetSocket notes that the connection is a WebSocket's.
func (a *Account) SetSocket() { a.socket.Store(true) }

// Hold sets the memory of the connection to size bytes. If that is more than before, it
// asks for the difference, and reports whether the connection can have it.
func (m *Memory) Hold(c Holder, size int64, what Asking, before func()) bool {
	a := c.Account()
	more := size - a.held.Load()
	if more > 0 && !m.Take(c, more, what, before) {
		return false
	}
	a.held.Add(more)
	if more < 0 {
		m.Give(-more)
	}
	return true
}

// Settle sets the memory of the connection to size bytes without asking, because
// that is less than before, or more by a control frame at most.
func (m *Memory) Settle(a *Account, size int64) {
	if size == a.held.Load() {
		return
	}
	m.Give(a.held.Swap(size) - size)
}
