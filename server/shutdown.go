package main

import (
	"context"
	"net/http"
	"time"

	"framelab/codec"
)

// The graceful end, all within five seconds: what has arrived is read and
// answered, each WebSocket gets a Close with 1001 and a while to answer it.
const (
	endAccept  = 2 * time.Millisecond    // without a new connection, after which the port is closed
	endSilence = 20 * time.Millisecond   // after which nothing more is taken for arrived
	endReading = 1 * time.Second         // at most, for peers that never fall silent
	endHTTP    = 1500 * time.Millisecond // for answers of http.Server under way
	endWriting = 3 * time.Second         // for what waits to be written
	endClose   = 4 * time.Second         // for the peer's Close
	endAll     = 4200 * time.Millisecond // after which connections are cut
	endLast    = 4500 * time.Millisecond // after which the process ends
)

// end ends the server: it stops accepting, lets every connection finish, and
// returns when none is left or the time is over.
func (s *server) end(srv *http.Server) {
	began := time.Now()
	close(s.ending)
	s.endBy.Store(int64(momentOf(began.Add(endClose))))
	s.gate.interrupt(began.Add(endWriting))
	select {
	case <-s.gate.closed:
	case <-time.After(endReading): // accepting had failed
	}
	ctx, cancel := context.WithTimeout(context.Background(), endHTTP)
	defer cancel()
	if srv.Shutdown(ctx) != nil {
		srv.Close()
	}
	left := s.gate.wait(began.Add(endAll))
	s.log.Handler().(*limitedLog).flush()
	s.log.Info("ended", "took", time.Since(began).Round(time.Millisecond).String(), "cut", left)
}

// finish is a WebSocket's part of the end: every message that was received whole
// is answered, then Close 1001 goes out (RFC 6455 §7.4.1), and the peer's is awaited.
func (k *socket) finish() {
	k.c.finish()
	reading := time.Now().Add(endReading)
	for k.isOpen() && time.Now().Before(reading) {
		k.c.limit(time.Now().Add(endSilence))
		err := k.readOn()
		if isTimeout(err) {
			break
		}
		if err != nil {
			k.gone(err)
			return
		}
	}
	k.mu.Lock()
	if !k.over && k.broken == nil {
		k.app.finishing()
		k.flush()
		k.close(codec.CloseGoingAway, "the server is shutting down")
		k.c.limit(moment(k.s.endBy.Load()).time())
	}
	k.mu.Unlock()
	for k.isOpen() {
		if err := k.readOn(); err != nil {
			if !isTimeout(err) {
				k.gone(err)
			}
			return
		}
	}
}

// readOn reads once, takes what came, and writes what that has brought about.
func (k *socket) readOn() error {
	return k.r.each(func(p []byte) reading {
		k.mu.Lock()
		defer k.mu.Unlock()
		k.take(p)
		k.flush()
		return readNoMore
	})
}

// isOpen writes what waits to be sent, and reports whether more is to be read.
func (k *socket) isOpen() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.flush()
	return !k.over && k.broken == nil
}

// gone notes that the peer has ended the transport.
func (k *socket) gone(err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.isOver(k.ws.EOF())
	k.c.peerEnded(err)
}
