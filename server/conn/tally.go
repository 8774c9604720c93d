package conn

import "sync/atomic"

// A Tally counts what one way of getting events costs: HTTP requests, and bytes
// of the HTTP stream (what TLS carries, where there is TLS) as they were read from
// the connection and written to it, heads included.
type Tally struct {
	Requests, Read, Written, Events atomic.Int64
}

// CountFor has the bytes from now on count for a tally, or for none if it is nil.
func (c *Conn) CountFor(t *Tally) { c.tally.Store(t) }
