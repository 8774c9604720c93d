package main

import (
	"slices"
	"sync"
	"time"

	"framelab/codec"
)

// A member is one WebSocket of /mychat, subprotocol chat: text messages alone,
// of at most chatMessage bytes.
type member struct {
	k    *socket
	room *room
	name string

	mu     sync.Mutex
	queue  []string // lines that wait to be sent
	bytes  int      // what they cost
	busy   bool     // somebody sends them
	cutOff bool     // more than -max-pending waited
}

const (
	chatMessage = 64 << 10 // bytes; Close 1009 beyond it
	lineCost    = 64       // what a line that waits costs beside its bytes
	// How long a reader that was too slow has to take what is under way and the
	// Close that says why.
	cutOffTime = 10 * time.Second
)

// chatSpeaks are the subprotocols of /mychat.
var chatSpeaks = []string{"chat"}

func admitChat(s *server, _ target) (opening, refusal) {
	return opening{app: &member{room: &s.room}, speaks: chatSpeaks}, refusal{}
}

// opened lets the member into the room before its handshake is answered: from
// the moment that a client knows it is connected it misses nothing.
func (m *member) opened(k *socket) {
	m.k = k
	m.room.join(m)
}

func (m *member) received(op codec.Opcode, data []byte) {
	if op != codec.OpText {
		m.k.close(codec.CloseUnsupportedData, "this chat accepts text messages only")
		return
	}
	m.room.say(m, data)
}

// hear has a line sent to the member. It never waits. It reports whether the
// member can keep up: one that cannot is cut off with 1008.
func (m *member) hear(line string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.cutOff {
		return false
	}
	if m.bytes > 0 && m.bytes+len(line)+lineCost > int(m.k.s.opt.maxPending) {
		m.cutOff = true
		m.queue = nil
		m.k.c.lastWrite(time.Now().Add(min(cutOffTime, m.k.s.opt.idleTimeout)))
	} else {
		m.queue = append(m.queue, line)
		m.bytes += len(line) + lineCost
	}
	if !m.busy {
		m.busy = true
		go m.drain()
	}
	return !m.cutOff
}

// drain sends until nothing waits.
func (m *member) drain() {
	for m.drainSome() {
	}
}

// drainSome sends what it can in one write, and reports whether there may be
// more. Lines are taken with the socket's lock held, so that they keep their order.
func (m *member) drainSome() bool {
	k := m.k
	k.mu.Lock()
	defer k.mu.Unlock()
	defer k.wakeIfDone()
	return m.sendSome()
}

func (m *member) sendSome() bool {
	k := m.k
	lines, cutOff := m.take()
	switch {
	case k.over || k.broken != nil:
		return false
	case cutOff:
		k.close(codec.ClosePolicyViolation, "too slow: more than -max-pending bytes waited to be sent")
		return false
	case len(lines) == 0:
		return false
	}
	k.lend()
	for _, line := range lines {
		k.send(codec.OpText, []byte(line))
	}
	k.flush()
	return true
}

// take returns the lines to be sent next, a buffer full at most.
func (m *member) take() (lines []string, cutOff bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	n, size := 0, 0
	for n < len(m.queue) && (n == 0 || size < len(buffer{})/2) {
		size += len(m.queue[n])
		n++
	}
	m.bytes -= size + n*lineCost
	lines = slices.Clone(m.queue[:n])
	clear(m.queue[:n]) // or what has been sent would be kept
	if m.queue = m.queue[n:]; len(m.queue) == 0 {
		m.queue = nil
	}
	m.busy = n > 0
	return lines, m.cutOff
}

// finishing sends all that waits, so that what was said is heard.
func (m *member) finishing() {
	for m.sendSome() {
	}
}

func (m *member) ended() { m.room.leave(m) }
