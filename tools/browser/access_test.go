package browser

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"framelab/site/words"
)

// said waits until the live region has words, and returns them.
func (p *page) said() string {
	p.t.Helper()
	p.eventually("document.querySelector('#said').textContent !== ''")
	return eval[string](p, "document.querySelector('#said').textContent")
}

// hush empties the live region, so that the next words can be told from earlier ones.
func (p *page) hush() {
	p.t.Helper()
	// The live region speaks a quarter of a second after a change.
	eval[bool](p, "new Promise((done) => setTimeout(() => { document.querySelector('#said').textContent = ''; done(true); }, 400))")
}

// bitNames returns the names of the bits in a part of the page, in order.
func (p *page) bitNames(within string) []string {
	p.t.Helper()
	return eval[[]string](p, "[...document.querySelectorAll("+quote(within+" .bit")+")].map((b) => b.getAttribute('aria-label'))")
}

// A bit has its value in its name, "FIN 1", and no pressed state. After a press it has
// the new value in its name, and the live region speaks the bit before the sentence.
func TestABitSaysItsValue(t *testing.T) {
	for lang, says := range map[string][3]string{
		"en": {"FIN 1, byte 0, bit 7", "FIN 0, byte 0, bit 7", "FIN 0. The server accepts this: the first fragment"},
		"ko": {"FIN 1, 바이트 0, 비트 7", "FIN 0, 바이트 0, 비트 7", "FIN 0. "},
	} {
		p := open(t, serveFolder(t, siteFolder(t))+lang+"/labs/frame/", view{language: lang, stillness: true})
		settled(p)
		bit := p.find("button", says[0])
		assert.Empty(t, bit.state("pressed"))
		assert.Equal(t, "1", bit.text(), "what is seen is in the name")
		bit.click()
		p.find("button", says[1])
		p.wait(func() bool { return strings.HasPrefix(p.said(), says[2]) }, "said: %s", lazily(p.said))
		role, name := p.focused()
		assert.Equal(t, "button "+says[1], role+" "+name)
		p.press("1")
		p.find("button", says[0])
	}
	p := builder(t, "")
	assert.Equal(t, []string{
		"FIN 1, byte 0, bit 7", "RSV1 0, byte 0, bit 6", "RSV2 0, byte 0, bit 5", "RSV3 0, byte 0, bit 4",
		"opcode 0, byte 0, bit 3", "opcode 0, byte 0, bit 2", "opcode 0, byte 0, bit 1", "opcode 1, byte 0, bit 0",
		"MASK 1, byte 1, bit 7", "length 0, byte 1, bit 6", "length 0, byte 1, bit 5", "length 0, byte 1, bit 4",
		"length 0, byte 1, bit 3", "length 1, byte 1, bit 2", "length 0, byte 1, bit 1", "length 1, byte 1, bit 0",
	}, p.bitNames(".figure"))
}

// Only the bits and bytes of a broken field say that they break a rule.
func TestABrokenFieldSaysSo(t *testing.T) {
	const breaks = ", breaks a rule"
	for fragment, want := range map[string][]string{
		"#v1/c/818537fa213d7f9f4d5158": nil,
		"#v1/c/c18537fa213d7f9f4d5158": {"RSV1 1, byte 0, bit 6"},
		"#v1/c/310548656c6c6f":         {"RSV2 1, byte 0, bit 5", "RSV3 1, byte 0, bit 4", "MASK 0, byte 1, bit 7"},
		"#v1/s/8780":                   {"opcode 0, byte 0, bit 3", "opcode 1, byte 0, bit 2", "opcode 1, byte 0, bit 1", "opcode 1, byte 0, bit 0", "MASK 1, byte 1, bit 7"},
		"#v1/s/890001":                 nil,
		"#v1/s/897e007e": {"length 1, byte 1, bit 6", "length 1, byte 1, bit 5", "length 1, byte 1, bit 4",
			"length 1, byte 1, bit 3", "length 1, byte 1, bit 2", "length 1, byte 1, bit 1", "length 0, byte 1, bit 0"},
		"#v1/s/817e00020102":   {"length 2", "extended length, byte 2: 00", "extended length, byte 3: 02"},
		"#v1/s/880203ed":       {"payload", "payload, byte 2: 03", "payload, byte 3: ed"},
		"#v1/s/810361ff62":     {"payload", "payload, byte 3: ff"},
		"#v1/s/880503e861ff62": {"payload", "payload, byte 5: ff"},
	} {
		p := builder(t, fragment)
		var got []string
		for _, name := range eval[[]string](p, "[...document.querySelectorAll('.figure [aria-label]')].map((e) => e.getAttribute('aria-label'))") {
			if name, broken := strings.CutSuffix(name, breaks); broken {
				got = append(got, name)
			}
		}
		assert.Equal(t, want, got, fragment)
		for _, name := range want {
			role := "button"
			if !strings.Contains(name, ", byte") {
				role = "group"
			}
			p.find(role, name+breaks)
		}
		p.axe()
	}
	// The bits of a selected byte say the same.
	p := builder(t, "#v1/s/810361ff62")
	for byte, broken := range map[string]bool{"payload, byte 2: 61": false, "payload, byte 3: ff" + breaks: true} {
		p.find("button", byte).click()
		p.eventually("document.querySelectorAll('.drawer .bit').length === 8")
		for _, name := range p.bitNames(".drawer") {
			assert.Equal(t, broken, strings.HasSuffix(name, breaks), name)
		}
	}
	p = builder(t, "#v1/s/817e00020102")
	p.find("button", "extended length, byte 2: 00"+breaks).click()
	p.eventually("document.querySelector('.drawer .bit')?.getAttribute('aria-label') === 'extended length 0, byte 2, bit 7, breaks a rule'")
	p.axe()
}

