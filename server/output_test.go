//go:build unix

package main

import (
	"bufio"
	"net"
	"net/http"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// When the reader of its output has gone, `framelab 2>&1 | head -1`, the server serves on.
func TestOutputIsClosed(t *testing.T) {
	self, err := os.Executable()
	require.NoError(t, err)
	for name, shell := range map[string]string{
		"a pipe whose reader has gone": `"$@" 2>&1`,
		"closed from the start":        `"$@" 2>&1 >&1 | head -c 0; :`,
		"no descriptors":               `exec "$@" >&- 2>&-`,
		"a full disk":                  `exec "$@" >/dev/full 2>&1`,
	} {
		t.Run(name, func(t *testing.T) {
			if name == "a full disk" {
				if _, err := os.Stat("/dev/full"); err != nil {
					t.Skip(err)
				}
			}
			l, err := net.Listen("tcp", "127.0.0.1:0")
			require.NoError(t, err)
			addr := l.Addr().String() // free once more: no output says which it is
			l.Close()
			cmd := exec.Command("sh", "-c", shell, "sh", self, "-addr", addr, "-site", testSite(t))
			if name == "a pipe whose reader has gone" {
				cmd = exec.Command(self, "-addr", addr, "-site", testSite(t))
			}
			cmd.Env = append(os.Environ(), asCommand+"=1")
			cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
			r, w, err := os.Pipe()
			require.NoError(t, err)
			if name == "a pipe whose reader has gone" {
				cmd.Stdout, cmd.Stderr = w, w
			}
			require.NoError(t, cmd.Start())
			ended := make(chan error, 1)
			go func() { ended <- cmd.Wait() }()
			t.Cleanup(func() { syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) })
			w.Close()
			if name == "a pipe whose reader has gone" {
				line, err := bufio.NewReader(r).ReadString('\n')
				require.NoError(t, err)
				require.Contains(t, line, "listening on ")
			}
			r.Close()
			require.Eventually(t, func() bool {
				c, err := net.Dial("tcp", addr)
				if err == nil {
					c.Close()
				}
				return err == nil
			}, patience, 10*time.Millisecond)
			for range 3 {
				c := dial(t, addr)
				c.send(request("evil.example"))
				resp, _ := c.response()
				require.Equal(t, http.StatusForbidden, resp.StatusCode)
				c.Close()
			}
			dial(t, addr).open(addr).Close()
			require.NoError(t, syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM))
			select {
			case err := <-ended:
				if name != "closed from the start" { // there the shell is ended too
					require.NoError(t, err, "exit code 0")
				}
			case <-time.After(patience):
				require.Fail(t, "the server does not end")
			}
		})
	}
}
