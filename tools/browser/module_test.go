package browser

import (
	"net/http"
	"net/http/httptest"
	"path"
	"strings"
	"sync/atomic"
	"testing"

	cdppage "github.com/chromedp/cdproto/page"
	"github.com/stretchr/testify/assert"

	"framelab/site/words"
)

// brokenSite serves the built site, but answers for the files with certain names as
// configured while on is true.
func brokenSite(t *testing.T, broken func(name string) bool, answer http.HandlerFunc) (url string, on *atomic.Bool) {
	t.Helper()
	on = &atomic.Bool{}
	on.Store(true)
	files := http.FileServer(http.Dir(siteFolder(t)))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if on.Load() && broken(path.Base(r.URL.Path)) {
			answer(w, r)
			return
		}
		w.Header().Set("Cache-Control", "no-store")
		files.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL + "/", on
}

func isModule(name string) bool { return strings.HasSuffix(name, ".wasm") }

// noModule are the ways in which loading the module fails.
var noModule = map[string]http.HandlerFunc{
	"not found": http.NotFound,
	"a page in its place": func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte("<!doctype html><title>Sign in</title>"))
	},
	"cut off": func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/wasm")
		_, _ = w.Write([]byte("\x00asm\x01\x00\x00\x00\x01"))
	},
	"no connection": func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err == nil {
			conn.Close()
		}
	},
}

// pressable returns the elements in the page's labs that can be pressed or typed in.
const pressable = `[...document.querySelectorAll('main :is(button, input, select, textarea)')].filter((e) => e.checkVisibility() && !e.matches(':disabled') && !e.closest('.chip')).map((e) => e.outerHTML.slice(0, 90))`

// Without the module a page says so in whole sentences and offers to try again; its
// contents can be read, nothing can be pressed, and no link's state is shown as a
// different one.
func TestModuleMissing(t *testing.T) {
	for _, lang := range languages {
		w := words.In(lang)
		for how, answer := range noModule {
			t.Run(lang+"/"+how, func(t *testing.T) {
				url, broken := brokenSite(t, isModule, answer)
				p := open(t, "about:blank", view{language: lang})
				for _, known := range []string{"404", "Not Found", "preload", "request failed", "ERR_", "Failed to load resource"} {
					p.allow(known)
				}
				missing := func() {
					t.Helper()
					p.eventually("document.querySelector('.notice')")
					says := eval[string](p, "document.querySelector('.notice p').textContent")
					assert.True(t, strings.HasPrefix(says, strings.SplitN(w["module.failed"], "(", 2)[0]), says)
					assert.Regexp(t, `[.)]\)?$|\)$`, says, "a sentence ends")
					assert.NotContains(t, says, "fetch Reload")
					assert.True(t, p.inSight(".notice"))
					assert.Equal(t, 1, eval[int](p, "document.querySelectorAll('.notice').length"), "it is said once")
					assert.Empty(t, eval[[]string](p, pressable))
				}
				p.visit(url + lang + "/")
				missing()
				assert.Contains(t, p.textOf("cost"), "안녕", "the figure is what it says")
				for _, page := range []string{"labs/frame/#v1/s/010348656c", "labs/frame/#v1/zz", "labs/frame/#v1/c/deflate/c1", "labs/handshake/#h1/474554"} {
					p.visit("about:blank")
					p.visit(url + lang + "/" + page)
					missing()
					key := "module.link"
					if strings.Contains(page, "handshake") {
						key = "module.link.handshake"
					}
					assert.Equal(t, w[key], eval[string](p, "document.querySelector('section.verdict').innerText.trim()"), page)
					assert.NotContains(t, eval[string](p, "document.querySelector('main').innerText"), w["verdict.ok"])
					assert.Less(t, eval[float64](p, "Number(getComputedStyle(document.querySelector('[inert]')).opacity)"), 0.5)
				}
				p.axe()
				p.visit(url + lang + "/labs/frame/#v1/c/818537fa213d7f9f4d5158")
				missing()
				assert.Contains(t, eval[string](p, "document.querySelector('.sentence').textContent"), "Hello", "the link's frame is the one that is shown")
				p.visit(url + lang + "/lessons/masking/")
				missing()
				assert.Contains(t, eval[string](p, "document.querySelector('masking-lab').innerText"), "37")

				// Now the module loads.
				broken.Store(false)
				p.visit(url + lang + "/labs/frame/#v1/s/010348656c")
				p.reloaded()
				p.eventually("document.querySelector('frame-builder').store.state.bytes.length === 5 && document.querySelector('.sentence').textContent.includes('Hel')")
			})
		}
	}
}

