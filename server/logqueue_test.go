package main

import (
	"net/http"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/server/logs/logstest"
)

// A full pipe on standard error stops nothing: every request is answered, connections
// end, and SIGTERM ends the process in time.
func TestLogThatNobodyReads(t *testing.T) {
	for _, form := range []string{"text", "json"} {
		t.Run(form, func(t *testing.T) {
			cmd, r := startUnread(t, "-log", form)
			addr := cmd.addr(t, "http")
			fillLog(t, addr)
			c := dial(t, addr).open(addr)
			c.send(text("still here"))
			c.wants(1, "still here")
			before := time.Now()
			require.NoError(t, cmd.Process.Signal(syscall.SIGTERM))
			c.answersClose(1001)
			require.NoError(t, cmd.Wait())
			assert.Less(t, time.Since(before), 5*time.Second)
			r.Close()
		})
	}
}

// A second signal ends the process immediately.
func TestSecondSignal(t *testing.T) {
	cmd, r := startUnread(t)
	defer r.Close()
	addr := cmd.addr(t, "http")
	fillLog(t, addr)
	dial(t, addr).open(addr) // and does not answer the Close
	require.NoError(t, cmd.Process.Signal(syscall.SIGTERM))
	time.Sleep(200 * time.Millisecond)
	before := time.Now()
	require.NoError(t, cmd.Process.Signal(syscall.SIGTERM))
	require.Error(t, cmd.Wait())
	status := cmd.ProcessState.Sys().(syscall.WaitStatus)
	assert.True(t, status.Signaled() && status.Signal() == syscall.SIGTERM, cmd.ProcessState.String())
	assert.Less(t, time.Since(before), 2*time.Second)
}

// startUnread starts the command with a pipe for its log that is not read.
func startUnread(t *testing.T, flags ...string) (cmd *process, unread *os.File) {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	r, w, err := os.Pipe()
	require.NoError(t, err)
	c := &process{exec.Command(self, append([]string{"-addr", "127.0.0.1:0", "-site", testSite(t)}, flags...)...), &logstest.Buffer{}, &logstest.Buffer{}}
	c.Env = append(os.Environ(), asCommand+"=1")
	c.Stdout, c.Stderr = c.out, w
	require.NoError(t, c.Start())
	w.Close()
	t.Cleanup(func() { c.Process.Kill() })
	return c, r
}

// fillLog has more requests refused than a pipe and the queue have room for.
func fillLog(t *testing.T, addr string) {
	t.Helper()
	for range 3000 {
		c := dial(t, addr)
		c.send([]byte("nonsense\r\n\r\n"))
		resp, _ := c.response()
		require.Equal(t, http.StatusBadRequest, resp.StatusCode)
		c.Close()
	}
}
