package main

import (
	"context"
	"errors"
	"net/http"
	"os"
	"time"

	"framelab/codec"
)

// The graceful end, all within five seconds: what has arrived is read and
// answered, each WebSocket gets a Close with 1001 and a while to answer it.
const (
	endSilence = 20 * time.Millisecond   // after which nothing more is taken for arrived
	endReading = 1 * time.Second         // at most, for a peer that never falls silent
	endHTTP    = 1500 * time.Millisecond // for answers of http.Server under way
	endWriting = 3 * time.Second         // for what waits to be written
	endClose   = 4 * time.Second         // for the peer's Close
	endAll     = 4700 * time.Millisecond // after which connections are cut
)

// end ends the server: it stops accepting, lets every connection finish, and
// returns when none is left or the time is over.
func (s *server) end(srv *http.Server) {
	start := time.Now()
	s.endBy.Store(start.Add(endClose).UnixNano())
	s.gate.Close()
	s.gate.interrupt(start.Add(endWriting))
	ctx, cancel := context.WithTimeout(context.Background(), endHTTP)
	defer cancel()
	if srv.Shutdown(ctx) != nil {
		srv.Close()
	}
	left := s.gate.wait(start.Add(endAll))
	s.log.Info("ended", "took", time.Since(start).Round(time.Millisecond).String(), "cut", left)
}

// finish is a WebSocket's part of the end: every message that was received whole
// is echoed, then Close 1001 goes out (§7.4.1), and the peer's is awaited.
func (e *echo) finish() {
	e.c.finish()
	reading := time.Now().Add(endReading)
	for !e.over && e.broken == nil && time.Now().Before(reading) {
		e.c.limit(time.Now().Add(endSilence))
		err := e.r.read(e.feed)
		e.flush()
		if errors.Is(err, os.ErrDeadlineExceeded) {
			break
		}
		if err != nil {
			e.ended(e.ws.EOF())
			return
		}
	}
	if e.over || e.broken != nil {
		return
	}
	e.close(codec.CloseGoingAway, "the server is ending")
	e.c.limit(time.Unix(0, e.c.gate.s.endBy.Load()))
	for !e.over && e.broken == nil {
		if err := e.r.read(e.feed); err != nil {
			return
		}
	}
}
