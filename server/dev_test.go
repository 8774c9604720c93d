package main

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// With -dev exactly two paths are wasmserve's; a stand-in answers them. Only
// our own pages can use them and /_build, like the rest of the server.
func TestDevProxy(t *testing.T) {
	var asked atomic.Int32
	stand := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		w.Header().Set("X-From", "wasmserve")
		w.Write([]byte(r.Method + " " + r.URL.RequestURI()))
	}))
	defer stand.Close()
	s := start(t, "-dev", "-wasmserve", stand.URL)
	h := s.handler()
	for path, theirs := range map[string]bool{
		"/main.wasm": true, "/wasm_exec.js": true,
		"/_wait": false, "/_notify": false, "/_build": false, "/": false, "/main.wasm/": false, "/en/main.wasm": false, "/.git/config": false, "/codec/mask.go": false, "/index.html": false, "/main.go": false,
	} {
		w := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodGet, path+"?x=1", nil)
		r.Host = s.addr
		h.ServeHTTP(w, r)
		assert.Equal(t, theirs, w.Header().Get("X-From") == "wasmserve", path)
		if theirs {
			assert.Equal(t, "GET "+path+"?x=1", w.Body.String())
		}
	}
	before := asked.Load()
	for _, path := range []string{"/main.wasm", "/wasm_exec.js", "/_build", "/main.wasm?x"} {
		for name, edit := range map[string][]string{
			"another Host":         {"Host: evil.example"},
			"another URI":          {"GET http://evil.example" + path + " HTTP/1.1"},
			"another Origin":       {"Origin: https://evil.example"},
			"no Origin":            {"Origin: null"},
			"an image elsewhere":   {"Sec-Fetch-Site: cross-site"},
			"a page of a neighbor": {"Sec-Fetch-Site: same-site"},
		} {
			c := dial(t, s.addr)
			c.send(request(s.addr, append([]string{"GET " + path + " HTTP/1.1"}, edit...)...))
			resp, _ := c.response()
			assert.Equal(t, http.StatusForbidden, resp.StatusCode, "%s from %s", path, name)
		}
	}
	assert.Equal(t, before, asked.Load(), "nobody else starts a build")
	c := dial(t, s.addr)
	c.send(request(s.addr, "GET /main.wasm HTTP/1.1", "Sec-Fetch-Site: same-origin"))
	resp, body := c.response()
	assert.Equal(t, http.StatusOK, resp.StatusCode)
	assert.Equal(t, "GET /main.wasm", body)
	stand.Close()
	w := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodGet, "/main.wasm", nil)
	r.Host = s.addr
	h.ServeHTTP(w, r)
	assert.Equal(t, http.StatusBadGateway, w.Code)
	assert.Contains(t, w.Body.String(), "wasmserve does not respond")
}

// A page that waits at /_build learns of the next build and what it said.
func TestDevBuild(t *testing.T) {
	s := start(t, "-dev")
	ask := func(query string) string {
		c := dial(t, s.addr)
		c.send([]byte("GET /_build" + query + " HTTP/1.1\r\nHost: " + s.addr + "\r\n\r\n"))
		resp, body := c.response()
		assert.Equal(t, http.StatusOK, resp.StatusCode)
		assert.Equal(t, "no-store", resp.Header.Get("Cache-Control"))
		return body
	}
	assert.JSONEq(t, `{"number":0,"failed":""}`, ask(""))
	told := make(chan string, 2)
	for range 2 {
		go func() { told <- ask("?after=0") }()
	}
	time.Sleep(20 * time.Millisecond)
	assert.Empty(t, told)
	s.dev.Built(errors.New("exit status 1: codec/mask.go:1:1: expected 'package'"))
	for range 2 {
		assert.JSONEq(t, `{"number":1,"failed":"exit status 1: codec/mask.go:1:1: expected 'package'"}`, <-told)
	}
	assert.Contains(t, ask(""), "mask.go", "a page that is opened now is told too")
	s.dev.Built(nil)
	assert.JSONEq(t, `{"number":2,"failed":""}`, ask("?after=1"))
	assert.JSONEq(t, `{"number":2,"failed":""}`, ask("?after=7"), "of a server before this one")
	go ask("?after=2")
	time.Sleep(20 * time.Millisecond)
	before := time.Now()
	s.stop()
	<-s.done
	assert.Less(t, time.Since(before), patience, "whoever waits does not hold up the end")

	plain := start(t)
	c := dial(t, plain.addr)
	c.send([]byte("GET /_build HTTP/1.1\r\nHost: " + plain.addr + "\r\n\r\n"))
	resp, _ := c.response()
	assert.Equal(t, http.StatusNotFound, resp.StatusCode, "without -dev")
}

// tools/dev.sh gives wasmserve a folder with only what it builds, an environment
// with only what Go needs, and a port that pages cannot know.
func TestWasmserveIsApart(t *testing.T) {
	top, err := filepath.Abs("..")
	require.NoError(t, err)
	saw := t.TempDir()
	stand := filepath.Join(saw, "wasmserve")
	require.NoError(t, os.WriteFile(stand, []byte("#!/bin/sh\n"+
		"env > "+saw+"/env; find . > "+saw+"/files; echo \"$@\" > "+saw+"/flags\n"+
		"GOOS=js GOARCH=wasm go list -deps ./wasm > "+saw+"/packages 2>&1\nexec sleep 60\n"), 0o755))
	server := filepath.Join(saw, "server")
	require.NoError(t, os.WriteFile(server, []byte("#!/bin/sh\necho \"$@\" > "+saw+"/given\n"+
		"while [ ! -s "+saw+"/packages ]; do sleep 0.05; done\n"), 0o755))
	read := func(name string) string {
		b, err := os.ReadFile(filepath.Join(saw, name))
		require.NoError(t, err)
		return strings.TrimSpace(string(b))
	}
	addrs := map[string]bool{}
	for range 2 {
		os.Remove(filepath.Join(saw, "packages"))
		cmd := exec.Command("tools/dev.sh", stand, server, "-dev", "-site", "x")
		cmd.Dir = top
		cmd.Env = append(os.Environ(), "AWS_SECRET_ACCESS_KEY=secret", "GITHUB_TOKEN=secret", "TMPDIR="+saw)
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, "%s", out)
		for line := range strings.Lines(read("env") + "\n") {
			name, _, _ := strings.Cut(strings.TrimSpace(line), "=")
			assert.Contains(t, []string{"PATH", "HOME", "GOCACHE", "GOMODCACHE", "GOFLAGS", "GOPROXY", "GOSUMDB", "GOTOOLCHAIN", "PWD", "OLDPWD", "SHLVL", "_"}, name)
		}
		assert.ElementsMatch(t, []string{".", "./go.mod", "./go.sum", "./codec", "./lessons", "./lessons/mark", "./wasm"}, strings.Split(read("files"), "\n"))
		assert.Contains(t, strings.Split(read("packages"), "\n"), "framelab/wasm", "it can be built there")
		addr, ok := strings.CutPrefix(read("flags"), "-http 127.0.0.1:")
		require.True(t, ok, read("flags"))
		port, _, _ := strings.Cut(addr, " ")
		assert.Equal(t, "-dev -site x -wasmserve http://127.0.0.1:"+port, read("given"))
		addrs[port] = true
		left, err := filepath.Glob(filepath.Join(saw, "framelab-dev.*"))
		require.NoError(t, err)
		assert.Empty(t, left, "its folder is gone")
	}
	assert.Len(t, addrs, 2, "another port each time")
}