// An answer that has not been marked does not show what is broken in it.
func TestAnAnswerDoesNotSayWhatIsBroken(t *testing.T) {
	p := lessonPage(t, "byte-0")
	figures := eval[int](p, "document.querySelectorAll('exercise-frames').length")
	assert.Positive(t, figures)
	eval[bool](p, `(() => { for (const lab of document.querySelectorAll('exercise-frames')) lab.load(new Uint8Array([0x77, 0x7e, 0, 1, 0xff])); return true; })()`)
	assert.Empty(t, eval[[]string](p, `[...document.querySelectorAll('exercise-frames .figure :is(.broken, .bad, [aria-label*="breaks"])')].map((e) => e.className)`))
}

// The lines below a masked payload are rows of a table with names: ⊕ key, = unmasked.
func TestPayloadRowsHaveNames(t *testing.T) {
	p := builder(t, "#v1/c/818637fa213ddb6fa9d6b26f")
	p.find("table", "The payload line by line")
	p.axe()
	for name, cells := range map[string]string{
		"wire": "db 6f a9 d6 b2 6f", "⊕ key": "37 fa 21 3d 37 fa", "= unmasked": "ec 95 88 eb 85 95", "text": "안 녕",
	} {
		p.find("rowheader", name)
		assert.Equal(t, cells, property[string](p.find("row", name), "querySelectorAll('td').values().map((c) => c.textContent).toArray().join(' ')"))
	}
	assert.Equal(t, []int{3, 3}, eval[[]int](p, "[...document.querySelectorAll('.unseen table tr:last-child td')].map((c) => c.colSpan)"), "a character is as wide as its bytes")
	p.find("checkbox", "MASK").click()
	p.gone("rowheader", "⊕ key")
}

// The arrow keys move from the header's last bit to the bytes after it, and back; and
// from the bits of a selected byte to those of its neighbour.
func TestArrowsContinueAfterTheHeader(t *testing.T) {
	p := builder(t, "")
	name := func() string { _, name := p.focused(); return name }
	p.find("button", "FIN 1, byte 0, bit 7").focus()
	p.press("End")
	assert.Equal(t, "length 1, byte 1, bit 0", name())
	p.press("ArrowRight")
	assert.Equal(t, "extended length: none: 7 bits are enough", name())
	p.press("ArrowRight")
	assert.Equal(t, "masking key, byte 2: 37", name())
	p.press("ArrowRight", "ArrowLeft", "ArrowLeft", "ArrowLeft")
	assert.Equal(t, "length 1, byte 1, bit 0", name())
	p.press("ArrowRight", "End")
	assert.Equal(t, "payload, byte 10: 58", name())
	p.press("ArrowRight")
	assert.Equal(t, "payload, byte 10: 58", name(), "the end")

	p.find("button", "payload, byte 6: 7f").click()
	p.find("button", "payload 1, byte 6, bit 0").focus()
	p.press("ArrowRight")
	p.find("heading", "Byte 7: payload")
	assert.Equal(t, "payload 1, byte 7, bit 7", name())
	p.press("0")
	p.press("ArrowLeft")
	p.find("heading", "Byte 6: payload")
	assert.Equal(t, "payload 1, byte 6, bit 0", name())
}

