package main

import (
	"log/slog"
	"net/http"

	"framelab/codec"
)

// handshake judges the opening handshake for an endpoint whose head is the first
// n bytes of c.head, and opens the WebSocket or refuses it (RFC 6455 §4.2). It
// does not block: it runs on the goroutine of http.Server's that lets go of the
// connection.
func (s *server) handshake(c *conn, e *endpoint, n int) {
	h := c.head
	path := slog.String("path", e.path)
	if c.isInterrupted() {
		c.answerAndEnd(appendRefusal(nil, refusal{http.StatusServiceUnavailable, "This server is shutting down."}),
			slog.Int("status", http.StatusServiceUnavailable))
		return
	}
	if err := h.req.CheckUpgrade(); err != nil {
		f := h.req.Fault()
		c.answerAndEnd(codec.AppendRefusal(nil, f.Rule, explain(f, h.rest()[:n])),
			path, slog.Int("status", f.Rule.Status()), slog.String("rule", f.Rule.Name()))
		return
	}
	host := targetHost(&h.req)
	origin, hasOrigin := h.req.Get("Origin")
	r := s.misdirected(&h.req)
	if r.status == 0 {
		r = s.policy.checkHost(host)
	}
	if r.status == 0 && hasOrigin {
		r = s.policy.checkOrigin(string(origin))
	}
	toContinue := false
	if r.status == 0 {
		toContinue, r = expects(&h.req)
	}
	if r.status != 0 {
		c.answerAndEnd(appendRefusal(nil, r), path, slog.Int("status", r.status),
			slog.String("host", plain(host)), slog.String("origin", plain(string(origin))))
		return
	}
	c.tally.Store(nil)
	t := target{targetPath(h.req.Target), parseQuery(h.req.Target), len(h.rest()), c.peer()}
	o, r := e.admit(s, t)
	if r.status == 0 {
		r = t.query.refusal()
	}
	if r.status == 0 && e.taps {
		c.tap, r = s.tapped(t)
	}
	if r.status != 0 {
		if o.app != nil {
			o.app.ended()
		}
		c.answerAndEnd(appendRefusal(nil, r), path, slog.Int("status", r.status))
		return
	}
	agreed, extensions := chooseDeflate(&h.req, o.deflate)
	if !c.hold(c.socketSize(agreed), askKeep, nil) {
		o.app.ended()
		c.answerAndEnd(appendRefusal(nil, refusal{http.StatusServiceUnavailable, fullMemory}), path, slog.Int("status", http.StatusServiceUnavailable))
		return
	}
	subprotocol := codec.ChooseSubprotocol(&h.req, o.speaks)
	var hello []byte
	if toContinue { // before the 101 (RFC 9110 §7.8)
		hello = append(hello, "HTTP/1.1 100 Continue\r\n\r\n"...)
	}
	hello, err := codec.AppendSwitchingProtocols(hello, &h.req, subprotocol, extensions)
	if err != nil {
		o.app.ended()
		c.answerAndEnd(appendRefusal(nil, refusal{http.StatusInternalServerError, "This server could not write its response."}),
			slog.String("error", err.Error()))
		return
	}
	if c.tap != nil {
		c.tap.opened(c, subprotocol, extensions)
	}
	h.off += n
	// A goroutine of its own, whose stack never grew to what a handshake needs.
	go s.open(c, o.app, e.largest, agreed, hello)
}

// socketSize returns how many bytes of memory a WebSocket on the connection holds at
// least. With permessage-deflate that includes its tables and, with takeover, its windows.
func (c *conn) socketSize(d *codec.Deflate) int64 {
	size := int64(socketCost)
	if c.below != nil {
		size += tlsCost
	}
	if d == nil {
		return size
	}
	size += inflaterCost
	for _, from := range []codec.Role{codec.Client, codec.Server} {
		if bits, takeover := d.Compression(from); takeover {
			size += 5 << bits / 4
		}
	}
	return size
}
