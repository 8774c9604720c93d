package main

import (
	"cmp"
	"net/http"
	"os"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"framelab/server/deflate"
)

// A memory counts what all peers together make the server hold, and bounds it.
// Everything is counted before it is allocated: connections, request heads,
// messages and what they inflate to, windows, output, late answers, plans and
// captures. When the memory is full, a connection that asks for more gets it from
// the connections that hold the most. If it would hold the most itself, it is refused.
type memory struct {
	most  int64 // bytes
	conns func(yield func(*conn))

	used    atomic.Int64
	waiting atomic.Int32

	mu      sync.Mutex
	freed   sync.Cond // on mu: used has become less while a connection waits
	scratch []holder  // of evict
	looked  time.Time // when evict was last called
	leaving int64     // what it returned
}

// How the memory is divided.
const (
	// mostMessages × -max-message is the bound.
	mostMessages = 64
	// leastMemory is the smallest bound in bytes: the server needs it even when
	// -max-message is small.
	leastMemory = 64 << 20
	// Of allParts, connections can hold keepParts. Buffers for the time of one read
	// can use up to workParts, so that a connection can still work when others hold
	// all they may. One more part can be used while evicted connections are ending.
	// From garbageParts on the runtime collects garbage all the time; what it has not
	// collected by then is the difference between the bound and what the process has.
	allParts     = 16
	keepParts    = 12
	workParts    = 13
	garbageParts = 15
	// Captures use at most 1/tapsPart of the memory, the lines of the chat 1/roomPart.
	tapsPart = 4
	roomPart = 16
	// memoryWait is how long a connection waits for evicted ones to end.
	memoryWait = 5 * time.Second
	// evictLook is the time between two looks for connections to evict.
	evictLook = 10 * time.Millisecond
)

// The fixed costs of a connection, in bytes: goroutines, buffers of net/http and
// TLS, parsed heads. Everything else is counted byte by byte.
const (
	httpCost   = 24 << 10
	socketCost = 8 << 10
	lingerCost = 4 << 10
	tlsCost    = 24 << 10
	// headCopies is how many copies net/http makes of a head.
	headCopies = 3
	// inflaterCost is the size of the tables of permessage-deflate.
	inflaterCost = 8 << 10
)

var (
	heldReason = "all memory for connections is in use, and this one holds the most; try again later"
	fullMemory = "All memory for connections is in use. Try again later."
)

// mostMemory returns the bound of a server's memory in bytes.
func mostMemory(opt options) int64 {
	return max(leastMemory, mostMessages*int64(opt.maxMessage))
}

func newMemory(most int64) *memory {
	m := &memory{most: most}
	m.freed.L = &m.mu
	return m
}

// bound applies the memory to the whole process: it counts what the process has
// already and what it needs to compress, and sets the runtime's memory limit. A
// lower GOMEMLIMIT stays in force.
func (m *memory) bound() {
	runtimes, all := runtimeUsage().resident, residentMemory()
	if all == 0 {
		all = runtimes
	}
	m.used.Add(all + deflate.MostMemory())
	limit := m.most/allParts*garbageParts - (all - runtimes)
	if limit < debug.SetMemoryLimit(-1) {
		debug.SetMemoryLimit(limit)
	}
}

// residentMemory returns how many bytes of memory the process has, 0 where that
// cannot be read.
func residentMemory() int64 {
	b, err := os.ReadFile("/proc/self/statm")
	fields := strings.Fields(string(b))
	if err != nil || len(fields) < 2 {
		return 0
	}
	pages, _ := strconv.ParseInt(fields[1], 10, 64)
	return pages * int64(os.Getpagesize())
}

// An asking is the purpose for which memory is asked.
type asking uint8

const (
	askKeep   asking = iota // data that a peer makes the server hold
	askWork                 // buffers for the time of one read
	askAccept               // a new connection; it does not wait for evicted ones
)

// limit returns the most bytes in use for a purpose.
func (m *memory) limit(what asking) int64 {
	if what == askWork {
		return m.most / allParts * workParts
	}
	return m.most / allParts * keepParts
}

// add counts n bytes if there is room for them up to a limit.
func (m *memory) add(n, limit int64) bool {
	if m.used.Add(n) <= limit {
		return true
	}
	m.used.Add(-n)
	return false
}

// give counts n bytes as free again.
func (m *memory) give(n int64) {
	if n != 0 {
		m.used.Add(-n)
	}
	if n > 0 && m.waiting.Load() > 0 {
		m.freed.Signal()
	}
}

