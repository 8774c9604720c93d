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

	"framelab/site/words"
)

// objectNames are the names that every JavaScript object has.
func (p *page) objectNames() []string {
	return eval[[]string](p, "Object.getOwnPropertyNames(Object.prototype)")
}

// Exercises with such names are stored like any others: in storage, as a draft, on export
// and on import.
func TestStorageAcceptsEveryName(t *testing.T) {
	url := serveFolder(t, siteFolder(t)) + "en/lessons/"
	p := open(t, url, view{})
	names := p.objectNames()
	record := func(tries string) string {
		var all []string
		for _, name := range names {
			all = append(all, quote(name)+`:{"passed":1,"tries":`+tries+`,"hints":0}`)
		}
		return `{"version":1,"exercises":{` + strings.Join(all, ",") + `}}`
	}
	eval[bool](p, "localStorage.setItem('framelab.progress', "+quote(record("1"))+") ?? true")
	eval[bool](p, "localStorage.setItem('framelab.typed', "+quote(`{"__proto__":"a","constructor":"b","toString":"c"}`)+") ?? true")
	p.visit(url)
	p.eventually(`document.querySelector('.stop a').dataset.state === ''`)
	// No other exercise is affected.
	p.visit(url + "masking/")
	settled(p)
	assert.Empty(t, eval[string](p, `document.querySelector('section[data-exercise="unmask-hello"] textarea').value`))
	eval[bool](p, "localStorage.clear() ?? true")
	p.visit(url)
	p.find("button", words.In("en").T("progress.import")).click()
	p.find("textbox", words.In("en").T("progress.import.label")).focus()
	eval[bool](p, "(document.activeElement.value = "+quote(record("2"))+", true)")
	p.find("button", words.In("en").T("progress.import.take")).click()
	p.eventually("localStorage.getItem('framelab.progress') !== null")
	assert.ElementsMatch(t, names, eval[[]string](p, "Object.keys(JSON.parse(localStorage.getItem('framelab.progress')).exercises)"))
}

// A server.json of a different server does not make it the local server.
func TestServerFileOfAnyShape(t *testing.T) {
	for _, body := range []string{
		`null`, `[]`, `1`, `{"endpoints":null}`, `{"endpoints":{"constructor":"/x"}}`, `{"__proto__":{"endpoints":{"echo":"/echo"}}}`, `{"endpoints":[]}`, `nothing`,
	} {
		files := http.FileServer(http.Dir(siteFolder(t)))
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/server.json" {
				w.Header().Set("Content-Type", "application/json")
				_, _ = w.Write([]byte(body))
				return
			}
			files.ServeHTTP(w, r)
		}))
		for _, path := range []string{"/en/labs/handshake/", "/en/"} {
			p := open(t, server.URL+path, view{})
			p.eventually("document.querySelector('[live]')")
			p.eventually("document.querySelector('[data-server]').textContent === " + quote(words.In("en").T("server.none")))
		}
		t.Cleanup(server.Close) // after the pages, which still request an icon
	}
}

// The site's scripts are built without their tests.
func TestScriptTestsAreNotShipped(t *testing.T) {
	require.NoError(t, filepath.WalkDir(siteFolder(t), func(path string, d os.DirEntry, err error) error {
		require.NoError(t, err)
		assert.NotContains(t, d.Name(), ".test.")
		if strings.HasSuffix(path, ".js") {
			b, err := os.ReadFile(path)
			require.NoError(t, err)
			assert.NotContains(t, string(b), "node:test", path)
		}
		return nil
	}))
}
