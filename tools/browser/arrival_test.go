package browser

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"time"

	cdppage "github.com/chromedp/cdproto/page"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// heldSite serves the built site, but delays the files that held selects until the
// returned channel is closed.
func heldSite(t *testing.T, held func(name string) <-chan struct{}) (url string) {
	t.Helper()
	files := http.FileServer(http.Dir(siteFolder(t)))
	host := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if wait := held(path.Base(r.URL.Path)); wait != nil {
			select {
			case <-wait:
			case <-r.Context().Done():
			case <-time.After(patience):
			}
		}
		files.ServeHTTP(w, r)
	}))
	t.Cleanup(host.Close)
	return host.URL + "/"
}

func isMain(name string) bool {
	return strings.HasPrefix(name, "main") && strings.HasSuffix(name, ".js")
}

// A page's module and script, and whether a local server is there, are asked for before its style has come.
func TestNothingWaitsInLine(t *testing.T) {
	for _, path := range pagePaths(t, "en") {
		t.Run(path, func(t *testing.T) {
			module, script, server := make(chan struct{}), make(chan struct{}), make(chan struct{})
			all := make(chan struct{})
			go func() {
				<-module
				<-script
				<-server
				close(all)
			}()
			url := heldSite(t, func(name string) <-chan struct{} {
				switch {
				case isModule(name):
					close(module)
				case isMain(name):
					close(script)
				case name == "server.json":
					close(server) // panics when it is asked for twice
				case strings.HasSuffix(name, ".css"):
					return all
				}
				return nil
			})
			html, err := os.ReadFile(filepath.Join(siteFolder(t), filepath.FromSlash(path), "index.html"))
			require.NoError(t, err)
			if !strings.Contains(string(html), "data-module") {
				close(module) // a page without labs
			}
			p := open(t, "about:blank", view{})
			p.visit(url + path)
			assert.True(t, isClosed(all), "the style had to wait for what asks for it")
			settled(p)
		})
	}
}

func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	case <-time.After(time.Second):
		return false
	}
}

// A press in a lab before its script has loaded takes effect once it has.
func TestPressedBeforeTheScript(t *testing.T) {
	for path, press := range map[string]struct{ button, done string }{
		"":                 {`[data-cell="0"]`, `document.querySelector('.callout').textContent.includes('FIN is 1')`},
		"labs/frame/":      {`[data-bit="1"]`, `document.querySelector('[data-bit="1"]').dataset.value === '1'`},
		"labs/handshake/":  {`[data-preset="no-host"]`, `document.querySelector('[data-act="undo"]').ariaDisabled === 'false'`},
		"lessons/masking/": {`.mcell[data-at="3"]`, `document.querySelector('.mcell[data-at="3"]').ariaPressed === 'true'`},
		"labs/masking/":    {`[data-act="zerokey"]`, `document.querySelector('[name="key"]').value === '00 00 00 00'`},
		"labs/length/":     {`.t65536`, `document.querySelector('[name="length"]').value === '65,536'`},
	} {
		t.Run(path, func(t *testing.T) {
			come := make(chan struct{})
			url := heldSite(t, func(name string) <-chan struct{} {
				if isMain(name) {
					return come
				}
				return nil
			})
			p := open(t, "about:blank", view{})
			call(p, cdppage.Navigate, cdppage.NavigateParams{URL: url + "en/" + path})
			p.eventually("document.querySelector(" + quote(press.button) + ")?.checkVisibility() && document.readyState === 'interactive'")
			assert.False(t, eval[bool](p, press.done))
			eval[bool](p, "(document.querySelector("+quote(press.button)+").click(), true)")
			close(come)
			p.eventually(press.done)
		})
	}
}

// A lab looks the same before its module has come and after.
func TestDrawnBeforeTheModule(t *testing.T) {
	const parts = "[...document.querySelectorAll('main [data-part]')].map((e) => `${e.dataset.part}: ${e.innerHTML}`).join()"
	for _, path := range []string{"en/", "ko/", "en/labs/frame/", "ko/labs/frame/", "en/labs/handshake/", "ko/labs/handshake/", "en/labs/masking/", "ko/labs/masking/", "en/labs/length/", "ko/labs/length/"} {
		t.Run(path, func(t *testing.T) {
			p, come := withoutModule(t, path)
			before := eval[string](p, parts)
			close(come)
			p.eventually("document.querySelector('main [live]') !== null")
			assert.Equal(t, before, eval[string](p, parts))
		})
	}
}

// The frame takes what someone typed in the builder's fields before the module came.
func TestTypedBeforeTheModule(t *testing.T) {
	p, come := withoutModule(t, "en/labs/frame/")
	p.find("textbox", "payload as text").fill("Hi")
	p.find("checkbox", "RSV2").click()
	p.find("textbox", "Byte 0 in hexadecimal").fill("a9")
	close(come)
	p.eventually("document.querySelector('frame-builder[live]') !== null")
	assert.Equal(t, "a98237fa213d7f93", p.bytes())
}

// withoutModule opens a page whose module waits until the channel that it returns is closed.
func withoutModule(t *testing.T, path string) (*page, chan struct{}) {
	t.Helper()
	come := make(chan struct{})
	url := heldSite(t, func(name string) <-chan struct{} {
		if isModule(name) {
			return come
		}
		return nil
	})
	p := open(t, "about:blank", view{})
	call(p, cdppage.Navigate, cdppage.NavigateParams{URL: url + path})
	p.eventually("document.querySelector('[data-js] main') && document.readyState === 'complete'")
	return p, come
}
