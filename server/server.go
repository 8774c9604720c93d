package main

import (
	"context"
	"crypto/tls"
	"io"
	"log/slog"
	"net"
	"net/http"
	"runtime"
	"sync/atomic"
	"time"
)

// A server is one process's: one port with the site and the WebSockets on it.
type server struct {
	opt     options
	log     *slog.Logger
	tls     *tls.Config // nil without TLS
	site    http.Handler
	gate    *gate
	policy  policy
	taps    taps
	room    *room
	raws    *shares       // of runs of /raw
	rawTime time.Duration // of a whole run
	races   races
	build   *devBuild // nil without -dev
	memory  *memory
	turns   *turns
	ending  chan struct{} // closed when the end begins
	endBy   atomic.Int64  // the moment when the wait for Closes is over
}

// newServer makes all that can fail before a port is taken.
func newServer(opt options, stderr io.Writer) (*server, error) {
	s := &server{
		opt: opt, log: newLogger(opt.log, stderr),
		memory: newMemory(mostMemory(opt)), turns: newTurns(max(1, runtime.GOMAXPROCS(0)-1)),
		raws: newShares(rawRuns), rawTime: rawTime, ending: make(chan struct{}),
	}
	if opt.dev {
		s.build = newDevBuild()
	}
	s.taps = taps{memory: s.memory, most: min(captureBytes, s.memory.most/tapsPart/tapSlots)}
	s.room = &room{s: s, most: int(min(int64(opt.maxPending), s.memory.most/roomPart))}
	var err error
	if s.tls, err = opt.tlsConfig(); err != nil {
		return nil, err
	}
	if s.site, err = s.openSite(); err != nil {
		return nil, err
	}
	return s, nil
}

func newLogger(form string, w io.Writer) *slog.Logger {
	var h slog.Handler = slog.NewTextHandler(w, nil)
	if form == "json" {
		h = slog.NewJSONHandler(w, nil)
	}
	return slog.New(limitLog(h))
}

// listen takes the port; from then on connections wait to be served.
func (s *server) listen() error {
	l, err := net.Listen("tcp", s.opt.addr)
	if err != nil {
		return err
	}
	s.policy = newPolicy(l.Addr(), s.opt)
	s.gate = newGate(l.(*net.TCPListener), s, s.tls)
	s.memory.conns = s.gate.each
	return nil
}

// scheme returns http or https.
func (s *server) scheme() string {
	if s.tls != nil {
		return "https"
	}
	return "http"
}

// url returns the address of the server, without a slash at its end.
func (s *server) url() string {
	addr := s.gate.Addr().(*net.TCPAddr)
	host := addr.IP.String()
	if addr.IP.IsUnspecified() {
		host = "127.0.0.1" // an address that a browser can open
	}
	_, port, _ := net.SplitHostPort(addr.String())
	return s.scheme() + "://" + net.JoinHostPort(host, port)
}

// serve answers until ctx ends, then ends gracefully.
func (s *server) serve(ctx context.Context) error {
	if s.tls != nil && s.opt.cert == "" {
		s.log.Info("certificate made", "sha256", fingerprint(s.tls.Certificates[0]))
	}
	srv := &http.Server{
		Handler:     s.handler(),
		IdleTimeout: s.opt.idleTimeout,
		// OPTIONS * gets 405 and Allow, like any other method that is not served.
		DisableGeneralOptionsHandler: true,
		ConnContext:                  withConn,
		// The gate has counted the head already; this is only not to be smaller.
		MaxHeaderBytes: int(s.opt.maxHeader),
		ErrorLog:       slog.NewLogLogger(s.log.Handler(), slog.LevelWarn),
	}
	go s.keepQuiet()
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(s.gate) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	s.end(srv)
	<-failed
	return nil
}
