package main

import (
	"context"
	"crypto/tls"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"runtime"
	"time"

	"framelab/server/cert"
	"framelab/server/chat"
	"framelab/server/comet"
	"framelab/server/dev"
	"framelab/server/echo"
	"framelab/server/gate"
	"framelab/server/handshake"
	"framelab/server/info"
	"framelab/server/logs"
	"framelab/server/memory"
	"framelab/server/policy"
	"framelab/server/raw"
	"framelab/server/site"
	"framelab/server/socket"
	"framelab/server/tap"
)

// A system is what the process is made of: one port with the site and the WebSockets on
// it. It only connects the parts; none of them is handed the system.
type system struct {
	opt          options
	log          *slog.Logger
	tls          *tls.Config // nil without TLS
	site         http.Handler
	dev          *dev.Loop // nil without -dev
	memory       *memory.Memory
	sockets      *socket.Sockets
	shuttingDown chan struct{} // closed when the shutdown begins

	// Made when the address is known.
	policy    policy.Policy
	gate      *gate.Gate
	endpoints []handshake.Endpoint
	room      *chat.Room
	taps      *tap.Taps
	runs      *raw.Runs
	races     *comet.Races
}

// newSystem makes all that can fail before a port is taken.
func newSystem(opt options, stderr io.Writer) (*system, error) {
	s := &system{
		opt: opt, log: logs.New(opt.log, stderr), shuttingDown: make(chan struct{}),
		memory: memory.New(memory.Most(int64(opt.MaxMessage)), max(1, runtime.GOMAXPROCS(0)-1)),
	}
	s.sockets = &socket.Sockets{Limits: opt.Limits, Memory: s.memory, Log: s.log}
	if opt.dev {
		s.dev = dev.New(dev.Config{Dir: opt.siteDir(), Wasmserve: opt.wasmserve, Log: s.log, ShuttingDown: s.shuttingDown})
	}
	var err error
	switch {
	case opt.cert != "":
		s.tls, err = cert.Load(opt.cert, opt.key)
	case opt.tls:
		s.tls, err = cert.Make(opt.addr)
	}
	if err != nil {
		return nil, err
	}
	s.site, err = site.Open(site.Config{Dir: opt.site, BuiltIn: builtInSite(), Dev: opt.dev, Log: s.log})
	return s, err
}

// listen takes the port; from then on connections wait to be served.
func (s *system) listen() error {
	l, err := net.Listen("tcp", s.opt.addr)
	if err != nil {
		return err
	}
	s.policy = policy.New(l.Addr(), policy.Config{Addr: s.opt.addr, Hosts: s.opt.hosts, Origins: s.opt.origins, TLS: s.tls != nil})
	s.room = chat.NewRoom(chat.Config{Limits: s.opt.Limits, Memory: s.memory, ShuttingDown: s.shuttingDown})
	s.taps = tap.New(s.memory)
	s.runs = raw.New(func(ctx context.Context, peer netip.Addr) (net.Conn, error) { return s.gate.DialSelf(ctx, peer) })
	s.races = comet.New(comet.Config{Policy: s.policy, ShuttingDown: s.shuttingDown})
	s.endpoints = []handshake.Endpoint{
		echo.Endpoint(s.opt.Limits), s.room.Endpoint(), s.taps.Endpoint(), s.runs.Endpoint(), s.races.Endpoint(),
	}
	handshakes := handshake.New(handshake.Config{Policy: s.policy, Sockets: s.sockets, Endpoints: s.endpoints, Tapped: s.taps.Tapped})
	s.gate = gate.New(l.(*net.TCPListener), gate.Config{
		TLS: s.tls, Limits: s.opt.Limits, Policy: s.policy, Memory: s.memory, Log: s.log, Route: handshakes.Route,
	})
	return nil
}

// url returns the address of the server, without a slash at its end.
func (s *system) url() string {
	addr := s.gate.Addr().(*net.TCPAddr)
	host := addr.IP.String()
	if addr.IP.IsUnspecified() {
		host = "127.0.0.1" // an address that a browser can open
	}
	_, port, _ := net.SplitHostPort(addr.String())
	return s.policy.Scheme() + "://" + net.JoinHostPort(host, port)
}

// handler connects what answers the requests that http.Server gets.
func (s *system) handler() http.Handler {
	rest := s.site
	if s.dev != nil {
		rest = s.dev.Handler(s.policy, rest)
	}
	return &router{gate: s.gate, races: s.races, rest: rest, info: info.Handler(info.Config{
		Limits: s.opt.Limits, Policy: s.policy, Endpoints: s.endpoints,
		Memory: s.memory.Most(), CaptureBytes: s.taps.CaptureBytes(),
	})}
}

// serve answers until ctx ends, then shuts down gracefully.
func (s *system) serve(ctx context.Context) error {
	if s.tls != nil && s.opt.cert == "" {
		s.log.Info("certificate made", "sha256", cert.Fingerprint(s.tls.Certificates[0]))
	}
	srv := &http.Server{
		Handler:     s.handler(),
		IdleTimeout: s.opt.IdleTimeout,
		// OPTIONS * gets 405 and Allow, like any other method that is not served.
		DisableGeneralOptionsHandler: true,
		ConnContext:                  gate.WithConn,
		// The gate has counted the head already; this limit must only not be smaller.
		MaxHeaderBytes: int(s.opt.MaxHeader),
		ErrorLog:       slog.NewLogLogger(s.log.Handler(), slog.LevelWarn),
	}
	go s.memory.KeepQuiet(s.shuttingDown)
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(s.gate) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	s.shutdown(srv)
	<-failed
	return nil
}

// The graceful shutdown, all within five seconds: what has arrived is read and
// answered, each WebSocket gets a Close with 1001 and a while to answer it.
const (
	shutdownHTTP    = 1500 * time.Millisecond // for responses of http.Server under way
	shutdownWriting = 3 * time.Second         // for what waits to be written
	shutdownClose   = 4 * time.Second         // for the peer's Close
	shutdownAll     = 4200 * time.Millisecond // after which connections are cut
	shutdownLast    = 4500 * time.Millisecond // after which the process ends
)

// shutdown stops accepting, lets every connection end by itself, and returns when none
// is left or the time is over.
func (s *system) shutdown(srv *http.Server) {
	began := time.Now()
	close(s.shuttingDown)
	s.sockets.Shutdown(began.Add(shutdownClose))
	s.gate.Shutdown(began.Add(shutdownWriting), time.Now().Add(socket.ShutdownReading))
	select {
	case <-s.gate.Closed():
	case <-time.After(socket.ShutdownReading): // accepting had failed
	}
	ctx, cancel := context.WithTimeout(context.Background(), shutdownHTTP)
	defer cancel()
	if srv.Shutdown(ctx) != nil {
		srv.Close()
	}
	left := s.gate.Wait(began.Add(shutdownAll))
	logs.Flush(s.log)
	s.log.Info("ended", "took", time.Since(began).Round(time.Millisecond).String(), "cut", left)
}
