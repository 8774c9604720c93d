package main

import (
	"net/netip"
	"sync"
)

// Shares are places of which one peer can have at most half, so that it cannot keep
// all others out.
type shares struct {
	most int

	mu   sync.Mutex
	all  int
	each map[netip.Addr]int
}

func newShares(most int) *shares { return &shares{most: most, each: map[netip.Addr]int{}} }

// A verdict on one place more.
type verdict uint8

const (
	hasPlace verdict = iota
	allTaken
	peerHasEnough
)

// mayTake judges whether a peer can take one more place, when all peers together
// have all of most places, and this one has peers of them.
func mayTake(most, all, peers int) verdict {
	switch {
	case all >= most:
		return allTaken
	case peers >= most/2:
		return peerHasEnough
	}
	return hasPlace
}

// take gives a peer a place, if it can have one.
func (s *shares) take(peer netip.Addr) verdict {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := mayTake(s.most, s.all, s.each[peer])
	if v == hasPlace {
		s.all++
		s.each[peer]++
	}
	return v
}

// give frees a place of a peer's.
func (s *shares) give(peer netip.Addr) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all--
	if s.each[peer]--; s.each[peer] == 0 {
		delete(s.each, peer)
	}
}
