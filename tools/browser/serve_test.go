package browser

import (
	"bufio"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// serveFolder serves the files of dir like a static host, in a sub-folder, and returns
// the address of that folder, which ends in a slash.
func serveFolder(t *testing.T, dir string) string {
	t.Helper()
	_, err := os.Stat(dir)
	require.NoError(t, err, "the site is missing: run `make`")
	mux := http.NewServeMux()
	mux.Handle("/some/folder/", http.StripPrefix("/some/folder/", http.FileServer(http.Dir(dir))))
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL + "/some/folder/"
}

// serverProgram builds the local server once for all tests.
var serverProgram = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "framelab-server-")
	if err != nil {
		return "", err
	}
	serverFolder = dir
	path := filepath.Join(dir, "server")
	out, err := exec.Command("go", "build", "-o", path, "framelab/server").CombinedOutput()
	if err != nil {
		return "", &buildError{string(out)}
	}
	return path, nil
})

// serverFolder is the folder of the server, once it is being built.
var serverFolder string

type buildError struct{ output string }

func (e *buildError) Error() string { return "the server does not build:\n" + e.output }

// serve starts the local server on a free port with further flags, and returns its
// address, which ends in a slash. When the test ends, the server is asked to stop and has
// to end by itself.
func serve(t *testing.T, flags ...string) string {
	t.Helper()
	url, _ := serveUntil(t, flags...)
	return url
}

// serveUntil is serve, and also returns a function that stops the server before the test
// ends.
func serveUntil(t *testing.T, flags ...string) (url string, stop func()) {
	t.Helper()
	path, err := serverProgram()
	require.NoError(t, err)
	cmd := exec.Command(path, append([]string{"-addr", "127.0.0.1:0"}, flags...)...)
	cmd.Stderr = t.Output()
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	stop = sync.OnceFunc(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		late := time.AfterFunc(patience, func() { _ = cmd.Process.Kill() })
		defer late.Stop()
		assert.NoError(t, cmd.Wait(), "the server's end")
	})
	t.Cleanup(stop)
	line := make(chan string, 1)
	go func() {
		s, _ := bufio.NewReader(out).ReadString('\n')
		line <- s
	}()
	select {
	case s := <-line:
		url, ok := strings.CutPrefix(strings.TrimSpace(s), "listening on ")
		require.Truef(t, ok, "the server says %q, not where it listens", s)
		return url, stop
	case <-time.After(patience):
		require.Fail(t, "the server does not say where it listens")
		return "", stop
	}
}
