package browser

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"

	"framelab/site/words"
)

const headerCells = ".lcell"

// The dial goes through the two cliffs, by keys and by the lengths that it names, and the
// header's bytes, its size and its share follow.
func TestTheLengthDial(t *testing.T) {
	p := byteLab(t, "length", "#length=125")
	assert.Equal(t, "82 fd 37 fa 21 3d", p.row(headerCells))
	dial := p.find("slider", "Payload length")
	dial.focus()
	p.press("ArrowRight")
	p.tells("One byte more than 125, and the header is 2 bytes longer: 8 bytes, 6 % of the frame.")
	assert.Equal(t, "82 fe 00 7e 37 fa 21 3d", p.row(headerCells))
	assert.Equal(t, "126", property[string](p.find("textbox", "Payload length, bytes"), "value"))
	assert.Equal(t, "126 bytes, header of 8 bytes", property[string](dial, "ariaValueText"))
	p.sentence("one whole binary message of 126 bytes, masked")
	p.find("button", "65,535").click()
	assert.Equal(t, "82 fe ff ff 37 fa 21 3d", p.row(headerCells))
	dial.focus()
	p.press("ArrowUp")
	p.tells("One byte more than 65,535, and the header is 6 bytes longer: 14 bytes")
	assert.Equal(t, "82 ff 00 00 00 00 00 01 00 00 37 fa 21 3d", p.row(headerCells))
	p.find("button", "Server").click()
	assert.Equal(t, "82 7f 00 00 00 00 00 01 00 00", p.row(headerCells))
	p.tells("10 bytes")
	dial.focus()
	p.press("PageDown", "PageDown")
	assert.Equal(t, "82 7e 40 00", p.row(headerCells))
	p.press("End")
	assert.Equal(t, "82 7f 7f ff ff ff ff ff ff ff", p.row(headerCells))
	p.sentence("waits for 9,223,372,036,854,775,807 more bytes of the payload")
	p.press("ArrowRight")
	p.tells("The top bit of the 64-bit length is 1")
	p.sentence("The top bit of a 64-bit length is 1. It must be 0.")
	p.eventually("location.hash === '#length=9223372036854775808&from=server'")
	p.press("Home")
	p.tells("The payload has 0 bytes.")
	p.press("ArrowLeft")
	p.tells("The payload has 0 bytes.")
	p.press("Control+z")
	p.axe()
}

// Pressing anywhere in the picture goes there, and dragging follows.
func TestTheLengthDialIsDragged(t *testing.T) {
	p := byteLab(t, "length", "#length=0")
	at := eval[[]float64](p, "((r) => [r.x, r.y + 60, r.width])(document.querySelector('.ldial').getBoundingClientRect())")
	place := func(part float64) float64 { return at[0] + part*at[2] }
	p.do(chromedp.MouseEvent("mousePressed", place(0.18), at[1], chromedp.ButtonLeft, chromedp.ClickCount(1)))
	p.eventually("document.querySelectorAll('.lcell').length === 8")
	p.do(chromedp.MouseEvent("mouseMoved", place(0.5), at[1], chromedp.ButtonLeft))
	p.eventually("document.querySelectorAll('.lcell').length === 14")
	p.do(chromedp.MouseEvent("mouseMoved", place(0.05), at[1], chromedp.ButtonLeft))
	p.eventually("document.querySelectorAll('.lcell').length === 6")
	p.do(chromedp.MouseEvent("mouseReleased", place(0.05), at[1], chromedp.ButtonLeft, chromedp.ClickCount(1)))
	assert.InDelta(t, 0.05*6600, handle(p), 60, "the handle is where it was dragged")
	p.press("Control+z")
	p.eventually("document.querySelector('[name=length]').value === '0'")
	assert.Zero(t, handle(p), "the handle goes back, too")
	p.press("Control+Shift+z")
	eval[any](p, "location.hash = '#length=65535'")
	p.eventually("document.querySelector('[name=length]').value === '65,535'")
	assert.InDelta(t, 1600, handle(p), 1, "the handle follows a link")
}