// take counts n more bytes for a connection. When the memory is full it evicts the
// connections that hold more, and waits for them to end. before is called, unless
// it is nil, before the wait: it releases what they may need in order to end.
func (m *memory) take(c *conn, n int64, what asking, before func()) bool {
	limit := m.limit(what)
	if m.waiting.Load() == 0 && m.add(n, limit) {
		return true
	}
	if before != nil {
		before()
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.waiting.Add(1)
	defer m.waiting.Add(-1)
	for until := time.Now().Add(memoryWait); ; {
		if m.add(n, limit) {
			m.freed.Signal() // there may be enough for the next one, too
			return true
		}
		now := time.Now()
		// Connections that want to work evict the same ones: one look is enough for all
		// that wait.
		if what != askWork || now.Sub(m.looked) >= evictLook {
			m.looked, m.leaving = now, m.evict(c, n, what)
		}
		switch {
		case c.evicted.Load(), m.leaving == 0 && what != askWork: // a read is soon done, or is stuck
			return false
		case m.add(n, limit+min(m.leaving, m.most/allParts)):
			return true
		case what == askAccept, now.After(until):
			return false
		}
		wake := time.AfterFunc(evictLook, m.freed.Signal)
		m.freed.Wait()
		wake.Stop()
	}
}

// A holder is a connection and what it holds.
type holder struct {
	c     *conn
	held  int64
	stuck bool // with the buffers of a read, which others have for a moment only
}

// evict ends the connections that hold the most, until there is room for n bytes
// and some more. It returns how many bytes the connections hold that are ending.
// For buffers of one read, it evicts any connection that holds more than its fixed
// cost, and so many stuck ones that all who wait can have buffers; for everything
// else only those that hold more than c will. Lingering connections come last.
func (m *memory) evict(c *conn, n int64, what asking) (leaving int64) {
	least := c.held.Load() + n + 1
	if what == askWork {
		least = c.httpSize() + 1
	}
	m.scratch = m.scratch[:0]
	m.conns(func(other *conn) {
		h := holder{other, other.held.Load(), other.socket.Load() && other.isStuck()}
		if h.stuck {
			h.held += workBuffers
		}
		switch {
		case other.evicted.Load():
			leaving += h.held
		case other != c && (h.held >= least || other.lingers.Load()):
			m.scratch = append(m.scratch, h)
		}
	})
	need := m.used.Load() + n + m.most/(2*allParts) - m.limit(what)
	ofStuck := need
	if what == askWork {
		ofStuck += n * int64(m.waiting.Load()-1)
	}
	slices.SortFunc(m.scratch, func(a, b holder) int { return cmp.Compare(b.held, a.held) })
	evicted := 0
	for _, h := range m.scratch {
		if leaving < need || h.stuck && leaving < ofStuck {
			h.c.evict()
			leaving += h.held
			evicted++
		}
	}
	clear(m.scratch)
	if evicted > 0 { // they may be waiting themselves
		c.gate.s.turns.wake()
		m.freed.Broadcast()
	}
	return leaving
}

// takeShared counts n bytes that belong to no single connection.
func (m *memory) takeShared(n int64) bool { return m.add(n, m.limit(askKeep)) }

// hold sets the memory of the connection to size bytes. It asks for what that is
// more than before, and reports whether the connection can have it.
func (c *conn) hold(size int64, what asking, before func()) bool {
	more := size - c.held.Load()
	if more > 0 && !c.gate.s.memory.take(c, more, what, before) {
		return false
	}
	c.held.Add(more)
	if more < 0 {
		c.gate.s.memory.give(-more)
	}
	return true
}

// settle sets the memory of the connection to size bytes without asking, because
// that is less than before, or more by a control frame at most.
func (c *conn) settle(size int64) {
	if size == c.held.Load() {
		return
	}
	c.gate.s.memory.give(c.held.Swap(size) - size)
}

// evictTime is how long an evicted connection has to write its Close.
const evictTime = 200 * time.Millisecond

// evict ends the connection. If it is stuck in a write, it ends immediately.
func (c *conn) evict() {
	c.evicted.Store(true)
	until := past
	if !c.isStuck() {
		until = time.Now().Add(evictTime)
	}
	c.lastWrite(until)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.applyRead()
	if c.lingers.Load() {
		c.tcp.SetReadDeadline(past)
	}
}

// stuckTime is longer than most writes take when the peer reads.
const stuckTime = 50 * time.Millisecond

// isStuck reports whether a write waits because the peer does not read.
func (c *conn) isStuck() bool {
	since := moment(c.writing.Load())
	return since != 0 && momentOf(time.Now())-since > moment(stuckTime) && c.hasUnsent()
}

// workBuffers is the size in bytes of the two buffers that one read needs: one for
// what comes and one for the answer.
const workBuffers = 2 * int64(len(buffer{}))

// refuseMemory answers a request with 503 because there is no memory for it.
func (c *conn) refuseMemory() error {
	return c.refuse(refusal{http.StatusServiceUnavailable, fullMemory})
}
