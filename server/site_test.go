package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"framelab/server/info"
	"framelab/server/site"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// ask sends one request to a running server and returns the answer.
func ask(t *testing.T, s *running, path string, edit ...string) (*http.Response, string) {
	t.Helper()
	c := dial(t, s.addr)
	line := "GET " + path + " HTTP/1.1"
	c.send(request(s.addr, append([]string{line, "-Upgrade", "-Sec-WebSocket-Key", "-Sec-WebSocket-Version", "Connection: close"}, edit...)...))
	return c.response()
}

func TestSite(t *testing.T) {
	s := start(t)
	for _, tc := range []struct {
		path, kind, cache string
		page              bool
		body              string
	}{
		{"/", "text/html; charset=utf-8", "no-cache", true, "<!doctype html><title>root</title>"},
		{"/plain.html", "text/html; charset=utf-8", "no-cache", true, "<!doctype html><title>plain</title>"},
		{"/assets/main.en.0123456789.js", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable", false, "export {};"},
		{"/assets/main.0123456789.wasm", "application/wasm", "public, max-age=31536000, immutable", false, "\x00asm"},
		{"/assets/style.css", "text/css; charset=utf-8", "no-cache", false, "body{}"},
		{"/icon.svg?v=1", "image/svg+xml", "no-cache", false, "<svg/>"},
	} {
		t.Run(tc.path, func(t *testing.T) {
			resp, body := ask(t, s, tc.path)
			assert.Equal(t, http.StatusOK, resp.StatusCode)
			assert.Equal(t, tc.body, body)
			assert.Equal(t, tc.kind, resp.Header.Get("Content-Type"))
			assert.Equal(t, tc.cache, resp.Header.Get("Cache-Control"))
			assert.Equal(t, "nosniff", resp.Header.Get("X-Content-Type-Options"))
			assert.Equal(t, "same-origin", resp.Header.Get("Cross-Origin-Resource-Policy"))
			for _, name := range []string{"Cross-Origin-Opener-Policy", "Referrer-Policy"} {
				assert.Equal(t, map[bool]string{true: "same-origin"}[tc.page], resp.Header.Get(name), name)
			}
			if csp := resp.Header.Get("Content-Security-Policy"); tc.page {
				assert.Equal(t, pagePolicy(http.StatusOK), csp)
			} else {
				assert.Empty(t, csp)
			}
			tag := resp.Header.Get("ETag")
			assert.Regexp(t, `^"[^"]+"$`, tag, "a strong validator")

			resp, body = ask(t, s, tc.path, "If-None-Match: "+tag)
			assert.Equal(t, http.StatusNotModified, resp.StatusCode)
			assert.Empty(t, body)
			resp, _ = ask(t, s, tc.path, "If-None-Match: \"another\"")
			assert.Equal(t, http.StatusOK, resp.StatusCode)
		})
	}
}

// Each coded file is served as it is, with its own validator.
func TestCodings(t *testing.T) {
	s := start(t)
	tags := map[string]string{}
	for _, tc := range []struct{ accept, coding, body string }{
		{"br", "br", "brotli of English"},
		{"gzip, deflate, br, zstd", "br", "brotli of English"},
		{"gzip", "gzip", "gzip of English"},
		{"br;q=0.1, gzip;q=0.9", "gzip", "gzip of English"},
	} {
		resp, body := ask(t, s, "/en/", "Accept-Encoding: "+tc.accept)
		assert.Equal(t, tc.coding, resp.Header.Get("Content-Encoding"), tc.accept)
		assert.Equal(t, tc.body, body)
		assert.Equal(t, int64(len(tc.body)), resp.ContentLength)
		assert.Equal(t, "Accept-Encoding", resp.Header.Get("Vary"))
		assert.Equal(t, "text/html; charset=utf-8", resp.Header.Get("Content-Type"))
		tags[tc.coding] = resp.Header.Get("ETag")
	}
	resp, body := ask(t, s, "/en/")
	assert.Empty(t, resp.Header.Get("Content-Encoding"))
	assert.Equal(t, "Accept-Encoding", resp.Header.Get("Vary"))
	assert.Contains(t, body, "<title>English")
	tags[""] = resp.Header.Get("ETag")
	assert.NotEqual(t, tags["br"], tags["gzip"])
	assert.NotEqual(t, tags["br"], tags[""])

	resp, _ = ask(t, s, "/en/", "Accept-Encoding: br", "If-None-Match: "+tags["br"])
	assert.Equal(t, http.StatusNotModified, resp.StatusCode)
	resp, _ = ask(t, s, "/en/", "Accept-Encoding: br", "If-None-Match: "+tags["gzip"])
	assert.Equal(t, http.StatusOK, resp.StatusCode)
	resp, body = ask(t, s, "/icon.svg", "Accept-Encoding: identity;q=0")
	assert.Equal(t, http.StatusNotAcceptable, resp.StatusCode)
	assert.Contains(t, body, "RFC 9110 §12.5.3")
}

func TestElsewhereOnTheSite(t *testing.T) {
	s := start(t)
	resp, body := ask(t, s, "/nothing")
	assert.Equal(t, http.StatusNotFound, resp.StatusCode)
	assert.Contains(t, body, "Nothing here")
	assert.Equal(t, pagePolicy(http.StatusNotFound), resp.Header.Get("Content-Security-Policy"))
	assert.Equal(t, "no-store", resp.Header.Get("Cache-Control"))

	for _, path := range []string{"/../helpers_test.go", "/en/../../x", "/%2e%2e/x", "/en/index.html.br", "/en/index.html/"} {
		resp, _ = ask(t, s, path)
		assert.Equal(t, http.StatusNotFound, resp.StatusCode, path)
	}
	resp, _ = ask(t, s, "/en?x=1")
	assert.Equal(t, http.StatusMovedPermanently, resp.StatusCode)
	assert.Equal(t, "./en/?x=1", resp.Header.Get("Location"))

	for _, path := range []string{"/", "/nothing", "/server.json", "/healthz"} {
		resp, _ = ask(t, s, path, "DELETE "+path+" HTTP/1.1")
		assert.Equal(t, http.StatusMethodNotAllowed, resp.StatusCode, path)
		assert.Equal(t, "GET, HEAD", resp.Header.Get("Allow"))
		assert.Equal(t, "nosniff", resp.Header.Get("X-Content-Type-Options"))
	}
	resp, _ = ask(t, s, "/icon.svg", "Range: bytes=1-3")
	assert.Equal(t, http.StatusPartialContent, resp.StatusCode)
}

// Conditions and ranges on coded content: what the head says of the body is
// true, so that the connection can be used again.
func TestCodedConditions(t *testing.T) {
	s := start(t)
	c := dial(t, s.addr)
	get := func(fields ...string) (*http.Response, string) {
		c.send([]byte("GET /en/ HTTP/1.1\r\nHost: " + s.addr + "\r\nAccept-Encoding: br\r\n" + strings.Join(fields, "") + "\r\n"))
		return c.response()
	}
	const whole = "brotli of English"
	resp, body := get()
	require.Equal(t, http.StatusOK, resp.StatusCode)
	require.Equal(t, whole, body)
	tag := resp.Header.Get("ETag")
	for _, tc := range []struct {
		field  string
		status int
		body   string
	}{
		{"If-Match: \"nope\"\r\n", http.StatusPreconditionFailed, ""},
		{"If-Match: " + tag + "\r\n", http.StatusOK, whole},
		{"If-None-Match: " + tag + "\r\n", http.StatusNotModified, ""},
		{"Range: bytes=0-5\r\n", http.StatusPartialContent, "brotli"},
		{"Range: bytes=10-\r\nIf-Range: " + tag + "\r\n", http.StatusPartialContent, "English"},
		{"Range: bytes=10-\r\nIf-Range: \"nope\"\r\n", http.StatusOK, whole},
		{"Range: bytes=0-5\r\nIf-Match: \"nope\"\r\n", http.StatusPreconditionFailed, ""},
	} {
		resp, body = get(tc.field)
		assert.Equal(t, tc.status, resp.StatusCode, tc.field)
		assert.Equal(t, tc.body, body, tc.field)
		switch tc.status {
		case http.StatusOK:
			assert.EqualValues(t, len(whole), resp.ContentLength, tc.field)
		case http.StatusPartialContent:
			assert.Equal(t, "br", resp.Header.Get("Content-Encoding"))
			assert.Regexp(t, "^bytes [0-9]+-[0-9]+/17$", resp.Header.Get("Content-Range"))
		}
	}
	resp, _ = get("Range: bytes=100-\r\n")
	assert.Equal(t, http.StatusRequestedRangeNotSatisfiable, resp.StatusCode)
	c.send([]byte("HEAD /en/ HTTP/1.1\r\nHost: " + s.addr + "\r\nAccept-Encoding: br\r\nConnection: close\r\n\r\n"))
	resp, err := http.ReadResponse(c.r, &http.Request{Method: http.MethodHead})
	require.NoError(t, err)
	assert.EqualValues(t, len(whole), resp.ContentLength)
	c.wantsEnd()
}

func TestServerJSON(t *testing.T) {
	s := start(t, "-max-message", "2MiB")
	resp, body := ask(t, s, "/server.json")
	assert.Equal(t, "no-store", resp.Header.Get("Cache-Control"))
	assert.Equal(t, "application/json", resp.Header.Get("Content-Type"))
	var got info.Offer
	require.NoError(t, json.Unmarshal([]byte(body), &got))
	assert.Equal(t, map[string]string{
		"echo": "/echo", "mychat": "/mychat", "tap": "/tap/", "raw": "/raw",
		"cometPoll": "/comet/poll", "cometLongPoll": "/comet/long-poll", "cometMultipart": "/comet/multipart",
		"cometSSE": "/comet/sse", "cometWebSocket": "/comet/websocket", "cometReport": "/comet/report",
	}, got.Endpoints)
	assert.Equal(t, "http", got.Scheme)
	assert.Equal(t, info.Limits{
		MaxMessage: 2 << 20, MaxFrame: 2 << 20, MaxFragments: 131072, MaxHeader: 16 << 10, MaxFields: 100,
		HandshakeTimeout: 10_000, IdleTimeout: 60_000, MaxConns: 20000, MaxPending: 1 << 20, MessageMemory: 128 << 20,
		ChatMessage: 64 << 10, ChatMembers: 1000, TapSlots: 64, TapBytes: 512 << 10, TapExpiry: 300_000, TapListeners: 4,
		RawRuns: 16, RawPieces: 1000, RawSent: 1 << 20, RawReceived: 4 << 20, RawWait: 10_000, RawTime: 30_000, RawOpen: 600_000,
		RaceSlots: 64, RaceRate: 50, RaceSeconds: 120,
	}, got.Limits)

	resp, body = ask(t, s, "/healthz")
	assert.Equal(t, http.StatusOK, resp.StatusCode)
	assert.Equal(t, "ok\n", body)
}

// Without a built site the WebSocket is there, and the page says what to run.
func TestSiteNotBuilt(t *testing.T) {
	t.Chdir(t.TempDir())
	opt, err := parseOptions([]string{"-addr", "127.0.0.1:0"}, noEnv)
	require.NoError(t, err)
	s, err := newSystem(opt, t.Output())
	require.NoError(t, err)
	w := httptest.NewRecorder()
	s.site.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	assert.Equal(t, http.StatusServiceUnavailable, w.Code)
	assert.Contains(t, w.Body.String(), "Run make.")

	require.NoError(t, os.MkdirAll(filepath.FromSlash(site.Default), 0o755))
	require.NoError(t, os.WriteFile(filepath.FromSlash(site.Default+"/index.html"), []byte("built"), 0o644))
	s, err = newSystem(opt, t.Output())
	require.NoError(t, err)
	w = httptest.NewRecorder()
	s.site.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	assert.Equal(t, "built", w.Body.String())
}

// pagePolicy returns the Content-Security-Policy of a page that is sent with a status.
func pagePolicy(status int) string {
	h := http.Header{}
	site.SetPageHeaders(h, status)
	return h.Get("Content-Security-Policy")
}
