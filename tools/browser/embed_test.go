package browser

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/stretchr/testify/assert"
)

// embedding serves a page elsewhere that frames an address.
func embedding(t *testing.T, address string) string {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, `<!doctype html><html lang="en"><title>A course</title><link rel="icon" href="data:,"><main><h1>A course</h1><iframe id="frame" src="%s" title="lab" width="1000" height="700"></iframe></main>`, address)
	}))
	t.Cleanup(server.Close)
	return server.URL + "/"
}

// follow goes where a press on a link leads, and waits until the page's script has run.
func (p *page) follow(selector string) {
	p.t.Helper()
	p.visit(eval[string](p, `((link) => {
		link.addEventListener('click', (event) => event.preventDefault(), { once: true });
		link.click();
		return link.href;
	})(document.querySelector(`+quote(selector)+`))`))
	p.eventually("document.querySelector('[data-server][title]')")
	settled(p)
}

// framed returns the text of what a selector matches in the page's frame, which is from a
// different origin.
func (p *page) framed(selector string) string {
	p.t.Helper()
	tree := call(p, cdppage.GetFrameTree, cdp.Empty{}).FrameTree
	if len(tree.ChildFrames) == 0 {
		return ""
	}
	world := call(p, cdppage.CreateIsolatedWorld, cdppage.CreateIsolatedWorldParams{FrameID: tree.ChildFrames[0].Frame.ID})
	said := call(p, runtime.Evaluate, runtime.EvaluateParams{
		Expression: "document.querySelector(" + quote(selector) + ")?.textContent ?? ''", ContextID: world.ExecutionContextID,
	})
	return unquote(said.Result.Value)
}

// A hosted lab works in a frame on another page, without its header; the local server
// refuses to be framed.
func TestEmbedding(t *testing.T) {
	hosted := serveFolder(t, siteFolder(t))
	p := open(t, hosted+"en/labs/frame/?embed=1#v1/c/810548656c6c6f", view{})
	settled(p)
	assert.False(t, eval[bool](p, "document.querySelector('.top').checkVisibility() || document.querySelector('.foot').checkVisibility()"))
	p.axe()
	p.find("link", "frame.mask.missing").click()
	p.arrives("document.querySelector('.refparts') && location.search === '?embed=1' && !document.querySelector('.top').checkVisibility()")

	p = open(t, embedding(t, hosted+"en/labs/frame/?embed=1#v1/c/810548656c6c6f"), view{})
	p.wait(func() bool { return p.framed("section.verdict .rule") == "frame.mask.missing" }, "the lab does not work in a frame")

	local := serve(t, "-site", siteFolder(t))
	p = open(t, embedding(t, local+"en/labs/frame/?embed=1"), view{})
	p.wait(func() bool { return strings.Contains(strings.Join(p.disallowed(), " "), "frame-ancestors") }, "the local server was framed")
	p.allow("frame-ancestors")
	p.allow("ERR_BLOCKED_BY")
	assert.Empty(t, p.framed("section.verdict"))
}

// The place that offers the snippet has the lab's present state, and says on the local
// server that it cannot be framed.
func TestShare(t *testing.T) {
	for host, url := range map[string]string{"hosted": serveFolder(t, siteFolder(t)), "local": serve(t, "-site", siteFolder(t))} {
		for path, hash := range map[string]string{"en/labs/frame/": "#v1/c/", "en/labs/handshake/": "#h1/"} {
			p := open(t, url+path, view{})
			settled(p)
			if path == "en/labs/frame/" {
				p.find("button", "FIN 1, byte 0, bit 7").click()
			} else {
				p.find("button", "POST").click()
			}
			eval[bool](p, "(document.querySelector('[data-share]').click(), true)")
			p.eventually("document.querySelector('dialog.share[open]')")
			link := eval[string](p, "document.getElementById('share-link').textContent")
			assert.Equal(t, eval[string](p, "location.href"), link)
			assert.Contains(t, link, hash)
			p.find("button", "Cover the verdict").click()
			if path == "en/labs/frame/" {
				p.find("button", "masking key").click()
			}
			snippet := eval[string](p, "document.getElementById('share-embed').textContent")
			assert.Contains(t, snippet, `<iframe src="`+url+path+`?embed=1&amp;cover=1`)
			assert.Contains(t, snippet, hash)
			words := eval[string](p, "document.querySelector('dialog.share').textContent")
			assert.Equal(t, host == "local", strings.Contains(words, "never lets another page frame it"), host)
			p.axe()
			assert.Zero(t, p.wider())
		}
	}
}

