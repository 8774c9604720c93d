package browser

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Bytes are read one at a time: the gauge says how many are due, and their bits become
// the character.
func TestUTF8LabReadsByteByByte(t *testing.T) {
	p := lab(t, "en/labs/utf8/#text=%ED%95%9C", view{width: 1440, height: 900})
	p.shows("says", "No byte has been read.")
	next := p.find("button", "Next byte")
	next.click()
	p.shows("says", "ed begins with 1110, so it is the first of 3 bytes. It holds the bits 1101. 2 more bytes are due. The next byte must be 80 to 9f")
	assert.Equal(t, "2 of 3 bytes still due", eval[string](p, "document.querySelector('.udue').textContent"))
	assert.Equal(t, "Next byte: 80 to 9f", eval[string](p, "document.querySelector('.unext').textContent"))
	next.click()
	p.shows("says", "95 begins with 10, so it continues the character. It adds the bits 010101. 1 more byte is due.")
	assert.Equal(t, "1101010101······", eval[string](p, "document.querySelector('.unumber .ubits').textContent"))
	next.click()
	p.shows("says", "9c adds the bits 011100 and completes the character: 한, U+D55C.")
	next.click()
	p.shows("says", "The text ends, and no byte is due. 3 bytes, 1 character: it is UTF-8.")
	assert.Equal(t, "true", next.state("disabled"))
	p.find("button", "One byte back").click()
	p.shows("says", "completes the character")
	p.find("button", "Back to the start").click()
	p.shows("says", "No byte has been read.")
	p.find("button", "Play").click()
	p.shows("says", "The text ends")
}

// RFC 3629 §3, §4 and RFC 6455 §8.1: the first impossible byte of any bytes, in the forms
// in which people write them.
func TestUTF8LabStopsAtTheFirstImpossibleByte(t *testing.T) {
	p := lab(t, "en/labs/utf8/", view{width: 1440, height: 900})
	bytes := p.find("textbox", "The same as bytes")
	for _, tt := range []struct{ typed, words, verdict string }{
		{"c0 af", "c0 would begin a character of two bytes whose number fits into one: it is overlong.", "Byte 1 is"},
		{"c1bf", "c1 would begin a character of two bytes", "Byte 1 is"},
		{`"\xe0\x80\xaf"`, "80 would make the character overlong: its number fits into fewer bytes.", "Byte 2 is"},
		{"f0 8f bf bf", "8f would make the character overlong: its number fits into fewer bytes.", "Byte 2 is"},
		{"%ED%A0%80", "a0 would make a surrogate", "Byte 2 is"},
		{"U+DFFF", "bf would make a surrogate", "Byte 2 is"},
		{"0xf4, 0x90, 0x80, 0x80", "90 would make a number above U+10FFFF", "Byte 2 is"},
		{"U+110000", "90 would make a number above U+10FFFF", "Byte 2 is"},
		{"f5 80 80 80", "f5 would make a number above U+10FFFF", "Byte 1 is"},
		{"41 ff", "ff never occurs in UTF-8.", "Byte 2 is"},
		{"4f 4b 80", "80 begins with 10, so it would continue a character, but none has begun.", "Byte 3 is"},
		{"ed 95 41", "41 cannot continue a character, but one is not complete: 80 to bf must follow.", "Byte 3 is"},
		{"[0xED,0x95]", "The text ends here, but 1 more byte is due.", "It ends inside a character."},
		{"f0 9f 98", "The text ends here, but 1 more byte is due.", "It ends inside a character."},
	} {
		bytes.fill(tt.typed)
		p.find("button", "Read all").click()
		p.shows("says", tt.words)
		p.shows("says", "1007")
		p.shows("verdict", tt.verdict)
	}
	// Text that is not bytes is refused with its place, and nothing is lost.
	bytes.fill("ed 9g")
	p.wait(func() bool { return bytes.state("invalid") == "true" }, "“g” is taken")
	assert.Equal(t, "ed 9g", property[string](bytes, "value"))
	// The reason is under its own field, and what still shows the last bytes is dimmed.
	assert.Equal(t, "|“g” is not part of a byte in hexadecimal. Below are still the last valid bytes.", eval[string](p, "[...document.querySelectorAll('.bfield .complaint')].map((e) => e.textContent).join('|')"))
	for _, part := range []string{".usays", ".uverdict", ".umachine", ".ubytes"} {
		assert.Contains(t, eval[string](p, "getComputedStyle(document.querySelector('"+part+"')).filter"), "opacity", part)
	}
	bytes.fill("c3 2 zz")
	p.wait(func() bool {
		return strings.Contains(eval[string](p, "document.activeElement.parentElement.textContent"), "z")
	}, "“z” is taken")
	bytes.fill("ed 9g")
	p.axe()
	bytes.fill("ed959c")
	p.shows("verdict", "So far: possible.")
	p.find("button", "Next byte").click()
	p.shows("verdict", "The server accepts this text message.")
	assert.Equal(t, "한", property[string](p.find("textbox", "Text"), "value"))
}