// Text typed while the module was missing is there once it has loaded.
func TestTypedWithoutTheModule(t *testing.T) {
	url, broken := brokenSite(t, isModule, http.NotFound)
	p := open(t, "about:blank", view{})
	for _, known := range []string{"404", "Not Found", "preload"} {
		p.allow(known)
	}
	p.visit(url + "en/")
	p.set("#message", "'hello there'")
	p.eventually("document.querySelector('.notice')")
	broken.Store(false)
	p.find("button", "Reload").click()
	p.arrives("!document.querySelector('.notice')")
	p.eventually("document.querySelector('[data-part=cost]').textContent.startsWith('“hello there” is 11 bytes')")

	// A lab for bytes is the same; it does not show a link's state as its own.
	broken.Store(true)
	p.visit(url + "en/labs/masking/#text=Hi&key=00000000")
	p.eventually("document.querySelector('section.verdict').innerText.includes(" + quote(words.In("en")["bytelab.dead"]) + ")")
	p.set("#masking-key", "'01020304'")
	broken.Store(false)
	p.reloaded()
	p.eventually("document.querySelector('masking-lab[live]') !== null")
	p.tells("reads “Hi”")
	p.eventually("[...document.querySelectorAll('.mcell.out')].map((e) => e.textContent).join() === '49,6b'")
}

// Without WebAssembly the result is the same.
func TestNoWebAssembly(t *testing.T) {
	p := open(t, "about:blank", view{})
	call(p, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: "delete globalThis.WebAssembly"})
	p.visit(serveFolder(t, siteFolder(t)) + "en/labs/frame/#v1/s/010348656c")
	p.eventually("document.querySelector('.notice')?.textContent.includes('did not arrive')")
	assert.Equal(t, words.In("en")["module.link"], eval[string](p, "document.querySelector('section.verdict').innerText.trim()"))
}

// Without scripts, or if the page's script fails to load, nothing looks as if it could be
// pressed; the figures and the masking lab's table can be read, and a note says why.
func TestNoScript(t *testing.T) {
	for _, lang := range languages {
		w := words.In(lang)
		for how, broken := range map[string]func(string) bool{
			"blocked":                       func(name string) bool { return strings.HasSuffix(name, ".js") },
			"the main script does not come": func(name string) bool { return strings.HasPrefix(name, "main") && strings.HasSuffix(name, ".js") },
		} {
			t.Run(lang+"/"+how, func(t *testing.T) {
				url, _ := brokenSite(t, broken, http.NotFound)
				for _, path := range pagePaths(t, lang) {
					p := open(t, "about:blank", view{language: lang})
					for _, known := range []string{"404", "Not Found", "preload", "Refused to execute"} {
						p.allow(known)
					}
					p.visit(url + path)
					p.eventually("document.querySelector('main > .nojs').checkVisibility()")
					assert.True(t, p.inSight("main > .nojs"), path)
					assert.Equal(t, w["noscript"], eval[string](p, "document.querySelector('main > .nojs').innerText"))
					assert.Empty(t, eval[[]string](p, pressable), path)
					seen := eval[string](p, "document.body.innerText")
					assert.NotContains(t, seen, w["server.unknown"], path)
					assert.NotContains(t, seen, w["tool.paste"], path)
					assert.NotContains(t, seen, w["progress.reset"], path)
					assert.False(t, eval[bool](p, "document.querySelector('.theme').checkVisibility()"))
					assert.Empty(t, eval[[]string](p, `[...document.querySelectorAll('main :disabled')].filter((e) => e.checkVisibility() && getComputedStyle(e).cursor === 'pointer').map((e) => e.outerHTML)`), path)
					if strings.Contains(path, "masking") {
						assert.Contains(t, eval[string](p, "document.querySelector('masking-lab').innerText"), w["mask.row.plain"])
						assert.Equal(t, 9, eval[int](p, "document.querySelectorAll('button.mcell').length"))
					}
					if strings.Contains(path, "lessons/handshake") {
						assert.Contains(t, eval[string](p, "document.querySelector('.editlines textarea').value"), "HTTP/1.1", "a head to repair can be read")
					}
					p.axe()
				}
			})
		}
	}
}

