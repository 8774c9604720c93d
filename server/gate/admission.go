package gate

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"framelab/server/limits"
	"framelab/server/memory"
	"framelab/server/policy"
)

// An admission counts connections: all of them, and for each peer address how many
// are open and how fast new ones come. It is asked once for each accepted
// connection, before a byte of it is read. Connections that are refused, and stay
// only to be told so, are counted apart: they take no other connection's place.
type admission struct {
	most, perPeer, rate int

	mu      sync.Mutex
	total   int
	refused int
	peers   map[netip.Addr]*peer
	swept   time.Time
}

type peer struct {
	conns   int
	refused int
	tokens  float64 // how many new connections can come at the same time, at most rate
	counted time.Time
}

// Overflow is how many connections can wait at the same time to be told why they are
// refused, and OverflowPerPeer how many from one address. Any more are closed unread.
const (
	Overflow        = 64
	OverflowPerPeer = 8
)

func newAdmission(l limits.Limits) *admission {
	return &admission{most: l.MaxConns, perPeer: l.MaxConnsPerPeer.N, rate: l.Rate.N, peers: map[netip.Addr]*peer{}}
}

// enter counts a connection from addr in. The refusal, if any, names the limit that was
// met. If ok is false, there is no room even to say so, and the connection is not counted.
func (a *admission) enter(addr net.Addr, now time.Time) (r policy.Refusal, ok bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.sweep(now)
	key := limits.PeerKey(addr)
	p := a.peers[key]
	if p == nil {
		p = &peer{tokens: float64(a.rate), counted: now}
		a.peers[key] = p
	}
	p.tokens = min(float64(a.rate), p.tokens+now.Sub(p.counted).Seconds()*float64(a.rate))
	p.counted = now
	if r = a.judge(p); r.Status == 0 {
		a.total++
		p.conns++
		p.tokens--
		return r, true
	}
	if a.refused >= Overflow || p.refused >= OverflowPerPeer {
		a.forget(key, p)
		return r, false
	}
	a.refused++
	p.refused++
	return r, true
}

// turnAway refuses a connection from addr that enter has admitted, because its
// memory is not available. It returns what enter returns for a refused connection.
func (a *admission) turnAway(addr net.Addr) (r policy.Refusal, ok bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	key := limits.PeerKey(addr)
	p := a.peers[key]
	a.total--
	p.conns--
	if a.refused >= Overflow || p.refused >= OverflowPerPeer {
		a.forget(key, p)
		return r, false
	}
	a.refused++
	p.refused++
	return policy.Refuse(http.StatusServiceUnavailable, memory.Full), true
}

// judge checks one more connection of a peer against the limits.
func (a *admission) judge(p *peer) policy.Refusal {
	switch {
	case a.total >= a.most:
		return policy.Refuse(http.StatusServiceUnavailable, fmt.Sprintf("This server already has %d connections (the limit, -max-conns). Try again later.", a.most))
	case a.perPeer > 0 && p.conns >= a.perPeer:
		return policy.Refuse(http.StatusTooManyRequests, fmt.Sprintf("Your address already has %d connections (the limit, -max-conns-per-peer). Close one first.", a.perPeer))
	case a.rate > 0 && p.tokens < 1:
		return policy.Refuse(http.StatusTooManyRequests, fmt.Sprintf("More than %d new connections a second came from your address (the limit, -rate). Try again in a second.", a.rate))
	}
	return policy.Refusal{}
}

// leave counts a connection from addr out. refused says whether it was refused.
func (a *admission) leave(addr net.Addr, refused bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	key := limits.PeerKey(addr)
	p := a.peers[key]
	if refused {
		a.refused--
		p.refused--
	} else {
		a.total--
		p.conns--
	}
	a.forget(key, p)
}

// forget drops a peer about which there is nothing to remember.
func (a *admission) forget(key netip.Addr, p *peer) {
	if p.conns == 0 && p.refused == 0 && a.rate == 0 {
		delete(a.peers, key)
	}
}

// sweep drops, once a minute, the addresses without a connection: their tokens are full again.
func (a *admission) sweep(now time.Time) {
	if now.Sub(a.swept) < time.Minute {
		return
	}
	a.swept = now
	for key, p := range a.peers {
		if p.conns == 0 && p.refused == 0 && now.Sub(p.counted) > time.Second {
			delete(a.peers, key)
		}
	}
}
