package handshake

import (
	"net/netip"
	"strings"

	"framelab/codec"
	"framelab/server/policy"
	"framelab/server/socket"
)

// An Endpoint is a path at which a WebSocket is opened.
type Endpoint struct {
	Name    string // in /server.json
	Path    string // a / at its end means all paths below
	Taps    bool   // whether ?tap= is understood
	Largest int64  // the most bytes of a message, 0 if only -max-message counts
	// Admit reads the target of a handshake that is right otherwise. The App that it
	// returns is told when it has ended, even if it was never opened.
	Admit func(Target) (Opening, policy.Refusal)
}

// A Target is what a handshake asks for.
type Target struct {
	Path  string
	Query *policy.Query
	Bytes int        // of the handshake, and what came with it
	Peer  netip.Addr // see gate.Conn.Peer
}

// An Opening is what a handshake gets.
type Opening struct {
	App          socket.App
	Subprotocols []string       // that the endpoint supports; the client's first one among them is chosen
	Deflate      *codec.Deflate // what the endpoint wants of permessage-deflate; nil: messages go as they are
}

// hasPath reports whether a path is the endpoint's.
func (e *Endpoint) hasPath(path string) bool {
	return path == e.Path || strings.HasSuffix(e.Path, "/") && strings.HasPrefix(path, e.Path)
}
