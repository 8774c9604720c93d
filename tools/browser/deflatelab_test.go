package browser

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// lab opens the page of a lab for bytes in a state.
func lab(t *testing.T, path string, v view) *page {
	t.Helper()
	p := open(t, serveFolder(t, siteFolder(t))+path, v)
	settled(p)
	return p
}

// shows waits until a part of a lab contains text.
func (p *page) shows(name, text string) {
	p.t.Helper()
	p.wait(func() bool { return strings.Contains(p.partText(name), text) }, "%s is %s, not %q", name, lazily(func() string { return p.partText(name) }), text)
}

// The first press shows where the bytes of the next code come from. RFC 7692 §7.2.3.2:
// the second message refers to the first, and without context takeover it cannot.
func TestDeflateLabRefersBack(t *testing.T) {
	p := lab(t, "en/labs/deflate/", view{width: 1440, height: 900})
	p.shows("says", "copy 10 bytes from 10 bytes back, “bit by bit”. That is in the message before. These 14 bits replace 80.")
	// From copy to copy, to the last one, and then from the first byte on.
	p.find("button", "Next copy").click()
	p.shows("says", "copy 14 bytes from 52 bytes back, “frame by frame”. That is in the message before. These 17 bits replace 112.")
	p.find("button", "From the start").click()
	p.shows("says", "the literal “f”.")
	for _, copied := range []string{"“frame”", "“ by”"} {
		p.find("button", "Next copy").click()
		p.shows("says", copied)
	}
	p.find("button", "Next code").click()
	p.shows("says", "the literal “t”.")
	p.find("button", "Nothing repeats").click()
	assert.Equal(t, "true", p.find("button", "Nothing repeats").state("pressed"))
	p.find("button", "“Hello” twice").click()
	p.shows("result", "The second message has 5 bytes and is sent as 4, because it refers to the first. By itself it would be 7.")
	p.shows("says", "copy 5 bytes from 5 bytes back, “Hello”.")
	assert.Equal(t, 1, eval[int](p, "document.querySelectorAll('.zarcs .on').length"), "one arrow is the code's")
	// It goes over the border between the messages.
	crosses := `(() => { const border = document.querySelectorAll('.zmsg')[1].getBoundingClientRect().top, arrow = document.querySelector('.zarcs .on .line').getBoundingClientRect(); return arrow.top < border && border < arrow.bottom; })()`
	assert.True(t, eval[bool](p, crosses))
	takeover := p.find("switch", "Context takeover")
	assert.Equal(t, "true", takeover.state("checked"))
	takeover.click()
	p.shows("result", "Without context takeover, the second message must not refer to the first: 5 bytes are sent as 7 instead of 4.")
	assert.False(t, eval[bool](p, "Boolean(document.querySelector('.zarcs .on'))"))
	assert.Equal(t, "5 7 7 5 4 7", eval[string](p, "[...document.querySelectorAll('.zsizes td b')].map((e) => e.textContent).join(' ')"), "text, with and without takeover")
	p.find("button", "Frame by frame").click()
	p.shows("says", "copy 10 bytes from 10 bytes back")
}

