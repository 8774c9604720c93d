package browser

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Each broken rule offers its remedies by name; one press does what the name says, and
// Undo takes it back to the last byte.
func TestFixABrokenFrame(t *testing.T) {
	const ok = "No rule broken"
	for _, c := range []struct{ name, link, fix, facts, bytes string }{
		{"§5.1 not masked", "c/810548656c6c6f", "mask it", ok, ""},
		{"§5.1 not masked, so from a server", "c/810548656c6c6f", "other direction", ok, "810548656c6c6f"},
		{"§5.1 masked", "s/818537fa213d7f9f4d5158", "unmask it", ok, "810548656c6c6f"},
		{"§5.1 masked, so from a client", "s/818537fa213d7f9f4d5158", "other direction", ok, "818537fa213d7f9f4d5158"},
		{"§5.2 RSV1", "s/c10548656c6c6f", "clear RSV1", ok, "810548656c6c6f"},
		{"§5.2 RSV1 of a compressed message", "s/c107f248cdc9c90700", "agree on permessage-deflate", ok, "c107f248cdc9c90700"},
		{"§5.2 RSV1 and RSV3", "s/d10548656c6c6f", "clear RSV1", "frame.rsv3.not-negotiated", "910548656c6c6f"},
		{"§5.2 RSV2", "s/a100", "clear RSV2", ok, "8100"},
		{"§5.2 reserved opcode", "s/830141", "make it text", ok, "810141"},
		{"§5.2 length", "s/817e000548656c6c6f", "shortest length", ok, "810548656c6c6f"},
		{"§5.2 top bit", "s/827f800000000000000541", "clear the top bit", "frame.length.not-minimal", "827f000000000000000541"},
		{"§5.4 orphan", "s/800141", "make it binary", ok, "820141"},
		{"§5.5 ping in two", "s/0900", "set FIN", ok, "8900"},
		{"§5.5 long ping", "s/897e007e" + strings.Repeat("41", 126), "split the payload off", ok, "8900817e007e" + strings.Repeat("41", 126)},
		{"§5.5 long pong", "s/8a7e007e" + strings.Repeat("41", 126), "cut the payload to 125 bytes", ok, "8a7d" + strings.Repeat("41", 125)},
		{"§5.5.1 close of one byte", "s/880103", "leave the body out", ok, "8800"},
		{"§7.4 close code", "s/880503ed627965", "use code 1000", ok, "880503e8627965"},
		{"§8.1 reason", "s/880703e8ec9588eb85", "cut the reason at a character", ok, "880503e8ec9588"},
		{"§8.1 text", "s/8102ff41", "make it binary", ok, "8202ff41"},
		{"§8.1 text that is cut", "s/8105ec9588eb85", "cut the text at a character", ok, "8103ec9588"},
		{"RFC 7692 §7.2.1 tail", "s/deflate/c10bf248cdc9c907000000ffff", "remove 00 00 ff ff", ok, "c107f248cdc9c90700"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := builder(t, "#v1/"+c.link)
			was, verdict := p.bytes(), p.verdict()
			require.Contains(t, verdict, "must fail the connection")
			p.find("button", "Fix: "+c.fix).click()
			p.wait(func() bool { return strings.Contains(p.facts(), c.facts) }, "the facts are %s", lazily(p.facts))
			if c.bytes != "" {
				assert.Equal(t, c.bytes, p.bytes())
			}
			p.find("button", "Undo").click()
			p.wait(func() bool { return p.verdict() == verdict }, "the verdict is %s", lazily(p.verdict))
			assert.Equal(t, was, p.bytes())
			assert.Equal(t, "true", p.find("button", "Undo").state("disabled"), "it was one step")
		})
	}
}

// A newcomer presses a bit and has it fixed: the message is whole again.
func TestFixAPressedBit(t *testing.T) {
	p := builder(t, "")
	for bit, fix := range map[string]string{
		"MASK 1, byte 1, bit 7": "mask it", "RSV1 0, byte 0, bit 6": "clear RSV1", "RSV3 0, byte 0, bit 4": "clear RSV3",
	} {
		p.find("button", bit).click()
		p.sentence("must fail the connection")
		p.find("button", "Fix: "+fix).click()
		p.sentence("saying “Hello”")
		assert.Equal(t, helloMasked, p.bytes())
	}
}

// After a fix the focus is on the next one or on the verdict, which is said.
func TestFixByKeyboard(t *testing.T) {
	p := builder(t, "#v1/c/d10548656c6c6f")
	p.find("button", "Fix: clear RSV1").focus()
	p.press("Enter")
	p.hasFocus("button", "Fix: clear RSV3")
	assert.Contains(t, p.said(), "RSV3 is set")
	p.press("Space")
	p.hasFocus("button", "Fix: mask it")
	p.press("Tab")
	_, name := p.focused()
	assert.Equal(t, "Fix: other direction", name)
	p.press("Enter")
	p.focusWithin("[data-part=verdict]")
	p.sentence("saying “Hello”")
	p.press("Control+z", "Control+z", "Control+z")
	p.wait(func() bool { return p.bytes() == "d10548656c6c6f" }, "the bytes are %s", lazily(p.bytes))
}

// A rule's name in the verdict leads to its row in the reference, from every page that
// draws one. Only the builder fixes: in a lesson that would solve exercises.
func TestARuleLeadsToItsRow(t *testing.T) {
	site := serveFolder(t, siteFolder(t))
	for _, lang := range languages {
		p := open(t, site+lang+"/labs/frame/#v1/c/810548656c6c6f", view{language: lang})
		settled(p)
		p.find("link", "frame.mask.missing").click()
		p.eventually("document.querySelector(':target')?.id === 'frame.mask.missing'")
		reference := eval[string](p, "location.pathname")
		assert.True(t, strings.HasSuffix(reference, "/"+lang+"/reference/"), reference)

		p.visit(site + lang + "/lessons/byte-0/")
		settled(p)
		eval[bool](p, `(document.querySelector('lesson-frame [data-bit="2"]').click(), true)`)
		p.eventually("document.querySelector('lesson-frame .rule')")
		assert.Equal(t, reference, eval[string](p, "document.querySelector('lesson-frame .rule').pathname"))
		assert.Zero(t, eval[int](p, "document.querySelectorAll('[data-act=fix]').length"))
	}
}
