package clients

import (
	"bufio"
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// patience bounds every wait of these tests, except those for a browser.
const patience = 20 * time.Second

// folder holds the server's program, which is built once.
var folder string

func TestMain(m *testing.M) {
	code := m.Run()
	if folder != "" {
		os.RemoveAll(folder)
	}
	os.Exit(code)
}

var program = sync.OnceValues(func() (string, error) {
	var err error
	if folder, err = os.MkdirTemp("", "framelab-clients-"); err != nil {
		return "", err
	}
	path := filepath.Join(folder, "server")
	build := exec.Command("go", "build", "-o", path, "../../server")
	build.Stderr = os.Stderr
	return path, build.Run()
})

// start starts the server on a free port until the test ends, and returns its
// address as host:port.
func start(t *testing.T, flags ...string) (addr string) {
	t.Helper()
	path, err := program()
	require.NoError(t, err)
	site := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(site, "index.html"), []byte("<!doctype html><title>x</title>"), 0o644))
	line := run(t, path, append([]string{"-addr", "127.0.0.1:0", "-site", site}, flags...)...)
	_, addr, ok := strings.Cut(strings.TrimSuffix(strings.TrimSpace(line), "/"), "://")
	require.True(t, ok, line)
	return addr
}

// run starts a program until the test ends, and returns its first line.
func run(t *testing.T, path string, args ...string) (line string) {
	t.Helper()
	cmd := exec.Command(path, args...)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	begin(t, cmd)
	line, err = bufio.NewReader(out).ReadString('\n')
	require.NoError(t, err)
	return line
}

// begin starts a command in its own process group, and ends the whole group with the
// test.
func begin(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.WaitDelay = time.Second
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM)
		killer := time.AfterFunc(5*time.Second, func() { syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) })
		defer killer.Stop()
		cmd.Wait()
	})
}

// find returns the path of a command, or says which package contains it.
func find(t *testing.T, debian string, names ...string) string {
	t.Helper()
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	require.Failf(t, "no "+names[0], "install it, on Debian with `apt-get install %s` (tools/install.sh does)", debian)
	return ""
}

// script runs a client's own test, which prints ok at its end.
func script(t *testing.T, path string, args ...string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	out, err := exec.CommandContext(ctx, path, args...).CombinedOutput()
	require.NoError(t, err, string(out))
	require.Equal(t, "ok\n", string(out))
}

// freePort returns a port on which nothing listens at the moment.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	require.NoError(t, err)
	return port
}

// eventuallyListens waits until a server listens at addr.
func eventuallyListens(t *testing.T, addr string) {
	t.Helper()
	require.Eventually(t, func() bool {
		c, err := net.Dial("tcp", addr)
		if err == nil {
			c.Close()
		}
		return err == nil
	}, patience, 20*time.Millisecond, addr)
}