// handle returns where the dial's handle is, in steps.
func handle(p *page) float64 {
	p.t.Helper()
	return eval[float64](p, "document.querySelector('[name=place]').valueAsNumber")
}

// A longer form than needed can be asked for, and the codec refuses it by its rule.
func TestWrongFormsOfALength(t *testing.T) {
	for _, lang := range languages {
		w := words.In(lang)
		p := open(t, serveFolder(t, siteFolder(t))+lang+"/labs/length/#length=5", view{language: lang, stillness: true})
		settled(p)
		for form, want := range map[string]struct{ cells, rule string }{
			"length.form.16":    {"82 fe 00 05 37 fa 21 3d", "frame.length.not-minimal"},
			"length.form.64":    {"82 ff 00 00 00 00 00 00 00 05 37 fa 21 3d", "frame.length.not-minimal"},
			"length.form.top":   {"82 ff 80 00 00 00 00 00 00 05 37 fa 21 3d", "frame.length.top-bit"},
			"length.form.least": {"82 85 37 fa 21 3d", ""},
		} {
			p.find("button", w[form]).click()
			assert.Equal(t, want.cells, p.row(headerCells), form)
			assert.Equal(t, want.rule, p.row(".verdict .rule"), form)
			assert.Equal(t, "true", p.find("button", w[form]).state("pressed"), form)
		}
		p.find("textbox", w["length.field"]).fill("300")
		assert.Equal(t, "true", p.find("button", w["length.form.16"]).state("disabled"), "16 bits are the shortest form of 300")
		for _, c := range []struct{ length, form, why string }{
			{"300", "length.form.16", w["length.form.shortest"]},
			{"1073741824", "length.form.16", strings.ReplaceAll(w["length.form.small"], "{n}", "1,073,741,824")},
			{"1073741824", "length.form.64", w["length.form.shortest"]},
			{"2^63", "length.form.64", w["length.form.topped"]},
			{"0", "length.came.few", w["length.came.none"]},
		} {
			p.find("textbox", w["length.field"]).fill(c.length)
			p.find("button", w[c.form]).click()
			assert.Equal(t, c.why, p.partText("why"), "a press says why nothing happens")
			assert.Equal(t, c.why, p.said())
		}
		p.find("textbox", w["length.field"]).fill("5")
		assert.Empty(t, p.partText("why"))
	}
}

// A header that announces more than comes: the receiver waits, a trusting one allocates,
// and one with a limit refuses.
func TestTheLieOfAnAnnouncedLength(t *testing.T) {
	p := byteLab(t, "length", "#length=9223372036854775807")
	p.find("button", "Announce it, send less").click()
	p.sentence("waits for 9,223,372,036,854,775,802 more bytes of the payload")
	assert.Equal(t, "00 00 00 00 00", p.row(".lcame .lcell"), "the bytes that came are in the box")
	assert.Contains(t, p.row(".lrest"), "5 of 9,223,372,036,854,775,807 bytes came")
	lie := p.row(".llie")
	assert.Contains(t, lie, "A receiver that trusts the header allocates ≈ 8 EiB the memory of 536,870,912 computers with 16 GiB each")
	assert.Contains(t, lie, "The local server has a limit of 16 MiB. It refuses after these 14 bytes and closes with 1009. It waits for nothing. frame.too-big")
	came := func() *element { return p.find("textbox", "A careful receiver holds only what came") }
	came().fill("70000")
	p.eventually("document.querySelector('.llie .complaint').textContent === 'Write a number of bytes from 0 to 65,536.'")
	came().fill("0")
	p.sentence("waits for 9,223,372,036,854,775,807 more bytes")
	p.find("textbox", "Payload length, bytes").fill("2^24")
	assert.Contains(t, p.row(".llie"), "It waits, because the announced length is within that.")
	p.find("textbox", "Payload length, bytes").fill("16777217")
	assert.Contains(t, p.row(".llie"), "It refuses after these 14 bytes")
	p.axe()
	p.find("button", "Server").click()
	assert.NotContains(t, p.row(".llie"), "local server", "a client receives this")
	came().fill("9")
	p.find("textbox", "Payload length, bytes").fill("3")
	p.sentence("The client waits for 1 more byte of the payload")
	p.find("textbox", "Payload length, bytes").fill("0")
	assert.Equal(t, "true", p.find("button", "All of it comes").state("pressed"), "nothing is less than 0 bytes")
	assert.Empty(t, p.row(".llie"))
	p.find("textbox", "Payload length, bytes").fill("16777217")
	assert.Contains(t, p.row(".lrest"), "9 of 16,777,217 bytes came", "what was asked for is not lost")
	p.find("link", "Open in the frame builder").click()
	p.eventually("location.pathname.endsWith('/labs/frame/')")
	settled(p)
	p.sentence("waits for 16,777,208 more bytes of the payload")
}

