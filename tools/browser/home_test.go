package browser

import (
	"strings"
	"testing"

	cdppage "github.com/chromedp/cdproto/page"
	"github.com/stretchr/testify/assert"
)

func home(t *testing.T, url string, v view) *page {
	t.Helper()
	p := open(t, url, v)
	settled(p)
	return p
}

// A newcomer types a word, sees the cost of the frame, presses, sends, and reads the
// echo.
func TestHome(t *testing.T) {
	p := home(t, serveFolder(t, siteFolder(t))+"en/", view{stillness: true})
	p.sentence("saying “안녕”")
	p.find("textbox", "A message").fill("Hi")
	p.sentence("2 bytes, masked, saying “Hi”")
	p.press("Enter")
	echo := p.find("region", "The server’s echo")
	p.wait(func() bool { return strings.Contains(echo.text(), "The same payload comes back in 4 bytes, 4 fewer") }, "%s", lazily(echo.text))
	assert.Contains(t, echo.text(), "the server inside this page")

	p.find("button", "turn MASK off").click()
	p.sentence("not masked")
	p.find("button", "Undo").click()
	p.sentence("saying “Hi”")
	p.find("button", "make it 126 bytes").click()
	p.sentence("126 bytes")
	p.find("button", "extended length, byte 2: 00")
	p.find("button", "Undo").click()
	p.find("button", "make it a ping").click()
	p.sentence("answer this ping with a pong that carries the same 2 bytes")
	p.find("button", "Send").click()
	p.wait(func() bool { return strings.Contains(echo.text(), "The server answers") }, "%s", lazily(echo.text))
	assert.Equal(t, "Hi", property[string](p.find("textbox", "A message"), "value"))
	p.find("link", "Open this frame in the builder").click()
	p.eventually(`location.pathname.endsWith('/labs/frame/')`)
	p.sentence("answer this ping")
}

func TestHomeOverARealConnection(t *testing.T) {
	p := home(t, serve(t, "-site", siteFolder(t))+"ko/", view{language: "ko"})
	p.find("button", "보내기").click()
	echo := p.find("region", "서버의 에코")
	p.wait(func() bool {
		return strings.Contains(echo.text(), "실제 TCP 연결로 이 서버의 /echo에")
	}, "%s", lazily(echo.text))
}

// Presses before the module is loaded take effect once it is.
func TestPressBeforeTheModule(t *testing.T) {
	url := serveFolder(t, siteFolder(t))
	p := open(t, "about:blank", view{})
	p.visit(url + "en/")
	eval[bool](p, `(document.querySelector('[data-bit="0"]').click(), true)`)
	p.sentence("the first fragment of a text message")
}

// On a phone the first bit, the sentence and Send are visible together.
func TestHomeOnAPhone(t *testing.T) {
	for _, lang := range languages {
		p := home(t, serveFolder(t, siteFolder(t))+lang+"/", view{width: 390, height: 844, language: lang})
		for _, what := range []string{".say .go", "[data-bit='0']", ".sentence", ".try button"} {
			bottom := eval[float64](p, `document.querySelector("`+what+`").getBoundingClientRect().bottom`)
			assert.LessOrEqual(t, bottom, 844.0, "%s: %s", lang, what)
		}
	}
}

// A message that is sent before the module, or even the script, is loaded is sent once it
// is.
func TestSendBeforeTheModule(t *testing.T) {
	url := serveFolder(t, siteFolder(t)) + "en/"
	for when, script := range map[string]string{
		"before the module": "document.addEventListener('DOMContentLoaded', () => { const f = document.querySelector('form.say'); f.message.value = 'early'; f.requestSubmit(); }, true);",
		"before the script": "new MutationObserver((_, o) => { const f = document.querySelector('form.say'); if (f?.querySelector('button')) { o.disconnect(); f.message.value = 'early'; f.requestSubmit(); } }).observe(document, { childList: true, subtree: true });",
	} {
		t.Run(when, func(t *testing.T) {
			p := open(t, "about:blank", view{})
			call(p, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: script})
			p.visit(url)
			p.sentence("saying “early”")
			p.eventually(`document.querySelector('[data-part=echo]').textContent.includes('The same payload comes back')`)
		})
	}
}

// The field shows the text in the frame, however the frame was changed.
func TestHomeFieldFollowsTheFrame(t *testing.T) {
	p := home(t, serveFolder(t, siteFolder(t))+"en/", view{stillness: true})
	field := p.find("textbox", "A message")
	value := func() string { return property[string](field, "value") }
	field.fill("Hi")
	p.find("button", "make it 126 bytes").click()
	p.wait(func() bool { return value() == strings.Repeat("Hi", 63) }, "%s", lazily(value))
	p.find("button", "Undo").click()
	p.wait(func() bool { return value() == "Hi" }, "%s", lazily(value))
	p.find("button", "Undo").click()
	p.wait(func() bool { return value() == "안녕" }, "%s", lazily(value))
	p.find("button", "Redo").click()
	p.wait(func() bool { return value() == "Hi" }, "%s", lazily(value))
	assert.True(t, eval[bool](p, "[...document.querySelectorAll('[data-act=undo], [data-act=redo]')].every((b) => b.closest('.facts'))"))
	// With a length bit set, the frame waits for more bytes, and the available payload is
	// the text.
	p.find("button", "MASK 1, byte 1, bit 7").click()
	p.eventually("document.querySelector('#message-note').textContent.includes('no longer this text') || document.querySelector('#message').value !== 'Hi'")
	p.find("button", "Undo").click()
	p.wait(func() bool { return value() == "Hi" }, "%s", lazily(value))
	assert.False(t, eval[bool](p, "document.querySelector('#message').classList.contains('apart')"))
}

// A payload that is not text does not change the field, which is marked.
func TestHomeFieldThatCannotFollow(t *testing.T) {
	p := home(t, serveFolder(t, siteFolder(t))+"en/", view{stillness: true})
	eval[bool](p, `(() => { const lab = document.querySelector('home-frame'); lab.load(new Uint8Array([0x81, 2, 0xc3, 0x28])); return true; })()`)
	field := p.find("textbox", "A message")
	assert.Equal(t, "안녕", property[string](field, "value"))
	p.eventually("document.querySelector('#message.apart') && document.querySelector('#message-note').textContent.includes('no longer this text')")
}

func TestHomeRefusesTooMuchText(t *testing.T) {
	p := home(t, serveFolder(t, siteFolder(t))+"en/", view{stillness: true})
	p.set("#message", "'x'.repeat(1100000)")
	p.eventually("document.querySelector('#message-note').textContent.includes('1,100,000')")
	assert.Equal(t, 1100000, eval[int](p, "document.querySelector('#message').value.length"))
	p.sentence("saying “안녕”")
	p.set("#message", "'x'.repeat(1000000)")
	p.sentence("1,000,000 bytes")
	p.eventually("document.querySelector('[data-part=open]').hidden")
	p.set("#message", "'x'")
	p.eventually("!document.querySelector('[data-part=open]').hidden && document.querySelector('#message-note').hidden")
}

// Frames that a browser cannot send use the real connection too.
func TestHomeSendsAPing(t *testing.T) {
	p := home(t, serve(t, "-site", siteFolder(t))+"en/", view{stillness: true})
	p.find("button", "make it a ping").click()
	p.find("button", "Send").click()
	echo := p.find("region", "The server’s echo")
	p.wait(func() bool {
		return strings.Contains(echo.text(), "8a 06 ec 95 88 eb 85 95") && strings.Contains(echo.text(), "to this server’s /echo")
	}, "%s", lazily(echo.text))
}
