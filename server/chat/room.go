// Package chat is the endpoint /mychat: everyone hears what everyone says. The command
// makes its one room and lists it among the endpoints.
package chat

import (
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"

	"framelab/server/limits"
	"framelab/server/memory"
	"framelab/server/policy"
)

// A Room sends every line to all members of /mychat. Its lines are
//
//	"* guest-1 joined"         to all, the new member too: its first line
//	"* guest-1 left"           to the members that are still there
//	"guest-1: what was said"   to all, the speaker too; the words are unchanged
//
// each one text message. In a room of more than Announced members, a member that
// joins is told so, but the others are not: announcing every member to every other
// member would cost the square of their number.
//
// The room keeps each line once, until every member has taken it. While the lines
// fill -max-pending bytes, a member that says more has to wait. A member that takes
// nothing for a while although others wait for it is closed.
type Room struct {
	Config
	most int // bytes of lines, with their lineCost

	mu      sync.Mutex
	seats   int // of members, and of handshakes that may become members
	members map[*member]struct{}
	joined  int
	lines   []line
	first   int           // the number of lines[0]
	bytes   int           // what the lines cost
	taken   chan struct{} // closed when every member has taken a line; nil when nothing waits for that
}

// A line, and how many members have not taken it.
type line struct {
	text string
	left int
}

const (
	// Announced is how many members a room has at most for joining and leaving to be told
	// to all of them.
	Announced = 100
	lineCost  = 64 // the bytes of memory that a line takes in addition to its text
	// cutOffTime is how long a member can take nothing while others wait for it, and
	// then how long it has to read what is being sent and the Close with the reason.
	cutOffTime = 10 * time.Second
)

// A Config is what a room needs.
type Config struct {
	Limits       limits.Limits
	Memory       *memory.Memory
	ShuttingDown <-chan struct{} // closed when a shutdown begins
}

// NewRoom returns an empty room.
func NewRoom(cfg Config) *Room {
	return &Room{Config: cfg, most: int(min(int64(cfg.Limits.MaxPending), cfg.Memory.Most()/memory.RoomPart))}
}

func (r *Room) patience() time.Duration { return min(cutOffTime, r.Limits.IdleTimeout) }

// enter takes a seat for a new member. leave frees it.
func (r *Room) enter() policy.Refusal {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.members == nil {
		if !r.Memory.TakeShared(int64(r.most)) {
			return policy.Refuse(http.StatusServiceUnavailable, memory.Full)
		}
		r.members = map[*member]struct{}{}
	}
	if r.seats >= r.Limits.MaxChat {
		return policy.Refuse(http.StatusServiceUnavailable, fmt.Sprintf("The chat already has %d members (the limit, -max-chat). Try again when one has left.", r.Limits.MaxChat))
	}
	r.seats++
	return policy.Refusal{}
}

// join adds a member and gives it a name. It receives what is said from now on.
func (r *Room) join(m *member) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.joined++
	m.name = "guest-" + strconv.Itoa(r.joined)
	r.announce("* " + m.name + " joined")
	m.next = r.end()
	r.members[m] = struct{}{}
}

// leave removes a member and frees its seat.
func (r *Room) leave(m *member) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.seats--
	r.remove(m)
}

// remove removes a member. Lines that it has not taken do not wait for it.
func (r *Room) remove(m *member) {
	if _, here := r.members[m]; !here {
		return
	}
	delete(r.members, m)
	for i := m.next; i < r.end(); i++ {
		r.lines[i-r.first].left--
	}
	r.trim()
	r.announce("* " + m.name + " left")
}

// say gives all members a line that m says. The lock of m's socket is held. say
// waits while the room is full.
func (r *Room) say(m *member, what []byte) {
	text := m.name + ": " + string(what)
	r.mu.Lock()
	defer r.mu.Unlock()
	for r.bytes > 0 && r.bytes+len(text)+lineCost > r.most {
		if !r.wait(m, len(text)) {
			break
		}
	}
	if _, here := r.members[m]; here {
		r.add(text)
	}
}

// wait waits until the room may have space. Meanwhile it sends m its own lines,
// because they can be what fills the room. It returns false when m must not wait
// any longer.
func (r *Room) wait(m *member, kept int) bool {
	if _, here := r.members[m]; !here {
		return false
	}
	if r.taken == nil {
		r.taken = make(chan struct{})
	}
	taken := r.taken
	look := r.cutOffStuck(time.Now())
	r.mu.Unlock()
	defer r.mu.Lock()
	if !m.waits(kept) {
		return false
	}
	timer := time.NewTimer(look)
	defer timer.Stop()
	select {
	case <-taken:
		return true
	case <-timer.C:
		return true
	case <-r.ShuttingDown: // the line is still delivered
		return false
	}
}

// cutOffStuck removes the members that have not taken the first line and have
// taken nothing for a while. It returns the time until it should look again.
func (r *Room) cutOffStuck(now time.Time) (look time.Duration) {
	look = r.patience()
	var stuck []*member
	for m := range r.members {
		if m.next > r.first {
			continue
		}
		if left := r.patience() - now.Sub(m.since); left > 0 {
			look = min(look, left)
		} else {
			stuck = append(stuck, m)
		}
	}
	for _, m := range stuck {
		m.cutOff = true
		m.k.SetLastWriteDeadline(now.Add(r.patience()))
		r.remove(m)
	}
	return look
}

// announce gives all members a line about one that joined or left, unless there are
// many of them or the room is full.
func (r *Room) announce(text string) {
	if len(r.members) < Announced && r.bytes < 2*r.most {
		r.add(text)
	}
}

// add gives all members a line.
func (r *Room) add(text string) {
	if len(r.members) == 0 {
		return
	}
	r.lines = append(r.lines, line{text, len(r.members)})
	r.bytes += len(text) + lineCost
	for m := range r.members {
		if !m.busy {
			m.busy, m.since = true, time.Now()
			go m.drain()
		}
	}
}

// end returns the number of the line that comes next.
func (r *Room) end() int { return r.first + len(r.lines) }

// take returns the lines that a member is sent next, at most about half a buffer.
func (r *Room) take(m *member) (lines []string, cutOff bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, here := r.members[m]; !here {
		return nil, m.cutOff
	}
	for size := 0; m.next < r.end() && size < len(memory.Buffer{})/2; m.next++ {
		l := &r.lines[m.next-r.first]
		l.left--
		size += len(l.text)
		lines = append(lines, l.text)
	}
	m.since = time.Now()
	m.busy = len(lines) > 0
	r.trim()
	return lines, false
}

// trim drops the lines that every member has taken.
func (r *Room) trim() {
	n := 0
	for ; n < len(r.lines) && r.lines[n].left == 0; n++ {
		r.bytes -= len(r.lines[n].text) + lineCost
		r.lines[n] = line{} // without this the slice would keep the text
	}
	if n == 0 {
		return
	}
	r.first += n
	if r.lines = r.lines[n:]; len(r.lines) == 0 {
		r.lines = nil
	}
	if r.taken != nil {
		close(r.taken)
		r.taken = nil
	}
}

// Bytes returns how many bytes the lines cost that are kept.
func (r *Room) Bytes() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.bytes
}

// Count returns how many are in the room.
func (r *Room) Count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.members)
}
