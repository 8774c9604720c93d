package clients

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// firefoxPrefs keep a new profile from anything but the one page.
const firefoxPrefs = `user_pref("app.update.enabled", false);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("toolkit.telemetry.enabled", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("browser.safebrowsing.malware.enabled", false);
user_pref("browser.safebrowsing.phishing.enabled", false);
user_pref("services.settings.server", "http://127.0.0.1:9/");
`

// A browser is how one is started, headless, on a page, with a fresh folder for all it writes.
type browser struct {
	debian string
	names  []string
	args   func(t *testing.T, folder string) []string
}

var firefox = browser{"firefox-esr", []string{"firefox-esr", "firefox"}, func(t *testing.T, folder string) []string {
	require.NoError(t, os.WriteFile(filepath.Join(folder, "user.js"), []byte(firefoxPrefs), 0o644))
	return []string{"--headless", "--no-remote", "--profile", folder}
}}

var chromium = browser{"chromium", []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"}, func(_ *testing.T, folder string) []string {
	return []string{"--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--user-data-dir=" + folder}
}}

func TestFirefox(t *testing.T)  { talks(t, firefox) }
func TestChromium(t *testing.T) { talks(t, chromium) }

// talks has a page talk to the server. It has an Origin of its own, which -origins allows.
func talks(t *testing.T, b browser) {
	p := newPages(t)
	addr := start(t, "-origins", p.origin("127.0.0.1"))
	p.page.Store(`<!doctype html><title>Framelab</title><script src="page.js" data-server="` + addr + `"></script>`)
	p.visit(b, "127.0.0.1")
}

// RFC 6455 §10.2: a page from another origin, of the same site (another port) or
// of another one, reads no tap, starts no raw run and no race, opens neither
// /echo nor /mychat, and leaves no trace of having tried.
func TestPagesFromADifferentOrigin(t *testing.T) {
	for name, tc := range map[string]struct {
		browser browser
		host    string
	}{
		"Chromium, the same site": {chromium, "127.0.0.1"},
		"Chromium, another site":  {chromium, "localhost"},
		"Firefox, another site":   {firefox, "localhost"},
	} {
		t.Run(name, func(t *testing.T) {
			const watched, unused, race = "watched-watched-watched", "unused-unused-unused-un", "race-race-race-race-race"
			p := newPages(t)
			addr := start(t)
			echo := open(t, addr, "/echo?tap="+watched, "")
			echo.exchange(10) // the tap has something to read
			chat := open(t, addr, "/mychat", "")
			require.Equal(t, "* guest-1 joined", chat.text())
			p.page.Store(`<!doctype html><title>Elsewhere</title><script src="elsewhere.js" data-server="` + addr +
				`" data-watched="` + watched + `" data-unused="` + unused + `" data-run="` + race + `"></script>`)
			p.visit(tc.browser, tc.host)

			open(t, addr, "/echo?tap="+unused, "") // 409 if it had been used
			resp, err := http.Get("http://" + addr + "/comet/report?run=" + race)
			require.NoError(t, err)
			resp.Body.Close()
			require.Equal(t, http.StatusNotFound, resp.StatusCode, "no race has begun")
			open(t, addr, "/mychat", "")
			require.Equal(t, "* guest-2 joined", chat.text(), "nobody has joined before")
		})
	}
}

// pages is a site on a port of its own, whose page posts its result.
type pages struct {
	t       *testing.T
	page    atomic.Value
	results chan string
	*httptest.Server
}

func newPages(t *testing.T) *pages {
	t.Helper()
	p := &pages{t: t, results: make(chan string, 8)}
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/":
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			io.WriteString(w, p.page.Load().(string))
		case "/page.js", "/elsewhere.js":
			http.ServeFile(w, r, r.URL.Path[1:])
		case "/result":
			b, _ := io.ReadAll(io.LimitReader(r.Body, 1<<16))
			p.results <- string(b)
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(p.Close)
	return p
}

// origin returns the site's origin by the name that is given to its host.
func (p *pages) origin(host string) string {
	p.t.Helper()
	_, port, err := net.SplitHostPort(p.Listener.Addr().String())
	require.NoError(p.t, err)
	return "http://" + net.JoinHostPort(host, port)
}

// visit opens the page in a browser and wants its result.
func (p *pages) visit(b browser, host string) {
	p.t.Helper()
	path, folder := find(p.t, b.debian, b.names...), p.t.TempDir()
	cmd := exec.Command(path, append(b.args(p.t, folder), p.origin(host)+"/")...)
	cmd.Env = append(os.Environ(), "HOME="+folder, "MOZ_CRASHREPORTER_DISABLE=1")
	begin(p.t, cmd)
	select {
	case result := <-p.results:
		require.Equal(p.t, "ok", result)
	case <-time.After(60 * time.Second):
		require.Fail(p.t, path+" posts no result within a minute")
	}
}
