// Package handshake judges the opening handshakes (RFC 6455 §4.2) for the endpoints, and
// opens a socket for each that is right. The gate hands it the connections; every
// endpoint describes itself with an Endpoint.
package handshake

import (
	"log/slog"
	"net/http"

	"framelab/codec"
	"framelab/server/gate"
	"framelab/server/memory"
	"framelab/server/policy"
	"framelab/server/record"
	"framelab/server/socket"
)

// A Config is what the handshakes need.
type Config struct {
	Policy    policy.Policy
	Sockets   *socket.Sockets
	Endpoints []Endpoint
	// Tapped returns the capture for a connection that asks to be tapped, or nil.
	Tapped func(Target) (*record.Capture, policy.Refusal)
}

// Handshakes opens the WebSockets of a server.
type Handshakes struct {
	Config
	judges []func(c *gate.Conn, n int) // by endpoint: a connection holds no closure of its own
}

// New returns the handshakes for some endpoints.
func New(cfg Config) *Handshakes {
	h := &Handshakes{Config: cfg}
	for i := range cfg.Endpoints {
		e := &cfg.Endpoints[i]
		h.judges = append(h.judges, func(c *gate.Conn, n int) { h.judge(c, e, n) })
	}
	return h
}

// Route is gate.Config's: it returns what judges the handshakes for a path, or nil.
func (h *Handshakes) Route(path string) func(c *gate.Conn, n int) {
	for i := range h.Endpoints {
		if h.Endpoints[i].hasPath(path) {
			return h.judges[i]
		}
	}
	return nil
}

// judge judges the opening handshake for an endpoint whose head is the first
// n bytes of c.Head, and opens the WebSocket or refuses it. It does not block: it runs
// on the goroutine of http.Server's that gives up the connection.
func (h *Handshakes) judge(c *gate.Conn, e *Endpoint, n int) {
	req := &c.Head.Request
	path := slog.String("path", e.Path)
	if c.IsInterrupted() {
		c.RefuseLast(policy.Refuse(http.StatusServiceUnavailable, "This server is shutting down."))
		return
	}
	if err := req.CheckUpgrade(); err != nil {
		f := req.Fault()
		c.AnswerLast(codec.AppendRefusal(nil, f.Rule, policy.Explain(f, c.Head.Rest()[:n])),
			path, slog.Int("status", f.Rule.Status()), slog.String("rule", f.Rule.Name()))
		return
	}
	toContinue, r := h.check(req)
	if r.Status != 0 {
		origin, _ := req.Get("Origin")
		c.AnswerLast(r.Append(nil), path, slog.Int("status", r.Status),
			slog.String("host", policy.Plain(policy.TargetHost(req))), slog.String("origin", policy.Plain(string(origin))))
		return
	}
	c.CountFor(nil)
	t := Target{policy.TargetPath(req.Target), policy.ParseQuery(req.Target), len(c.Head.Rest()), c.Peer()}
	o, r := e.Admit(t)
	if r.Status == 0 {
		r = t.Query.Refusal()
	}
	if r.Status == 0 && e.Taps {
		c.Tap, r = h.Tapped(t)
	}
	if r.Status != 0 {
		if o.App != nil {
			o.App.Closed()
		}
		c.AnswerLast(r.Append(nil), path, slog.Int("status", r.Status))
		return
	}
	agreed, extensions := chooseDeflate(req, o.Deflate)
	if !c.Hold(socket.MemorySize(&c.Conn, agreed), memory.Keep, nil) {
		o.App.Closed()
		r := policy.Refuse(http.StatusServiceUnavailable, memory.Full)
		c.AnswerLast(r.Append(nil), path, slog.Int("status", r.Status))
		return
	}
	subprotocol := codec.ChooseSubprotocol(req, o.Subprotocols)
	var hello []byte
	if toContinue { // before the 101 (RFC 9110 §7.8)
		hello = append(hello, "HTTP/1.1 100 Continue\r\n\r\n"...)
	}
	hello, err := codec.AppendSwitchingProtocols(hello, req, subprotocol, extensions)
	if err != nil {
		o.App.Closed()
		r := policy.Refuse(http.StatusInternalServerError, "This server could not write its response.")
		c.AnswerLast(r.Append(nil), slog.String("error", err.Error()))
		return
	}
	if c.Tap != nil {
		c.Tap.Open(c.OpenRecord(string(req.Target)), c.Head.Pieces(), subprotocol, extensions)
	}
	c.Head.Skip(n)
	// On a new goroutine, because the stack of this one has grown for the handshake.
	go h.Sockets.Open(&c.Conn, socket.Config{App: o.App, Largest: e.Largest, Deflate: agreed, Hello: hello})
}

// check judges what a page could have got wrong: Host, Origin, Expect. It reports
// whether the client waits for 100 (Continue).
func (h *Handshakes) check(req *codec.Request) (toContinue bool, r policy.Refusal) {
	if r = h.Policy.Misdirected(req); r.Status != 0 {
		return false, r
	}
	if r = h.Policy.CheckHost(policy.TargetHost(req)); r.Status != 0 {
		return false, r
	}
	if origin, sent := req.Get("Origin"); sent {
		if r = h.Policy.CheckOrigin(string(origin)); r.Status != 0 {
			return false, r
		}
	}
	return policy.Expects(req)
}

// chooseDeflate accepts the first offer of permessage-deflate that it can, and
// returns what is agreed on and how the response says so; nil and "" for nothing.
func chooseDeflate(r *codec.Request, want *codec.Deflate) (agreed *codec.Deflate, extensions string) {
	if want == nil {
		return nil, ""
	}
	answer, extensions := codec.ChooseDeflate(r, *want)
	if extensions == "" {
		return nil, ""
	}
	return &answer, extensions
}
