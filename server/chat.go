package main

import (
	"time"

	"framelab/codec"
)

// A member is one WebSocket of /mychat, subprotocol chat: text messages alone,
// of at most chatMessage bytes.
type member struct {
	k    *socket
	room *room
	name string

	// Guarded by the room's lock.
	next   int       // the number of the line that it takes next
	since  time.Time // when it last took something
	busy   bool      // a goroutine sends it lines
	cutOff bool      // it took nothing while others waited
}

const chatMessage = 64 << 10 // bytes; Close 1009 beyond it

// chatSpeaks are the subprotocols of /mychat.
var chatSpeaks = []string{"chat"}

func admitChat(s *server, _ target) (opening, refusal) {
	if r := s.room.enter(); r.status != 0 {
		return opening{}, r
	}
	return opening{app: &member{room: s.room}, speaks: chatSpeaks}, refusal{}
}

// opened lets the member into the room before its handshake is answered: from
// the moment that a client knows it is connected it misses nothing.
func (m *member) opened(k *socket) {
	m.k = k
	m.room.join(m)
	if k.lend() {
		k.send(codec.OpText, []byte("* "+m.name+" joined"))
	}
}

func (m *member) received(op codec.Opcode, data []byte) {
	if op != codec.OpText {
		m.k.close(codec.CloseUnsupportedData, "this chat accepts text messages only")
		return
	}
	m.room.say(m, data)
}

// waits sends the member its own lines, before it waits with a line of kept bytes
// that it has said. It returns false when the connection has ended.
func (m *member) waits(kept int) bool {
	k := m.k
	for m.sendSome() {
	}
	if k.over || k.broken != nil || !k.mayKeep(kept) {
		return false
	}
	k.kept += kept
	k.flush()
	k.kept -= kept
	return k.broken == nil
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
	lines, cutOff := m.room.take(m)
	switch {
	case k.over || k.broken != nil:
		return false
	case cutOff:
		k.close(codec.ClosePolicyViolation, "too slow: it read nothing while all the others waited")
		return false
	case len(lines) == 0:
		return false
	}
	if k.lend() {
		for _, line := range lines {
			k.send(codec.OpText, []byte(line))
		}
	}
	k.flush()
	return true
}

// finishing sends all that waits, so that what was said is heard.
func (m *member) finishing() {
	for m.sendSome() {
	}
}

func (m *member) ended() { m.room.leave(m) }
