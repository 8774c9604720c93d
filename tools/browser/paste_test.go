package browser

import (
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// paste puts text into the dialog, like a paste, and returns the dialog's message about
// it.
func (p *page) paste(text string) string {
	p.t.Helper()
	p.find("button", "Paste").click()
	p.find("textbox", "Bytes, in any common form")
	p.eventually("document.querySelector('[data-part=examples] button')") // the dialog's script is there
	return eval[string](p, `(() => { const a = document.querySelector('#paste'); a.value = `+strconv.Quote(text)+`; a.dispatchEvent(new Event('input', { bubbles: true })); return document.querySelector('#paste-says').textContent; })()`)
}

// clip pastes text on the page outside of any field, as Ctrl+V does.
func (p *page) clip(text string) {
	p.t.Helper()
	eval[bool](p, `(() => { const d = new DataTransfer(); d.setData('text/plain', `+strconv.Quote(text)+`); return document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: d, bubbles: true, cancelable: true })); })()`)
}

// drop drops a file with these bytes, written as a JavaScript array or string, on the page.
func (p *page) drop(name, contents string) {
	p.t.Helper()
	eval[bool](p, `(() => { const d = new DataTransfer(); d.items.add(new File([`+contents+`], `+strconv.Quote(name)+`)); return document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: d, bubbles: true, cancelable: true })); })()`)
}

// says waits until the dialog has this message about its contents.
func (p *page) says(text string) {
	p.t.Helper()
	said := func() string { return eval[string](p, "document.querySelector('#paste-says').textContent") }
	p.wait(func() bool { return strings.Contains(said(), text) }, "the dialog says %s, not %q", lazily(said), text)
}

// direction returns the pressed button of the two directions.
func (p *page) direction() string {
	p.t.Helper()
	return eval[string](p, "document.querySelector('[data-act=direction][aria-pressed=true]').textContent.trim()")
}

// marked returns the text that the dialog marks as converted to bytes.
func (p *page) marked() string {
	p.t.Helper()
	return eval[string](p, "[...document.querySelectorAll('[data-part=marks] mark:not(.wrong)')].map((m) => m.textContent).join('|')")
}

const hello18 = "81923031323334353637383961626364656601020304"

// The forms themselves are tested in node, by site/assets/js/paste/read.test.js; this test
// covers the path from the dialog into the builder.
func TestPaste(t *testing.T) {
	p := builder(t, "")
	for _, c := range []struct{ text, want, form string }{
		{"81 85 37 fa 21 3d 7f 9f 4d 51 58", helloMasked, "hexadecimal"},
		{"10000001", "10000001", "hexadecimal"},
		{"['0x81', '0x05']", "8105", "a list of numbers"},
		{"[10, 20]", "0a14", "decimal"},
		{"129 5 72", "810548", "decimal"},
		{`send(s, "\x81\x05Hello", 7, 0)`, helloUnmasked, "a string with escapes"},
		{"1000 0001 0000 0101", "8105", "binary"},
		{"00000000  81 92 30 31 32 33 34 35  36 37 38 39 61 62 63 64  |..0123456789abcd|\n00000010  65 66 01 02 03 04                                 |ef....|\n00000016\n", hello18, "a hex dump"},
		{"00000000  82 7e 00 20 00 00 00 00  00 00 00 00 00 00 00 00  |.~. ............|\n00000010  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |................|\n*\n00000030\n", "827e0020" + strings.Repeat("00", 44), "a hex dump"},
		{"gQVIZWxsbw==", helloUnmasked, "base64"},
	} {
		says := p.paste(c.text)
		assert.Contains(t, says, "read as "+c.form+":", c.text)
		p.find("button", "Use these bytes").click()
		p.wait(func() bool { return p.bytes() == c.want }, "%q gives %s", c.text, lazily(p.bytes))
	}
}

// A text that cannot be read completely is refused with the place of the fault, and
// stays.
func TestPasteRefuses(t *testing.T) {
	p := builder(t, "")
	for text, why := range map[string]string{
		"81 8x":                       "Character 5. “x”",
		`\x81\x05Hello`:               "Character 9. “H”",
		"81 05\n48 zz":                "Line 2, character 4. “zz”",
		"{0x81, 256}":                 "256 does not fit in a byte",
		"0x815":                       "one hexadecimal digit",
		"[129, 5, ... 20 more items]": "cut off",
		"00000000: 8105 4865 6c6c 6f                        ..Hallo": "Character 55. The text column shows “a”",
		"GET / HTTP/1.1\r\nHost: x\r\n\r\n":                          "HTTP message, not frames",
	} {
		assert.Contains(t, p.paste(text), why, text)
		p.find("button", "Use these bytes").click()
		assert.Equal(t, strings.ReplaceAll(text, "\r", ""), property[string](p.find("textbox", "Bytes, in any common form"), "value"))
		p.press("Escape")
		assert.Equal(t, helloMasked, p.bytes())
	}
	p.paste("81 8x")
	assert.Equal(t, "x", eval[string](p, "document.querySelector('[data-part=marks] mark.wrong').textContent"), "the place is shown")
}

// Every form in which bytes can be copied can be pasted again.
func TestPasteOfCopies(t *testing.T) {
	for _, hex := range []string{helloMasked, "00", "8180000000000a0d5c27220941c3a9ff"} {
		p := builder(t, "#v1/c/"+hex)
		eval[bool](p, "(navigator.clipboard.writeText = async (text) => { window.copied = text; }, true)")
		for _, form := range []string{"link", "hex", "go", "python", "javascript", "c", "shell"} {
			eval[bool](p, "(window.copied = '', document.querySelector('[data-form="+form+"]').click(), true)")
			p.eventually("window.copied")
			text := eval[string](p, "window.copied")
			assert.Contains(t, p.paste(text), "read as ", text)
			// Other bytes in between make the arrival of these visible.
			eval[bool](p, "(document.querySelector('#paste').closest('dialog').close(), true)")
			p.clickOn(`.figure [data-bit="0"]`)
			p.paste(text)
			p.find("button", "Use these bytes").click()
			p.wait(func() bool { return p.bytes() == hex }, "%s: %q gives %s", form, text, lazily(p.bytes))
		}
	}
}

// The dialog marks the text that became bytes, names the rest, and says the direction,
// which the builder uses.
func TestPasteSaysWhatBecameBytes(t *testing.T) {
	p := builder(t, "")
	assert.Contains(t, p.paste(`frame (7): 81 05 48 65 6c 6c 6f "Hello"`), "7 bytes, read as hexadecimal: 81 05 48")
	assert.Equal(t, "81|05|48|65|6c|6c|6f", p.marked())
	notes := eval[string](p, "document.querySelector('[data-part=notes]').innerText")
	assert.Contains(t, notes, "1 frame is not masked, so the direction is set to server → client.")
	assert.Contains(t, notes, `Not bytes: frame (7): · "Hello"`)
	p.find("button", "Use these bytes").click()
	p.wait(func() bool { return p.bytes() == helloUnmasked }, "the bytes are %s", lazily(p.bytes))
	assert.Equal(t, "server → client", p.direction())
	assert.Contains(t, p.verdict(), "The client accepts this", "a server's frame is legal without a mask")

	p.paste("#v1/c/deflate/" + helloMasked)
	p.find("button", "Use these bytes").click()
	p.wait(func() bool { return p.direction() == "client → server" }, "the direction stays")
	assert.Equal(t, "true", p.find("switch", "permessage-deflate negotiated").state("checked"))
}

// If a text can be read in two ways, both are offered, the likelier first.
func TestPasteOffersReadings(t *testing.T) {
	p := builder(t, "")
	p.paste("1000 0001 0000 0101")
	p.find("group", "Ways to read it")
	assert.Equal(t, "true", p.find("radio", "binary 2 bytes 81 05").state("checked"))
	p.find("radio", "hexadecimal 8 bytes 10 00 00 01 00 00 01 01").click()
	p.says("8 bytes, read as hexadecimal")
	p.find("button", "Use these bytes").click()
	p.wait(func() bool { return p.bytes() == "1000000100000101" }, "the bytes are %s", lazily(p.bytes))

	p.paste("00000000  81 85 37 fa 21 3d 7f 9f  4d 51 58                 ..7.!=.. MQX\n    00000000  81 05 48 65 6c 6c 6f                              ..Hello")
	p.find("radio", "a hex dump, the side shown first 11 bytes 81 85 37 fa 21 3d 7f 9f 4d 51 58")
	p.find("radio", "a hex dump, the other side 7 bytes 81 05 48 65 6c 6c 6f").click()
	p.says("7 bytes")
	p.find("button", "Use these bytes").click()
	p.wait(func() bool { return p.bytes() == helloUnmasked }, "the bytes are %s", lazily(p.bytes))
}

// Ctrl+V outside of a field and a dropped file open the dialog; a paste in a field goes
// into the field.
func TestPasteOnThePage(t *testing.T) {
	p := builder(t, "")
	p.clip("0x81, 0x05")
	p.says("2 bytes, read as a list of numbers")
	role, name := p.focused()
	assert.Equal(t, "button Use these bytes", role+" "+name)
	p.press("Enter")
	p.wait(func() bool { return p.bytes() == "8105" }, "the bytes are %s", lazily(p.bytes))

	p.clickOn(".hexview summary")
	p.find("textbox", "All bytes in hexadecimal")
	eval[bool](p, `(() => { const d = new DataTransfer(); d.setData('text/plain', '82 00'); const f = document.querySelector('textarea[name=all]'); return f.dispatchEvent(new ClipboardEvent('paste', { clipboardData: d, bubbles: true, cancelable: true })); })()`)
	assert.False(t, eval[bool](p, "document.querySelector('dialog').open"), "the field's own paste")

	p.drop("frame.bin", "new Uint8Array([0x81, 5, 72, 101, 108, 108, 111])")
	p.says("frame.bin: 7 bytes, read as a binary file: 81 05")
	p.find("button", "Use these bytes").click()
	p.wait(func() bool { return p.bytes() == helloUnmasked }, "the bytes are %s", lazily(p.bytes))

	p.drop("frame.txt", "'00000000: 8105 4865 6c6c 6f  ..Hello'")
	p.says("7 bytes, read as a hex dump")
	p.press("Escape")
	p.drop("large.bin", "new Uint8Array((1 << 20) + 1)")
	p.says("at most 1,048,576 bytes")
	p.press("Escape")
	p.drop("huge.txt", "'8'.repeat((16 << 20) + 1)")
	p.says("“huge.txt” is too large: 16,777,217 bytes")
	p.press("Escape")
	p.wait(func() bool { return p.bytes() == helloUnmasked }, "what is refused changes nothing: %s", lazily(p.bytes))
}

// Messages have no frames, so frames are made for them; a client's get random masking
// keys.
func TestPasteMessages(t *testing.T) {
	p := builder(t, "")
	har := `{"log":{"entries":[{"_webSocketMessages":[{"type":"send","time":1,"opcode":1,"data":"Hello"},{"type":"send","time":2,"opcode":2,"data":"gQU="},{"type":"receive","time":3,"opcode":1,"data":"Ho"}]}]}}`
	var keys []string
	for range 2 {
		p.drop("page.har", strconv.Quote(har))
		p.says("2 messages, read from an HTTP archive (HAR)")
		assert.Contains(t, eval[string](p, "document.querySelector('[data-part=notes]').innerText"), "These are messages, not frames.")
		p.find("button", "Build 2 frames").click()
		p.wait(func() bool { return strings.HasPrefix(p.bytes(), "8185") }, "the bytes are %s", lazily(p.bytes))
		bytes := p.bytes()
		require.Len(t, bytes, 2*(6+5+6+2), "two masked frames: %s", bytes)
		assert.Equal(t, "8282", bytes[22:26])
		assert.Equal(t, "client → server", p.direction())
		keys = append(keys, bytes[4:12])
		p.find("button", "Undo").click()
	}
	assert.NotEqual(t, keys[0], keys[1])

	p.drop("page.har", strconv.Quote(har))
	p.find("radio", "an HTTP archive (HAR), from the server 1 message").click()
	p.find("button", "Build 1 frame").click()
	p.wait(func() bool { return p.bytes() == "8102486f" }, "the bytes are %s", lazily(p.bytes))
	assert.Equal(t, "server → client", p.direction())
}

// The help's examples are those of the table; each can be tried, and the whole dialog is
// usable under forced colours and at 320 px.
func TestPasteDialog(t *testing.T) {
	p := builder(t, "")
	p.find("button", "Paste").click()
	p.eventually("document.querySelector('[data-example]')")
	eval[bool](p, "(document.querySelector('.pasteable').open = true)")
	n := eval[int](p, "document.querySelectorAll('[data-example]').length")
	require.Greater(t, n, 10)
	for i := range n {
		eval[bool](p, "(document.querySelectorAll('[data-example]')["+strconv.Itoa(i)+"].click(), true)")
		assert.False(t, eval[bool](p, "document.querySelector('#paste-says').classList.contains('complaint')"), "example %d", i)
	}
	p.axe()
	p.look(view{width: 320, height: 640})
	assert.True(t, eval[bool](p, "(() => { const d = document.querySelector('dialog'); return d.scrollWidth <= d.clientWidth && d.getBoundingClientRect().right <= innerWidth; })()"), "nothing is wider than the dialog")
	call(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "forced-colors", Value: "active"}}})
	p.press("Escape")
	p.clip("x: 81 05")
	assert.Equal(t, "2px solid", eval[string](p, "(() => { const s = getComputedStyle(document.querySelector('[data-part=marks] mark')); return s.borderBottomWidth + ' ' + s.borderBottomStyle; })()"))
}
