// Package deflate lends codec's engines of permessage-deflate (RFC 7692 §7.2) to
// the server's sockets, each for as long as it is at work.
//
// Between messages an engine without takeover holds some 100 bytes. One with
// takeover holds as much of the last messages as matches may refer to: 2^bits
// bytes, an Inflater's a quarter more and another 4 KiB.
package deflate

import (
	"runtime"
	"sync"

	"framelab/codec"
)

// A Deflater compresses one connection's messages. It is a codec.Deflater.
type Deflater struct {
	compressor *codec.Compressor
	takeover   bool
	working    bool // it has a workspace
}

// workspaces holds those that no connection has.
var workspaces = sync.Pool{New: func() any { return new(codec.Workspace) }}

// lent has an element for each workspace that is lent. A connection at work keeps
// a processor busy, so more workspaces than processors would only take memory; the
// one more is for small messages while every processor has a large one.
var lent = make(chan struct{}, runtime.GOMAXPROCS(0)+1)

// workspaceSize is the most memory in bytes that a workspace has.
const workspaceSize = 350 << 10

// MostMemory returns how much memory in bytes all workspaces together can have.
func MostMemory() int64 { return int64(cap(lent)) * workspaceSize }

// NewDeflater returns a Deflater with a window of 2^bits bytes, 8 to 15.
func NewDeflater(bits uint8, takeover bool) *Deflater {
	return &Deflater{compressor: codec.NewDeflater(bits, takeover), takeover: takeover}
}

// Deflate is codec.Deflater's. It waits while all workspaces are lent, so Rest has
// to be called before the connection waits for anything else.
func (z *Deflater) Deflate(dst, src []byte, fin bool) []byte {
	if !z.working {
		lent <- struct{}{}
		z.compressor.Lend(workspaces.Get().(*codec.Workspace))
		z.working = true
	}
	dst = z.compressor.Deflate(dst, src, fin)
	if fin && !z.takeover {
		z.Rest()
	}
	return dst
}

// Drop is codec.Deflater's.
func (z *Deflater) Drop() { z.compressor.Drop() }

// Rest gives the workspace back, as a connection does before it waits. It can be called
// between any two pieces of a message: later pieces still refer to earlier ones.
func (z *Deflater) Rest() {
	if z.working {
		workspaces.Put(z.compressor.Release())
		z.working = false
		<-lent
	}
}