// The meaning of a payload byte: a whole character, one byte of several, or part of a
// Close code.
func TestMeaningOfAPayloadByte(t *testing.T) {
	for _, c := range []struct{ fragment, byte, says string }{
		{"", "payload, byte 7: 9f", "9f on the wire ⊕ fa, byte 1 of the key, = 65, “e” (§5.3)."},
		{"#v1/s/8106ec9588eb8595", "payload, byte 3: 95", "95, byte 2 of 3 of “안”, unchanged"},
		{"#v1/s/8106ec9588eb8595", "payload, byte 7: 95", "95, byte 3 of 3 of “녕”, unchanged"},
		{"#v1/s/8104f09f8c8d", "payload, byte 5: 8d", "8d, byte 4 of 4 of “🌍”, unchanged"},
		{"#v1/s/8102c3a9", "payload, byte 2: c3", "c3, byte 1 of 2 of “é”, unchanged"},
		{"#v1/s/810120", "payload, byte 2: 20", "20, “␣”, unchanged"},
		{"#v1/s/880503e8627965", "payload, byte 3: e8", "e8, byte 2 of 2 of the close code 1000, unchanged"},
		{"#v1/s/880503e8627965", "payload, byte 4: 62", "62, “b”, unchanged"},
		{"#v1/s/81026180", "payload, byte 3: 80, breaks a rule", "80, unchanged"},
		{"#v1/s/82026180", "payload, byte 2: 61", "61, unchanged"},
		{"#v1/s/8904ec9588ff", "payload, byte 5: ff", "ff, unchanged"},
	} {
		p := builder(t, c.fragment)
		p.find("button", c.byte).click()
		says := func() string { return eval[string](p, "document.querySelector('.drawersays').textContent") }
		p.wait(func() bool { return strings.Contains(says(), c.says) }, "%s: %s", c.byte, lazily(says))
	}
}

// The figure shows the length of a frame, also if it takes more than 7 bits.
func TestTheFigureTellsTheLength(t *testing.T) {
	builtInGo := eval[string](builder(t, ""), "fetch(location.pathname).then((r) => r.text())")
	assert.Contains(t, builtInGo, "length 5")
	for fragment, want := range map[string][2]string{
		"#v1/s/8105":                 {"length 5", "extended length: none: 7 bits are enough"},
		"#v1/s/817d":                 {"length 125", "extended length: none: 7 bits are enough"},
		"#v1/s/827e007e":             {"126 → 2 bytes", "length 126"},
		"#v1/c/82fe013b":             {"126 → 2 bytes", "length 315"},
		"#v1/c/82ff0000000000010000": {"127 → 8 bytes", "length 65,536"},
		"#v1/c/82ff7fffffffffffffff": {"127 → 8 bytes", "length 9,223,372,036,854,775,807"},
		"#v1/s/817e0005":             {"126 → 2 bytes", "length 5"},
		"#v1/s/817e01":               {"126 → 2 bytes", "extended length"},
		"#v1/s/817f00000000":         {"127 → 8 bytes", "extended length"},
	} {
		p := builder(t, fragment)
		assert.Equal(t, want[:], eval[[]string](p, "['.length .brace', '.extended :is(.brace, .slotwords)'].map((s) => document.querySelector('.figure ' + s).textContent)"), fragment)
	}
}

// Placing a card is announced, whether by mouse, by keys, or by taking it back.
func TestPlacingACardIsAnnounced(t *testing.T) {
	for _, lang := range languages {
		p := open(t, serveFolder(t, siteFolder(t))+lang+"/lessons/byte-0/", view{language: lang, stillness: true})
		settled(p)
		x := exerciseOf(p, "opcodes-sort")
		parts := eval[[]string](p, x.section()+".querySelector('.card').dataset.name && ['.card', '.put'].map((s) => "+x.section()+".querySelector(s).dataset.name)")
		in := words.In(lang).T("ex.sort.card.in", "what", parts[0], "bin", parts[1])
		out := words.In(lang).T("ex.sort.card", "what", parts[0])
		p.hush()
		card := x.within(".card[data-name=" + quote(parts[0]) + "]")
		x.clickOn(card)
		x.clickOn(x.within("[data-put]"))
		assert.Equal(t, in, p.said(), "put down with the mouse")
		p.hush()
		eval[bool](p, "(document.querySelector("+quote(card)+").focus(), true)")
		p.press("0")
		assert.Equal(t, out, p.said(), "taken back with a key")
	}
}

// The live region speaks the sentence about an answer first, without figure and bytes.
func TestTheAnswerIsSaidSentenceFirst(t *testing.T) {
	p := builder(t, "")
	p.hush()
	p.find("button", "Send").click()
	assert.Regexp(t, "^The server received a whole text message of 5 bytes\\. The client accepts this", p.said())
	assert.NotContains(t, p.said(), "81 05")
}
