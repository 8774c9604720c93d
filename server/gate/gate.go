// Package gate is the listener under http.Server. It reads every request head itself, so
// that the codec sees the exact bytes of the opening handshakes, and nothing reaches
// net/http that it would refuse in words of its own. The command makes one gate; the
// handshakes get their connections from it.
package gate

import (
	"crypto/tls"
	"log/slog"
	"net"
	"net/netip"
	"sync"
	"time"

	"framelab/server/conn"
	"framelab/server/limits"
	"framelab/server/memory"
	"framelab/server/policy"
)

// A Config is what a gate needs.
type Config struct {
	TLS    *tls.Config // nil without TLS
	Limits limits.Limits
	Policy policy.Policy
	Memory *memory.Memory
	Log    *slog.Logger
	// Route returns what takes a connection with a request for a path, whose head is the
	// first n bytes of the connection's Head; nil for the paths of http.Server.
	Route func(path string) (take func(c *Conn, n int))
}

// acceptTime is how long a shutdown waits for one more connection before it closes the
// port.
const acceptTime = 2 * time.Millisecond

// A Gate is the listener under http.Server. It reads every request head itself,
// because net/http parses or rejects a head before any handler runs and keeps its
// bytes. Heads for the WebSocket paths go to the codec, with the bytes that came after
// them. Every other head, and its body by Content-Length, is replayed to http.Server.
// TLS is decrypted below the gate.
type Gate struct {
	*net.TCPListener
	Config
	shared conn.Shared
	admit  *admission

	mu           sync.Mutex
	conns        map[*conn.Conn]*Conn
	runs         map[netip.AddrPort]netip.Addr // the peer that a run of /raw connects for, by the run's own address
	shuttingDown bool
	writeBy      time.Time     // the shutdown's deadline for writes
	stopAt       time.Time     // the deadline of Accept that the shutdown has set
	until        time.Time     // the shutdown's limit for accepting connections that wait already
	closed       chan struct{} // closed when no connection is accepted any more
	none         sync.Cond     // on mu: a connection has gone
}

// New returns the gate of a listener.
func New(l *net.TCPListener, cfg Config) *Gate {
	g := &Gate{
		TCPListener: l, Config: cfg, admit: newAdmission(cfg.Limits),
		conns: map[*conn.Conn]*Conn{}, runs: map[netip.AddrPort]netip.Addr{}, closed: make(chan struct{}),
	}
	g.shared = conn.Shared{Memory: cfg.Memory, IdleTimeout: cfg.Limits.IdleTimeout, Forget: g.forget}
	g.none.L = &g.mu
	cfg.Memory.Connections(func(yield func(memory.Holder)) { g.Each(func(c *conn.Conn) { yield(c) }) })
	return g
}

// Closed is closed when no connection is accepted any more.
func (g *Gate) Closed() <-chan struct{} { return g.closed }

// Accept gives http.Server the next connection. Nothing has been read from it yet:
// its Read does that, on the connection's own goroutine.
func (g *Gate) Accept() (net.Conn, error) {
	for {
		began := time.Now()
		tcp, err := g.AcceptTCP()
		if err != nil {
			if conn.IsTimeout(err) { // of the shutdown
				if g.hasNotLooked(began) {
					continue
				}
				g.Close() // all that waited have been accepted
				close(g.closed)
				err = net.ErrClosed
			}
			return nil, err
		}
		refused, ok := g.admit.enter(tcp.RemoteAddr(), time.Now())
		if !ok {
			g.closeUnread(tcp)
			continue
		}
		c := &Conn{gate: g}
		c.Init(tcp, g.TLS, &g.shared)
		if refused.Status == 0 && !c.Hold(memory.HTTPCost, memory.Accept, nil) {
			if refused, ok = g.admit.turnAway(tcp.RemoteAddr()); !ok {
				g.closeUnread(tcp)
				continue
			}
		}
		if refused.Status != 0 {
			c.refused = &refused
		}
		c.Conn.SetReadDeadline(time.Now().Add(g.Limits.HandshakeTimeout))
		g.enrol(c)
		return c, nil
	}
}

// closeUnread closes a connection that is not counted.
func (g *Gate) closeUnread(tcp *net.TCPConn) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.runs, addrPort(tcp.RemoteAddr()))
	tcp.Close()
}

// addrPort returns a TCP address, without the IPv6 form of an IPv4 address.
func addrPort(addr net.Addr) netip.AddrPort {
	a := addr.(*net.TCPAddr).AddrPort()
	return netip.AddrPortFrom(a.Addr().Unmap(), a.Port())
}

// enrol registers a connection until forget.
func (g *Gate) enrol(c *Conn) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.conns[&c.Conn] = c
	if g.shuttingDown {
		c.Interrupt(g.writeBy)
		g.acceptMore()
	}
}

// acceptMore has Accept continue while connections wait that the system has made
// already: if the listener were closed before, it would reset them.
func (g *Gate) acceptMore() {
	soon := time.Now().Add(acceptTime)
	if soon.After(g.until) {
		soon = g.until
	}
	g.stopAt = soon
	g.SetDeadline(soon)
}

// hasNotLooked has Accept continue if it began only after its deadline: then it has
// failed without looking for a connection.
func (g *Gate) hasNotLooked(began time.Time) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if began.Before(g.stopAt) || time.Now().After(g.until) {
		return false
	}
	g.acceptMore()
	return true
}

// Each calls yield for every connection.
func (g *Gate) Each(yield func(*conn.Conn)) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for c := range g.conns {
		yield(c)
	}
}

// forget drops a connection that has ended.
func (g *Gate) forget(c *conn.Conn) {
	defer c.Settle(0)
	g.mu.Lock()
	defer g.mu.Unlock()
	if mine, ok := g.conns[c]; ok {
		delete(g.conns, c)
		delete(g.runs, addrPort(c.RemoteAddr()))
		g.admit.leave(c.RemoteAddr(), mine.refused != nil)
		g.none.Broadcast()
	}
}

// Shutdown begins the gate's part of the shutdown. Connections that wait already are
// accepted until acceptUntil. Every connection that waits for bytes is woken, and ends by
// itself; its writes have until writeBy.
func (g *Gate) Shutdown(writeBy, acceptUntil time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.shuttingDown, g.writeBy, g.until = true, writeBy, acceptUntil
	g.acceptMore()
	for c := range g.conns {
		c.Interrupt(writeBy)
	}
}

// Wait returns when no connection is left, or at the given time; then it closes
// those that are left and returns how many they were.
func (g *Gate) Wait(until time.Time) (left int) {
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
		go c.Cut() // it waits for the goroutine that reads, which may be at work for long
	}
	return len(g.conns)
}

// Admitted returns how many connections are counted against the limits, and of how many
// peers.
func (g *Gate) Admitted() (conns, peers int) {
	g.admit.mu.Lock()
	defer g.admit.mu.Unlock()
	return g.admit.total, len(g.admit.peers)
}

// Count returns how many connections are open.
func (g *Gate) Count() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return len(g.conns)
}
