package browser

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// builtSite builds the site once for all tests, from the current sources.
var builtSite = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "framelab-site-")
	if err != nil {
		return "", err
	}
	removeSite = func() { os.RemoveAll(dir) }
	dir = filepath.Join(dir, "site")
	out, err := exec.Command("go", "run", "framelab/tools/buildsite", "-out", dir).CombinedOutput()
	if err != nil {
		return "", &buildError{string(out)}
	}
	return dir, nil
})

// removeSite removes the built site.
var removeSite = func() {}

func siteFolder(t *testing.T) string {
	t.Helper()
	dir, err := builtSite()
	require.NoError(t, err)
	return dir
}

// languages are the languages in which every page is tested.
var languages = []string{"en", "ko"}

// pagePaths returns all pages of a language in the built site.
func pagePaths(t *testing.T, lang string) []string {
	t.Helper()
	root := siteFolder(t)
	found, err := filepath.Glob(filepath.Join(root, lang, "*"))
	require.NoError(t, err)
	paths := []string{lang + "/"}
	for len(found) > 0 {
		next := found[0]
		found = found[1:]
		if filepath.Base(next) == "index.html" {
			rel, err := filepath.Rel(root, filepath.Dir(next))
			require.NoError(t, err)
			if rel != lang {
				paths = append(paths, filepath.ToSlash(rel)+"/")
			}
			continue
		}
		inside, err := filepath.Glob(filepath.Join(next, "*"))
		require.NoError(t, err)
		found = append(found, inside...)
	}
	return paths
}

// Every page opens without an error, from a static host's sub-folder and from the local
// server. axe finds nothing, light or dark, wide or narrow, and nothing extends beyond
// the side of a 320-pixel screen.
func TestEveryPage(t *testing.T) {
	hosts := map[string]string{"static": serveFolder(t, siteFolder(t)), "server": serve(t, "-site", siteFolder(t))}
	for _, lang := range languages {
		for _, path := range pagePaths(t, lang) {
			t.Run(path, func(t *testing.T) {
				for host, url := range hosts {
					p := open(t, url+path, view{language: lang, width: 1440, height: 900})
					p.eventually(`document.querySelector('[data-server]').textContent !== ''`)
					assert.Equal(t, lang, eval[string](p, "document.documentElement.lang"))
					settled(p)
					if host == "server" {
						continue
					}
					p.axe()
					p.look(view{language: lang, width: 320, height: 640, dark: true})
					p.axe()
					assert.LessOrEqual(t, eval[int](p, "document.documentElement.scrollWidth"), 320, "wider than the screen")
				}
			})
		}
	}
}

// settled waits until the labs of a page are live.
func settled(p *page) {
	p.t.Helper()
	p.eventually(`[...document.querySelectorAll('*')].every((e) => !customElements.get(e.localName) || !('codec' in e) || e.hasAttribute('live'))`)
}

// Nothing on a page moves while its scripts arrive and its labs become live, on a phone in
// one language and on a desk in the other; also where a link says what a lab shows.
func TestNothingShifts(t *testing.T) {
	url := serve(t, "-site", siteFolder(t))
	for lang, v := range map[string]view{"en": {width: 390, height: 844}, "ko": {width: 1440, height: 900}} {
		v.language = lang
		builder := lang + "/labs/frame/"
		paths := append(pagePaths(t, lang), builder+"#v1/s/010348656c8000800200006c6f880203e8", builder+"#v1/c/810548656c6c6f", lang+"/labs/handshake/"+link(rightRequest))
		for _, path := range paths {
			p := open(t, url+path, v)
			settled(p)
			shift := eval[float64](p, `new Promise((resolve) => {
				let sum = 0;
				new PerformanceObserver((list) => { for (const e of list.getEntries()) if (!e.hadRecentInput) sum += e.value; }).observe({ type: 'layout-shift', buffered: true });
				setTimeout(() => resolve(sum), 300);
			})`)
			assert.LessOrEqual(t, shift, 0.05, path)
		}
	}
}

// A page's links have a target: a file of the site, or an address outside. Each is
// followed once, whatever page it is on.
func TestLinksHold(t *testing.T) {
	url := serveFolder(t, siteFolder(t))
	from := map[string]string{} // one page for each link
	var p *page
	for _, lang := range languages {
		for _, path := range pagePaths(t, lang) {
			p = open(t, url+path, view{language: lang})
			settled(p)
			for _, link := range eval[[]string](p, `[...document.querySelectorAll('a[href]')].map((a) => new URL(a.href)).filter((u) => u.host === location.host).map((u) => u.href)`) {
				from[link] = path
			}
		}
	}
	require.Greater(t, len(from), 60)
	broken := eval[[]string](p, `(async (links) => {
		const pages = new Map();
		const wrong = [];
		for (const link of links) {
			const [page, id = ''] = link.split('#');
			if (!pages.has(page)) {
				const r = await fetch(page);
				pages.set(page, r.ok ? new DOMParser().parseFromString(await r.text(), 'text/html') : r.status);
			}
			const there = pages.get(page);
			if (typeof there === 'number') wrong.push(link + ' is ' + there);
			else if (id && !id.includes('/') && !there.getElementById(decodeURIComponent(id))) wrong.push(link + ' names nothing');
		}
		return wrong;
	})(`+quote(slices.Sorted(maps.Keys(from)))+`)`)
	for _, what := range broken {
		link, _, _ := strings.Cut(what, " ")
		assert.Failf(t, "a link leads nowhere", "%s, on %s", what, from[link])
	}
}

// The front page redirects to the browser's language, or to the one that was chosen.
func TestFrontDoor(t *testing.T) {
	url := serveFolder(t, siteFolder(t))
	p := open(t, url, view{language: "ko"})
	p.eventually(`location.pathname.endsWith('/ko/')`)
	p.find("link", "English").click()
	p.eventually(`location.pathname.endsWith('/en/')`)
	p.visit(url)
	p.eventually(`location.pathname.endsWith('/en/')`)
}

// A theme can be chosen with the keyboard, is kept over a reload, and can be returned to
// the system's.
func TestTheme(t *testing.T) {
	p := open(t, serveFolder(t, siteFolder(t))+"en/", view{})
	background := func() string { return eval[string](p, "getComputedStyle(document.documentElement).backgroundColor") }
	light := background()
	p.find("button", "Theme: same as system").focus()
	p.press("Enter", "Enter")
	p.find("button", "Theme: dark")
	dark := background()
	assert.NotEqual(t, light, dark)
	p.visit(eval[string](p, "location.href"))
	assert.Equal(t, dark, background())
	p.find("button", "Theme: dark").click()
	p.find("button", "Theme: same as system")
	assert.Equal(t, light, background())
}

// The page says whether there is a local server. A page from a different host always says
// so too.
func TestLabsNameTheirServer(t *testing.T) {
	static := open(t, serveFolder(t, siteFolder(t))+"en/labs/frame/", view{})
	static.eventually(`document.querySelector('[data-server]').textContent === 'Server in this page'`)
	local := open(t, serve(t, "-site", siteFolder(t))+"en/labs/frame/", view{})
	local.eventually(`document.querySelector('[data-server]').textContent === 'Local server'`)
}
