package browser

import (
	"fmt"
	"strings"
	"testing"

	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"

	"framelab/site/words"
)

// arrives waits for a page that is loading, and tolerates that it cannot be queried yet.
func (p *page) arrives(condition string) {
	p.t.Helper()
	p.wait(func() bool {
		there, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool]("Boolean(document.readyState === 'complete' && "+condition+")"))
		return err == nil && there
	}, "never there: %s", condition)
	settled(p)
}

// inLanguage follows the page's link to the other language.
func (p *page) inLanguage(to string) {
	p.t.Helper()
	from := map[string]string{"en": "ko", "ko": "en"}[to]
	p.find("link", words.In(from)["lang.other.name"]).click()
	p.arrives(`document.documentElement.lang === '` + to + `'`)
}

// reloaded reloads the page.
func (p *page) reloaded() {
	p.t.Helper()
	eval[bool](p, "(window.before = true)")
	call(p, cdppage.Reload, cdppage.ReloadParams{})
	p.arrives("!window.before")
}

// back goes back to the previous page, which is rebuilt, not restored from memory.
func (p *page) back(lang string) {
	p.t.Helper()
	eval[bool](p, "(history.back(), true)")
	p.arrives(`document.documentElement.lang === '` + lang + `' && !location.pathname.includes('/labs/')`)
}

// The text typed and sent on the home page is restored: after a reload, Back, and in the other
// language.
func TestHomeIsKept(t *testing.T) {
	url := serveFolder(t, siteFolder(t))
	p := home(t, url+"en/", view{stillness: true})
	value := func(want string) {
		t.Helper()
		p.eventually("document.querySelector('#message').value === " + quote(want))
	}
	p.find("textbox", "A message").fill("hello there")
	p.find("button", "Send").click()
	p.eventually("document.querySelector('[data-part=source]').textContent.includes('This page drew the key')")
	p.find("button", "Last step").click()
	sent := p.cells()
	p.reloaded()
	value("hello there")
	assert.Equal(t, sent, p.cells(), "the same key")
	assert.Equal(t, "hello there", eval[string](p, "document.querySelector('[data-part=got]').textContent"))
	p.inLanguage("ko")
	value("hello there")
	assert.Equal(t, sent, p.cells())
	assert.Equal(t, words.In("ko")["wire.source.page"], eval[string](p, "document.querySelector('[data-part=source]').textContent"))
	p.find("link", words.In("ko")["home.open"]).click()
	p.arrives("location.pathname.endsWith('/labs/frame/')")
	p.back("ko")
	value("hello there")
	assert.Equal(t, sent, p.cells())

	// Text that cannot be sent is kept too, and its message is in the page's language.
	p.set("#message", "'x'.repeat(1100000)")
	p.inLanguage("en")
	p.eventually("document.querySelector('#message').value.length === 1100000 && document.querySelector('#message-note').textContent.includes('That makes 1,100,000 bytes')")
}

// A builder is restored with undo, tab, byte, echo and input that cannot be used yet. A
// link takes precedence over the kept state, which is one undo step back.
func TestBuilderIsKept(t *testing.T) {
	p := builder(t, "")
	p.find("textbox", "payload as text").fill("Hi")
	p.find("button", "FIN 1, byte 0, bit 7").click()
	p.sentence("first fragment of a text message")
	p.find("textbox", "masking key (hexadecimal)").fill("00 0")
	p.find("button", "payload, byte 6: 7f").click()
	p.find("button", "Send").click()
	p.eventually("document.querySelector('[data-part=answer]')?.textContent.includes('waits')")
	p.find("tab", "Hex").click()
	kept := func(w words.Words) {
		t.Helper()
		p.eventually("document.querySelector('[data-part=answer]')?.textContent.includes(" + quote(w["answer.page.server"]) + ")")
		p.find("heading", w.T("drawer.title", "byte", 6, "field", w["field.payload"]))
		assert.Equal(t, "00 0", property[string](p.find("textbox", w["fields.key"]), "value"))
		assert.Contains(t, eval[string](p, "document.querySelector('#e-key').textContent"), w["fields.bad.key"])
	}
	p.inLanguage("ko")
	kept(words.In("ko"))
	p.reloaded()
	kept(words.In("ko"))
	p.inLanguage("en")
	for _, says := range []string{"first fragment", "saying “Hi”", "saying “Hello”"} {
		p.press("Control+z")
		p.sentence(says)
	}
	for range 3 {
		p.press("Control+y")
	}
	p.eventually("document.querySelector('frame-builder').store.future.length === 0")

	// A press right before changing the language is not lost to an older address.
	eval[bool](p, `(document.querySelector('[data-bit="0"]').click(), true)`)
	p.sentence("saying “Hi”")
	eval[bool](p, `(async () => {
		document.querySelector('[data-bit="1"]').click();
		for (let i = 0; i < 10; i++) await null;
		document.querySelector('a[hreflang]').click();
		return true;
	})()`)
	p.arrives("document.documentElement.lang === 'ko'")
	p.eventually("document.querySelector('[data-bit=\"1\"]').dataset.value === '1' && location.hash.startsWith('#v1/c/c1')")

	p.visit(eval[string](p, "location.href.split('#')[0] + '#v1/s/8a00'"))
	p.reloaded()
	p.eventually("location.hash === '#v1/s/8a00' && document.querySelector('frame-builder').store.state.bytes.length === 2")
	p.press("Control+z")
	p.eventually("document.querySelector('[data-bit=\"1\"]').dataset.value === '1'")
}

