package browser

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"

	"framelab/site/words"
)

// byteLab opens the page of a lab for bytes in a state.
func byteLab(t *testing.T, name, fragment string) *page {
	t.Helper()
	p := open(t, serveFolder(t, siteFolder(t))+"en/labs/"+name+"/"+fragment, view{stillness: true})
	settled(p)
	return p
}

// tells waits until the sentence of the page's lab contains the words.
func (p *page) tells(want string) {
	p.t.Helper()
	p.wait(func() bool { return strings.Contains(p.partText("says"), want) }, "it says: %s", lazily(func() string { return p.partText("says") }))
}

func (p *page) partText(name string) string {
	p.t.Helper()
	return eval[string](p, "document.querySelector('[data-part="+name+"]').textContent")
}

// row returns the texts of the elements that match the selector, joined by spaces.
func (p *page) row(selector string) string {
	p.t.Helper()
	return eval[string](p, "[...document.querySelectorAll("+quote(selector)+")].map((e) => e.textContent).join(' ')")
}

// drag presses the mouse on the middle of the element, moves it by x in steps, and
// releases it.
func (p *page) drag(selector string, x float64) {
	p.t.Helper()
	at := eval[[]float64](p, `((e) => { e.scrollIntoView({ block: 'center' }); const r = e.getBoundingClientRect(); return [r.x + Math.min(20, r.width / 2), r.y + r.height / 2]; })(document.querySelector(`+quote(selector)+`))`)
	p.do(chromedp.MouseEvent("mousePressed", at[0], at[1], chromedp.ButtonLeft, chromedp.ClickCount(1)))
	for i := range 4 {
		p.do(chromedp.MouseEvent("mouseMoved", at[0]+x*float64(i+1)/4, at[1], chromedp.ButtonLeft))
	}
	p.do(chromedp.MouseEvent("mouseReleased", at[0]+x, at[1], chromedp.ButtonLeft, chromedp.ClickCount(1)))
}

const (
	resultCells = ".mcell.out"
	keyCells    = ".mrow.keys .mcell"
)

// The key is dragged along the payload, by mouse and by keyboard. In a wrong place the
// receiver reads garbage and the codec refuses the frame; four bytes further, all is well.
func TestTheKeyIsDragged(t *testing.T) {
	p := byteLab(t, "masking", "#text=WebSocket&key=37fa213d")
	p.tells("reads “WebSocket”")
	assert.Equal(t, "60 9f 43 6e 58 99 4a 58 43", p.row(resultCells))
	width := eval[float64](p, "document.querySelector('.mcell').getBoundingClientRect().width")

	p.drag(".mgrip", width)
	p.tells("The key begins 1 byte too late")
	assert.Equal(t, "3d 37 fa 21 3d 37 fa 21 3d", p.row(keyCells))
	assert.Equal(t, "1", p.find("slider", "The key, along the payload").valueNow())
	p.sentence("The text message is not valid UTF-8")
	p.eventually("location.hash === '#text=WebSocket&key=37fa213d&shift=1'")
	p.axe()

	p.drag(".mgrip", 3*width)
	p.tells("4 is a multiple of 4, and only i mod 4 counts")
	assert.Equal(t, "60 9f 43 6e 58 99 4a 58 43", p.row(resultCells))
	p.sentence("saying “WebSocket”")

	p.find("slider", "The key, along the payload").focus()
	p.press("ArrowRight")
	p.tells("The key begins 5 bytes too late")
	role, _ := p.focused()
	assert.Equal(t, "slider", role, "the focus stays on the key")
	p.press("Home")
	p.tells("reads “WebSocket”")
	p.press("ArrowLeft")
	p.tells("reads “WebSocket”")
	p.press("End")
	p.tells("8 is a multiple of 4")
}

// valueNow returns the value of a slider.
func (e *element) valueNow() string {
	e.p.t.Helper()
	return property[string](e, "ariaValueNow")
}

