package main

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// In development exactly four paths are wasmserve's; a stand-in answers them.
func TestDevProxy(t *testing.T) {
	stand := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-From", "wasmserve")
		w.Write([]byte(r.Method + " " + r.URL.RequestURI()))
	}))
	defer stand.Close()
	dir := testSite(t)
	h := devProxy(stand.URL, devSite{dir})
	for path, theirs := range map[string]bool{
		"/main.wasm": true, "/wasm_exec.js": true, "/_wait": true, "/_notify": true,
		"/": false, "/main.wasm/": false, "/en/main.wasm": false, "/_notify/x": false, "/index.html": false, "/main.go": false,
	} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path+"?x=1", nil))
		assert.Equal(t, theirs, w.Header().Get("X-From") == "wasmserve", path)
		if theirs {
			assert.Equal(t, "GET "+path+"?x=1", w.Body.String())
		}
	}
	stand.Close()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/main.wasm", nil))
	assert.Equal(t, http.StatusBadGateway, w.Code)
	assert.Contains(t, w.Body.String(), "wasmserve does not respond")
}

// In development the files are served as they are at that moment.
func TestDevSite(t *testing.T) {
	dir := testSite(t)
	h := devSite{dir}
	get := func(path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		return w
	}
	w := get("/")
	assert.Equal(t, "<!doctype html><title>root</title>", w.Body.String())
	assert.Equal(t, "no-store", w.Header().Get("Cache-Control"))
	assert.Equal(t, contentSecurityPolicy, w.Header().Get("Content-Security-Policy"))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "index.html"), []byte("changed"), 0o644))
	assert.Equal(t, "changed", get("/").Body.String())
	assert.Equal(t, http.StatusMovedPermanently, get("/en").Code)
	assert.Equal(t, "application/wasm", get("/assets/main.0123456789.wasm").Header().Get("Content-Type"))
	require.NoError(t, os.WriteFile(filepath.Join(filepath.Dir(dir), "outside"), []byte("secret"), 0o644))
	for _, path := range []string{"/nothing", "/../outside", "/en/../../outside"} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.URL.Path = path
		w = httptest.NewRecorder()
		h.ServeHTTP(w, r)
		assert.Equal(t, http.StatusNotFound, w.Code, path)
		assert.Contains(t, w.Body.String(), "Nothing here")
	}
	require.NoError(t, os.RemoveAll(dir))
	assert.Contains(t, get("/").Body.String(), "Run make dev.")
}

// A change of the sources rebuilds the site and has the pages reload; a rebuild
// that fails leaves them alone.
func TestWatcher(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "en.json")
	require.NoError(t, os.WriteFile(name, []byte("1"), 0o644))
	var rebuilt, notified atomic.Int32
	var fails atomic.Bool
	logs := &lockedBuffer{}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		watcher{
			dirs: []string{dir}, every: 5 * time.Millisecond, log: newLogger("text", logs),
			rebuild: func() error {
				rebuilt.Add(1)
				if fails.Load() {
					return errors.New("no such word")
				}
				return nil
			},
			notify: func() error { notified.Add(1); return nil },
		}.watch(ctx)
	}()
	time.Sleep(300 * time.Millisecond) // it has looked for the first time
	assert.Zero(t, rebuilt.Load(), "nothing has changed")
	put := func(content string) { // at once: a look between would see two changes
		aside := filepath.Join(t.TempDir(), "aside")
		require.NoError(t, os.WriteFile(aside, []byte(content), 0o644))
		require.NoError(t, os.Rename(aside, name))
	}
	steps := []func(){
		func() { put("22") },
		func() { require.NoError(t, os.WriteFile(filepath.Join(dir, "new"), nil, 0o644)) },
		func() { require.NoError(t, os.Remove(name)) },
	}
	for i, step := range steps {
		step()
		require.Eventually(t, func() bool { return notified.Load() == int32(i+1) }, patience, time.Millisecond)
	}
	fails.Store(true)
	put("3")
	require.Eventually(t, func() bool { return strings.Contains(logs.String(), "no such word") }, patience, time.Millisecond)
	stop()
	<-done
	assert.Equal(t, int32(3), notified.Load())
	assert.Contains(t, logs.String(), "no such word")
}

func TestNotifyWasmserve(t *testing.T) {
	var paths []string
	stand := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { paths = append(paths, r.URL.Path) }))
	defer stand.Close()
	require.NoError(t, notifyWasmserve(t.Context(), stand.URL))
	require.NoError(t, notifyWasmserve(t.Context(), ""))
	assert.Equal(t, []string{"/_notify"}, paths)
	stand.Close()
	require.Error(t, notifyWasmserve(t.Context(), stand.URL))
}
