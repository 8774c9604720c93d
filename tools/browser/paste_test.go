package browser

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// paste puts text into the dialog, as a paste does, and gives what the dialog says of it.
func (p *page) paste(text string) string {
	p.t.Helper()
	p.find("button", "Paste").click()
	p.find("textbox", "Bytes, in any common form")
	return eval[string](p, `(() => { const a = document.querySelector('#paste'); a.value = `+strconv.Quote(text)+`; a.dispatchEvent(new Event('input', { bubbles: true })); return document.querySelector('#paste-says').textContent; })()`)
}

const hello18 = "81923031323334353637383961626364656601020304"

func TestPaste(t *testing.T) {
	p := builder(t, "")
	for _, c := range []struct{ text, want, form string }{
		{"81 85 37 fa 21 3d 7f 9f 4d 51 58", helloMasked, "hexadecimal"},
		{"0105 4865 6c6c 6f", "010548656c6c6f", "hexadecimal"},
		{"01020304 05060708", "0102030405060708", "hexadecimal"},
		{"00000000 05060708", "0000000005060708", "hexadecimal"},
		{"10000001", "10000001", "hexadecimal"},
		{"80 0b 12", "800b12", "hexadecimal"},
		{"81:05:48:65:6C:6C:6F", helloUnmasked, "hexadecimal"},
		{"81-05-48-65-6c-6c-6f", helloUnmasked, "hexadecimal"},
		{"81, 05, 48, 65, 6c, 6c, 6f", helloUnmasked, "hexadecimal"},
		{`"8105 4865 6c6c 6f"`, helloUnmasked, "hexadecimal"},
		{"0x81, 0x05, 0x48, 0x65, 0x6c, 0x6c, 0x6f", helloUnmasked, "a list of numbers"},
		{"0x810548656c6c6f", helloUnmasked, "a list of numbers"},
		{"{0x81,5}", "8105", "a list of numbers"},
		{"{0x81, 5, 'H', 'e', 'l', 'l', 'o'}", helloUnmasked, "a list of numbers"},
		{"char frame[7] = {0x81, 0x05, 0x48, 0x65, 0x6c, 0x6c, 0x6f};", helloUnmasked, "a list of numbers"},
		{"[]byte{129, 5}", "8105", "a list of numbers"},
		{"new Uint8Array([129, 5])", "8105", "a list of numbers"},
		{"[10, 20]", "0a14", "a list of numbers"},
		{"[129, 5, 72, 101, 108, 108, 111]", helloUnmasked, "a list of numbers"},
		{`\x81\x05\x48\x65\x6c\x6c\x6f`, helloUnmasked, "a string with escapes"},
		{`b'\x81\x05Hello'`, helloUnmasked, "a string with escapes"},
		{`[]byte("\x81\x05Hello")`, helloUnmasked, "a string with escapes"},
		{`"\x81\x05" "He" "llo"`, helloUnmasked, "a string with escapes"},
		{`b'\x82\x05\r\n\t\\\''`, "82050d0a095c27", "a string with escapes"},
		{`b"abcd"`, "61626364", "a string with escapes"},
		{`printf '\201\005Hello' | nc localhost 8080`, helloUnmasked, "a string with escapes"},
		{"10000001 00000101 01001000 01100101 01101100 01101100 01101111", helloUnmasked, "binary"},
		{"0b1000000100000101", "8105", "binary"},
		{"00000000: 8105 4865 6c6c 6f                        ..Hello", helloUnmasked, "a hex dump"},
		{"00000000: 8105 4142 4344 45                        ..ABCDE", "81054142434445", "a hex dump"},
		{"0000   81 05 48 65 6c 6c 6f                              ..Hello", helloUnmasked, "a hex dump"},
		{"\t0x0000:  8105 4865 6c6c 6f                        ..Hello", helloUnmasked, "a hex dump"},
		{"00000000  81 92 30 31 32 33 34 35  36 37 38 39 61 62 63 64  |..0123456789abcd|\n00000010  65 66 01 02 03 04                                 |ef....|\n00000016\n", hello18, "a hex dump"},
		{"00000000: 8192 3031 3233 3435 3637 3839 6162 6364  ..0123456789abcd\n00000010: 6566 0102 0304                           ef....\n", hello18, "a hex dump"},
		{"00000000  82 7e 00 20 00 00 00 00  00 00 00 00 00 00 00 00  |.~. ............|\n00000010  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |................|\n*\n00000030\n", "827e0020" + strings.Repeat("00", 44), "a hex dump"},
	} {
		says := p.paste(c.text)
		assert.Contains(t, says, "read as "+c.form+":", c.text)
		p.find("button", "Use these bytes").click()
		p.wait(func() bool { return p.bytes() == c.want }, "%q gives %s", c.text, lazily(p.bytes))
	}
}

// What cannot be read in one way only is refused with a reason, and stays.
func TestPasteRefuses(t *testing.T) {
	p := builder(t, "")
	for text, why := range map[string]string{
		"81 8x":                        "Character 5: “x”",
		`\x81\x05Hello`:                "Character 9: “H”",
		"129 5 72":                     "one hexadecimal digit",
		"{0x81, 256}":                  "256 does not fit in a byte",
		"0x815":                        "one hexadecimal digit",
		`"\x8"`:                        "one hexadecimal digit",
		`'\777'`:                       "does not fit in a byte",
		"0b100000010":                  "9 bits are not a whole number of bytes",
		"0000000 0581 6548\n0000004\n": "one hexadecimal digit", // hexdump without -C: numbers, not bytes
	} {
		assert.Contains(t, p.paste(text), why, text)
		p.find("button", "Use these bytes").click()
		assert.Equal(t, text, property[string](p.find("textbox", "Bytes, in any common form"), "value"))
		p.press("Escape")
		assert.Equal(t, helloMasked, p.bytes())
	}
}

// Every form that bytes can be copied in can be pasted again.
func TestPasteWhatWasCopied(t *testing.T) {
	for _, hex := range []string{helloMasked, "00", "8180000000000a0d5c27220941c3a9ff"} {
		p := builder(t, "#v1/c/"+hex)
		eval[bool](p, "(navigator.clipboard.writeText = async (text) => { window.copied = text; }, true)")
		for _, form := range []string{"hex", "go", "python", "javascript", "c", "shell"} {
			eval[bool](p, "(window.copied = '', document.querySelector('[data-form="+form+"]').click(), true)")
			p.eventually("window.copied")
			text := eval[string](p, "window.copied")
			assert.Contains(t, p.paste(text), "read as ", text)
			// Other bytes in between, so that these are seen to come.
			eval[bool](p, "(document.querySelector('#paste').closest('dialog').close(), true)")
			p.clickOn(`.figure [data-bit="0"]`)
			p.paste(text)
			p.find("button", "Use these bytes").click()
			p.wait(func() bool { return p.bytes() == hex }, "%s: %q gives %s", form, text, lazily(p.bytes))
		}
	}
}