// A covered verdict appears when it is asked for; nothing else tells it before.
func TestCoveredVerdict(t *testing.T) {
	url := serveFolder(t, siteFolder(t))
	for _, path := range []string{"en/labs/frame/?cover=1#v1/c/810548656c6c6f", "en/labs/handshake/?cover=1"} {
		p := open(t, url+path, view{})
		settled(p)
		p.find("button", "Show the verdict")
		assert.NotContains(t, eval[string](p, "document.querySelector('main').innerText"), "No rule broken")
		assert.NotContains(t, eval[string](p, "document.querySelector('main').innerText"), "not masked.")
		assert.Zero(t, eval[int](p, "document.querySelectorAll('[aria-invalid]').length"))
		if strings.Contains(path, "frame") {
			p.find("button", "FIN 1, byte 0, bit 7").click()
			p.eventually("document.getElementById('said').textContent.trim() === 'FIN 0.'")
		}
		p.axe()
		p.follow("a[data-lang]")
		assert.Contains(t, eval[string](p, "location.href"), "?cover=1")
		settled(p)
		p.find("button", "판정 보기").click()
		p.eventually("document.querySelector('section.verdict .sentence').checkVisibility() && document.activeElement.matches('.verdict')")
	}
}

// Each lab covers what tells its verdict, for the eye and for screen readers, and shows all of
// it when asked.
func TestCoveredLabs(t *testing.T) {
	url := serveFolder(t, siteFolder(t))
	for _, tt := range []struct {
		path string
		told []string // words that the page has once the verdict is shown, and not before
	}{
		{"labs/frame/?cover=1#v1/c/810548656c6c6f", []string{"not allowed", "is not masked", "✕", "failed"}},
		{"labs/frame/?cover=1#v1/c/c18537fa213d7f9f4d5158", []string{"not allowed", "RSV1", "✕"}},
		{"labs/frame/?cover=1#v1/s/8801038103616263", []string{"not allowed", "✕", "not read"}},
		{"labs/frame/?cover=1#v1/s/8103ffc0c1", []string{"not allowed", "not valid UTF-8", "✕"}},
		{"labs/frame/?cover=1#v1/s/0103616263810164", []string{"not allowed", "✓"}},
		{"labs/frame/?cover=1#v1/s/8105616263", []string{"not complete"}},
		{"labs/masking/?cover=1", []string{"No rule broken"}},
		{"labs/length/?cover=1#length=5&form=16", []string{"1 rule broken"}},
		{"labs/utf8/?cover=1#hex=eda0bdedb982&fed=2", []string{"✕", "surrogate"}},
		{"labs/deflate/?cover=1#hex=07", []string{"✕", "message.deflate.block-type"}},
	} {
		p := open(t, url+"en/"+tt.path, view{})
		settled(p)
		p.eventually("document.querySelector('main [live]')")
		shown := func() string {
			return eval[string](p, `((main) => {
				const said = [...main.querySelectorAll('[aria-label]')].filter((e) => e.checkVisibility()).map((e) => e.ariaLabel);
				return [main.innerText, ...said, document.getElementById('said').textContent].join('\n');
			})(document.querySelector('main'))`)
		}
		before := shown()
		assert.NotRegexp(t, "not allowed|not masked\\.|✕|✓|not read|failed|rule broken|No rule", before, tt.path)
		assert.Zero(t, eval[int](p, "document.querySelectorAll('main .broken, main .bad, main .wrong, main [aria-invalid]').length"), tt.path)
		assert.Zero(t, eval[int](p, "document.querySelectorAll('main .fixes, main .place.no, main .late').length"), tt.path)
		p.axe()
		p.find("button", "Show the verdict").click()
		p.eventually("!document.querySelector('.covered')")
		after := shown()
		for _, words := range tt.told {
			if words != "RSV1" && words != "surrogate" && words != "frame." {
				assert.NotContains(t, before, words, tt.path)
			}
			assert.Contains(t, after, words, tt.path)
		}
	}
}

