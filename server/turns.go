package main

import "sync"

// Turns are for work that takes a processor for long: inflating or compressing a
// large message, reading a large plan. There is one turn less than there are
// processors, so that small messages need not wait.
type turns struct {
	mu   sync.Mutex
	free int
	more sync.Cond // on mu: a turn is free, or a connection was told to end
}

func newTurns(n int) *turns {
	t := &turns{free: n}
	t.more.L = &t.mu
	return t
}

// take waits for a turn; it is false when the connection has to end before.
func (t *turns) take(c *conn) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	for t.free == 0 {
		if c.evicted.Load() {
			return false
		}
		t.more.Wait()
	}
	t.free--
	return true
}

// give ends a turn.
func (t *turns) give() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.free++
	t.more.Signal()
}

// wake has those that wait find out whether they have to end.
func (t *turns) wake() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.more.Broadcast()
}
