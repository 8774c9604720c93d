// Package tap is the endpoint /tap/{id}: it shows a page every byte of the one
// connection that was opened with ?tap={id}. The command makes the taps, lists them
// among the endpoints, and gives them to the handshakes.
package tap

import (
	"fmt"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"framelab/server/handshake"
	"framelab/server/limits"
	"framelab/server/memory"
	"framelab/server/policy"
	"framelab/server/record"
)

// Taps are the captures under way and those that can still be read, by the id that the
// page made: the only way for a page to see its own masking keys. Only that page knows
// the id, so the id gives the right to look.
type Taps struct {
	memory *memory.Memory
	most   int64 // bytes of a capture

	mu     sync.Mutex
	byID   map[string]*tap
	expiry *time.Timer // set while there is a slot
}

// A tap is the slot of an id: a capture, and how many listeners it has.
type tap struct {
	capture   *record.Capture
	peer      netip.Addr // of the page that made the id
	used      bool       // a connection has the id
	listeners int
	since     time.Time // when it was last used
}

// The bounds of taps.
const (
	Slots     = 64              // at the same time; one more gets 503
	Expiry    = 5 * time.Minute // how long a capture waits for a listener once its connection has ended
	Listeners = 4               // of one tap; one more gets 503
)

// New returns taps whose captures take their part of a memory.
func New(m *memory.Memory) *Taps {
	return &Taps{memory: m, most: min(record.CaptureBytes, m.Most()/memory.TapsPart/Slots)}
}

// CaptureBytes returns the most bytes of a capture.
func (ts *Taps) CaptureBytes() int64 { return ts.most }

// Tapped returns the capture for a connection that asks to be tapped, or nil.
func (ts *Taps) Tapped(t handshake.Target) (*record.Capture, policy.Refusal) {
	id := t.Query.ID("tap")
	if r := t.Query.Refusal(); id == "" || r.Status != 0 {
		return nil, r
	}
	return ts.begin(id, t.Peer, time.Now())
}

// Count returns how many slots are in use.
func (ts *Taps) Count() int {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	return len(ts.byID)
}

// begin gives an id to a connection; 409 if a connection has or had it.
func (ts *Taps) begin(id string, peer netip.Addr, now time.Time) (*record.Capture, policy.Refusal) {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	t, r := ts.slot(id, peer, now)
	switch {
	case t == nil:
		return nil, r
	case t.used:
		return nil, policy.Refuse(http.StatusConflict, "The tap id "+policy.Quote(id)+" belongs to another connection. Use a new id for each connection.")
	}
	t.used = true
	return t.capture, policy.Refusal{}
}

// listen gives a listener the capture of an id, whether its connection is there
// already or not. The listener calls leave when it is done.
func (ts *Taps) listen(id string, peer netip.Addr, now time.Time) (*record.Capture, policy.Refusal) {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	t, r := ts.slot(id, peer, now)
	switch {
	case t == nil:
		return nil, r
	case t.listeners == Listeners:
		return nil, policy.Refuse(http.StatusServiceUnavailable, fmt.Sprintf("This tap already has %d listeners (the limit). Try again when one has left.", Listeners))
	}
	t.listeners++
	return t.capture, policy.Refusal{}
}

func (ts *Taps) leave(id string, now time.Time) {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	if t := ts.byID[id]; t != nil {
		t.listeners--
		t.since = now
	}
}

// slot returns the slot of an id, a new one if there is room.
func (ts *Taps) slot(id string, peer netip.Addr, now time.Time) (*tap, policy.Refusal) {
	if t := ts.byID[id]; t != nil {
		return t, policy.Refusal{}
	}
	ts.sweep(now)
	peers := 0
	for _, t := range ts.byID {
		if t.peer == peer {
			peers++
		}
	}
	switch limits.MayTake(Slots, len(ts.byID), peers) {
	case limits.PeerHasEnough:
		if !ts.evict(func(t *tap) bool { return t.peer == peer }) {
			return nil, policy.Refuse(http.StatusServiceUnavailable, fmt.Sprintf("Your address uses %d of the %d taps of this server (the limit for one address). Try again when a tapped connection has ended.", peers, Slots))
		}
	case limits.AllTaken:
		if !ts.evict(func(*tap) bool { return true }) {
			return nil, policy.Refuse(http.StatusServiceUnavailable, fmt.Sprintf("All %d taps of this server are in use. Try again when a tapped connection has ended.", Slots))
		}
	}
	if !ts.memory.TakeShared(ts.most) {
		return nil, policy.Refuse(http.StatusServiceUnavailable, memory.Full)
	}
	if ts.byID == nil {
		ts.byID = map[string]*tap{}
	}
	t := &tap{capture: record.NewCapture(ts.most), peer: peer, since: now}
	ts.byID[id] = t
	if ts.expiry == nil {
		ts.expiry = time.AfterFunc(Expiry, ts.expire)
	}
	return t, policy.Refusal{}
}

// expire sweeps, and runs again when the next slot may have expired.
func (ts *Taps) expire() {
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
	ts.expiry.Reset(next.Add(Expiry + time.Second).Sub(now))
}

// sweep drops the slots that were idle for Expiry.
func (ts *Taps) sweep(now time.Time) {
	for id, t := range ts.byID {
		if idle, since := t.idle(); idle && now.Sub(since) > Expiry {
			ts.forget(id)
		}
	}
}

// evict drops the oldest idle slot among some.
func (ts *Taps) evict(of func(*tap) bool) bool {
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

func (ts *Taps) forget(id string) {
	delete(ts.byID, id)
	ts.memory.Give(ts.most)
}

// idle reports whether a slot has no listener and no connection under way, and since when.
func (t *tap) idle() (bool, time.Time) {
	whole, ended := t.capture.Whole()
	since := t.since
	if ended.After(since) {
		since = ended
	}
	return t.listeners == 0 && (!t.used || whole), since
}