// While the verdict is covered, moving a frame or sending it tells nothing of it.
func TestCoveredActs(t *testing.T) {
	p := open(t, serveFolder(t, siteFolder(t))+"en/labs/frame/?cover=1#v1/c/810548656c6c6f", view{})
	settled(p)
	p.eventually("document.querySelector('frame-builder[live]')")
	for _, act := range []string{"append", "duplicate", "earlier", "remove"} {
		eval[bool](p, "(document.querySelector('[data-act="+act+"]').click(), true)")
		p.eventually("document.getElementById('said').textContent !== ''")
		assert.NotRegexp(t, "mask|rule|fail|server", eval[string](p, "document.getElementById('said').textContent"), act)
		eval[bool](p, "(document.getElementById('said').textContent = '', true)")
	}
	eval[bool](p, "(document.querySelector('[data-act=send]').click(), true)")
	p.eventually("document.getElementById('said').textContent.startsWith('Sent.')")
	assert.NotRegexp(t, "not masked|1002|fails", eval[string](p, "document.querySelector('.sending').innerText"))
	p.find("button", "Show the verdict").click()
	p.eventually("document.querySelector('.sending').innerText.includes('not masked')")
}

// A locked part stays whatever someone does to change it, and the page says why.
func TestLockedParts(t *testing.T) {
	p := open(t, serveFolder(t, siteFolder(t))+"en/labs/frame/?lock=key,length#v1/c/818537fa213d7f9f4d5158", view{})
	settled(p)
	assert.Contains(t, eval[string](p, "document.querySelector('#locked').textContent"), "length, masking key")
	hash := func() string {
		return eval[string](p, "document.querySelector('frame-builder').store.state.bytes.toHex?.() ?? [...document.querySelector('frame-builder').store.state.bytes].map((b) => b.toString(16).padStart(2, '0')).join('')")
	}
	const start = "818537fa213d7f9f4d5158"
	for what, act := range map[string]string{
		"a bit of the length":       "document.querySelector('[data-bit=\"15\"]').click()",
		"a text of another size":    "((f) => { f.value = 'Hello!'; f.dispatchEvent(new InputEvent('input', { bubbles: true })); })(document.querySelector('[name=text]'))",
		"MASK, which takes the key": "document.querySelector('[data-bit=\"8\"]').click()",
		"all bytes":                 "document.querySelector('frame-builder').wire(Uint8Array.of(0x81, 0))",
	} {
		eval[bool](p, "("+act+", true)")
		assert.Equal(t, start, hash(), what)
		p.eventually("document.getElementById('said').textContent.includes('has locked this part')")
	}
	assert.True(t, eval[bool](p, "document.querySelector('[name=key]').readOnly"))
	eval[bool](p, "(document.querySelector('[data-bit=\"0\"]').click(), true)")
	p.wait(func() bool { return hash() == "01"+start[2:] }, "what is not locked can be changed")

	p = open(t, serveFolder(t, siteFolder(t))+"en/labs/handshake/?lock=request", view{})
	settled(p)
	p.eventually("document.querySelector('.hsline[data-side=request]').readOnly")
	p.find("button", "POST").click()
	p.eventually("document.getElementById('said').textContent.includes('request')")
	assert.True(t, eval[bool](p, "document.querySelector('.hsline[data-side=request]').value.startsWith('GET')"))
	p.find("button", "200 instead of 101").click()
	p.eventually("document.querySelector('.hsline[data-side=response]').value.includes('200')")
}

// A lock holds for each frame that came with the link, whatever changes it; frames that were
// added are free.
func TestLockedStream(t *testing.T) {
	const stream = "01024869" + "8002212e"
	p := open(t, serveFolder(t, siteFolder(t))+"en/labs/frame/?lock=opcode,payload#v1/s/"+stream, view{})
	settled(p)
	p.eventually("document.querySelector('frame-builder').store?.refuses")
	hash := "[...document.querySelector('frame-builder').store.state.bytes].map((b) => b.toString(16).padStart(2, '0')).join('')"
	click := func(act string) string { return "document.querySelector('[data-act=" + act + "]').click()" }
	for what, act := range map[string]string{
		"delete":            click("remove"),
		"move":              click("later"),
		"the Delete key":    "document.querySelector('[data-part=strip] [aria-current]').dispatchEvent(new KeyboardEvent('keydown', { key: 'Delete', bubbles: true }))",
		"an opcode bit":     "document.querySelector('[data-bit=\"7\"]').click()",
		"the opcode's menu": "((f) => { f.value = '2'; f.dispatchEvent(new Event('input', { bubbles: true })); })(document.querySelector('[name=opcode]'))",
		"a new text":        "((f) => { f.value = 'Ho'; f.dispatchEvent(new InputEvent('input', { bubbles: true })); })(document.querySelector('[name=text]'))",
		"a byte":            "((b) => { b.cursor({ byte: 2 }); })({ cursor: (c) => { const l = document.querySelector('frame-builder'); l.store.move(c); const f = l.querySelector('[name=byte]'); f.value = '49'; f.dispatchEvent(new InputEvent('input', { bubbles: true })); } })",
		"an example":        "document.querySelector('[data-act=size]').click()",
		"all bytes":         "document.querySelector('frame-builder').open(Uint8Array.of(0x81, 0), 'server')",
		"the second frame":  "((l) => { l.select(1); l.wire(Uint8Array.of(0x80, 2, 0x21, 0x2f)); l.select(0); })(document.querySelector('frame-builder'))",
	} {
		eval[bool](p, "(document.getElementById('said').textContent = '', "+act+", true)")
		assert.Equal(t, stream, eval[string](p, hash), what)
		p.wait(func() bool {
			return eval[bool](p, "document.getElementById('said').textContent.includes('has locked this part')")
		}, "%s: not said", what)
	}
	for _, act := range []string{"after", "duplicate", "append"} {
		eval[bool](p, "("+click(act)+", true)")
		assert.NotEqual(t, stream, eval[string](p, hash), act)
		eval[bool](p, "("+click("undo")+", true)")
		assert.Equal(t, stream, eval[string](p, hash), act)
	}
	eval[bool](p, "("+click("append")+", true)")
	eval[bool](p, "("+click("remove")+", true)")
	assert.Equal(t, stream, eval[string](p, hash), "an added frame is deleted")
	eval[bool](p, "(document.querySelector('[data-bit=\"0\"]').click(), true)")
	assert.NotEqual(t, stream, eval[string](p, hash), "FIN is free")
}

