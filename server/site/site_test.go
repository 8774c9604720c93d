package site

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestNegotiate(t *testing.T) {
	all := map[string][]byte{"": nil, "br": nil, "gzip": nil}
	for _, tc := range []struct {
		accept []string
		have   map[string][]byte
		want   string
		ok     bool
	}{
		{nil, all, "", true},
		{[]string{""}, all, "", true},
		{[]string{"*"}, all, "br", true},
		{[]string{"*;q=0"}, all, "", false},
		{[]string{"*;q=0, gzip"}, all, "gzip", true},
		{[]string{"br;q=0, *"}, all, "gzip", true},
		{[]string{"identity"}, all, "", true},
		{[]string{"identity;q=0.5, gzip;q=0.4"}, all, "", true},
		{[]string{"BR ; Q=1"}, all, "br", true},
		{[]string{"gzip", "br"}, all, "br", true},
		{[]string{"br;q=2"}, all, "", true},
		{[]string{"br;q=NaN"}, all, "", true},
		{[]string{"gzip;q=0.001"}, all, "gzip", true},
		{[]string{"br"}, map[string][]byte{"": nil}, "", true},
		{[]string{"identity;q=0"}, map[string][]byte{"": nil}, "", false},
		{[]string{"identity;q=0, br"}, map[string][]byte{"": nil}, "", false},
	} {
		got, ok := negotiate(tc.accept, tc.have)
		assert.Equal(t, tc.ok, ok, tc.accept)
		assert.Equal(t, tc.want, got, tc.accept)
	}
}

// A page runs and loads only what comes from this server, and no page can frame it.
func TestContentSecurityPolicy(t *testing.T) {
	assert.Equal(t, "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; "+
		"connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; "+
		"frame-ancestors 'none'", contentSecurityPolicy)
	assert.Equal(t, "frame-ancestors 'none'", nowherePolicy)
}

// In development the files are served as they are at that moment.
func TestFolder(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{
		"index.html":                  "<!doctype html><title>root</title>",
		"en/index.html":               "<!doctype html><title>English</title>",
		"404.html":                    "<!doctype html><title>Nothing here</title>",
		"assets/style.css":            "body{}",
		"assets/main.0123456789.wasm": "\x00asm",
	} {
		name = filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
		require.NoError(t, os.WriteFile(name, []byte(content), 0o644))
	}
	h := folder{dir}
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