// A frame that is too large for an address is kept too.
func TestALargeFrameIsKept(t *testing.T) {
	p := builder(t, "")
	eval[bool](p, "(document.querySelector('frame-builder').load(new Uint8Array(400000).fill(0x81)), true)")
	p.eventually("!document.querySelector('[data-part=address]').hidden && location.hash === ''")
	p.reloaded()
	p.eventually("document.querySelector('frame-builder').store.state.bytes.length === 400000")
}

func TestBenchIsKept(t *testing.T) {
	p := open(t, serveFolder(t, siteFolder(t))+"en/labs/handshake/", view{width: 390, height: 844})
	settled(p)
	p.find("button", "version 8").click()
	p.eventually("document.querySelector('[data-part=outcome]').textContent.includes('426')")
	p.find("tab", "Accept").click()
	p.inLanguage("ko")
	p.eventually("document.querySelector('[data-part=outcome]').textContent.includes('426')")
	assert.Equal(t, "accept", eval[string](p, "document.querySelector('handshake-bench').dataset.tab"))
	p.press("Control+z")
	p.eventually("!document.querySelector('[data-part=outcome]').textContent.includes('426')")
}

// A lesson continues at the same place in the other language, and its labs keep their
// state.
func TestLessonIsKept(t *testing.T) {
	for _, lesson := range []string{"handshake", "byte-0", "masking", "one-message"} {
		t.Run(lesson, func(t *testing.T) {
			p := lessonPage(t, lesson)
			block := `(() => { const all = [...document.querySelectorAll('article.lesson > *')]; return all.findIndex((e) => e.getBoundingClientRect().bottom > 1); })()`
			height := eval[float64](p, "document.documentElement.scrollHeight")
			for _, part := range []float64{0.25, 0.5, 0.75} {
				for _, to := range []string{"ko", "en"} {
					eval[bool](p, fmt.Sprintf("(scrollTo({ top: %f, behavior: 'instant' }), true)", height*part))
					before := eval[int](p, block)
					eval[bool](p, "(document.querySelector('a[hreflang]').click(), true)")
					p.arrives(`document.documentElement.lang === '` + to + `'`)
					p.wait(func() bool { return eval[int](p, block) == before }, "%s at %f: block %s, before %d", to, part, lazily(func() string { return fmt.Sprint(eval[int](p, block)) }), before)
				}
			}
		})
	}
	p := lessonPage(t, "byte-0")
	p.clickOn(`lesson-frame [data-bit="4"]`)
	p.eventually(`document.querySelector('[data-part="firstbyte"]').textContent.includes('0x89')`)
	p.inLanguage("ko")
	p.eventually(`document.querySelector('[data-part="firstbyte"]').textContent.includes('0x89')`)
	p.press("Control+z")
	p.eventually(`document.querySelector('[data-part="firstbyte"]').textContent.includes('0x81')`)

	p = lessonPage(t, "masking")
	p.find("textbox", "Payload").fill("또")
	p.inLanguage("ko")
	p.eventually("document.querySelector('masking-lab [name=input]').value === '또' && document.querySelector('masking-lab .mglyph').textContent === '또'")
}

// The frames sent in lesson 0 and their echoes are shown in the other language too, and
// sending continues.
func TestEchoIsKept(t *testing.T) {
	for name, url := range map[string]string{"static": serveFolder(t, siteFolder(t)), "server": serve(t, "-site", siteFolder(t))} {
		t.Run(name, func(t *testing.T) {
			p := open(t, url+"en/lessons/one-message/", view{stillness: true})
			settled(p)
			p.clickOn("#echo-text")
			p.press("Control+a", "Delete")
			p.write("hello there")
			p.clickOn("echo-lab .go")
			bytes := `JSON.stringify([...document.querySelectorAll('echo-lab echo-frame')].map((f) => f.dataset.bytes))`
			p.eventually("document.querySelectorAll('echo-lab echo-frame').length === 2")
			before := eval[string](p, bytes)
			p.inLanguage("ko")
			p.eventually("document.querySelectorAll('echo-lab .timeline > li').length === 5")
			assert.Equal(t, before, eval[string](p, bytes))
			assert.Contains(t, eval[string](p, "document.querySelector('echo-lab .timeline').innerText"), words.In("ko")["echo.request"])
			assert.Equal(t, "hello there", eval[string](p, "document.querySelector('#echo-text').value"))
			p.clickOn("echo-lab .go")
			p.eventually("document.querySelectorAll('echo-lab echo-frame').length === 4")
		})
	}
}

