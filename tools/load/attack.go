package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"slices"
	"strings"
	"sync"
	"time"
)

// An attack is one way to harm a server. Each attack runs on its own server.
type attack struct {
	name, what string
	size       int // number of connections without -size
	do         func(ctx context.Context, a *assault) error
}

var attacks = []attack{
	{"bombs", "compressed messages that inflate to 16 MiB each, whole and at the same time", 256, bombs},
	{"half", "compressed messages, half sent, with windows on both sides", 5000, halfMessages},
	{"heads", "request heads of 16,000 bytes that do not end", 10000, halfHeads},
	{"blocked", "echoes of 60 KiB that are not read", 5000, blockedEchoes},
	{"log", "refused requests while the server's log is not read", 5000, fullLog},
	{"chat", "members join, and one sends 20 lines of 60 KB in one write", 1000, chatBurst},
	{"raw", "pages that have bytes played and do not read the answers", 16, rawPages},
	{"taps", "visits of taps, one after the other", 50000, tapVisits},
	{"end", "SIGTERM amid bombs", 64, endAmidBombs},
}

// An assault is an attack in progress.
type assault struct {
	*server
	size  int
	good  *prober
	say   func(what string, figures ...any)
	start float64 // memory before, in KiB
}

func runAttacks(ctx context.Context, o options, w io.Writer) error {
	names := strings.Split(o.attack, ",")
	known := func(name string) bool {
		return name == "all" || slices.ContainsFunc(attacks, func(a attack) bool { return a.name == name })
	}
	for _, name := range names {
		if !known(name) {
			for _, a := range attacks {
				fmt.Fprintf(w, "%-8s %s (%d)\n", a.name, a.what, a.size)
			}
			return fmt.Errorf("there is no attack %q", name)
		}
	}
	for _, a := range attacks {
		if slices.Contains(names, a.name) || slices.Contains(names, "all") {
			if err := runAttack(ctx, o, a, w); err != nil {
				return fmt.Errorf("%s: %w", a.name, err)
			}
		}
	}
	return nil
}

// runAttack starts a server, watches its memory and the echo times of good connections,
// and attacks it.
func runAttack(ctx context.Context, o options, a attack, w io.Writer) error {
	if a.name == "log" { // a pipe that is not read
		r, stderr, err := os.Pipe()
		if err != nil {
			return err
		}
		defer r.Close()
		defer stderr.Close()
		o.stderr = stderr
	}
	s, err := startServer(ctx, o)
	if err != nil {
		return err
	}
	defer s.stop()
	at := &assault{server: s, size: a.size, start: s.rss()}
	if o.size > 0 {
		at.size = o.size
	}
	at.say = func(what string, figures ...any) {
		fmt.Fprintf(w, "%-60s server %s\n", a.name+": "+fmt.Sprintf(what, figures...), s.memory())
	}
	at.say("%s (%d)", a.what, at.size)
	if at.good, err = startProber(s.addr); err != nil {
		return err
	}
	peak := watchPeak(s)
	err = a.do(ctx, at)
	good := at.good.stop()
	at.say("peak %.1f MiB; good echoes: %s", peak()/1024, good)
	if a.name == "end" || err != nil {
		return err
	}
	for range 10 {
		sleep(ctx, time.Second)
		if s.rss() < 1.25*at.start {
			break
		}
	}
	at.say("ten seconds later, or as soon as it is within 25 %% of %.1f MiB", at.start/1024)
	return nil
}

// watchPeak records the server's largest memory until peak is called.
func watchPeak(s *server) (peak func() float64) {
	most, stop, done := 0.0, make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		look := time.NewTicker(5 * time.Millisecond)
		defer look.Stop()
		for {
			most = max(most, s.rss())
			select {
			case <-look.C:
			case <-stop:
				return
			}
		}
	}()
	return func() float64 {
		close(stop)
		<-done
		return most
	}
}

// A prober exchanges small messages on good connections, one every ten milliseconds on
// each.
type prober struct {
	conns []net.Conn
	over  chan struct{}
	wg    sync.WaitGroup

	mu    sync.Mutex
	times []time.Duration
	err   error
}

const probers = 4

func startProber(addr string) (*prober, error) {
	p := &prober{over: make(chan struct{})}
	for range probers {
		c, err := net.Dial("tcp", addr)
		if err == nil {
			err = open(c, addr)
		}
		if err != nil {
			closeAll(p.conns)
			return nil, err
		}
		p.conns = append(p.conns, c)
	}
	for i, c := range p.conns {
		p.wg.Go(func() { p.probe(c, uint64(i)) })
	}
	return p, nil
}

func (p *prober) probe(c net.Conn, seed uint64) {
	for round := uint64(0); ; round++ {
		select {
		case <-p.over:
			return
		case <-time.After(10 * time.Millisecond):
		}
		before := time.Now()
		err := exchange(c, round<<8|seed, 64)
		p.mu.Lock()
		p.times = append(p.times, time.Since(before))
		if err != nil {
			p.err = errors.Join(p.err, err)
		}
		p.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// stop ends the prober and returns how long the echoes took.
func (p *prober) stop() string {
	close(p.over)
	p.wg.Wait()
	closeAll(p.conns)
	slices.Sort(p.times)
	if len(p.times) == 0 {
		return "none"
	}
	at := func(q float64) time.Duration {
		return p.times[int(q*float64(len(p.times)-1))].Round(10 * time.Microsecond)
	}
	s := fmt.Sprintf("%d, median %v, 99 %% within %v, longest %v", len(p.times), at(0.5), at(0.99), at(1))
	if p.err != nil {
		s += fmt.Sprintf("; ended: %v", p.err)
	}
	return s
}
