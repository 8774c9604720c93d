package comet

import (
	"context"
	"fmt"
	"net/http"
	"net/netip"
	"strconv"
	"sync"
	"time"

	"framelab/server/conn"
	"framelab/server/limits"
	"framelab/server/policy"
)

// A race is one stream of events, which pages get by the older ways and over a
// WebSocket at the same time. Event seq happens at start + seq/rate: all ways send the
// same events, and differ only in how late they are.
type race struct {
	peer  netip.Addr // of the page that began it
	rate  float64    // events a second
	last  int        // seq of the last event
	start time.Time
	ways  map[string]*conn.Tally
}

// The bounds of races.
const (
	Slots       = 64                     // at the same time; one more gets 503
	expiry      = 5 * time.Minute        // how long the figures of a race are kept after its end
	lead        = 500 * time.Millisecond // before the first event, so that all ways have begun
	MostRate    = 50
	MostSeconds = 120
	someRate    = 1
	someSeconds = 10
)

// Ways are the ways in a race.
var Ways = []string{"poll", "long-poll", "multipart", "sse", "websocket"}

// A Config is what races need.
type Config struct {
	Policy       policy.Policy
	ShuttingDown <-chan struct{} // closed when a shutdown begins
}

// New returns Races without a race.
func New(cfg Config) *Races { return &Races{Config: cfg} }

// Races are the races under way and those whose figures may still be asked for,
// by the id that the page made.
type Races struct {
	Config

	mu   sync.Mutex
	byID map[string]*race
}

// Join returns the race that a query names, and begins it if it is new:
//
//	run      id        of the race: 22–64 characters of base64url
//	rate     0.1–50    events a second (1 without it)
//	seconds  1–120     how long they come (10 without it)
//	after    number    the seq of the last event that the page has (-1 without it)
func (rs *Races) Join(q *policy.Query, peer netip.Addr, now time.Time) (*race, policy.Refusal) {
	id := q.ID("run")
	if _, there := q.Get("run"); !there {
		q.Refuse("run", policy.IDShape)
	}
	rate, seconds := readRate(q), q.Number("seconds", "a number of seconds", 1, MostSeconds, someSeconds)
	if r := q.Refusal(); r.Status != 0 {
		return nil, r
	}
	rs.mu.Lock()
	defer rs.mu.Unlock()
	last := max(0, int(rate*float64(seconds))-1)
	if r := rs.byID[id]; r != nil {
		if r.rate != rate || r.last != last {
			return nil, policy.Refuse(http.StatusConflict, "The race "+policy.Quote(id)+" has a different rate or duration. All requests for one race must name the same rate and seconds.")
		}
		return r, policy.Refusal{}
	}
	for id, r := range rs.byID {
		if now.Sub(r.at(r.last)) > expiry {
			delete(rs.byID, id)
		}
	}
	peers := 0
	for _, r := range rs.byID {
		if r.peer == peer {
			peers++
		}
	}
	switch limits.MayTake(Slots, len(rs.byID), peers) {
	case limits.PeerHasEnough:
		if !rs.evict(now, func(r *race) bool { return r.peer == peer }) {
			return nil, policy.Refuse(http.StatusServiceUnavailable, fmt.Sprintf("Your address uses %d of the %d races of this server (the limit for one address). Try again when one has ended.", peers, Slots))
		}
	case limits.AllTaken:
		if !rs.evict(now, func(*race) bool { return true }) {
			return nil, policy.Refuse(http.StatusServiceUnavailable, fmt.Sprintf("All %d races of this server are in use. Try again when one has ended.", Slots))
		}
	}
	r := &race{peer: peer, rate: rate, last: last, start: now.Add(lead), ways: map[string]*conn.Tally{}}
	for _, way := range Ways {
		r.ways[way] = new(conn.Tally)
	}
	if rs.byID == nil {
		rs.byID = map[string]*race{}
	}
	rs.byID[id] = r
	return r, policy.Refusal{}
}

// evict forgets the race among some that has been over for the longest time, if any is over.
func (rs *Races) evict(now time.Time, of func(*race) bool) bool {
	oldest, end := "", now
	for id, r := range rs.byID {
		if at := r.at(r.last); at.Before(end) && of(r) {
			oldest, end = id, at
		}
	}
	delete(rs.byID, oldest)
	return oldest != ""
}

// Count returns how many races are kept.
func (rs *Races) Count() int {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	return len(rs.byID)
}

// PeerOf returns the peer that began a race, or the zero address.
func (rs *Races) PeerOf(id string) netip.Addr {
	if r := rs.find(id); r != nil {
		return r.peer
	}
	return netip.Addr{}
}

// find returns a race, or nil.
func (rs *Races) find(id string) *race {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	return rs.byID[id]
}

func readRate(q *policy.Query) float64 {
	v, there := q.Get("rate")
	if !there {
		return someRate
	}
	rate, err := strconv.ParseFloat(v, 64)
	if err != nil || !(rate >= 0.1 && rate <= MostRate) {
		q.Refuse("rate", fmt.Sprintf("is a number of events a second, from 0.1 to %d", MostRate))
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
		seq++ // because rounding can take one away
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
