// Command server is Framelab's local server: the interactive site, WebSockets
// that echo, chat, show and replay bytes, and the older ways of getting events, on
// one port of the loopback interface. Package codec answers a learner's bytes: it gets
// exactly the bytes that arrived.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"syscall"
	"time"

	"framelab/server/logs"
)

func main() { os.Exit(command()) }

// command runs until a signal comes, and returns the exit code. A second signal ends
// the process immediately. If the shutdown takes too long, the process ends anyway.
func command() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, func() {
		stop()
		time.AfterFunc(shutdownLast, func() { os.Exit(exitOK) })
	})
	return run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr)
}

// Exit codes of the command.
const (
	exitOK     = 0
	exitFailed = 1 // the server could not start or failed
	exitUsage  = 2 // the flags are not valid
)

// run serves until ctx ends and returns the exit code. It writes one line to
// stdout once it listens; logs, and the one line that says why it could not
// start, go to stderr.
func run(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer) int {
	// With Notify SIGPIPE does not end the process: the server has to continue when the
	// reader of its output has closed the pipe. A child process gets the signal as always.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	opt, err := parseOptions(args, getenv)
	switch {
	case errors.Is(err, flag.ErrHelp):
		printUsage(stdout)
		return exitOK
	case err != nil:
		fmt.Fprintf(stderr, "framelab: %v (-help lists the flags)\n", err)
		return exitUsage
	}
	log := logs.NewQueue(opt.log, stderr)
	defer log.Close()
	stderr = log
	s, err := newSystem(opt, stderr)
	if err != nil {
		fmt.Fprintf(stderr, "framelab: %v\n", err)
		return exitFailed
	}
	if s.dev != nil {
		defer s.dev.Start(ctx)()
	}
	if err := s.listen(); err != nil {
		fmt.Fprintf(stderr, "framelab: %s\n", explainListen(opt.addr, err))
		return exitFailed
	}
	s.memory.BoundProcess()
	fmt.Fprintf(stdout, "listening on %s/\n", s.url())
	if err := s.serve(ctx); err != nil {
		fmt.Fprintf(stderr, "framelab: %v\n", err)
		return exitFailed
	}
	return exitOK
}

// explainListen says in one line why the server cannot listen on addr.
func explainListen(addr string, err error) string {
	var op *net.OpError
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return addr + " is in use by another program (-addr 127.0.0.1:0 picks a free port)"
	case errors.Is(err, syscall.EACCES):
		return "this user is not allowed to listen on " + addr + " (ports below 1024 often need more rights)"
	case errors.As(err, &op):
		return fmt.Sprintf("cannot listen on %s: %v", addr, op.Err)
	}
	return fmt.Sprintf("cannot listen on %s: %v", addr, err)
}
