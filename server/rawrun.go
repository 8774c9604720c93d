package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/netip"
	"sync"
	"time"
)

// A rawRun plays one plan over a real connection to this server's own port.
type rawRun struct {
	s    *server
	peer netip.Addr        // that has asked for it
	ctx  context.Context   // ends when the page has gone
	tell func(record) bool // sends a record; false when the page has gone

	mu    sync.Mutex
	start time.Time
	at    [2]int64
}

// endedLimit is how a run ends that was sent more than rawReceived.
const endedLimit ending = "limit"

// dialSelf connects for a peer to the address that this server listens on, which on
// all addresses is loopback. It is the one place that knows where a run goes.
func (s *server) dialSelf(ctx context.Context, peer netip.Addr) (net.Conn, error) {
	addr := *s.gate.Addr().(*net.TCPAddr)
	if addr.IP.IsUnspecified() {
		addr.IP = net.IPv4(127, 0, 0, 1)
	}
	c, err := (&net.Dialer{}).DialContext(ctx, "tcp", addr.String())
	if err != nil {
		return nil, err
	}
	s.gate.connectsFor(peer, c.LocalAddr())
	if s.tls == nil {
		return c, nil
	}
	t := tls.Client(c, &tls.Config{
		NextProtos: []string{"http/1.1"},
		// The name in the certificate is not asked for, the certificate itself is.
		InsecureSkipVerify: true,
		VerifyPeerCertificate: func(raw [][]byte, _ [][]*x509.Certificate) error {
			if len(raw) == 0 || !bytes.Equal(raw[0], s.tls.Certificates[0].Certificate[0]) {
				return errors.New("the certificate is not this server's")
			}
			return nil
		},
	})
	if err := t.HandshakeContext(ctx); err != nil {
		c.Close()
		return nil, err
	}
	return t, nil
}

// play returns the run's last record.
func (r *rawRun) play(plan *rawPlan) record {
	ctx, cancel := context.WithTimeout(r.ctx, r.s.rawTime)
	defer cancel()
	c, err := r.s.dialSelf(ctx, r.peer)
	if err != nil {
		return record{Type: "refused", Why: "this server could not connect to itself: " + err.Error()}
	}
	defer c.Close()
	stop := context.AfterFunc(ctx, func() { c.SetDeadline(past) })
	defer stop()
	r.start = time.Now()
	r.open(c)

	read := make(chan record, 1)
	go func() {
		last := r.read(c)
		cancel() // what is left to be written has nobody to read it
		read <- last
	}()
	r.write(ctx, c, plan)
	last := <-read
	last.T = r.since() // after all records
	last.Bytes = &directions{r.at[fromClient], r.at[fromServer]}
	return last
}

// until sets when reads and writes of c fail; the page's end stands before it.
func until(ctx context.Context, set func(time.Time) error, t time.Time) {
	set(t)
	if ctx.Err() != nil {
		set(past)
	}
}

func (r *rawRun) open(c net.Conn) {
	version := ""
	if t, ok := c.(*tls.Conn); ok {
		version = tls.VersionName(t.ConnectionState().Version)
	}
	r.tell(record{Type: "open", Peer: c.RemoteAddr().String(), TLS: &version, StartedAt: r.start.UnixMilli()})
}

// write plays the pieces, and sets how long the answer is waited for.
func (r *rawRun) write(ctx context.Context, c net.Conn, plan *rawPlan) {
	until(ctx, c.SetDeadline, time.Now().Add(rawTime))
	for _, piece := range plan.Pieces {
		select {
		case <-time.After(time.Duration(piece.PauseMs) * time.Millisecond):
		case <-ctx.Done():
			return
		}
		if len(piece.b) == 0 {
			continue
		}
		r.mu.Lock() // told first: an answer does not come before what it answers
		r.passed(fromClient, piece.b)
		r.mu.Unlock()
		if n, err := c.Write(piece.b); err != nil {
			r.unsent(len(piece.b) - n)
			break // the read says how it ended
		}
	}
	if plan.Then == "fin" {
		c.(interface{ CloseWrite() error }).CloseWrite()
	}
	until(ctx, c.SetReadDeadline, time.Now().Add(plan.wait()))
}

// read tells of all that comes, until the server ends TCP or the time is over,
// and returns how that ended.
func (r *rawRun) read(c net.Conn) record {
	buf := takeBuffer()
	defer giveBuffer(buf)
	for {
		n, err := c.Read(buf[:])
		r.mu.Lock()
		gone := n > 0 && !r.passed(fromServer, buf[:n])
		limit := r.at[fromServer] > rawReceived
		last := record{Type: "end"}
		r.mu.Unlock()
		switch {
		case limit:
			last.How, last.First = endedLimit, fromClient.String()
		case err != nil:
			last.How, last.First = howEnded(err), fromServer.String()
			if last.How == endedTimeout {
				last.First = fromClient.String()
			}
		case !gone:
			continue
		}
		return last
	}
}

// passed tells of bytes that have gone one way.
func (r *rawRun) passed(from side, b []byte) bool {
	at := r.at[from]
	r.at[from] += int64(len(b))
	return r.tell(record{Type: "bytes", T: r.since(), From: from.String(), At: &at, Data: b})
}

// unsent takes back the last n bytes, which TCP did not take.
func (r *rawRun) unsent(n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.at[fromClient] -= int64(n)
	at := r.at[fromClient]
	r.tell(record{Type: "unsent", T: r.since(), From: fromClient.String(), At: &at})
}

func (r *rawRun) since() int64 { return time.Since(r.start).Microseconds() }
