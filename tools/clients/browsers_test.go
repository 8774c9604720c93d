package clients

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
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

func TestFirefox(t *testing.T) {
	path := find(t, "firefox-esr", "firefox-esr", "firefox")
	profile := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(profile, "user.js"), []byte(firefoxPrefs), 0o644))
	browse(t, profile, path, "--headless", "--no-remote", "--profile", profile)
}

func TestChromium(t *testing.T) {
	path := find(t, "chromium", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
	profile := t.TempDir()
	browse(t, profile, path, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--user-data-dir="+profile)
}

// browse starts a browser, headless, on a page that tests itself and posts its
// result. The page has an Origin of its own, which -origins allows.
func browse(t *testing.T, home, path string, args ...string) {
	t.Helper()
	results := make(chan string, 8)
	var addr string
	pages := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/":
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			io.WriteString(w, `<!doctype html><title>Framelab</title><script src="page.js" data-server="`+addr+`"></script>`)
		case "/page.js":
			http.ServeFile(w, r, "page.js")
		case "/result":
			b, _ := io.ReadAll(io.LimitReader(r.Body, 1<<16))
			results <- string(b)
		default:
			http.NotFound(w, r)
		}
	}))
	pages.Start()
	defer pages.Close()
	addr = start(t, "-origins", pages.URL)
	cmd := exec.Command(path, append(args, pages.URL+"/")...)
	cmd.Env = append(os.Environ(), "HOME="+home, "MOZ_CRASHREPORTER_DISABLE=1")
	begin(t, cmd)
	select {
	case result := <-results:
		require.Equal(t, "ok", result)
	case <-time.After(60 * time.Second):
		require.Fail(t, path+" posts no result within a minute")
	}
}
