package browser

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func home(t *testing.T, url string, v view) *page {
	t.Helper()
	p := open(t, url, v)
	settled(p)
	return p
}

// Someone who has never seen a frame types a word, sees what it costs, presses,
// sends, and reads what came back.
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
	p.find("link", "Open this frame in the builder").click()
	p.eventually(`location.pathname.endsWith('/labs/frame/')`)
	p.sentence("answer this ping")
}

func TestHomeOverARealWebSocket(t *testing.T) {
	p := home(t, serve(t, "-site", siteFolder(t))+"ko/", view{language: "ko"})
	p.find("button", "보내기").click()
	echo := p.find("region", "서버의 에코")
	p.wait(func() bool {
		return strings.Contains(echo.text(), "실제 웹소켓으로 이 서버에 보냈습니다")
	}, "%s", lazily(echo.text))
}

// What is pressed before the module is there is done when it comes.
func TestPressBeforeTheModule(t *testing.T) {
	p := open(t, "about:blank", view{})
	eval[bool](p, "true")
	p.visit(serveFolder(t, siteFolder(t)) + "en/")
	eval[bool](p, `(document.querySelector('[data-bit="0"]').click(), true)`)
	p.sentence("the first fragment of a text message")
}

// On a phone the first bit, the sentence and Send are in sight at once.
func TestHomeOnAPhone(t *testing.T) {
	for _, lang := range languages {
		p := home(t, serveFolder(t, siteFolder(t))+lang+"/", view{width: 390, height: 844, language: lang})
		for _, what := range []string{".say .go", "[data-bit='0']", ".sentence", ".try button"} {
			bottom := eval[float64](p, `document.querySelector("`+what+`").getBoundingClientRect().bottom`)
			assert.LessOrEqual(t, bottom, 844.0, "%s: %s", lang, what)
		}
	}
}
