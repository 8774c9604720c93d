// Package conn is one accepted connection, TCP or TLS over it: how it is read without
// holding a buffer, written with a deadline, counted in the memory, shown to a tap, and
// ended so that the last bytes arrive. The gate accepts connections; a socket uses one.
package conn

import (
	"crypto/tls"
	"errors"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"framelab/server/memory"
	"framelab/server/record"
)

// Shared is what all connections of a server have in common.
type Shared struct {
	Memory      *memory.Memory
	IdleTimeout time.Duration // after which a peer that takes nothing is cut off
	Forget      func(*Conn)   // the last act of every connection
}

// A Conn is one accepted connection.
type Conn struct {
	Stream net.Conn        // TCP, or TLS over it
	Tap    *record.Capture // of the page that watches the connection, or nil; set before a WebSocket is opened
	Head   *Head           // bytes that arrived and are not handed out yet, or nil; of the goroutine that reads

	shared  *Shared
	tcp     *net.TCPConn
	below   *belowTLS             // nil without TLS
	tally   atomic.Pointer[Tally] // of the race that the bytes count for, or nil
	renewed Moment                // when steady last set the write deadline
	account memory.Account
	writing atomic.Int64 // the Moment since when steady is at work, or 0

	mu           sync.Mutex
	httpDeadline time.Time // the read deadline that http.Server asked for
	ownDeadline  time.Time // ours
	interrupted  bool      // the server is shutting down
	inHead       bool      // between two requests: no client waits for a response
	detached     bool      // http.Server has closed the connection
	resumed      bool      // its taker is ending it, and reads although interrupted is set
	lastWrite    bool      // the write deadline is the last one
}

// Init makes c the connection over tcp, with TLS if cfg is not nil.
func (c *Conn) Init(tcp *net.TCPConn, cfg *tls.Config, shared *Shared) {
	c.Stream, c.tcp, c.shared = tcp, tcp, shared
	if cfg != nil {
		c.below = &belowTLS{TCPConn: tcp, c: c}
		c.Stream = tls.Server(c.below, cfg)
	}
}

// DropTLS has the connection continue in plain TCP, because the peer never used TLS.
func (c *Conn) DropTLS() { c.Stream = c.tcp }

// LocalAddr returns the address of this end.
func (c *Conn) LocalAddr() net.Addr { return c.tcp.LocalAddr() }

// RemoteAddr returns the address of the peer.
func (c *Conn) RemoteAddr() net.Addr { return c.tcp.RemoteAddr() }

// HasTLS reports whether the connection was accepted with TLS.
func (c *Conn) HasTLS() bool { return c.below != nil }

// OpenRecord returns the record that a capture begins with.
func (c *Conn) OpenRecord(target string) record.Record {
	version := TLSVersion(c.Stream)
	return record.Record{Type: "open", Target: target, Peer: c.RemoteAddr().String(), TLS: &version}
}

// TLSVersion returns a version such as "TLS 1.3", or "" without TLS.
func TLSVersion(c net.Conn) string {
	if t, ok := c.(*tls.Conn); ok {
		return tls.VersionName(t.ConnectionState().Version)
	}
	return ""
}

// Write writes p, and counts it for a race. It counts first, so that a client that has
// the bytes finds them in the figures.
func (c *Conn) Write(p []byte) (int, error) {
	t := c.tally.Load()
	if t == nil {
		return c.write(p)
	}
	t.Written.Add(int64(len(p)))
	n, err := c.write(p)
	t.Written.Add(int64(n - len(p)))
	return n, err
}

// Send writes what a WebSocket sends. It tells the tap first, so that no answer is told
// before the bytes that it answers.
func (c *Conn) Send(p []byte) error {
	if c.Tap != nil {
		c.Tap.Bytes(record.FromServer, p, time.Now())
	}
	n, err := c.Write(p)
	if err != nil && c.Tap != nil {
		c.Tap.Unsent(len(p) - n)
	}
	return err
}

// write writes through TLS where there is TLS; both ways lead to steady.
func (c *Conn) write(p []byte) (int, error) {
	if c.below != nil {
		return c.Stream.Write(p)
	}
	return c.steady(p)
}

// steadyLooks is how often within -idle-timeout a write that waits is tried again.
const steadyLooks = 2

// steady writes to TCP. It fails when the peer has taken nothing for
// -idle-timeout. A peer that reads slowly is not cut off: to find that it reads, a write
// that waits has to be tried again, because it is woken only when much of the system's
// buffer is free.
func (c *Conn) steady(p []byte) (n int, err error) {
	now := time.Now()
	began := MomentOf(now)
	c.writing.Store(int64(began))
	defer c.writing.Store(0)
	most := c.shared.IdleTimeout / steadyLooks
	for missed := 0; ; missed++ {
		// The deadline is renewed now and then only: small messages are many.
		if missed > 0 || n > 0 || c.renewed == 0 || began-c.renewed >= Moment(most/4) {
			now := time.Now()
			c.renewed = MomentOf(now)
			c.setWriteDeadline(now.Add(most))
		}
		m, err := c.tcp.Write(p[n:])
		n += m
		if m > 0 {
			missed = -1
		}
		if err == nil || !IsTimeout(err) || missed == steadyLooks-1 {
			return n, err
		}
	}
}

// received tells the tap and the race what came for a WebSocket.
func (c *Conn) received(p []byte) {
	if c.Tap != nil {
		c.Tap.Bytes(record.FromClient, p, time.Now())
	}
	if t := c.tally.Load(); t != nil {
		t.Read.Add(int64(len(p)))
	}
}

// PeerEnded tells the tap that the peer was the first to end TCP.
func (c *Conn) PeerEnded(err error) {
	if c.Tap != nil {
		c.Tap.SetEnd(record.FromClient, record.EndOf(err))
	}
}

// IsTimeout reports whether err is that of a deadline.
func IsTimeout(err error) bool { return errors.Is(err, os.ErrDeadlineExceeded) }