// Neither an error nor another size of header moves the controls or the picture.
func TestTheDialStaysWhereItIs(t *testing.T) {
	for _, width := range []int64{320, 768, 1440} {
		p := open(t, serveFolder(t, siteFolder(t))+"en/labs/length/#length=300", view{width: width, height: 900, stillness: true})
		settled(p)
		tops := func() []float64 {
			return eval[[]float64](p, "['.btop > .ways', '.bchoices', '.ldial', '.bsays', '.lhead'].map((s) => document.querySelector(s).getBoundingClientRect().top + scrollY)")
		}
		before := tops()
		for _, length := range []string{"0", "125", "126", "65,535", "65,536", "9223372036854775807", "2^63", "64k"} {
			p.find("textbox", "Payload length, bytes").fill(length)
			assert.Equal(t, before, tops(), "%d pixels, %s", width, length)
		}
		p.tells("Still showing:")
	}
}

// A length can be typed in several ways. One that cannot be used is kept with a complaint
// over a reload and in the other language.
func TestATypedLength(t *testing.T) {
	p := byteLab(t, "length", "")
	field := p.find("textbox", "Payload length, bytes")
	for text, first := range map[string]string{"0x7e": "82 fe 00 7e 37 fa 21 3d", "2^16 - 1": "82 fe ff ff 37 fa 21 3d", "65,536": "82 ff 00 00 00 00 00 01 00 00 37 fa 21 3d"} {
		field.fill(text)
		assert.Equal(t, first, p.row(headerCells), text)
	}
	field.fill("2^64")
	assert.Equal(t, "true", field.state("invalid"))
	assert.Equal(t, "82 c0 37 fa 21 3d", p.row(headerCells), "2^6 is the last one that could be used")
	p.inLanguage("ko")
	p.eventually("document.querySelector('[name=length]').value === '2^64' && document.querySelector('.complaint').textContent !== ''")
	assert.Equal(t, "82 c0 37 fa 21 3d", p.row(headerCells))
	p.press("Control+z")
	p.eventually("document.querySelector('[name=length]').value === '300'")
}

// The two labs fit every screen, in every state that makes them wide.
func TestByteLabsFit(t *testing.T) {
	for path, fragments := range map[string][]string{
		"masking": {"#text=Hello&key=37fa213d&shift=4&split=read&cut=3", "#key=37fa213d&shift=60&split=frame&cut=63&text=" + unbroken[:64], "#key=37fa213d&text=", "#text=%F0%9F%91%A8%E2%80%8D%F0%9F%91%A9%E2%80%8D%F0%9F%91%A7&key=00000000&way=unmask"},
		"length":  {"#length=0", "#length=18446744073709551615", "#length=9223372036854775807&came=65536", "#length=65535&form=64&from=server"},
	} {
		for _, lang := range languages {
			for _, fragment := range fragments {
				p := open(t, serveFolder(t, siteFolder(t))+lang+"/labs/"+path+"/"+fragment, view{language: lang, stillness: true})
				settled(p)
				p.fits(lang, path+fragment)
			}
		}
	}
}
