package browser

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// set gives a control its whole value in one change, like a paste.
func (p *page) set(selector, expression string) {
	p.t.Helper()
	eval[bool](p, `(() => { const e = document.querySelector("`+selector+`"); e.focus(); e.value = `+expression+`; return e.dispatchEvent(new Event('input', { bubbles: true })); })()`)
}

// A payload length far from the current one is laid out by repeating the payload.
func TestLengthFarFromThePayload(t *testing.T) {
	p := builder(t, "")
	p.find("textbox", "payload as text").fill("a")
	p.set("#f-length", "'130000'")
	p.sentence("130,000 bytes")
	p.set("#f-length", "'1048562'")
	p.sentence("1,048,562 bytes")
	p = builder(t, "#v1/c/8802"+"03e8")
	p.set("#f-reason", "'x'.repeat(200000)")
	p.set("#f-code", "'1001'")
	assert.Equal(t, 200012, len(p.bytes())/2, "2 + 8 + 200,002 bytes")
}

// Typing a length digit by digit resizes the payload from before the first digit.
func TestTypingALengthKeepsThePayload(t *testing.T) {
	p := builder(t, "")
	p.find("textbox", "payload as text").fill("Two words")
	p.find("textbox", "payload length").fill("18")
	p.sentence("18 bytes, masked, saying “Two wordsTwo words”")
	p.find("button", "Undo").click()
	p.sentence("saying “Two words”")
	p.find("textbox", "payload length").fill("3")
	p.sentence("3 bytes, masked, saying “Two”")
}

// Pressing a box twice makes two steps to undo.
func TestABoxIsOneUndoStep(t *testing.T) {
	p := builder(t, "")
	p.find("checkbox", "FIN").click()
	p.sentence("the first fragment")
	p.find("checkbox", "FIN").click()
	p.sentence("one whole text message")
	p.find("button", "Undo").click()
	p.sentence("the first fragment")
}

func TestMissingBytesAreExact(t *testing.T) {
	p := builder(t, "#v1/s/827f7fffffffffffffff0102")
	p.sentence("waits for 9,223,372,036,854,775,805 more bytes of the payload")
	p = builder(t, "#v1/c/82ff7fffffffffffffff")
	assert.Contains(t, eval[string](p, "document.querySelector('[data-part=figure]').textContent"), "+9,223,372,036,854,775,799 more")
}

// Bytes in the place of the key, while there is no key, are payload and do not become the
// key.
func TestLayAgainDrawsAKey(t *testing.T) {
	p := builder(t, "")
	p.find("button", "MASK 1, byte 1, bit 7").click()
	p.find("button", "Lay it out again").click()
	p.wait(func() bool { return p.bytes() == helloUnmasked }, "the bytes are %s", lazily(p.bytes))
	p.find("button", "MASK 0, byte 1, bit 7, breaks a rule").click()
	p.find("button", "Lay it out again").click()
	p.sentence("5 bytes, masked, saying “Hello”")
	assert.NotEqual(t, "48656c6c", p.bytes()[4:12], "the key is not the payload's begin")
}

// A text field that cannot show the bytes exactly does not change them.
func TestTextThatAFieldCannotHold(t *testing.T) {
	for fragment, label := range map[string]string{
		"#v1/s/8104610d0a62":     "payload as text",
		"#v1/s/8102c328":         "payload as text",
		"#v1/s/8103610062":       "payload as text",
		"#v1/s/880603e8610d0a62": "reason",
		"#v1/s/880403e8c328":     "reason",
	} {
		p := builder(t, fragment)
		before := p.bytes()
		field := p.find("textbox", label)
		assert.Equal(t, "true", field.state("readonly"), fragment)
		field.focus()
		p.press("End")
		p.write("x")
		assert.Equal(t, before, p.bytes(), fragment)
		p.find("tab", "Hex").click()
		p.find("textbox", "payload in hexadecimal").fill("03 e8 61")
		p.wait(func() bool { return strings.HasSuffix(p.bytes(), "03e861") }, "the bytes are %s", lazily(p.bytes))
	}
	p := builder(t, "#v1/s/81020a61")
	field := p.find("textbox", "payload as text")
	assert.Equal(t, "\na", property[string](field, "value"), "a line break at the front is not lost")
}

// More text than the page accepts is refused below the field, and stays in it.
func TestTooMuchText(t *testing.T) {
	p := builder(t, "")
	p.set("#f-text", "'x'.repeat(1100000)")
	p.eventually("document.querySelector('#e-text')?.textContent.includes('1,100,000')")
	assert.Equal(t, helloMasked, p.bytes())
	assert.Equal(t, 1100000, eval[int](p, "document.querySelector('#f-text').value.length"))
}