// The steps go through the bytes, and each shows its bits and i mod 4.
func TestMaskingStepByStep(t *testing.T) {
	p := byteLab(t, "masking", "#text=WebSocket&key=37fa213d")
	assert.Contains(t, p.partText("step"), "Byte 0: 0 mod 4 = 0, so 57 ⊕ 37 = 60.")
	p.find("button", "Next step").click()
	p.find("button", "Next step").click()
	assert.Contains(t, p.partText("step"), "Byte 2: 2 mod 4 = 2, so 62 ⊕ 21 = 43.")
	assert.Equal(t, "0 1 0 0 0 0 1 1", p.row(".mbits .bitrow:last-child i"))
	p.find("button", "Last step").click()
	assert.Contains(t, p.partText("step"), "Byte 8: 8 mod 4 = 0, so 74 ⊕ 37 = 43.")
	p.find("button", "byte 8: 74 “t”, XOR key byte 0, 37, is 43").focus()
	p.press("ArrowLeft")
	assert.Contains(t, p.partText("step"), "Byte 7: 7 mod 4 = 3")
	role, name := p.focused()
	assert.Equal(t, "button byte 7: 65 “e”, XOR key byte 3, 3d, is 58", role+" "+name)
	p.find("button", "First step").click()
	assert.Contains(t, p.partText("step"), "Byte 0:")
	p.find("button", "Play").click()
	p.find("button", "Pause")
	p.eventually("document.querySelector('[data-part=step]').textContent.startsWith('Byte 1:')")
	p.find("button", "Pause").click()
	p.find("button", "Play")
}

// A pressed bit of the payload or of the key changes that byte, and Ctrl+Z takes it back.
// Bytes that are not text are shown in hexadecimal.
func TestMaskingBits(t *testing.T) {
	p := byteLab(t, "masking", "#text=Hi&key=37fa213d")
	p.clickOn(`[data-act="keybit"][data-bit="0"]`)
	assert.Equal(t, "b7 fa 21 3d", property[string](p.find("textbox", "Masking key"), "value"))
	assert.Equal(t, "ff 93", p.row(resultCells))
	p.clickOn(`[data-act="bit"][data-bit="0"]`)
	assert.Equal(t, "c8 69", property[string](p.find("textbox", "Payload"), "value"))
	assert.Equal(t, "true", p.find("button", "hex").state("pressed"))
	text := p.find("button", "text")
	assert.Equal(t, "true", text.state("disabled"))
	text.click()
	p.eventually("document.querySelector('[data-part=why]').textContent === 'These bytes are not text (UTF-8).'")
	assert.Equal(t, "These bytes are not text (UTF-8).", p.said(), "a press on it says why")
	p.press("Control+z", "Control+z")
	assert.Equal(t, "Hi", property[string](p.find("textbox", "Payload"), "value"))
	assert.Equal(t, "37 fa 21 3d", property[string](p.find("textbox", "Masking key"), "value"))
	p.clickOn(`[data-act="bit"][data-bit="3"]`)
	p.press("ArrowRight", "0", "0")
	assert.Equal(t, "Pi", property[string](p.find("textbox", "Payload"), "value"), "a digit sets a bit, once")
}

// Unmasking takes the masked bytes and gives the text back; masking again is the same.
func TestUnmasking(t *testing.T) {
	p := byteLab(t, "masking", "#text=%EC%95%88%EB%85%95&key=37fa213d")
	p.find("button", "Unmask").click()
	p.tells("Unmasking is masking once more")
	assert.Equal(t, "db 6f a9 d6 b2 6f", property[string](p.find("textbox", "Masked payload"), "value"))
	assert.Equal(t, "안 녕", p.row(".mrow.got .mglyph"))
	p.drag(".mgrip", eval[float64](p, "document.querySelector('.mcell').getBoundingClientRect().width"))
	p.tells("The bytes on the wire are right. This receiver is wrong: its key begins 1 byte too late")
	p.tells("It would close a legal frame with 1007.")
	assert.Equal(t, "A receiver that places the key right:", p.row(".verdict .mabout"), "whose verdict it is")
	p.sentence("saying “안녕”")
	p.gone("button", "text")
	p.axe()
	p.press("Control+z")
	p.find("button", "Mask").click()
	assert.Equal(t, "안녕", property[string](p.find("textbox", "Payload"), "value"))
}

// A key of zeros changes nothing.
func TestAKeyOfZeros(t *testing.T) {
	p := byteLab(t, "masking", "#text=Hello&key=37fa213d")
	p.find("button", "zeros").click()
	p.tells("A key of zeros flips nothing")
	assert.Equal(t, "48 65 6c 6c 6f", p.row(resultCells))
	assert.Equal(t, "Byte 0: 0 mod 4 = 0, so 48 ⊕ 00 = 48. This key byte is 00, so no bit flips.", p.partText("step"))
	p.find("button", "random").click()
	p.eventually("document.querySelector('[name=key]').value !== '00 00 00 00'")
}