// The build and the page draw the masking lab the same, with the codec as Go and with the
// module.
func TestMaskingLooksTheSameBeforeTheModule(t *testing.T) {
	for _, lang := range languages {
		p := open(t, serveFolder(t, siteFolder(t))+lang+"/lessons/masking/", view{language: lang})
		settled(p)
		for _, part := range []string{".mrows", "[data-part=says]", "[data-part=step]", "[data-part=verdict]"} {
			same := eval[[]string](p, `fetch(location.pathname).then((r) => r.text()).then((text) => {
				const built = new DOMParser().parseFromString(text, 'text/html').querySelector('masking-lab `+part+`');
				document.querySelector('masking-lab').draw();
				// What a lesson keeps on one line is nothing of the lab's.
				for (const e of built.querySelectorAll('.nowrap')) e.replaceWith(e.textContent);
				const live = document.querySelector('masking-lab `+part+`');
				return [built.innerHTML, live.innerHTML].map((html) => html.replaceAll('\u2060', ''));
			})`)
			assert.NotEmpty(t, same[0])
			assert.Equal(t, same[0], same[1], "%s %s", lang, part)
		}
	}
}

// A module that traps is restarted and the page says so; presses and typed text are kept.
func TestModuleTraps(t *testing.T) {
	p := open(t, "about:blank", view{})
	p.allow("RuntimeError")
	call(p, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: `{
		const Real = WebAssembly.Instance;
		WebAssembly.Instance = function (module, imports) {
			const { exports } = new Real(module, imports);
			const dissect = (...args) => {
				if (!window.traps) return exports.dissect(...args);
				window.traps--;
				throw new WebAssembly.RuntimeError('unreachable');
			};
			return Object.create(Real.prototype, { exports: { value: { ...exports, dissect } } });
		};
		WebAssembly.Instance.prototype = Real.prototype;
	}`})
	p.visit(serveFolder(t, siteFolder(t)) + "en/labs/frame/")
	settled(p)
	eval[int](p, "(window.traps = 1)")
	p.find("button", "MASK 1, byte 1, bit 7").click()
	p.sentence("This frame from a client is not masked.")
	p.eventually(`document.querySelector('#notices').textContent.includes('was started again')`)
	assert.Equal(t, "8105"+helloMasked[4:], p.bytes())
	p.find("button", "Undo").click()
	p.wait(func() bool { return p.bytes() == helloMasked }, "the bytes are %s", lazily(p.bytes))

	// A call that traps repeatedly leaves the frame unchanged; the next press works.
	p.allow("was started again")
	eval[int](p, "(window.traps = 1e9)")
	p.find("button", "FIN 1, byte 0, bit 7").click()
	p.eventually("window.traps < 1e9 - 1")
	eval[int](p, "(window.traps = 0)")
	assert.Equal(t, helloMasked, p.bytes())
	p.find("button", "FIN 1, byte 0, bit 7").click()
	p.sentence("the first fragment of a text message")
}
