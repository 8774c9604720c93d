package main

import (
	"net/netip"
	"strings"

	"framelab/codec"
)

// An endpoint is a path at which a WebSocket is opened.
type endpoint struct {
	name    string // in /server.json
	path    string // with a / at its end it stands for all paths below
	taps    bool   // whether ?tap= is understood
	largest int64  // the most bytes of a message, 0 for -max-message alone
	// admit reads the target of a handshake that is right otherwise. The application
	// that it returns is told when it has ended, even if it was never opened.
	admit func(s *server, t target) (opening, refusal)
}

// A target is what a handshake asks for.
type target struct {
	path  string
	query *query
	bytes int        // of the handshake, and what came with it
	peer  netip.Addr // see conn.peer
}

// An opening is what a handshake gets.
type opening struct {
	app     application
	speaks  []string       // the subprotocols, of which the client's first one is taken
	deflate *codec.Deflate // what it wants of permessage-deflate, or nil for its messages as they are
}

// endpoints are the paths whose requests the codec reads and answers.
var endpoints = []endpoint{
	{name: "echo", path: "/echo", taps: true, admit: admitEcho},
	{name: "mychat", path: "/mychat", taps: true, largest: chatMessage, admit: admitChat},
	{name: "tap", path: "/tap/", largest: codec.MaxControl, admit: admitTap},
	{name: "raw", path: "/raw", largest: rawPlanBytes, admit: admitRaw},
	{name: "cometWebSocket", path: "/comet/websocket", largest: codec.MaxControl, admit: admitCometSocket},
}

// endpointAt returns the endpoint of a path, or nil.
func endpointAt(path string) *endpoint {
	for i := range endpoints {
		e := &endpoints[i]
		if path == e.path || strings.HasSuffix(e.path, "/") && strings.HasPrefix(path, e.path) {
			return e
		}
	}
	return nil
}
