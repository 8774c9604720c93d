package limits

import (
	"net/netip"
	"sync"
)

// Shares are places of which one peer can have at most half, so that it cannot keep
// all other peers out.
type Shares struct {
	most int

	mu   sync.Mutex
	all  int
	each map[netip.Addr]int
}

// NewShares returns most places, all of them free.
func NewShares(most int) *Shares { return &Shares{most: most, each: map[netip.Addr]int{}} }

// A Verdict says whether a peer can have one more place.
type Verdict uint8

// The verdicts.
const (
	HasPlace Verdict = iota
	AllTaken
	PeerHasEnough
)

// MayTake reports whether a peer can take one more place, when all peers together
// have all of most places, and the peer has peers of them.
func MayTake(most, all, peers int) Verdict {
	switch {
	case all >= most:
		return AllTaken
	case peers >= most/2:
		return PeerHasEnough
	}
	return HasPlace
}

// Take gives a peer a place, if it can have one.
func (s *Shares) Take(peer netip.Addr) Verdict {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := MayTake(s.most, s.all, s.each[peer])
	if v == HasPlace {
		s.all++
		s.each[peer]++
	}
	return v
}

// Give frees a place of a peer's.
func (s *Shares) Give(peer netip.Addr) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all--
	if s.each[peer]--; s.each[peer] == 0 {
		delete(s.each, peer)
	}
}

// Taken returns how many places are taken, and by how many peers.
func (s *Shares) Taken() (places, peers int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.all, len(s.each)
}

// Of returns how many places a peer has.
func (s *Shares) Of(peer netip.Addr) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.each[peer]
}
