package browser

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// An unknown address shows a page in the site's design with a link back, whatever folder
// of a host has the site, and however deep the address is.
func TestNotFound(t *testing.T) {
	site := siteFolder(t)
	lost, err := os.ReadFile(filepath.Join(site, "404.html"))
	require.NoError(t, err)
	host := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name, inside := strings.CutPrefix(r.URL.Path, "/some/folder/")
		if _, err := os.Stat(filepath.Join(site, name)); err == nil && inside {
			http.ServeFileFS(w, r, os.DirFS(site), strings.TrimSuffix(name, "/")+map[bool]string{true: "/index.html"}[strings.HasSuffix(name, "/")])
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(http.StatusNotFound)
		w.Write(lost)
	}))
	t.Cleanup(host.Close)
	server := serve(t, "-site", site)
	for _, c := range []struct{ root, path, link string }{
		{host.URL + "/some/folder/", "nothing", ""},
		{host.URL + "/some/folder/", "nothing/here/", "nothing/"},
		{host.URL + "/some/folder/", "en/labs/nothing/here/", ""},
		{host.URL + "/some/folder/", "ko/nothing", ""},
		{server, "nothing", ""},
		// An address is untrusted: two slashes at the front of a link would name a
		// different host.
		{server, "/evil.example/en/x", "evil.example/"},
		{server, "/evil.example/x/ko/", "evil.example/x/"},
		{server, "//evil.example/en/", "evil.example/"},
		{server, "/\\evil.example/en/x", "evil.example/"},
		{server, "/evil.example/", ""},
		{server, "/evil.example", ""},
		{server, "en/..//evil.example/en/x", "evil.example/"},
		{server, "/user@evil.example/ko/x?en/#//evil.example/en/", "user@evil.example/"},
		{server, "javascript:alert(1)/en/x", "javascript:alert(1)/"},
		{server, "%2f%2fevil.example/en/x", "%2f%2fevil.example/"},
		{host.URL + "/", "/evil.example/en/x", "evil.example/"},
		{server, "ko/lessons/nothing/", ""},
	} {
		t.Run(c.path, func(t *testing.T) {
			p := open(t, "about:blank", view{language: "en"})
			p.allow("404")
			p.visit(c.root + c.path)
			p.axe()
			assert.Equal(t, c.root+c.link, property[string](p.find("link", "framelab"), "href"))
			assert.Equal(t, "640px", eval[string](p, "getComputedStyle(document.body).maxWidth"), "its style is its own")
		})
	}
}

// From an unknown address, the link goes up until a page exists.
func TestNotFoundGoesUp(t *testing.T) {
	server := serve(t, "-site", siteFolder(t))
	p := open(t, "about:blank", view{})
	p.allow("404")
	p.visit(server + "a/b/c")
	for _, up := range []string{"a/b/", "a/"} {
		p.find("link", "framelab").click()
		p.eventually(`location.href === '` + server + up + `'`)
	}
	p.find("link", "framelab").click()
	p.eventually(`location.pathname === '/en/'`)
	settled(p)
}