// Every block and code of a text in frames of its lines can be reached by stepping, and
// 00 00 ff ff is dashed only where it is not sent.
func TestDeflateLabStepsThroughBlocks(t *testing.T) {
	p := lab(t, "en/labs/deflate/", view{width: 1440, height: 900})
	p.find("button", "The same, a frame for each line").click()
	p.shows("result", "427 bytes are sent as 263.")
	assert.Equal(t, 7, eval[int](p, "document.querySelectorAll('.zframe').length"))
	assert.Equal(t, 1, eval[int](p, "document.querySelectorAll('.ztail').length"))
	assert.Equal(t, "00 00 ff ff", eval[string](p, "[...document.querySelector('.zframe').querySelectorAll('.plain')].slice(-4).map((e) => e.textContent).join(' ')"))
	first := eval[int](p, "Number(/block (\\d+) of 14/.exec(document.querySelector('.zplace').textContent)[1])")
	for _, block := range []string{fmt.Sprint(first+1, " of 14"), fmt.Sprint(first+2, " of 14"), fmt.Sprint(first+3, " of 14")} {
		p.find("button", "Next block").click()
		p.wait(func() bool {
			return strings.Contains(eval[string](p, "document.querySelector('.zplace').textContent"), "block "+block)
		}, "not block %s", block)
	}
	p.find("button", "Seven lines, one frame").click()
	p.shows("result", "427 bytes are sent as 198.")
	// A block's own codes: their lengths are one button, which opens them. Each code of its header says what it is.
	assert.LessOrEqual(t, eval[int](p, "document.querySelectorAll('.zarcs g').length"), 1, "of so many copies, only the chosen one's arrow")
	assert.False(t, eval[bool](p, "document.querySelector('.zwire').open"))
	eval[bool](p, "(document.querySelector('.zcode.table').click(), true)")
	for _, code := range []string{"hlit", "hdist", "hclen", "code", "code-length", "zeros", "literal", "match", "end"} {
		assert.NotZero(t, eval[int](p, "document.querySelectorAll('.zcode."+code+"').length"), code)
	}
	for range 400 {
		if eval[bool](p, "document.querySelector('.steps [data-act=forth]').ariaDisabled === 'true'") {
			break
		}
		eval[bool](p, "(document.querySelector('.steps [data-act=forth]').click(), true)")
	}
	p.shows("says", "00 00 ff ff would follow here.")
	p.find("button", "Previous code").click()
	p.shows("says", "padding")
	p.find("button", "From the start").click()
	p.shows("says", "the literal “A”.")
}

// inSight is an expression: a part of a lab is wholly in the window.
func inSight(part string) string {
	return "(({ top, bottom }) => top >= 0 && bottom <= innerHeight)(document.querySelector('[data-part=" + part + "]').getBoundingClientRect())"
}

// The broken streams: each names its rule and the bit, next to what was pressed.
func TestDeflateLabNamesWhatIsBroken(t *testing.T) {
	for _, v := range []view{{width: 1440, height: 900}, {width: 320, height: 640}} {
		t.Run(fmt.Sprint(v.width), func(t *testing.T) { namesWhatIsBroken(t, v) })
	}
}

func namesWhatIsBroken(t *testing.T, v view) {
	p := lab(t, "en/labs/deflate/", v)
	for _, tt := range []struct{ name, bit, rule string }{
		{"Reaches back too far", "11", "It asks for bytes further back than anything received."},
		{"Block type 3", "0", "A DEFLATE block has type 3"},
		{"LEN and NLEN differ", "8", "NLEN is not LEN with every bit inverted"},
		{"Too many codes", "26", "Huffman codes that cannot exist"},
		{"Not a code", "43", "These bits are not a code"},
		{"Cut off", "27", "ends inside a DEFLATE block"},
		{"00 00 ff ff not removed", "88", "still ends with 00 00 ff ff"},
	} {
		preset := p.find("button", "✕ "+tt.name)
		// The line of steps at the bottom may be over it.
		eval[bool](p, "([...document.querySelectorAll('.zexamples .wrong')].find((b) => b.textContent.trim() === "+quote(tt.name)+").scrollIntoView({ block: 'center' }), true)")
		preset.click()
		p.shows("says", tt.rule)
		assert.Equal(t, "true", preset.state("pressed"), tt.name)
		assert.True(t, eval[bool](p, inSight("result")), "%s: the verdict is not in sight", tt.name)
		p.shows("result", "The receiver stops at bit "+tt.bit+" and closes the connection with 1007. It does not read the second message.")
	}
	// Bytes by hand, and bytes that cannot be used: what was typed stays, and the last whole ones are shown.
	hex := p.find("textbox", "Compressed bytes of the first message, in hexadecimal")
	hex.fill("f2 48 cd c9 c9 07 00")
	p.shows("result", "The second message has 26 bytes and is sent as 21. Referring to the first does not make it shorter.")
	assert.Equal(t, p.partText("result"), eval[string](p, "document.querySelector('.zhandresult').textContent"), "also under the field")
	assert.Equal(t, "Hello", eval[string](p, "[...document.querySelectorAll('.zmsg:first-child .zchar b')].map((e) => e.textContent).join('')"))
	hex.fill("f2 4")
	p.wait(func() bool { return hex.state("invalid") == "true" }, "the digits are not refused")
	assert.Equal(t, "f2 4", property[string](hex, "value"))
	assert.Contains(t, eval[string](p, "document.querySelector('[name=hex]').closest('section').querySelector('.complaint').textContent"), "Below are still the last valid bytes.")
	assert.Contains(t, eval[string](p, "getComputedStyle(document.querySelector('.zstage')).filter"), "opacity")
	assert.Contains(t, p.partText("stage"), "compressed to 1", "f2 was the last that could be used")
	p.axe()
}