// A wrong example begins a step before its fault, so that a press on the button finds it.
func TestUTF8LabEarnsItsVerdict(t *testing.T) {
	p := lab(t, "en/labs/utf8/", view{width: 1440, height: 900})
	p.shows("verdict", "So far: possible.")
	for _, name := range []string{"Overlong slash", "Overlong in 3 bytes", "Surrogates", "Above U+10FFFF", "Lone continuation", "Cut off", "Reason cut off"} {
		preset := p.find("button", "✕ "+name)
		preset.click()
		p.eventually("document.querySelector('.uverdict').textContent.includes('So far: possible.') && !document.querySelector('.usays.bad')")
		assert.Equal(t, "true", preset.state("pressed"), name)
		p.find("button", "Next byte").click()
		p.shows("says", "1007")
		assert.Contains(t, p.partText("verdict"), "✕", name)
		assert.Equal(t, "true", p.find("button", "Next byte").state("disabled"), name)
	}
}

// Two fragments may be cut anywhere, also inside a character (RFC 6455 §8.1 is for the
// whole message); the reason of a Close frame must be whole.
func TestUTF8LabCutsInTwoFrames(t *testing.T) {
	p := lab(t, "en/labs/utf8/#text=%ED%95%9C%EA%B8%80", view{width: 1440, height: 900})
	p.find("button", "Text in two frames").click()
	slider := p.find("slider", "First frame: 3 bytes")
	for cut, words := range []string{"No byte has been read.", "inside the character. That is allowed", "inside the character. That is allowed", "between two characters", "inside the character", "inside the character", "between two characters"} {
		eval[bool](p, "(() => { const s = document.querySelector('[name=cut]'); s.value = "+string(rune('0'+cut))+"; s.dispatchEvent(new Event('input', { bubbles: true })); return true; })()")
		p.shows("says", words)
		p.shows("verdict", "So far: possible.")
	}
	p.find("button", "Read all").click()
	p.shows("verdict", "The server accepts this text message in two frames.")
	slider.focus()
	p.press("Home", "ArrowRight")
	p.shows("says", "ed begins with 1110")
	p.find("slider", "First frame: 1 byte")
	p.find("link", "Open in the frame builder").click()
	p.eventually("location.pathname.endsWith('/labs/frame/')")
	settled(p)
	p.sentence("the first fragment of a text message")
	assert.Equal(t, "0181", eval[string](p, "[...document.querySelector('frame-builder').store.state.bytes].slice(0, 2).map((b) => b.toString(16).padStart(2, '0')).join('')"))

	p = lab(t, "en/labs/utf8/#hex=ed95&as=close&fed=3", view{width: 1440, height: 900})
	p.shows("says", "The reason ends here, but 1 more byte is due. A Close frame has no fragments")
	p.shows("verdict", "reason")
	p.find("button", "Text message").click()
	p.shows("says", "The text ends here")
}

// The state is in the address, and survives a reload and the page in the other language;
// a press on a byte reads up to it; the arrow keys move between bytes.
func TestUTF8LabStateIsKept(t *testing.T) {
	p := lab(t, "en/labs/utf8/", view{width: 320, height: 640, dark: true})
	p.find("textbox", "Text").fill("a한🙂")
	p.eventually("document.querySelectorAll('.ucell').length === 8")
	eval[bool](p, "(document.querySelectorAll('.ucell')[1].click(), true)")
	p.shows("says", "ed begins with 1110")
	eval[bool](p, "(document.querySelectorAll('.ucell')[1].focus(), true)")
	p.press("ArrowRight")
	p.shows("says", "95 begins with 10")
	p.eventually("document.activeElement.textContent.endsWith('95') && location.hash.includes('fed=3')")
	assert.LessOrEqual(t, eval[int](p, "document.documentElement.scrollWidth"), 320)
	p.axe()
	p.visit(eval[string](p, "location.href"))
	settled(p)
	p.shows("says", "95 begins with 10")
	p.find("link", "한국어").click()
	p.eventually("document.documentElement?.lang === 'ko'")
	settled(p)
	p.shows("says", "95 바이트는 10으로 시작하므로")
	p.axe()
}