// Answers to exercises of every kind appear in the other language: on the screen, not
// only in storage.
func TestDraftsAreKept(t *testing.T) {
	for lesson, exercises := range exerciseFiles(t) {
		t.Run(lesson, func(t *testing.T) {
			p := lessonPage(t, lesson)
			shown := func(x *tried) string {
				return eval[string](p, "JSON.stringify([..."+x.section()+".querySelectorAll('.control :is(input, textarea, select)')].map((e) => e.type === 'checkbox' || e.type === 'radio' ? e.checked : e.value).concat([..."+x.section()+".querySelectorAll('.control [data-bin]')].map((e) => e.dataset.bin + e.querySelectorAll('.card').length)))")
			}
			before := map[string]string{}
			for _, e := range exercises {
				x := &tried{page: p, e: e, words: words.In("en")}
				x.answer(text(e.Wrong[0].Answer))
				before[e.ID] = shown(x)
			}
			p.inLanguage("ko")
			for _, e := range exercises {
				x := &tried{page: p, e: e}
				p.wait(func() bool { return shown(x) == before[e.ID] }, "%s: %s, before %s", e.ID, lazily(func() string { return shown(x) }), before[e.ID])
			}
		})
	}
}

// Restarting an exercise can be undone after a reload too, and its hints stay open.
func TestRestartAndHintsAreKept(t *testing.T) {
	p := lessonPage(t, "masking")
	x := exerciseOf(p, "unmask-hello")
	x.fillIn("textarea", "48 65 6")
	x.use(`[data-act="hint"]`)
	x.use(`[data-act="restart"]`)
	p.reloaded()
	assert.True(t, x.shown(".hints li"))
	x.use(`[data-act="restart"]`)
	x.eventually(x.section() + ".querySelector('textarea').value === '48 65 6'")
	x.fillIn("textarea", "48 65 6c 6c")
	x.use(`[data-act="check"]`)
	x.found("You have 4 bytes; the payload has 5.")
	p.inLanguage("ko")
	x.found(words.In("ko").T("ex.finding.payload.few", "got", 4, "want", 5))
	assert.Equal(t, 1, eval[int](p, "JSON.parse(localStorage.getItem('framelab.progress')).exercises['unmask-hello'].tries"), "looking again is no try")
}

// The text in the paste dialog, and progress that is about to be imported, are kept.
func TestFieldsAreKept(t *testing.T) {
	p := builder(t, "")
	p.find("button", "Paste").click()
	p.find("textbox", "Bytes, in any common form").fill("81 0")
	p.reloaded()
	p.eventually("document.querySelector('#paste').value === '81 0'")
}

// A visit that finds old work says so, and offers to start again; a reload and the other
// language only go on.
func TestOldWorkIsSaidToBeOld(t *testing.T) {
	p := builder(t, "")
	url := eval[string](p, "location.origin + location.pathname")
	line := "document.querySelector('[data-part=resumed]')"
	broken := "8105" + helloMasked[4:]
	p.find("button", "MASK 1, byte 1, bit 7").click()
	p.isStream(broken)
	p.eventually("location.hash")
	p.reloaded()
	p.isStream(broken)
	assert.True(t, eval[bool](p, line+".hidden"), "a reload")
	p.visit(strings.Replace(url, "/labs/frame/", "/labs/", 1))
	p.visit(url)
	settled(p)
	p.isStream(broken)
	p.find("button", "Start fresh").click()
	p.isStream(helloMasked)
	assert.True(t, eval[bool](p, line+".hidden"), "it has been answered")
	p.find("button", "Undo").click()
	p.isStream(broken)
}

// A link opens with its own bytes, also where the page keeps an earlier frame: what it keeps
// is not taken for text that someone typed. These bytes are not UTF-8, so text would lose them.
func TestALinkIsTakenAsItIs(t *testing.T) {
	url := serveFolder(t, siteFolder(t))
	for _, lang := range languages {
		p := open(t, url+"en/labs/frame/", view{})
		settled(p)
		p.clickOn(`[data-bit="8"]`)
		p.eventually("location.hash.startsWith('#v1/c/8105')")
		p.visit(url + lang + "/labs/frame/#v1/c/810637fa213ddb6fa9d6b26f")
		settled(p)
		p.eventually("document.querySelectorAll('[data-part=strip] li').length === 2")
		assert.Equal(t, "#v1/c/810637fa213ddb6fa9d6b26f", eval[string](p, "location.hash"), lang)
		assert.Equal(t, "810637fa213ddb6fa9d6b26f", eval[string](p, "[...document.querySelector('frame-builder').store.state.bytes].map((b) => b.toString(16).padStart(2, '0')).join('')"), lang)
	}
}