// The state is in the address: it survives a reload and the page in the other language,
// and opens in the frame builder.
func TestDeflateLabStateIsKept(t *testing.T) {
	p := lab(t, "en/labs/deflate/#one=Hello&two=Hello%20%ED%95%9C%EA%B8%80&takeover=off&at=9", view{width: 1440, height: 900})
	assert.Equal(t, "Hello 한글", property[string](p.find("textbox", "Second message, on the same connection"), "value"))
	p.find("textbox", "First message").fill("Hello & 안녕\n#/%")
	p.shows("stage", "↵")
	says := p.partText("says")
	p.eventually("location.hash.includes('takeover=off') && decodeURIComponent(location.hash).includes('안녕\\n#/%')")
	p.visit(eval[string](p, "location.href"))
	settled(p)
	assert.Equal(t, says, p.partText("says"))
	p.find("link", "한국어").click()
	p.eventually("document.documentElement?.lang === 'ko'")
	settled(p)
	assert.Equal(t, "Hello & 안녕\n#/%", property[string](p.find("textbox", "첫 번째 메시지"), "value"))
	assert.Equal(t, "false", p.find("switch", "압축 문맥 유지").state("checked"))
	p.press("Control+z")
	p.find("link", "프레임 빌더에서 열기").click()
	p.eventually("location.pathname.endsWith('/labs/frame/')")
	settled(p)
	p.sentence("압축")
	assert.Contains(t, eval[string](p, "location.hash"), "#v1/c/deflate/c1")
}

// On a phone the steps stay in sight, and leave the rest of the window to what they speak about.
func TestLabStepsLeaveRoomOnAPhone(t *testing.T) {
	for _, path := range []string{"en/labs/deflate/", "ko/labs/deflate/", "en/labs/utf8/#hex=2e2ec0af&fed=3", "ko/labs/utf8/"} {
		p := lab(t, path, view{width: 320, height: 640})
		dock := "document.querySelector('.dock').getBoundingClientRect()"
		assert.LessOrEqual(t, eval[float64](p, dock+".height"), 90.0, path)
		assert.InDelta(t, 640, eval[float64](p, dock+".bottom"), 1, "%s: the steps are at the bottom of the window", path)
		assert.Equal(t, 1, eval[int](p, "new Set([...document.querySelectorAll('.dock button')].filter((b) => b.offsetParent).map((b) => { const { top, bottom } = b.getBoundingClientRect(); return Math.round((top + bottom) / 20); })).size"), "%s: in one row", path)
		assert.LessOrEqual(t, eval[int](p, "document.documentElement.scrollWidth"), 320, path)
	}
}

// With the keyboard: one stop in the list of codes, the arrow keys move in it.
func TestDeflateLabByKeyboard(t *testing.T) {
	p := lab(t, "en/labs/deflate/#one=aaaaaaaa", view{width: 390, height: 800})
	assert.Equal(t, 1, eval[int](p, "document.querySelectorAll('.zcode[tabindex=\"0\"]').length"))
	eval[bool](p, "(document.querySelector('.zcode[tabindex=\"0\"]').focus(), true)")
	p.press("End")
	p.shows("says", "the block ends here.")
	p.press("ArrowLeft")
	p.shows("says", "copy 7 bytes from 1 byte back, “aaaaaaa”.")
	role, name := p.focused()
	assert.Equal(t, "button", role)
	assert.Contains(t, name, "7 from −1")
	assert.LessOrEqual(t, eval[int](p, "document.documentElement.scrollWidth"), 390)
}
