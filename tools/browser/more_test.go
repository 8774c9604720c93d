package browser

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// "Show N more" shows more bytes in their place and moves the focus to the first of them.
func TestShowMore(t *testing.T) {
	for _, lang := range languages {
		p := open(t, serveFolder(t, siteFolder(t))+lang+"/labs/frame/#v1/c/"+masked(0x82, strings.Repeat("a", 126)), view{language: lang, width: 1280, height: 720, stillness: true})
		settled(p)
		shown := func() int { return eval[int](p, "document.querySelectorAll('.figure .payload [data-byte]').length") }
		assert.Equal(t, 11, shown(), "as many as are on the line")
		tab := eval[string](p, "document.querySelector('[aria-selected=true]').id")
		p.find("button", map[string]string{"en": "Show 115 more", "ko": "115개 더 보기"}[lang]).focus()
		p.press("Enter")
		p.wait(func() bool { return shown() == 126 }, "%d are shown", lazily(func() string { return fmt.Sprint(shown()) }))
		assert.Equal(t, tab, eval[string](p, "document.querySelector('[aria-selected=true]').id"), "the tab stays")
		assert.Equal(t, "19", eval[string](p, "document.activeElement.dataset.byte"), "8 bytes of header, 11 that were shown")
		p.press("ArrowRight")
		assert.Equal(t, "20", eval[string](p, "document.activeElement.dataset.byte"))
		p.axe()
		// They stay while the frame is edited, and are hidden again for the next one.
		p.press("0", "0")
		p.eventually("document.querySelector('frame-builder').store.state.bytes[20] === 0")
		assert.Equal(t, 126, shown())
		eval[string](p, "(location.hash = '#v1/c/"+masked(0x82, strings.Repeat("b", 40))+"')")
		p.wait(func() bool { return shown() == 12 }, "%d are shown", lazily(func() string { return fmt.Sprint(shown()) }))
	}
}

// For very many bytes each press shows some more.
func TestShowMoreOfVeryMany(t *testing.T) {
	p := builder(t, "")
	eval[bool](p, "(document.querySelector('[data-size]').click(), true)")
	for i, label := range []string{"Show 512 of 65,525 more", "Show 512 of 65,008 more"} {
		p.find("button", label).click()
		p.eventually(fmt.Sprintf("document.querySelectorAll('.figure .payload [data-byte]').length === %d", 16+512*(i+1)))
		assert.Equal(t, fmt.Sprint([]int{14 + 11, 14 + 16 + 512}[i]), eval[string](p, "document.activeElement.dataset.byte"))
	}
}

// A character at the cut is neither split nor omitted.
func TestShowMoreOfCharacters(t *testing.T) {
	p := builder(t, "#v1/s/811e"+fmt.Sprintf("%x", strings.Repeat("안", 10)))
	p.find("button", "Show 18 more").click()
	p.eventually("document.querySelectorAll('.figure .glyph').length === 10")
	assert.Equal(t, "14", eval[string](p, "document.activeElement.dataset.byte"))
}

// Copying moves nothing: everything on the page stays in its place while the button says
// that it is done, and after that.
func TestCopyingMovesNothing(t *testing.T) {
	for _, lang := range languages {
		for _, path := range []string{"/labs/frame/", "/labs/handshake/"} {
			for _, width := range []int64{320, 390, 768, 1024, 1280, 1440} {
				p := open(t, serveFolder(t, siteFolder(t))+lang+path, view{language: lang, width: width, stillness: true})
				settled(p)
				eval[bool](p, `(() => {
					navigator.clipboard.writeText = async () => {};
					const rest = document.querySelector('.menu.rest');
					if (getComputedStyle(rest).display !== 'none') rest.open = true;
					window.places = () => [...document.querySelectorAll('main *')].filter((e) => !e.closest('.menu .list')).map((e) => { const r = e.getBoundingClientRect(); return [r.x, r.y, r.width, r.height].join(); }).join(' ');
					window.before = places();
					document.querySelector('[data-form=shell]').click();
					return true;
				})()`)
				p.eventually("document.querySelector('#said').textContent !== ''")
				assert.True(t, eval[bool](p, "places() === before"), "%s%s at %d pixels: something has moved", lang, path, width)
				if width == 1280 {
					p.eventually("!document.querySelector('#mention')")
					assert.True(t, eval[bool](p, "places() === before"), "%s%s at %d pixels: something has moved", lang, path, width)
				}
			}
		}
	}
}
