package browser

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"framelab/site/words"
)

// The wire is live in the lessons that have it: it sends, plays and steps; over a local server
// the bytes are those of this browser's connection; and the page keeps it.
func TestTheWireInLessons(t *testing.T) {
	url := serve(t, "-site", siteFolder(t))
	static := serveFolder(t, siteFolder(t))
	for lesson, cells := range map[string]string{
		"one-message": "818637fa213ddb6fa9d6b26f",
		"masking":     "818937fa213d609f436e58994a5843",
	} {
		for _, lang := range languages {
			w := words.In(lang)
			for _, base := range []string{static, url} {
				p := open(t, base+lang+"/lessons/"+lesson+"/", view{language: lang, stillness: true})
				settled(p)
				p.eventually("document.querySelector('frame-wire[live]')")
				assert.Equal(t, cells, p.cells())
				id := eval[string](p, "document.querySelector('frame-wire [name=message]').id")
				assert.Equal(t, 1, eval[int](p, fmt.Sprintf("document.querySelectorAll('#%s').length", id)))
				p.set("frame-wire [name=message]", "'Hi'")
				p.wait(func() bool { return strings.HasPrefix(p.cells(), "8182") }, "%s", lazily(p.cells))
				p.clickOn("frame-wire .go")
				source := w["wire.source.page"]
				if base == url {
					source = w["wire.source.real"]
				}
				p.eventually("document.querySelector('frame-wire [data-part=source]').textContent === " + quote(source))
				p.find("button", w["wire.stage.header"]).click()
				sent := p.cells()
				p.eventually("location.hash === '#wire=4'")
				p.find("button", w["wire.stage.echo"]).click()
				assert.Equal(t, "81024869", p.cells())
				p.axe()
				p.reloaded()
				p.eventually("document.querySelector('frame-wire[live]')")
				assert.Equal(t, "81024869", p.cells())
				p.find("button", w["wire.stage.header"]).click()
				assert.Equal(t, sent, p.cells(), "the same key")
			}
		}
	}
}

// The exercise about sending twice counts the sends of the lesson's wire, like those of its lab.
func TestTheWiresSendCounts(t *testing.T) {
	p := open(t, serveFolder(t, siteFolder(t))+"en/lessons/one-message/", view{stillness: true})
	settled(p)
	p.eventually("document.querySelector('frame-wire[live]')")
	for n := range 2 {
		p.clickOn("frame-wire .go")
		p.eventually(fmt.Sprintf("document.querySelectorAll('observe-sends [data-part=seen] > li').length === %d", n+1))
	}
	p.find("button", "Check").click()
	p.eventually("document.querySelector('.exercise [data-part=finding]').textContent.includes('random key') || document.querySelector('.exercise [data-part=why]:not([hidden])')")
}

// The address follows someone who steps or drags, so that a copied one opens there; it does not
// follow a send, and what is typed takes the time out of it.
func TestTheAddressFollowsTheWire(t *testing.T) {
	p := home(t, serveFolder(t, siteFolder(t))+"en/", view{})
	p.at(2.4)
	p.eventually("location.hash === '#wire=2.4'")
	p.find("slider", "The way to the server and back").focus()
	p.press("ArrowRight")
	p.eventually("location.hash === '#wire=3'")
	p.find("button", "cross").click()
	p.eventually("location.hash === '#wire=5'")
	p.at(6.36)
	p.inLanguage("ko") // before the address has followed
	assert.Equal(t, "#wire=6.36", eval[string](p, "location.hash"))
	assert.Equal(t, "6.36", eval[string](p, "document.querySelector('[name=time]').value"))
	p.set("#message", "'Hi'")
	p.eventually("location.hash === ''")
	p.at(1)
	p.eventually("location.hash === '#wire=1'")
	p.clickOn(".post .go")
	p.eventually("location.hash === ''")
	p.stageIs(words.In("ko")["wire.stage.bytes"])
	assert.Empty(t, eval[string](p, "location.hash"))
	// Another page's anchors are not touched until someone moves the wire.
	p.visit(serveFolder(t, siteFolder(t)) + "en/lessons/masking/#main")
	p.eventually("document.querySelector('frame-wire[live]')")
	assert.Equal(t, "#main", eval[string](p, "location.hash"))
}

// On every width a long message has cells that can be read, and the loupe where the figure is turned.
func TestTheWireBetweenPhoneAndDesk(t *testing.T) {
	p := home(t, serveFolder(t, siteFolder(t))+"en/", view{width: 660, height: 900, stillness: true})
	p.set("#message", "'x'.repeat(60)")
	for _, width := range []int64{641, 660, 700, 704} {
		p.look(view{width: width, height: 900, stillness: true})
		p.at(3)
		p.eventually("document.querySelector('[data-part=loupe]').checkVisibility({ opacityProperty: true })")
		assert.GreaterOrEqual(t, eval[float64](p, "document.querySelector('.wcell').getBoundingClientRect().height"), 24.0, "%d", width)
		assert.LessOrEqual(t, eval[int](p, "document.documentElement.scrollWidth"), int(width))
	}
}