// A state that is too large for an address is not written to it, and the page says so.
func TestTooLargeForTheAddress(t *testing.T) {
	p := builder(t, "")
	p.set("#f-length", "'99000'")
	p.eventually("location.hash.length > 190000")
	p.set("#f-length", "'101000'")
	p.eventually("location.hash === ''")
	p.eventually("document.querySelector('[data-part=address]').textContent.includes('does not fit in an address')")
	eval[bool](p, "(document.querySelector('[data-form=link]').click(), true)")
	p.eventually("document.querySelector('#notices').textContent.includes('does not fit in an address')")
	p.set("#f-length", "'5'")
	p.eventually("location.hash.startsWith('#v1/c/81')")
	p.eventually("document.querySelector('[data-part=address]').textContent === ''")
}

// A series of changes is one change of the address.
func TestTheAddressFollowsLater(t *testing.T) {
	p := builder(t, "")
	n := eval[int](p, `(async () => {
		let n = 0;
		const real = history.replaceState.bind(history);
		history.replaceState = (...args) => { n++; real(...args); };
		const next = () => new Promise((done) => setTimeout(done, 1));
		for (let i = 0; i < 60; i++) { document.querySelector('[data-bit="0"]').click(); await next(); }
		history.replaceState = () => { n++; throw new DOMException('', 'SecurityError'); };
		await new Promise((done) => setTimeout(done, 400));
		return n;
	})()`)
	assert.LessOrEqual(t, n, 5)
	assert.Positive(t, n)
}

// An echo of bytes that were edited since then is marked as such.
func TestAnswerToOldBytes(t *testing.T) {
	p := builder(t, "")
	p.find("button", "Send").click()
	answer := p.find("region", "Answer")
	p.wait(func() bool { return strings.Contains(answer.text(), "81 05 48 65 6c 6c 6f") }, "%s", lazily(answer.text))
	assert.NotContains(t, answer.text(), "before your edit")
	p.find("button", "FIN 1, byte 0, bit 7").click()
	p.wait(func() bool { return strings.Contains(answer.text(), "for the bytes before your edit") }, "%s", lazily(answer.text))
	p.find("button", "Send").click()
	p.wait(func() bool { return !strings.Contains(answer.text(), "before your edit") }, "%s", lazily(answer.text))
}

// The hexadecimal of a large frame is filled in when its field gets the focus; the time
// of presses is logged.
func TestLargeFramesAreFilledWhenNeeded(t *testing.T) {
	p := builder(t, "")
	eval[bool](p, "(document.querySelector('[data-size]').click(), true)")
	p.sentence("65,536 bytes")
	for _, open := range []string{"#way-text", "#way-hex", ".hexview summary"} {
		p.clickOn(open)
		best := eval[float64](p, `(async () => {
			let best = Infinity;
			for (let i = 0; i < 12; i++) {
				const start = performance.now();
				document.querySelector('[data-bit="0"]').click();
				for (let j = 0; j < 10; j++) await null;
				document.body.offsetHeight;
				best = Math.min(best, performance.now() - start);
				await new Promise((done) => setTimeout(done, 20));
			}
			return best;
		})()`)
		t.Logf("%s: %.1f ms", open, best)
	}
	field := p.find("textbox", "All bytes in hexadecimal")
	assert.Empty(t, property[string](field, "value"))
	field.focus()
	assert.Equal(t, p.bytes(), strings.ReplaceAll(property[string](field, "value"), " ", ""))
}

// Undo goes back 200 steps, and the memory for them is bounded.
func TestUndoLimit(t *testing.T) {
	p := builder(t, "")
	eval[bool](p, `(async () => { for (let i = 0; i < 230; i++) { document.querySelector('[data-bit="0"]').click(); await null; await null; await null; } return true; })()`)
	assert.Equal(t, 200, eval[int](p, "document.querySelector('frame-builder').store.past.length"))
	p.set("#f-length", "'1000000'")
	eval[bool](p, `(async () => { for (let i = 0; i < 40; i++) { document.querySelector('[data-bit="0"]').click(); await null; await null; await null; } return true; })()`)
	kept := eval[int](p, "document.querySelector('frame-builder').store.past.length")
	assert.LessOrEqual(t, kept, 33)
	assert.Positive(t, kept)
}
