package main

import (
	"context"
	"fmt"
	"net/http"
	"net/netip"
	"strconv"
	"sync"
	"time"
)

// A race is one stream of events, which pages get by the older ways and over a
// WebSocket at the same time. Event seq happens at start + seq/rate, so that all
// ways have the same events, and each may be late with them.
type race struct {
	peer  netip.Addr // of the page that began it
	rate  float64    // events a second
	last  int        // seq of the last event
	start time.Time
	ways  map[string]*tally
}

// The bounds of races.
const (
	raceSlots   = 64                     // at once; 503 beyond it
	raceExpiry  = 5 * time.Minute        // how long the figures of a race are kept after its end
	raceLead    = 500 * time.Millisecond // before the first event, so that all ways are under way
	mostRate    = 50
	mostSeconds = 120
	someRate    = 1
	someSeconds = 10
)

// The ways in a race.
var ways = []string{"poll", "long-poll", "multipart", "sse", "websocket"}

// races are the races under way and those whose figures may still be asked for,
// by the id that the page made up.
type races struct {
	mu   sync.Mutex
	byID map[string]*race
}

// join returns the race that a query names, and begins it if it is new:
//
//	run      id        of the race: 22–64 characters of base64url
//	rate     0.1–50    events a second (1 without it)
//	seconds  1–120     how long they come (10 without it)
//	after    number    the seq of the last event that the page has (-1 without it)
func (rs *races) join(q *query, peer netip.Addr, now time.Time) (*race, refusal) {
	id := q.id("run")
	if _, there := q.get("run"); !there {
		q.refuse("run", idShape)
	}
	rate, seconds := q.rate(), q.number("seconds", "a number of seconds", 1, mostSeconds, someSeconds)
	if r := q.refusal(); r.status != 0 {
		return nil, r
	}
	rs.mu.Lock()
	defer rs.mu.Unlock()
	last := max(0, int(rate*float64(seconds))-1)
	if r := rs.byID[id]; r != nil {
		if r.rate != rate || r.last != last {
			return nil, refusal{http.StatusConflict, "The race " + quote(id) + " has a different rate or duration. All requests for one race must name the same rate and seconds."}
		}
		return r, refusal{}
	}
	for id, r := range rs.byID {
		if now.Sub(r.at(r.last)) > raceExpiry {
			delete(rs.byID, id)
		}
	}
	peers := 0
	for _, r := range rs.byID {
		if r.peer == peer {
			peers++
		}
	}
	switch mayTake(raceSlots, len(rs.byID), peers) {
	case peerHasEnough:
		if !rs.evict(now, func(r *race) bool { return r.peer == peer }) {
			return nil, refusal{http.StatusServiceUnavailable, fmt.Sprintf("Your address uses %d of the %d races of this server (the limit for one address). Try again when one has ended.", peers, raceSlots)}
		}
	case allTaken:
		if !rs.evict(now, func(*race) bool { return true }) {
			return nil, refusal{http.StatusServiceUnavailable, fmt.Sprintf("All %d races of this server are in use. Try again when one has ended.", raceSlots)}
		}
	}
	r := &race{peer: peer, rate: rate, last: last, start: now.Add(raceLead), ways: map[string]*tally{}}
	for _, way := range ways {
		r.ways[way] = new(tally)
	}
	if rs.byID == nil {
		rs.byID = map[string]*race{}
	}
	rs.byID[id] = r
	return r, refusal{}
}

// evict forgets the race among some that has been over for the longest time, if any is over.
func (rs *races) evict(now time.Time, of func(*race) bool) bool {
	oldest, end := "", now
	for id, r := range rs.byID {
		if at := r.at(r.last); at.Before(end) && of(r) {
			oldest, end = id, at
		}
	}
	delete(rs.byID, oldest)
	return oldest != ""
}

// find returns a race, or nil.
func (rs *races) find(id string) *race {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	return rs.byID[id]
}

func (q *query) rate() float64 {
	v, there := q.get("rate")
	if !there {
		return someRate
	}
	rate, err := strconv.ParseFloat(v, 64)
	if err != nil || !(rate >= 0.1 && rate <= mostRate) {
		q.refuse("rate", fmt.Sprintf("is a number of events a second, from 0.1 to %d", mostRate))
	}
	return rate
}

// at returns when an event happens.
func (r *race) at(seq int) time.Time {
	return r.start.Add(time.Duration(float64(seq) / r.rate * float64(time.Second)))
}

// happened returns the seq of the last event that has happened, -1 before the first.
func (r *race) happened(now time.Time) int {
	if now.Before(r.start) {
		return -1
	}
	seq := min(r.last, int(now.Sub(r.start).Seconds()*r.rate))
	for seq < r.last && !r.at(seq+1).After(now) {
		seq++ // what rounding took away
	}
	for r.at(seq).After(now) {
		seq--
	}
	return seq
}

// wait returns when event seq has happened; false when ctx ends before.
func (r *race) wait(ctx context.Context, seq int) bool {
	timer := time.NewTimer(time.Until(r.at(seq)))
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// event returns an event as JSON, the same in every way: at is when it happened
// and sent when this server sends it, both in milliseconds since 1970.
func (r *race) event(seq int, now time.Time) []byte { return r.appendEvent(nil, seq, now) }

func (r *race) appendEvent(dst []byte, seq int, now time.Time) []byte {
	return fmt.Appendf(dst, `{"seq":%d,"at":%.3f,"sent":%.3f}`, seq, milliseconds(r.at(seq)), milliseconds(now))
}

func milliseconds(t time.Time) float64 { return float64(t.UnixMicro()) / 1000 }
