package main

import "sync"

// Turns limit how many connections do heavy work at the same time: inflating or
// compressing a large message, or parsing a large plan. There is one turn fewer than
// processors, so that small messages need not wait.
type turns struct {
	mu   sync.Mutex
	free int
	more sync.Cond // on mu: a turn is free, or a connection was evicted
}

func newTurns(n int) *turns {
	t := &turns{free: n}
	t.more.L = &t.mu
	return t
}

// take waits for a turn. It returns false when the connection is evicted first.
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

// wake lets waiting connections find out that they were evicted.
func (t *turns) wake() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.more.Broadcast()
}
