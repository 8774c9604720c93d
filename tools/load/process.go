package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// A server is the process under load.
type server struct {
	addr string
	cmd  *exec.Cmd
	dir  string        // folder with the program and its site
	done chan struct{} // closed when the process has ended
}

// startServer starts the program, or builds ./server and starts that, on a free port of
// the loopback interface.
func startServer(ctx context.Context, o options) (*server, error) {
	program := o.server
	s := &server{done: make(chan struct{})}
	site, err := os.MkdirTemp("", "framelab-load-")
	if err != nil {
		return nil, err
	}
	s.dir = site
	if program == "" {
		program = filepath.Join(site, "server")
		build := exec.CommandContext(ctx, "go", "build", "-o", program, "./server")
		build.Dir, build.Stderr = o.repo, os.Stderr
		if err := build.Run(); err != nil {
			os.RemoveAll(site)
			return nil, fmt.Errorf("go build ./server: %w", err)
		}
	}
	for _, name := range []string{"index.html", "404.html"} {
		if err := os.WriteFile(filepath.Join(site, name), []byte("<!doctype html><title>load</title>"), 0o644); err != nil {
			return nil, err
		}
	}
	s.cmd = exec.CommandContext(ctx, program, append([]string{"-addr", "127.0.0.1:0", "-site", site}, o.flags...)...)
	s.cmd.Stderr = o.stderr
	s.cmd.Cancel = func() error { return s.cmd.Process.Signal(syscall.SIGTERM) }
	s.cmd.WaitDelay = 10 * time.Second
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := s.cmd.Start(); err != nil {
		os.RemoveAll(site)
		return nil, err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	go func() {
		s.cmd.Wait()
		close(s.done)
	}()
	s.addr = strings.Trim(strings.TrimPrefix(strings.TrimSpace(line), "listening on http://"), "/")
	if err != nil || !strings.HasPrefix(s.addr, "127.0.0.1:") {
		s.stop()
		return nil, errors.New("the server did not print where it listens")
	}
	return s, nil
}

// stop ends the server gracefully, or kills it after ten seconds.
func (s *server) stop() {
	s.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-s.done:
	case <-time.After(10 * time.Second):
		s.cmd.Process.Kill()
		<-s.done
	}
	os.RemoveAll(s.dir)
}

// rss returns how much memory the process has, in KiB; 0 if that cannot be read.
func (s *server) rss() float64 {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(b)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			n, _ := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 64)
			return n
		}
	}
	return 0
}

func (s *server) memory() string { return fmt.Sprintf("%6.1f MiB", s.rss()/1024) }

// wantConns waits until the server has n sockets in addition to those it always has.
func (s *server) wantConns(ctx context.Context, n int) error {
	for end := time.Now().Add(30 * time.Second); ; {
		have, err := s.sockets()
		if err != nil || have <= n {
			return nil // if it cannot be read, only the memory is checked
		}
		if time.Now().After(end) || ctx.Err() != nil {
			return fmt.Errorf("the server still holds %d connections", have)
		}
		sleep(ctx, 100*time.Millisecond)
	}
}

// sockets returns how many connections the process has open, without its listener.
func (s *server) sockets() (int, error) {
	dir := fmt.Sprintf("/proc/%d/fd", s.cmd.Process.Pid)
	names, err := os.ReadDir(dir)
	if err != nil {
		return 0, err
	}
	n := -1
	for _, name := range names {
		if to, err := os.Readlink(filepath.Join(dir, name.Name())); err == nil && strings.HasPrefix(to, "socket:") {
			n++
		}
	}
	return n, nil
}

// processor returns how much processor time the process has used; 0 if that cannot be
// read.
func (s *server) processor() time.Duration {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(b), ") ")
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return time.Duration(user+system) * 10 * time.Millisecond
}