// The labs for bytes lock what they have of a frame.
func TestLockedLabs(t *testing.T) {
	url := serveFolder(t, siteFolder(t))
	for _, tt := range []struct{ lab, lock, try, free string }{
		{"masking", "key", "[data-act=newkey]", "[data-act=way]:not([aria-pressed=true])"},
		{"masking", "payload", "", ""},
		{"length", "length", "[data-act=tick]:not([aria-pressed=true])", "[data-act=from]:not([aria-pressed=true])"},
		{"utf8", "payload", "[data-example='3']", "[data-act=as]:not([aria-pressed=true])"},
		{"deflate", "payload", "[data-act=broken]", ""},
	} {
		p := open(t, url+"en/labs/"+tt.lab+"/?lock="+tt.lock, view{})
		settled(p)
		p.eventually("document.querySelector('main [live]')?.store.refuses && document.getElementById('locked')")
		before := eval[string](p, "document.querySelector('main [live]').link()")
		assert.NotZero(t, eval[int](p, "document.querySelectorAll('main [data-locked]').length"), tt.lab)
		if tt.try != "" {
			eval[bool](p, "((b) => { b.ariaDisabled = null; b.click(); return true; })(document.querySelector("+quote(tt.try)+"))")
			assert.Equal(t, before, eval[string](p, "document.querySelector('main [live]').link()"), tt.lab)
			p.eventually("document.getElementById('said').textContent.includes('has locked this part')")
		}
		if tt.free != "" && eval[bool](p, "document.querySelector("+quote(tt.free)+") !== null") {
			eval[bool](p, "(document.querySelector("+quote(tt.free)+").click(), true)")
			assert.NotEqual(t, before, eval[string](p, "document.querySelector('main [live]').link()"), tt.lab)
		}
		p.axe()
	}
}

// For a projector the type is large and nothing sticks; it stays so on the next page and
// in the other language.
func TestStage(t *testing.T) {
	site := serveFolder(t, siteFolder(t))
	const bit = "document.querySelector('[data-bit]').getBoundingClientRect().width"
	for _, size := range [][2]int64{{1280, 720}, {1440, 900}, {1920, 1080}} {
		for _, frame := range []string{"", "#v1/s/817f0000000000000005", "#v1/c/81fe008037fa213d7f9f4d5158"} {
			p := open(t, site+"en/labs/frame/?stage=1"+frame, view{width: size[0], height: size[1]})
			settled(p)
			assert.GreaterOrEqual(t, eval[float64](p, bit), 60.0)
			assert.Zero(t, p.wider(), size)
		}
	}
	p := open(t, site+"en/labs/frame/?stage=1", view{width: 1920, height: 1080})
	settled(p)
	assert.Greater(t, eval[float64](p, bit), 60.0)
	assert.Zero(t, p.wider())
	p.axe()
	p.follow("a[data-lang]")
	assert.Contains(t, eval[string](p, "location.href"), "/ko/labs/frame/?stage=1")
	p.follow("nav a[href*=lessons]")
	assert.Contains(t, eval[string](p, "location.href"), "/ko/lessons/?stage=1")
}
