// Package memory counts what all peers together make the server hold, and bounds it.
// It also has the pools of what connections hold for a moment only: buffers, and turns
// at heavy work. It knows a connection as a Holder; conn, gate, socket, tap and chat
// ask it for memory.
package memory

import (
	"cmp"
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

// A Memory counts what all peers together make the server hold, and bounds it.
// Everything is counted before it is allocated: connections, request heads,
// messages and what they inflate to, windows, output, late answers, plans and
// captures. When the memory is full, a connection that asks for more gets it from
// the connections that hold the most. If it would hold the most itself, it is refused.
type Memory struct {
	most  int64 // bytes
	turns *Turns
	conns func(yield func(Holder)) // the connections there are

	used    atomic.Int64
	waiting atomic.Int32

	mu      sync.Mutex
	freed   sync.Cond   // on mu: used has become less while a connection waits
	scratch []candidate // of evict
	looked  time.Time   // when evict was last called
	leaving int64       // what it returned
}

// How the memory is divided.
const (
	// mostMessages × -max-message is the bound.
	mostMessages = 64
	// Least is the smallest bound in bytes: the server needs it even when
	// -max-message is small.
	Least = 64 << 20
	// Of allParts, connections can hold keepParts. Buffers for the time of one read
	// can use up to workParts, so that a connection can still work when others hold
	// all they may. One more part can be used while evicted connections are ending.
	// From garbageParts on the runtime collects garbage all the time; what it has not
	// collected by then is the difference between the bound and what the process has.
	allParts     = 16
	keepParts    = 12
	workParts    = 13
	garbageParts = 15
	// Captures use at most 1/TapsPart of the memory, the lines of the chat 1/RoomPart.
	TapsPart = 4
	RoomPart = 16
	// memoryWait is how long a connection waits for evicted ones to end.
	memoryWait = 5 * time.Second
	// evictLook is the time between two looks for connections to evict.
	evictLook = 10 * time.Millisecond
)

// The fixed costs of a connection, in bytes: goroutines, buffers of net/http and
// TLS, parsed heads. Everything else is counted byte by byte.
const (
	HTTPCost   = 24 << 10
	SocketCost = 8 << 10
	LingerCost = 4 << 10
	TLSCost    = 24 << 10
	// HeadCopies is how many copies net/http makes of a head.
	HeadCopies = 3
	// InflaterCost is the size of the tables of permessage-deflate.
	InflaterCost = 8 << 10
)

// HeldReason is what a connection is told when it has to end, and Full what a request is
// told when it is refused.
const (
	HeldReason = "all memory for connections is in use, and this one holds the most; try again later"
	Full       = "All memory for connections is in use. Try again later."
)

// Most returns the bound in bytes for a server with a -max-message of maxMessage bytes.
func Most(maxMessage int64) int64 { return max(Least, mostMessages*maxMessage) }

// New returns a memory of most bytes, in which turns connections can do heavy work at
// the same time.
func New(most int64, turns int) *Memory {
	m := &Memory{most: most, turns: newTurns(turns), conns: func(func(Holder)) {}}
	m.freed.L = &m.mu
	return m
}

// Connections sets where the memory finds the connections that it can evict.
func (m *Memory) Connections(each func(yield func(Holder))) { m.conns = each }

// Most returns the bound in bytes.
func (m *Memory) Most() int64 { return m.most }

// Used returns how many bytes are in use.
func (m *Memory) Used() int64 { return m.used.Load() }

// Turns are the turns at heavy work.
func (m *Memory) Turns() *Turns { return m.turns }

// BoundProcess applies the memory to the whole process: it counts what the process has
// already and what it needs to compress, and sets the runtime's memory limit. A
// lower GOMEMLIMIT stays in force.
func (m *Memory) BoundProcess() {
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

// An Asking is the purpose for which memory is asked.
type Asking uint8

const (
	Keep   Asking = iota // data that a peer makes the server hold
	Work                 // buffers for the time of one read
	Accept               // a new connection; it does not wait for evicted ones
)

// Limit returns the most bytes in use for a purpose.
func (m *Memory) Limit(what Asking) int64 {
	if what == Work {
		return m.most / allParts * workParts
	}
	return m.most / allParts * keepParts
}

// add counts n bytes if there is room for them up to a limit.
func (m *Memory) add(n, limit int64) bool {
	if m.used.Add(n) <= limit {
		return true
	}
	m.used.Add(-n)
	return false
}

// Give counts n bytes as free again.
func (m *Memory) Give(n int64) {
	if n != 0 {
		m.used.Add(-n)
	}
	if n > 0 && m.waiting.Load() > 0 {
		m.freed.Signal()
	}
}

// Take counts n more bytes for a connection. When the memory is full it evicts the
// connections that hold more, and waits for them to end. before is called, unless
// it is nil, before the wait: it releases what they may need in order to end.
func (m *Memory) Take(c Holder, n int64, what Asking, before func()) bool {
	limit := m.Limit(what)
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
		if what != Work || now.Sub(m.looked) >= evictLook {
			m.looked, m.leaving = now, m.evict(c, n, what)
		}
		switch {
		case c.Account().Evicted(), m.leaving == 0 && what != Work: // a read is soon done, or is stuck
			return false
		case m.add(n, limit+min(m.leaving, m.most/allParts)):
			return true
		case what == Accept, now.After(until):
			return false
		}
		wake := time.AfterFunc(evictLook, m.freed.Signal)
		m.freed.Wait()
		wake.Stop()
	}
}

// A candidate is a connection and what it holds.
type candidate struct {
	c     Holder
	held  int64
	stuck bool // with the buffers of a read, which others have for a moment only
}

// evict ends the connections that hold the most, until there is room for n bytes
// and some more. It returns how many bytes the connections hold that are ending.
// For buffers of one read, it evicts any connection that holds more than its fixed
// cost, and so many stuck ones that all that wait can have buffers; for everything
// else it evicts only those that hold more than c will. Lingering connections come last.
func (m *Memory) evict(c Holder, n int64, what Asking) (leaving int64) {
	least := c.Account().Held() + n + 1
	if what == Work {
		least = c.HTTPSize() + 1
	}
	m.scratch = m.scratch[:0]
	m.conns(func(other Holder) {
		a := other.Account()
		h := candidate{other, a.held.Load(), a.socket.Load() && other.IsStuck()}
		if h.stuck {
			h.held += WorkBuffers
		}
		switch {
		case a.evicted.Load():
			leaving += h.held
		case other != c && (h.held >= least || a.lingers.Load()):
			m.scratch = append(m.scratch, h)
		}
	})
	need := m.used.Load() + n + m.most/(2*allParts) - m.Limit(what)
	ofStuck := need
	if what == Work {
		ofStuck += n * int64(m.waiting.Load()-1)
	}
	slices.SortFunc(m.scratch, func(a, b candidate) int { return cmp.Compare(b.held, a.held) })
	evicted := 0
	for _, h := range m.scratch {
		if leaving < need || h.stuck && leaving < ofStuck {
			h.c.Evict()
			leaving += h.held
			evicted++
		}
	}
	clear(m.scratch)
	if evicted > 0 { // they may be waiting themselves
		m.turns.wake()
		m.freed.Broadcast()
	}
	return leaving
}

// TakeShared counts n bytes that belong to no single connection.
func (m *Memory) TakeShared(n int64) bool { return m.add(n, m.Limit(Keep)) }

// WorkBuffers is the size in bytes of the two buffers that one read needs: one for
// the bytes that come and one for the response.
const WorkBuffers = 2 * int64(len(Buffer{}))
