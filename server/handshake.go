package main

import (
	"log/slog"
	"net/http"
	"time"

	"framelab/codec"
)

// webSocketPaths are the paths whose requests the codec reads and answers.
var webSocketPaths = []string{"/echo"}

// handshake judges the opening handshake whose head is the first n bytes of
// c.head, and opens the WebSocket or refuses it (RFC 6455 §4.2). It does not
// block: it runs on the goroutine of http.Server's that lets go of the connection.
func (s *server) handshake(c *conn, path string, n int) {
	h := c.head
	if c.isInterrupted() {
		c.answerAndEnd(appendRefusal(nil, refusal{http.StatusServiceUnavailable, "This server is ending."}),
			slog.Int("status", http.StatusServiceUnavailable))
		return
	}
	if err := h.req.CheckUpgrade(); err != nil {
		f := h.req.Fault()
		c.answerAndEnd(codec.AppendRefusal(nil, f.Rule, explain(f, h.rest()[:n])),
			slog.String("path", path), slog.Int("status", f.Rule.Status()), slog.String("rule", f.Rule.Name()))
		return
	}
	host, _ := h.req.Get("Host")
	origin, hasOrigin := h.req.Get("Origin")
	r := s.policy.checkHost(string(host))
	if r.status == 0 && hasOrigin {
		r = s.policy.checkOrigin(string(origin))
	}
	if r.status != 0 {
		c.answerAndEnd(appendRefusal(nil, r), slog.String("path", path), slog.Int("status", r.status),
			slog.String("host", string(host)), slog.String("origin", string(origin)))
		return
	}
	// No subprotocol is spoken and no extension used: none is named (§4.2.2).
	hello, err := codec.AppendSwitchingProtocols(nil, &h.req, "", "")
	if err != nil {
		c.answerAndEnd(appendRefusal(nil, refusal{http.StatusInternalServerError, "This server could not write its answer."}),
			slog.String("error", err.Error()))
		return
	}
	h.off += n
	c.limit(time.Now().Add(s.tick()))
	c.limitWrite(time.Now().Add(s.opt.idleTimeout))
	// A goroutine of its own, whose stack never grew to what a handshake needs.
	go s.echo(c, hello)
}
