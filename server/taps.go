package main

import (
	"fmt"
	"net/http"
	"net/netip"
	"sync"
	"time"
)

// taps are the captures under way and those that may still be read, by the id
// that the page made up: the only way for a page to see its own masking keys.
// An id is known to that page alone, so it is what gives the right to look.
type taps struct {
	memory *memory
	most   int64 // bytes of a capture

	mu     sync.Mutex
	byID   map[string]*tap
	expiry *time.Timer // set while there is a slot
}

// A tap is an id's slot: a capture, and how many are looking.
type tap struct {
	capture   *capture
	peer      netip.Addr // of the page that made up the id
	used      bool       // a connection has the id
	listeners int
	since     time.Time // when it was last of use to somebody
}

// The bounds of taps.
const (
	tapSlots     = 64              // at once; 503 beyond it
	tapExpiry    = 5 * time.Minute // how long a capture waits for a listener once its connection has ended
	tapListeners = 4               // of one tap; 503 beyond it
)

// tapped returns the capture for a connection that asks to be tapped, or nil.
func (s *server) tapped(t target) (*capture, refusal) {
	id := t.query.id("tap")
	if r := t.query.refusal(); id == "" || r.status != 0 {
		return nil, r
	}
	return s.taps.begin(id, t.peer, time.Now())
}

// begin gives an id to a connection; 409 when another one has or had it.
func (ts *taps) begin(id string, peer netip.Addr, now time.Time) (*capture, refusal) {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	t, r := ts.slot(id, peer, now)
	switch {
	case t == nil:
		return nil, r
	case t.used:
		return nil, refusal{http.StatusConflict, "The tap id " + quote(id) + " belongs to another connection. Use a new id for each connection."}
	}
	t.used = true
	return t.capture, refusal{}
}

// listen gives a listener the capture of an id, whether its connection is there
// already or not. The listener calls leave when it is done.
func (ts *taps) listen(id string, peer netip.Addr, now time.Time) (*capture, refusal) {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	t, r := ts.slot(id, peer, now)
	switch {
	case t == nil:
		return nil, r
	case t.listeners == tapListeners:
		return nil, refusal{http.StatusServiceUnavailable, fmt.Sprintf("This tap already has %d listeners (the limit). Try again when one has left.", tapListeners)}
	}
	t.listeners++
	return t.capture, refusal{}
}

func (ts *taps) leave(id string, now time.Time) {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	if t := ts.byID[id]; t != nil {
		t.listeners--
		t.since = now
	}
}

// slot returns the slot of an id, a new one if there is room.
func (ts *taps) slot(id string, peer netip.Addr, now time.Time) (*tap, refusal) {
	if t := ts.byID[id]; t != nil {
		return t, refusal{}
	}
	ts.sweep(now)
	peers := 0
	for _, t := range ts.byID {
		if t.peer == peer {
			peers++
		}
	}
	switch mayTake(tapSlots, len(ts.byID), peers) {
	case peerHasEnough:
		if !ts.evict(func(t *tap) bool { return t.peer == peer }) {
			return nil, refusal{http.StatusServiceUnavailable, fmt.Sprintf("Your address uses %d of the %d taps of this server (the limit for one address). Try again when a tapped connection has ended.", peers, tapSlots)}
		}
	case allTaken:
		if !ts.evict(func(*tap) bool { return true }) {
			return nil, refusal{http.StatusServiceUnavailable, fmt.Sprintf("All %d taps of this server are in use. Try again when a tapped connection has ended.", tapSlots)}
		}
	}
	if !ts.memory.takeShared(ts.most) {
		return nil, refusal{http.StatusServiceUnavailable, fullMemory}
	}
	if ts.byID == nil {
		ts.byID = map[string]*tap{}
	}
	t := &tap{capture: newCapture(ts.most), peer: peer, since: now}
	ts.byID[id] = t
	if ts.expiry == nil {
		ts.expiry = time.AfterFunc(tapExpiry, ts.expire)
	}
	return t, refusal{}
}

// expire sweeps, and runs again when the next slot may have expired.
func (ts *taps) expire() {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	now := time.Now()
	ts.sweep(now)
	if len(ts.byID) == 0 {
		ts.expiry = nil
		return
	}
	next := now
	for _, t := range ts.byID {
		if idle, since := t.idle(); idle && since.Before(next) {
			next = since
		}
	}
	ts.expiry.Reset(next.Add(tapExpiry + time.Second).Sub(now))
}

// sweep forgets what nobody has come for in time.
func (ts *taps) sweep(now time.Time) {
	for id, t := range ts.byID {
		if idle, since := t.idle(); idle && now.Sub(since) > tapExpiry {
			ts.forget(id)
		}
	}
}

// evict forgets the oldest idle slot among some.
func (ts *taps) evict(of func(*tap) bool) bool {
	oldest, age := "", time.Time{}
	for id, t := range ts.byID {
		if idle, since := t.idle(); idle && of(t) && (oldest == "" || since.Before(age)) {
			oldest, age = id, since
		}
	}
	if oldest == "" {
		return false
	}
	ts.forget(oldest)
	return true
}

func (ts *taps) forget(id string) {
	delete(ts.byID, id)
	ts.memory.give(ts.most)
}

// idle reports whether nobody listens and no connection is under way, and since when.
func (t *tap) idle() (bool, time.Time) {
	whole, ended := t.capture.isWhole()
	since := t.since
	if ended.After(since) {
		since = ended
	}
	return t.listeners == 0 && (!t.used || whole), since
}
