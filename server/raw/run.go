package raw

import (
	"context"
	"net"
	"net/netip"
	"sync"
	"time"

	"framelab/server/conn"
	"framelab/server/memory"
	"framelab/server/record"
)

// A run plays a plan, and those that continue it, over a real connection to this
// server's own port.
type run struct {
	dial Dialer
	time time.Duration            // of the whole run
	peer netip.Addr               // that asked for it
	ctx  context.Context          // ends when the page closes its WebSocket
	tell func(record.Record) bool // sends a record; false when the page has closed its WebSocket
	more chan *plan               // those that continue it; nil: the first one is all

	// Guarded by the socket's lock.
	sent, pieces int  // of all plans
	kept         int  // bytes of memory that are counted for it
	stays        bool // the connection stays open after the last of them

	mu    sync.Mutex
	start time.Time
	at    [2]int64
}

// play returns the run's last record.
func (r *run) play(plan *plan) record.Record {
	ctx, cancel := context.WithTimeout(r.ctx, r.time)
	defer cancel()
	c, err := r.dial(ctx, r.peer)
	if err != nil {
		return record.Record{Type: "refused", Why: "this server could not connect to itself: " + err.Error()}
	}
	defer c.Close()
	stop := context.AfterFunc(ctx, func() { c.SetDeadline(conn.Past) })
	defer stop()
	r.start = time.Now()
	r.open(c)

	read := make(chan record.Record, 1)
	go func() {
		last := r.read(c)
		cancel() // the server has ended, so the rest of the pieces need not be written
		read <- last
	}()
	r.write(ctx, c, plan)
	last := <-read
	last.T = r.since() // after all records
	last.Bytes = &record.Directions{Client: r.at[record.FromClient], Server: r.at[record.FromServer]}
	return last
}

// until sets when reads and writes of c fail: at t, or immediately if the page has
// closed its WebSocket.
func until(ctx context.Context, set func(time.Time) error, t time.Time) {
	set(t)
	if ctx.Err() != nil {
		set(conn.Past)
	}
}

func (r *run) open(c net.Conn) {
	version := conn.TLSVersion(c)
	r.tell(record.Record{Type: "open", Peer: c.RemoteAddr().String(), TLS: &version, StartedAt: r.start.UnixMilli()})
}

// write sends the pieces of each plan in turn, and sets how long it waits for the answer.
func (r *run) write(ctx context.Context, c net.Conn, p *plan) {
	for {
		until(ctx, c.SetDeadline, time.Now().Add(MostTime))
		if !r.writePieces(ctx, c, p) || !p.stays() {
			break
		}
		until(ctx, c.SetReadDeadline, time.Time{}) // ctx says how long the connection stays open
		select {
		case p = <-r.more:
		case <-ctx.Done():
			return
		}
	}
	if ctx.Err() != nil {
		return
	}
	if p.Then == "fin" {
		c.(interface{ CloseWrite() error }).CloseWrite()
	}
	until(ctx, c.SetReadDeadline, time.Now().Add(p.wait()))
}

// writePieces reports whether TCP took all pieces of a plan.
func (r *run) writePieces(ctx context.Context, c net.Conn, p *plan) bool {
	for _, piece := range p.Pieces {
		select {
		case <-time.After(time.Duration(piece.PauseMs) * time.Millisecond):
		case <-ctx.Done():
			return false
		}
		if len(piece.b) == 0 {
			continue
		}
		r.mu.Lock() // told before it is sent, so that no answer is told before it
		r.passed(record.FromClient, piece.b)
		r.mu.Unlock()
		if n, err := c.Write(piece.b); err != nil {
			r.unsent(len(piece.b) - n)
			return false // the read says how it ended
		}
	}
	return true
}

// read tells the page what comes, until the server ends TCP or the time is over, and
// returns the last record.
func (r *run) read(c net.Conn) record.Record {
	buf := memory.TakeBuffer()
	defer memory.GiveBuffer(buf)
	for {
		n, err := c.Read(buf[:])
		r.mu.Lock()
		gone := n > 0 && !r.passed(record.FromServer, buf[:n])
		limit := r.at[record.FromServer] > MostReceived
		last := record.Record{Type: "end"}
		r.mu.Unlock()
		switch {
		case limit:
			last.How, last.First = record.Limit, record.FromClient.String()
		case err != nil:
			last.How, last.First = record.EndOf(err), record.FromServer.String()
			if last.How == record.Timeout {
				last.First = record.FromClient.String()
			}
		case !gone:
			continue
		}
		return last
	}
}

// passed tells the page of bytes that were sent one way.
func (r *run) passed(from record.Side, b []byte) bool {
	at := r.at[from]
	r.at[from] += int64(len(b))
	return r.tell(record.Record{Type: "bytes", T: r.since(), From: from.String(), At: &at, Data: b})
}

// unsent takes back the last n bytes, which TCP did not take.
func (r *run) unsent(n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.at[record.FromClient] -= int64(n)
	at := r.at[record.FromClient]
	r.tell(record.Record{Type: "unsent", T: r.since(), From: record.FromClient.String(), At: &at})
}

func (r *run) since() int64 { return time.Since(r.start).Microseconds() }
