package main

import (
	"context"
	"net"
	"net/http"
	"sync/atomic"
)

// A tally counts what one way of getting events costs: HTTP requests, and bytes
// of the HTTP stream (what TLS carries, where there is TLS) as they were read from
// the connection and written to it, heads included.
type tally struct {
	requests, read, written, events atomic.Int64
}

type connKey struct{}

// withConn is http.Server's ConnContext: requests know their connection.
func withConn(ctx context.Context, c net.Conn) context.Context {
	return context.WithValue(ctx, connKey{}, c)
}

// beginRequest returns the connection of a request that http.Server hands to its
// handler, and how many bytes the request has. The bytes written from now on count
// for no tally, until the handler sets one. A request that the gate has not judged
// is not answered, and ends the connection.
func (s *server) beginRequest(r *http.Request) (c *conn, size int64) {
	c, ok := r.Context().Value(connKey{}).(*conn)
	if !ok {
		return nil, 0 // a test without a connection
	}
	c.tally.Store(nil)
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.requests) == 0 || c.requests[0].method != r.Method || c.requests[0].target != r.RequestURI {
		s.log.Error("net/http read a request that the gate did not judge", "peer", r.RemoteAddr, "method", quote(r.Method), "target", quote(r.RequestURI))
		panic(http.ErrAbortHandler)
	}
	size, c.requests = c.requests[0].size, c.requests[1:]
	return c, size
}
