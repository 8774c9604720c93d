package memory

import "sync"

// Turns limit how many connections do heavy work at the same time: inflating or
// compressing a large message, or parsing a large plan. There is one turn fewer than
// processors, so that small messages need not wait.
type Turns struct {
	mu   sync.Mutex
	free int
	more sync.Cond // on mu: a turn is free, or a connection was evicted
}

func newTurns(n int) *Turns {
	t := &Turns{free: n}
	t.more.L = &t.mu
	return t
}

// Take waits for a turn. It returns false when the connection is evicted first.
func (t *Turns) Take(a *Account) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	for t.free == 0 {
		if a.evicted.Load() {
			return false
		}
		t.more.Wait()
	}
	t.free--
	return true
}

// Give ends a turn.
func (t *Turns) Give() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.free++
	t.more.Signal()
}

// wake lets waiting connections find out that they were evicted.
func (t *Turns) wake() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.more.Broadcast()
}
