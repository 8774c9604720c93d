package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
	"unsafe"
)

// A process is one server.
type process struct {
	addr  string
	plain bool // it echoes plain TCP, without a handshake
	cmd   *exec.Cmd
	in    io.Closer
	done  bool
}

// start starts a server, and reads its address from its first line.
func start(dir, name string) (*process, error) {
	var cmd *exec.Cmd
	if name == "framelab" {
		program := filepath.Join(dir, "server")
		if err := build(program); err != nil {
			return nil, err
		}
		site := filepath.Join(dir, "site")
		if err := os.MkdirAll(site, 0o755); err != nil {
			return nil, err
		}
		for _, page := range []string{"index.html", "404.html"} {
			if err := os.WriteFile(filepath.Join(site, page), []byte("<!doctype html><title>echo</title>"), 0o644); err != nil {
				return nil, err
			}
		}
		cmd = exec.Command(program, "-addr", "127.0.0.1:0", "-site", site)
	} else {
		self, err := os.Executable()
		if err != nil {
			return nil, err
		}
		cmd = exec.Command(self, "-serve", name)
	}
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	p := &process{plain: name == "tcp", cmd: cmd, in: in}
	line, err := bufio.NewReader(out).ReadString('\n')
	line = strings.TrimSuffix(strings.TrimSpace(line), "/")
	p.addr = line[strings.LastIndexAny(line, " /")+1:]
	if err != nil || !strings.HasPrefix(p.addr, "127.0.0.1:") {
		p.stop()
		return nil, fmt.Errorf("%s did not print where it listens, but %q", name, line)
	}
	return p, nil
}

// build makes the project's own server, once.
func build(program string) error {
	if _, err := os.Stat(program); err == nil {
		return nil
	}
	dir, err := repo()
	if err != nil {
		return err
	}
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", program, "./server")
	cmd.Dir, cmd.Stderr = dir, os.Stderr
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	return cmd.Run()
}

// stop ends the server; those made with a library end with their input.
func (p *process) stop() {
	if p.done {
		return
	}
	p.done = true
	p.in.Close()
	p.cmd.Process.Signal(syscall.SIGTERM)
	late := time.AfterFunc(10*time.Second, func() { p.cmd.Process.Kill() })
	defer late.Stop()
	p.cmd.Wait()
}

// cpu returns the processor time that the process has used.
func (p *process) cpu() (time.Duration, error) {
	var ts syscall.Timespec
	clock := ^p.cmd.Process.Pid<<3 | 2 // clock_getcpuclockid(3)
	if _, _, errno := syscall.Syscall(syscall.SYS_CLOCK_GETTIME, uintptr(clock), uintptr(unsafe.Pointer(&ts)), 0); errno != 0 {
		return 0, errors.Join(errors.New("reading a process's clock"), errno)
	}
	return time.Duration(ts.Nano()), nil
}

// rss returns how much memory the process has, in KiB.
func (p *process) rss() float64 {
	data, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	_, rest, _ := strings.Cut(string(data), "VmRSS:")
	var kib float64
	fmt.Sscan(rest, &kib)
	return kib
}
