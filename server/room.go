package main

import (
	"strconv"
	"sync"
)

// A room is where the members of /mychat hear each other. Its lines are
//
//	"* guest-1 joined"         to all, the new one too: its first line
//	"* guest-1 left"           to those who are still there
//	"guest-1: what was said"   to all, whoever said it too, what was said verbatim
//
// each one text message. No line waits for anybody: each member has a queue of
// its own.
type room struct {
	mu      sync.Mutex
	members map[*member]struct{}
	joined  int
}

// join lets a member in and gives it a name.
func (r *room) join(m *member) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.members == nil {
		r.members = map[*member]struct{}{}
	}
	r.joined++
	m.name = "guest-" + strconv.Itoa(r.joined)
	r.members[m] = struct{}{}
	r.tell("* " + m.name + " joined")
}

// leave lets a member out.
func (r *room) leave(m *member) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, here := r.members[m]; here {
		delete(r.members, m)
		r.tell("* " + m.name + " left")
	}
}

// say tells all what one of them says.
func (r *room) say(m *member, what []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, here := r.members[m]; here {
		r.tell(m.name + ": " + string(what))
	}
}

// tell gives all members a line. Those that are too slow for it are out of the
// room, which in turn is told to those who are left.
func (r *room) tell(line string) {
	for lines := []string{line}; len(lines) > 0; lines = lines[1:] {
		for m := range r.members {
			if !m.hear(lines[0]) {
				delete(r.members, m)
				lines = append(lines, "* "+m.name+" left")
			}
		}
	}
}

// count returns how many are in the room.
func (r *room) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.members)
}