// In a second read the count goes on; in a second frame a new key begins. The place of
// the cut is dragged, and the builder opens the two frames.
func TestAPayloadThatIsCut(t *testing.T) {
	p := byteLab(t, "masking", "#text=WebSocket&key=37fa213d")
	p.find("button", "One frame, two reads").click()
	p.tells("Read 2 begins at byte 5, in the middle of the frame. The receiver must keep counting: byte 5 is XORed with key byte 1, because 5 mod 4 = 1.")
	p.tells("The last row shows a receiver that starts at key byte 0 again.")
	assert.Regexp(t, "^W e b S o [^c]", p.row(".mrow.again .mglyph"), "what that one reads")
	assert.Regexp(t, "^[^WebSo]", p.row(".mrow.again .mglyph.off"), "from the cut on it is wrong")
	assert.Equal(t, "0 1 2 3 0 1 2 3 0", p.row(".mrow.counts span:not(.mname)"))
	p.find("slider", "Where it is cut").focus()
	p.press("ArrowLeft")
	p.tells("reads the same here, by luck")
	assert.Empty(t, p.row(".mrow.again .mglyph.off"))
	p.find("button", "Two frames").click()
	p.tells("Every frame has its own key")
	p.drag(".mcut", -2*eval[float64](p, "document.querySelector('.mcell').getBoundingClientRect().width"))
	assert.Equal(t, "0 1 0 1 2 3 0 1 2", p.row(".mrow.counts span:not(.mname)"))
	p.axe()
	p.find("link", "Open in the frame builder").click()
	p.eventually("location.pathname.endsWith('/labs/frame/')")
	settled(p)
	p.sentence("the first fragment of a text message, 2 bytes")
}

// A second frame counts from 0: its bytes are numbered so, and the sentence on a byte has
// no other sum. Its key is a block of its own, which stays while the way to cut changes.
func TestTheSecondFrameCountsFromZero(t *testing.T) {
	for _, lang := range languages {
		p := open(t, serveFolder(t, siteFolder(t))+lang+"/labs/masking/#text=WebSocket&key=37fa213d", view{language: lang, stillness: true})
		settled(p)
		w := words.In(lang)
		p.find("button", w["mask.split.frame"]).click()
		assert.Equal(t, "0 1 2 3 4 0 1 2 3", p.row(".mrow.i span:not(.mname)"))
		assert.Equal(t, "9c 04 b7 5e", p.row(".mblock.two .mcell"))
		for at, sum := range map[int]string{4: "4 mod 4 = 0", 5: "0 mod 4 = 0", 8: "3 mod 4 = 3"} {
			p.clickOn(fmt.Sprintf(`.mcell[data-at="%d"]`, at))
			assert.Contains(t, p.partText("step"), sum)
			if at >= 5 {
				assert.Contains(t, p.partText("step"), strings.ReplaceAll(w["mask.step.byte.two"], "{i}", strconv.Itoa(at-5)))
			}
		}
		assert.Equal(t, 2, eval[int](p, "document.querySelectorAll('.verdict .sentence').length"), "a verdict for each frame")
		p.find("textbox", w["mask.key.two"]).fill("01 02 03 04")
		p.find("button", w["mask.split.read"]).click()
		p.gone("textbox", w["mask.key.two"])
		p.find("button", w["mask.split.frame"]).click()
		assert.Equal(t, "01 02 03 04", p.row(".mblock.two .mcell"), "the key is the same")
		p.axe()
	}
}

// A lab names what it shows while a field holds something else, and a press starts over.
func TestTheLastGoodStateIsNamed(t *testing.T) {
	p := byteLab(t, "masking", "#text=WebSocket&key=37fa213d")
	height := func() float64 {
		return eval[float64](p, "document.querySelector('[data-part=figure]').getBoundingClientRect().top")
	}
	top := height()
	p.find("textbox", "Masking key").fill("37 f")
	p.tells("Still showing: “WebSocket” with the key 37 fa 21 3d.")
	assert.Equal(t, top, height(), "an error moves nothing")
	p.axe()
	p.find("textbox", "Payload").fill(unbroken[:82])
	p.tells("Still showing: “" + unbroken[:64] + "” with the key")
	assert.Equal(t, top, height())
	p.find("textbox", "Payload").fill("")
	p.tells("Still showing: no payload")
	assert.Equal(t, top, height())
	assert.Equal(t, "no payload: length 0", p.row(".mempty"), "the figure stays")
	p.eventually("location.hash.startsWith('#key=37fa213d&typed-key=')")
	p.reloaded()
	p.tells("Still showing: no payload")
	p.find("button", "Start over").click()
	p.tells("reads “WebSocket”")
	assert.Equal(t, "WebSocket", property[string](p.find("textbox", "Payload"), "value"))
	p.gone("button", "Start over")
	p.press("Control+z")
	p.tells("Still showing: no payload")
}

