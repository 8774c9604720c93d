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

// A memory is what all peers together can make the server keep. Every part of it
// is counted before it is taken: connections, request heads, messages and what
// they inflate to, windows, output, late answers, plans and captures. So the
// process stays within a bound, however many connections there are. A connection
// that asks for more when the memory is full gets it from the connections that
// hold the most; when it would hold the most itself, it is refused.
type memory struct {
	most  int64 // bytes
	conns func(yield func(*conn))

	used    atomic.Int64
	waiting atomic.Int32

	mu      sync.Mutex
	freed   sync.Cond // on mu: used has become less, while somebody waits
	scratch []holder  // of evict
}

// What the memory is shared out as.
const (
	// mostMessages is how many messages of -max-message the memory of all
	// connections has room for.
	mostMessages = 64
	// leastMemory is what the server needs when -max-message is small, in bytes.
	leastMemory = 64 << 20
	// Of sixteen parts, keepParts are for what connections keep. As many as make
	// workParts are besides for buffers that a connection has only while it is at
	// work, so that others can work when connections hold all they may; one more is
	// for what is taken while those that were told to end still have it, and the
	// rest is garbage.
	allParts  = 16
	keepParts = 12
	workParts = 14
	// Captures take one part in tapsPart at most, the lines of the chat one in roomPart.
	tapsPart = 4
	roomPart = 16
	// memoryWait is how long a connection waits for those to end.
	memoryWait = 5 * time.Second
)

// What a connection costs beside what is counted byte by byte, in bytes: goroutines,
// buffers of net/http and of TLS, what a head is parsed into.
const (
	httpCost   = 24 << 10
	socketCost = 8 << 10
	lingerCost = 4 << 10
	tlsCost    = 24 << 10
	// headCopies is how often a head is copied by net/http, which handles it.
	headCopies = 3
	// inflaterCost is what the tables of permessage-deflate take.
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

// bound has the process stay within the memory: what it has now and what it needs
// to compress count too, and the runtime collects garbage in time. A lower
// GOMEMLIMIT stays as it is.
func (m *memory) bound() {
	runtimes, all := runtimeUsage().resident, residentMemory()
	if all == 0 {
		all = runtimes
	}
	m.used.Add(all + deflate.MostMemory())
	limit := m.most + m.most/garbagePart - (all - runtimes)
	if limit < debug.SetMemoryLimit(-1) {
		debug.SetMemoryLimit(limit)
	}
}

// garbagePart says how much more than the memory the runtime may have: one part in
// so many is garbage.
const garbagePart = 32

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

// An asking says what memory is asked for.
type asking uint8

const (
	askKeep   asking = iota // for what a peer makes the server keep
	askWork                 // for buffers of a connection at work, which it gives back
	askAccept               // for a new connection, which does not wait
)

// limit returns how many bytes may be used after what is asked for was taken.
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

// give counts n bytes as free.
func (m *memory) give(n int64) {
	if n != 0 {
		m.used.Add(-n)
	}
	if n > 0 && m.waiting.Load() > 0 {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.freed.Broadcast()
	}
}

// take gives a connection n bytes more, at the expense of those that hold more
// when there is nothing left. before is called, if it is not nil, before the
// connection waits for those to end: it lets go of what they may need for that.
func (m *memory) take(c *conn, n int64, what asking, before func()) bool {
	limit := m.limit(what)
	if m.add(n, limit) {
		return true
	}
	if before != nil {
		before()
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.waiting.Add(1)
	defer m.waiting.Add(-1)
	until := time.Now().Add(memoryWait)
	for {
		if m.add(n, limit) {
			return true
		}
		if c.evicted.Load() {
			return false
		}
		leaving := m.evict(c, n, what)
		if leaving == 0 {
			return false
		}
		if m.add(n, limit+min(leaving, m.most/allParts)) {
			return true
		}
		if what == askAccept || time.Now().After(until) {
			return false
		}
		wake := time.AfterFunc(memoryWait/100, m.freed.Broadcast)
		m.freed.Wait()
		wake.Stop()
	}
}

// A holder is a connection and what it holds.
type holder struct {
	c    *conn
	held int64
}

// evict has those end that hold the most, until there is room for n bytes and some
// more, and returns how many bytes those have that were told to end. For buffers
// to work with everybody pays who holds more than a connection costs; for anything
// else those who hold more than c will. Those who linger are told last.
func (m *memory) evict(c *conn, n int64, what asking) (leaving int64) {
	least := c.held.Load() + n + 1
	if what == askWork {
		least = c.httpSize() + 1
	}
	m.scratch = m.scratch[:0]
	m.conns(func(other *conn) {
		held := other.held.Load()
		if other.socket.Load() && other.isStuck() {
			held += workBuffers // which others have for a moment only
		}
		switch {
		case other.evicted.Load():
			leaving += held
		case other != c && (held >= least || other.lingers.Load()):
			m.scratch = append(m.scratch, holder{other, held})
		}
	})
	need := m.used.Load() + n + m.most/(2*allParts) - m.limit(what)
	slices.SortFunc(m.scratch, func(a, b holder) int { return cmp.Compare(b.held, a.held) })
	for _, h := range m.scratch {
		if leaving >= need {
			break
		}
		h.c.evict()
		leaving += h.held
	}
	clear(m.scratch)
	c.gate.s.turns.wake()
	m.freed.Broadcast()
	return leaving
}

// takeShared counts n bytes of what belongs to no connection.
func (m *memory) takeShared(n int64) bool { return m.add(n, m.limit(askKeep)) }

// hold counts what the connection has as size bytes; when that is more than
// before, the memory is asked.
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

// settle counts what the connection has as size bytes without asking: it is less
// than before, or hardly more.
func (c *conn) settle(size int64) {
	if size == c.held.Load() {
		return
	}
	c.gate.s.memory.give(c.held.Swap(size) - size)
}

// evictTime is how long a connection that is told to end has to write its Close.
const evictTime = 200 * time.Millisecond

// evict has the connection end. When it waits for its peer to take something, it
// ends at once.
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

// stuckTime is how long a write takes at most, mostly, when the peer reads.
const stuckTime = 50 * time.Millisecond

// isStuck reports whether the connection waits for its peer to take something.
func (c *conn) isStuck() bool {
	since := moment(c.writing.Load())
	return since != 0 && momentOf(time.Now())-since > moment(stuckTime) && c.hasUnsent()
}

// workBuffers is the size in bytes of what a connection at work reads and writes into.
const workBuffers = 2 * int64(len(buffer{}))

// refuseMemory answers with 503 when there is no memory for a request.
func (c *conn) refuseMemory() error {
	return c.refuse(refusal{http.StatusServiceUnavailable, fullMemory})
}
