package main

import (
	"crypto/tls"
	"net"
	"net/netip"
	"sync"
	"time"
)

// A gate is the listener under http.Server. It reads every request head itself,
// because net/http parses or rejects a head before any handler runs and keeps
// its bytes: heads for the WebSocket paths go to the codec with whatever came
// after them, every other head, and its body by Content-Length, is replayed to
// http.Server. TLS is taken off below it.
type gate struct {
	*net.TCPListener
	s     *server
	tls   *tls.Config // nil without TLS
	admit *admission

	mu      sync.Mutex
	conns   map[*conn]struct{}
	runs    map[netip.AddrPort]netip.Addr // the peer that a run of /raw connects for, by the run's own address
	ending  bool
	writeBy time.Time     // the end's limit for writes
	stopAt  time.Time     // the deadline of Accept that the end has set
	until   time.Time     // the end's limit for accepting connections that wait already
	closed  chan struct{} // closed when none is accepted any more
	none    sync.Cond     // on mu: a connection has gone
}

func newGate(l *net.TCPListener, s *server, cfg *tls.Config) *gate {
	g := &gate{TCPListener: l, s: s, tls: cfg, admit: newAdmission(s.opt), conns: map[*conn]struct{}{}, runs: map[netip.AddrPort]netip.Addr{}, closed: make(chan struct{})}
	g.none.L = &g.mu
	return g
}

// Accept gives http.Server the next connection. Nothing has been read of it yet:
// that happens in its Read, on the connection's own goroutine.
func (g *gate) Accept() (net.Conn, error) {
	for {
		began := time.Now()
		tcp, err := g.AcceptTCP()
		if err != nil {
			if isTimeout(err) { // of the end
				if g.hasNotLooked(began) {
					continue
				}
				g.Close() // none is left
				close(g.closed)
				err = net.ErrClosed
			}
			return nil, err
		}
		refused, ok := g.admit.enter(tcp.RemoteAddr(), time.Now())
		if !ok {
			g.closeUnheard(tcp)
			continue
		}
		c := &conn{Conn: tcp, tcp: tcp, gate: g}
		if refused.status == 0 && !c.hold(c.httpSize(), askAccept, nil) {
			if refused, ok = g.admit.turnAway(tcp.RemoteAddr()); !ok {
				g.closeUnheard(tcp)
				continue
			}
		}
		if refused.status != 0 {
			c.refused = &refused
		}
		if g.tls != nil {
			c.below = &belowTLS{TCPConn: tcp, c: c}
			c.Conn = tls.Server(c.below, g.tls)
		}
		c.limit(time.Now().Add(g.s.opt.handshakeTimeout))
		g.enrol(c)
		return c, nil
	}
}

// closeUnheard closes a connection of which nothing is noted.
func (g *gate) closeUnheard(tcp *net.TCPConn) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.runs, addrPort(tcp.RemoteAddr()))
	tcp.Close()
}

// connectsFor notes, before the first byte is sent, for which peer a run of /raw has
// connected from an address. It is forgotten with the connection.
func (g *gate) connectsFor(peer netip.Addr, from net.Addr) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.runs[addrPort(from)] = peer
}

// peer returns what identifies the peer that the connection is of: see peerKey. The
// connection of a run is of the peer that has asked for the run, or that peer would
// have the places of this machine's own beside its own.
func (c *conn) peer() netip.Addr {
	c.gate.mu.Lock()
	defer c.gate.mu.Unlock()
	if peer, ok := c.gate.runs[addrPort(c.tcp.RemoteAddr())]; ok {
		return peer
	}
	return peerKey(c.tcp.RemoteAddr())
}

// addrPort returns a TCP address, an IPv4 one as such.
func addrPort(addr net.Addr) netip.AddrPort {
	a := addr.(*net.TCPAddr).AddrPort()
	return netip.AddrPortFrom(a.Addr().Unmap(), a.Port())
}

// enrol notes a connection until forget.
func (g *gate) enrol(c *conn) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.conns[c] = struct{}{}
	if g.ending {
		c.interrupt(g.writeBy)
		g.acceptOn()
	}
}

// acceptOn has Accept go on while connections wait that the system has made
// already: closed before, the listener would reset them.
func (g *gate) acceptOn() {
	soon := time.Now().Add(endAccept)
	if soon.After(g.until) {
		soon = g.until
	}
	g.stopAt = soon
	g.SetDeadline(soon)
}

// hasNotLooked has Accept go on where it began only when its time was over: then
// it has failed without a look at what waits.
func (g *gate) hasNotLooked(began time.Time) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if began.Before(g.stopAt) || time.Now().After(g.until) {
		return false
	}
	g.acceptOn()
	return true
}

// each calls yield for every connection.
func (g *gate) each(yield func(*conn)) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for c := range g.conns {
		yield(c)
	}
}

// forget is the last act of every connection.
func (g *gate) forget(c *conn) {
	defer c.settle(0)
	g.mu.Lock()
	defer g.mu.Unlock()
	if _, ok := g.conns[c]; ok {
		delete(g.conns, c)
		delete(g.runs, addrPort(c.tcp.RemoteAddr()))
		g.admit.leave(c.tcp.RemoteAddr(), c.refused != nil)
		g.none.Broadcast()
	}
}

// interrupt begins the end: soon no connection is accepted any more, and each
// one that waits for bytes is woken to end by itself.
func (g *gate) interrupt(writeBy time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.ending, g.writeBy, g.until = true, writeBy, time.Now().Add(endReading)
	g.acceptOn()
	for c := range g.conns {
		c.interrupt(writeBy)
	}
}

// wait returns when no connection is left, or at the given time; then it closes
// those that are left and returns how many they were.
func (g *gate) wait(until time.Time) (left int) {
	timer := time.AfterFunc(time.Until(until), func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.none.Broadcast()
	})
	defer timer.Stop()
	g.mu.Lock()
	defer g.mu.Unlock()
	for len(g.conns) > 0 && time.Now().Before(until) {
		g.none.Wait()
	}
	for c := range g.conns {
		go c.tcp.Close() // which waits for whoever reads, and that may be at work for long
	}
	return len(g.conns)
}

// count returns how many connections are open.
func (g *gate) count() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return len(g.conns)
}
