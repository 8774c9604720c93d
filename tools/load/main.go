// Command load puts the local server under load and abuse on the loopback interface, and
// reports whether it withstood that:
//
//	go run ./tools/load                      10,000 connections, 1 in 100 misbehaves; about a minute
//	go run ./tools/load -conns 1000          fewer
//	go run ./tools/load -soak 10m            and then ten minutes of echoes
//	go run ./tools/load -attack bombs        one kind of attack on a fresh server; a name that it does not know lists them
//
// It builds the server, starts it on a free port, and stops it at the end. Every good
// echo is compared by checksum; the memory of the server's process is read from /proc
// (Linux). The exit code is 1 if an echo was lost or changed, if a good connection ended,
// or if memory grew. An attack only prints figures: the server's tests check them.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"time"
)

func main() {
	var o options
	flag.IntVar(&o.conns, "conns", 10000, "connections, at most 14000")
	flag.IntVar(&o.bad, "bad", 100, "one in `N` connections misbehaves (0: none)")
	flag.IntVar(&o.rounds, "rounds", 3, "messages on each good connection")
	flag.DurationVar(&o.soak, "soak", 0, "continue with echoes for this long afterwards, at most 1h")
	flag.StringVar(&o.attack, "attack", "", "run one or more attacks instead: `names` separated by commas, or all")
	flag.IntVar(&o.size, "size", 0, "the size of the attack, for most attacks its connections; 0 means its usual size")
	flag.Func("flag", "an `argument` for the server, such as -max-message=1MiB; can be repeated", func(v string) error {
		o.flags = append(o.flags, v)
		return nil
	})
	flag.StringVar(&o.server, "server", "", "the server `program`; without this flag it is built from ./server")
	flag.Parse()
	if flag.NArg() > 0 || o.conns < 1 || o.conns > 14000 || o.bad < 0 || o.rounds < 1 || o.soak < 0 || o.soak > time.Hour || o.size < 0 || o.size > 20000 {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	// Stop the server even after an error or a panic.
	ctx, cancel := context.WithTimeout(ctx, 10*time.Minute+o.soak)
	defer cancel()
	do := run
	if o.attack != "" {
		do = runAttacks
	}
	if err := do(ctx, o, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
		os.Exit(1)
	}
}

type options struct {
	conns, bad, rounds int
	soak               time.Duration
	attack             string
	size               int
	server             string
	flags              []string  // further arguments for the server
	stderr             io.Writer // the server's, or nil
	repo               string    // the folder that ./server is in
}

// run runs all phases, and writes a line for each to w.
func run(ctx context.Context, o options, w io.Writer) error {
	s, err := startServer(ctx, o)
	if err != nil {
		return err
	}
	defer s.stop()
	peak := 0.0
	say := func(what string, figures ...any) {
		peak = max(peak, s.rss())
		fmt.Fprintf(w, "%-44s server %s\n", fmt.Sprintf(what, figures...), s.memory())
	}
	empty := s.rss()
	say("started")

	good, bad, err := connect(ctx, s.addr, o)
	if err != nil {
		return err
	}
	defer closeAll(good)
	defer closeAll(bad)
	say("%d good connections, %d that misbehave", len(good), len(bad))
	for round := range o.rounds {
		before := time.Now()
		if err := echoAll(ctx, good, round); err != nil {
			return err
		}
		say("round %d: %d echoes intact in %v", round+1, len(good), time.Since(before).Round(time.Millisecond))
		if round == 0 {
			sleep(ctx, 5*time.Second)
			say("five seconds of silence: %.2f KiB a connection", (s.rss()-empty)/float64(len(good)+len(bad)))
		}
	}
	if o.soak > 0 {
		n, err := soak(ctx, good, o.soak, func() { say("soaking") })
		if err != nil {
			return err
		}
		say("%v of soak: %d echoes intact", o.soak, n)
	}
	if err := stillOpen(ctx, good); err != nil {
		return err
	}
	closeAll(good)
	closeAll(bad)
	return flat(ctx, s, o, peak, say)
}

// flat repeats the load and compares the memory with that of the first time: memory that
// is leaked grows each time, memory that is reused does not.
func flat(ctx context.Context, s *server, o options, peak float64, say func(string, ...any)) error {
	if err := s.wantConns(ctx, 0); err != nil {
		return err
	}
	say("all closed")
	good, bad, err := connect(ctx, s.addr, o)
	if err != nil {
		return err
	}
	defer closeAll(good)
	defer closeAll(bad)
	if err := echoAll(ctx, good, 0); err != nil {
		return err
	}
	again := s.rss()
	say("all of this again")
	closeAll(good)
	closeAll(bad)
	if err := s.wantConns(ctx, 0); err != nil {
		return err
	}
	sleep(ctx, 3*time.Second)
	say("all closed again, and silent for 3 seconds")
	if peak > 0 && again > 1.25*peak+16<<10 {
		return fmt.Errorf("the server's memory grew: %.0f MiB the first time, %.0f MiB for the same load again", peak/1024, again/1024)
	}
	return nil
}

func sleep(ctx context.Context, d time.Duration) {
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
}
