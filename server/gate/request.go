package gate

import (
	"context"
	"net"
	"net/http"

	"framelab/server/policy"
)

type connKey struct{}

// WithConn is http.Server's ConnContext: requests know their connection.
func WithConn(ctx context.Context, c net.Conn) context.Context {
	return context.WithValue(ctx, connKey{}, c)
}

// BeginRequest returns the connection of a request that http.Server hands to its
// handler, and how many bytes the request has. The bytes written from now on count
// for no tally until the handler sets one. A request that the gate has not judged
// is not answered, and ends the connection.
func (g *Gate) BeginRequest(r *http.Request) (c *Conn, size int64) {
	c, ok := r.Context().Value(connKey{}).(*Conn)
	if !ok {
		return nil, 0 // a test without a connection
	}
	c.CountFor(nil)
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.requests) == 0 || c.requests[0].method != r.Method || c.requests[0].target != r.RequestURI {
		g.Log.Error("net/http read a request that the gate did not judge", "peer", r.RemoteAddr, "method", policy.Quote(r.Method), "target", policy.Quote(r.RequestURI))
		panic(http.ErrAbortHandler)
	}
	size, c.requests = c.requests[0].size, c.requests[1:]
	return c, size
}
