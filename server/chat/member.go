package chat

import (
	"time"

	"framelab/codec"
	"framelab/server/handshake"
	"framelab/server/policy"
	"framelab/server/socket"
)

// A member is one WebSocket of /mychat, subprotocol chat: text messages only,
// of at most MessageBytes.
type member struct {
	k    *socket.Socket
	room *Room
	name string

	// Guarded by the room's lock.
	next   int       // the number of the line that it takes next
	since  time.Time // when it last took something
	busy   bool      // a goroutine sends it lines
	cutOff bool      // it took nothing while others waited
}

// MessageBytes is the most bytes of a message; Close 1009 beyond it.
const MessageBytes = 64 << 10

// Subprotocols are those of /mychat.
var Subprotocols = []string{"chat"}

// Endpoint returns /mychat.
func (r *Room) Endpoint() handshake.Endpoint {
	return handshake.Endpoint{Name: "mychat", Path: "/mychat", Taps: true, Largest: MessageBytes, Admit: r.admit}
}

func (r *Room) admit(handshake.Target) (handshake.Opening, policy.Refusal) {
	if refused := r.enter(); refused.Status != 0 {
		return handshake.Opening{}, refused
	}
	return handshake.Opening{App: &member{room: r}, Subprotocols: Subprotocols}, policy.Refusal{}
}

// Opened lets the member into the room before its handshake is answered: a
// client misses nothing from the moment when it knows that it is connected.
func (m *member) Opened(k *socket.Socket) {
	m.k = k
	m.room.join(m)
	if k.Lend() {
		k.Send(codec.OpText, []byte("* "+m.name+" joined"))
	}
}

func (m *member) Received(op codec.Opcode, data []byte) {
	if op != codec.OpText {
		m.k.Close(codec.CloseUnsupportedData, "this chat accepts text messages only")
		return
	}
	m.room.say(m, data)
}

// waits sends the member its own lines, before the member waits to say a line of kept
// bytes. It returns false when the connection has ended.
func (m *member) waits(kept int) bool {
	for m.sendSome() {
	}
	return m.k.FlushKeeping(kept)
}

// drain sends until nothing waits.
func (m *member) drain() {
	for more := true; more; {
		m.k.Do(func() { more = m.sendSome() })
	}
}

// sendSome sends what it can in one write, and reports whether there may be
// more. Lines are taken with the socket's lock held, so that they keep their order.
func (m *member) sendSome() bool {
	k := m.k
	lines, cutOff := m.room.take(m)
	switch {
	case !k.Receives():
		return false
	case cutOff:
		k.Close(codec.ClosePolicyViolation, "too slow: it read nothing while all the others waited")
		return false
	case len(lines) == 0:
		return false
	}
	if k.Lend() {
		for _, line := range lines {
			k.Send(codec.OpText, []byte(line))
		}
	}
	k.Flush()
	return true
}

// Shutdown sends all lines that wait, so that the member gets them before the Close.
func (m *member) Shutdown() {
	for m.sendSome() {
	}
}

func (m *member) Closed() { m.room.leave(m) }
