package main

import (
	"bytes"
	"io"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/server/logs/logstest"
)

// The test program is the command itself when this is set.
const asCommand = "FRAMELAB_TEST_AS_COMMAND"

func TestMain(m *testing.M) {
	if os.Getenv(asCommand) != "" {
		os.Exit(command())
	}
	os.Exit(m.Run())
}

// A process is the server in a process of its own.
type process struct {
	*exec.Cmd
	out, err *logstest.Buffer
}

func startCommand(t *testing.T, flags ...string) *process {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	c := &process{exec.Command(self, flags...), &logstest.Buffer{}, &logstest.Buffer{}}
	c.Env = append(os.Environ(), asCommand+"=1", "GORACE=atexit_sleep_ms=50")
	c.Stdout, c.Stderr = c.out, c.err
	require.NoError(t, c.Start())
	t.Cleanup(func() { c.Process.Kill() })
	return c
}

// startApart runs the command until the test ends, when it must exit with 0:
// the bytes of a table have neither crashed it nor caused a race.
func startApart(t *testing.T, flags ...string) *running {
	t.Helper()
	c := startCommand(t, append([]string{"-addr", "127.0.0.1:0", "-site", testSite(t)}, flags...)...)
	addr := c.addr(t, "http")
	t.Cleanup(func() {
		defer time.AfterFunc(patience, func() { c.Process.Kill() }).Stop()
		require.NoError(t, c.Process.Signal(syscall.SIGTERM))
		require.NoError(t, c.Wait(), "exit code 0: %s", c.err)
	})
	return &running{system: new(system), addr: addr}
}

// addr waits for the line that says where the command listens.
func (c *process) addr(t *testing.T, scheme string) string {
	t.Helper()
	require.Eventually(t, func() bool { return strings.HasSuffix(c.out.String(), "\n") }, patience, time.Millisecond, "%s", c.err)
	url, ok := strings.CutPrefix(strings.TrimSuffix(c.out.String(), "/\n"), "listening on "+scheme+"://")
	require.True(t, ok, c.out.String())
	return url
}

// SIGTERM and SIGINT under load: every client sees 1001 and no reset, the exit
// code is 0, and standard output has had its one line.
func TestSignals(t *testing.T) {
	for _, sig := range []os.Signal{syscall.SIGTERM, os.Interrupt} {
		t.Run(sig.String(), func(t *testing.T) {
			cmd := startCommand(t, "-addr", "127.0.0.1:0", "-site", testSite(t), "-log", "json")
			addr := cmd.addr(t, "http")
			line := cmd.out.String()
			ended := make(chan string, 10)
			var echoed atomic.Int64
			for range cap(ended) {
				c := dial(t, addr).open(addr)
				go func() {
					for i := 0; ; i++ {
						if _, err := c.Write(text(strconv.Itoa(i))); err != nil {
							return
						}
						time.Sleep(time.Millisecond)
					}
				}()
				go func() { ended <- readToEnd(c, &echoed) }()
			}
			require.Eventually(t, func() bool { return echoed.Load() > 500 }, patience, time.Millisecond)
			before := time.Now()
			require.NoError(t, cmd.Process.Signal(sig))
			for range cap(ended) {
				assert.Equal(t, "1001, then the end", <-ended)
			}
			require.NoError(t, cmd.Wait(), "exit code 0")
			assert.Less(t, time.Since(before), 5*time.Second)
			assert.Equal(t, line, cmd.out.String())
			assert.Equal(t, 1, strings.Count(line, "\n"))
			for log := range strings.Lines(cmd.err.String()) {
				assert.True(t, strings.HasPrefix(log, `{"time":`), log)
			}
		})
	}
}

func TestCommandTLS(t *testing.T) {
	cmd := startCommand(t, "-addr", "127.0.0.1:0", "-site", testSite(t), "-tls")
	cmd.addr(t, "https")
	require.NoError(t, cmd.Process.Signal(syscall.SIGTERM))
	require.NoError(t, cmd.Wait())
	assert.Contains(t, cmd.err.String(), "sha256=")
}

// An error at the start is one line on standard error, and nothing on standard output.
func TestCannotStart(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer l.Close()
	taken, site := l.Addr().String(), testSite(t)
	for _, tc := range []struct {
		flags []string
		code  int
		says  string
	}{
		{[]string{"-addr", taken, "-site", site}, exitFailed, taken + " is in use"},
		{[]string{"-nosuch"}, exitUsage, "-nosuch"},
		{[]string{"-addr", "nowhere"}, exitUsage, "nowhere"},
		{[]string{"-addr", "192.0.2.1:0", "-site", site}, exitFailed, "192.0.2.1:0"},
		{[]string{"-site", t.TempDir()}, exitFailed, "index.html"},
		{[]string{"-cert", "none.pem", "-key", "none.pem", "-site", site}, exitFailed, "none.pem"},
	} {
		var stdout, stderr bytes.Buffer
		assert.Equal(t, tc.code, run(t.Context(), tc.flags, noEnv, &stdout, &stderr))
		assert.Empty(t, stdout.String())
		assert.Contains(t, stderr.String(), tc.says)
		assert.Equal(t, 1, strings.Count(stderr.String(), "\n"), stderr.String())
	}
	var stdout bytes.Buffer
	assert.Equal(t, exitOK, run(t.Context(), []string{"-help"}, noEnv, &stdout, io.Discard))
	assert.Contains(t, stdout.String(), "-max-message")
}