// On a phone the strip, its steps and the bits of a byte are on one screen; on wider
// screens every byte of the example is in sight.
func TestTheStepsAreUnderTheStrip(t *testing.T) {
	for _, size := range [][2]int64{{320, 640}, {768, 1024}, {1440, 900}} {
		p := open(t, serveFolder(t, siteFolder(t))+"en/labs/masking/", view{width: size[0], height: size[1], stillness: true})
		settled(p)
		box := func(selector, side string) float64 {
			return eval[float64](p, "document.querySelector("+quote(selector)+").getBoundingClientRect()."+side)
		}
		assert.Less(t, box(".steps", "top")-box(".mscroll", "bottom"), 16.0)
		assert.Less(t, box(".mbits", "bottom")-box(".mscroll", "top"), float64(size[1]), "%v", size)
		if size[0] > 320 {
			assert.LessOrEqual(t, eval[int](p, "((e) => e.scrollWidth - e.clientWidth)(document.querySelector('.mscroll'))"), 0, "%v", size)
		}
		if size[0] == 1440 {
			assert.LessOrEqual(t, box(".steps", "bottom"), 900.0)
		}
	}
}

// Input that cannot be used is kept, with a complaint, and the last usable bytes stay.
func TestMaskingComplains(t *testing.T) {
	p := byteLab(t, "masking", "#text=Hello&key=37fa213d")
	key := p.find("textbox", "Masking key")
	key.fill("37 fa")
	assert.Equal(t, "true", key.state("invalid"))
	p.eventually("document.querySelector('.bfield.key .complaint').textContent.startsWith('A masking key has 4 bytes')")
	assert.Equal(t, "7f 9f 4d 51 58", p.row(resultCells))
	p.inLanguage("ko")
	assert.Equal(t, "37 fa", property[string](p.find("textbox", words.In("ko")["mask.key"]), "value"), "it survives a change of language")
	p.find("textbox", words.In("ko")["mask.in.plain"]).fill(strings.Repeat("길", 30))
	p.eventually("document.querySelector('.bfield.payload .complaint').textContent.includes('64')")
	p.press("Control+a", "Delete")
	p.tells("빈 페이로드, 키 37 fa 21 3d")
	p.find("textbox", words.In("ko")["mask.key"]).fill("37 fa 21 3d")
	p.tells(words.In("ko")["mask.say.empty"])
	p.axe()
}

// The lab in lesson 7 is the same one: its state outlasts the way to its own page by link.
func TestTheMaskingLabInALesson(t *testing.T) {
	p := lessonPage(t, "masking")
	p.drag(".mgrip", eval[float64](p, "document.querySelector('.mcell').getBoundingClientRect().width"))
	p.tells("The key begins 1 byte too late")
	assert.Empty(t, eval[string](p, "location.hash"), "the lesson's address is not the lab's")
	p.inLanguage("ko")
	p.eventually("document.querySelector('.mgrip').ariaValueNow === '1'")
	link := eval[string](p, `new Promise((done) => { Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (text) => done(text) } }); document.querySelector('[data-act=link]').click(); })`)
	assert.Regexp(t, `/ko/labs/masking/#text=WebSocket&key=37fa213d&shift=1$`, link)
	p.visit(link)
	settled(p)
	p.eventually("document.querySelector('.mgrip').ariaValueNow === '1'")
}

// A link whose state cannot be read says so, and the lab shows its first state.
func TestABadLinkToALab(t *testing.T) {
	for fragment, why := range map[string]string{
		"#text=a&key=01":   "A masking key has 4 bytes",
		"#text=a&way=up":   "“up” is not a value for “way”",
		"#text=a&colour=1": "This lab has no “colour”",
	} {
		p := byteLab(t, "masking", fragment)
		p.eventually("document.querySelector('.notice')?.textContent.includes(" + quote(why) + ")")
		p.tells("reads “WebSocket”")
		p.find("textbox", "Payload").fill("Hi")
		eval[any](p, "location.hash = "+quote(fragment+"&at=0"))
		p.eventually("document.querySelector('.notice:last-child p').textContent.endsWith('What you see is not from this link, which ended in: " + fragment + "&at=0')")
		p.tells("reads “Hi”")
	}
	p := byteLab(t, "masking", "#main")
	assert.False(t, eval[bool](p, "document.querySelector('.notice') !== null"))
}
