package browser

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// places returns the names of the frames in the builder's strip.
func (p *page) places() []string {
	return eval[[]string](p, "[...document.querySelectorAll('[data-part=strip] [data-act=frame]')].map((e) => (e.querySelector('.unseen') ?? e).textContent)")
}

// isStream waits until the builder has these bytes.
func (p *page) isStream(want string) {
	p.t.Helper()
	p.wait(func() bool { return p.bytes() == want }, "the bytes are %s, not %s", lazily(p.bytes), want)
}

const (
	one   = "810131"
	two   = "820132"
	three = "890133"
)

// Every operation of the strip changes the bytes as its name says, is one step to undo, and
// selects the frame that it is about.
func TestChangeAStream(t *testing.T) {
	for _, c := range []struct{ do, from, want, selected string }{
		{"Add a frame at the end", "frame 1 of 3, text, 3 bytes, allowed", one + two + three + "810548656c6c6f", "frame 4 of 4, text, 7 bytes, allowed"},
		{"Insert a frame before", "frame 1 of 3, text, 3 bytes, allowed", "810548656c6c6f" + one + two + three, "frame 1 of 4, text, 7 bytes, allowed"},
		{"Insert a frame before", "frame 3 of 3, ping, 3 bytes, allowed", one + two + "810548656c6c6f" + three, "frame 3 of 4, text, 7 bytes, allowed"},
		{"Insert a frame after", "frame 2 of 3, binary, 3 bytes, allowed", one + two + "810548656c6c6f" + three, "frame 3 of 4, text, 7 bytes, allowed"},
		{"Duplicate the frame", "frame 2 of 3, binary, 3 bytes, allowed", one + two + two + three, "frame 3 of 4, binary, 3 bytes, allowed"},
		{"Delete the frame", "frame 1 of 3, text, 3 bytes, allowed", two + three, "frame 1 of 2, binary, 3 bytes, allowed"},
		{"Delete the frame", "frame 3 of 3, ping, 3 bytes, allowed", one + two, "frame 2 of 2, binary, 3 bytes, allowed"},
		{"Move the frame earlier", "frame 3 of 3, ping, 3 bytes, allowed", one + three + two, "frame 2 of 3, ping, 3 bytes, allowed"},
		{"Move the frame later", "frame 1 of 3, text, 3 bytes, allowed", two + one + three, "frame 2 of 3, text, 3 bytes, allowed"},
	} {
		t.Run(c.do+" "+c.from[:7], func(t *testing.T) {
			p := builder(t, "#v1/s/"+one+two+three)
			p.find("button", c.from).click()
			p.find("button", c.do).click()
			p.isStream(c.want)
			assert.Equal(t, "true", property[string](p.find("button", c.selected), "ariaCurrent"))
			assert.Contains(t, p.said(), "of ")
			p.find("button", "Undo").click()
			p.isStream(one + two + three)
			assert.Equal(t, "true", property[string](p.find("button", c.from), "ariaCurrent"), "what was selected before")
			assert.Equal(t, "true", p.find("button", "Undo").state("disabled"), "it was one step")
			p.find("button", "Redo").click()
			p.isStream(c.want)
			p.eventually("location.hash === '#v1/s/" + c.want + "'")
		})
	}
}

// The strip has one tab stop; arrows, Home and End select, Delete deletes, and Shift with an
// arrow moves.
func TestAStreamByKeyboard(t *testing.T) {
	p := builder(t, "#v1/s/"+one+two+three)
	p.tabTo("[data-part=strip] button")
	p.hasFocus("button", "frame 1 of 3, text, 3 bytes, allowed")
	p.press("ArrowRight")
	p.hasFocus("button", "frame 2 of 3, binary, 3 bytes, allowed")
	p.sentence("binary message of 1 byte")
	p.press("End")
	p.hasFocus("button", "frame 3 of 3, ping, 3 bytes, allowed")
	p.press("ArrowRight", "Home")
	p.hasFocus("button", "frame 1 of 3, text, 3 bytes, allowed")
	p.press("Shift+ArrowRight")
	p.hasFocus("button", "frame 2 of 3, text, 3 bytes, allowed")
	p.isStream(two + one + three)
	p.press("Shift+ArrowLeft", "Delete")
	p.hasFocus("button", "frame 1 of 2, binary, 3 bytes, allowed")
	p.isStream(two + three)
	p.press("Tab")
	p.hasFocus("button", "Add a frame at the end")
	p.press("Enter")
	p.isStream(two + three + "810548656c6c6f")
	p.press("Tab")
	p.hasFocus("button", "Move the frame earlier")
	p.press("Enter", "Enter", "Enter")
	p.isStream("810548656c6c6f" + two + three)
	p.press("Control+z", "Control+z", "Control+z", "Control+z", "Control+z", "Control+z")
	p.isStream(one + two + three)
}

// Nothing is put after a frame that is not complete: it would be read as that frame's bytes.
func TestNothingAfterHalfAFrame(t *testing.T) {
	p := builder(t, "#v1/s/"+one+"810548")
	p.find("button", "frame 2 of 2, text, 3 bytes, not complete").click()
	for _, act := range []string{"Add a frame at the end", "Insert a frame after", "Duplicate the frame", "Move the frame earlier"} {
		p.find("button", act).click()
		assert.Contains(t, p.said(), "Frame 2 still waits for 4 bytes", act)
	}
	assert.Equal(t, one+"810548", p.bytes())
	p.find("button", "Insert a frame before").click()
	p.isStream(one + "810548656c6c6f" + "810548")
}

// A stream can lose all its frames, and have new ones.
func TestAnEmptyStream(t *testing.T) {
	p := builder(t, "#v1/s/"+one+two)
	p.find("button", "frame 2 of 2, binary, 3 bytes, allowed").click()
	p.clickOn(".hexview summary")
	p.find("textbox", "Frame 2 in hexadecimal").fill("")
	p.isStream(one)
	for _, act := range []string{"Delete the frame", "Duplicate the frame", "Move the frame earlier", "Move the frame later"} {
		assert.Equal(t, "true", p.find("button", act).state("disabled"), act)
		p.find("button", act).click()
	}
	p.isStream(one)
	p.find("button", "Insert a frame after").click()
	p.isStream(one + "810548656c6c6f")
	p.find("button", "Delete the frame").click()
	p.find("button", "Delete the frame").click()
	p.sentence("There is nothing here yet.")
	p.find("button", "Insert a frame before").click()
	p.isStream("810548656c6c6f")
}

// A stream of very many frames draws only those around the selected one, and leads to the
// others.
func TestAStreamOfManyFrames(t *testing.T) {
	p := builder(t, "#v1/s/"+strings.Repeat("8100", 300)+"8300")
	p.sentence("must fail the connection")
	assert.LessOrEqual(t, len(p.places()), 62)
	p.find("button", "Frame 301 fails.").click()
	p.hasFocus("button", "frame 301 of 301, reserved (data), 2 bytes, not allowed")
	p.press("ArrowLeft", "Home", "End")
	p.hasFocus("button", "frame 301 of 301, reserved (data), 2 bytes, not allowed")
	p.find("button", "241 more").click()
	p.hasFocus("button", "frame 241 of 301, text, 2 bytes, allowed")
}

// The verdict is the stream's: about the first frame that breaks a rule, whichever is
// selected. It leads to that frame, and has its fixes.
func TestVerdictOnAStream(t *testing.T) {
	p := builder(t, "#v1/c/818137fa213d06"+"828137fa213d05"+"890133"+"888037fa213d")
	p.sentence("Frame 3 fails. The server must fail the connection. This frame from a client is not masked.")
	assert.Equal(t, []string{
		"frame 1 of 4, text, 7 bytes, allowed", "frame 2 of 4, binary, 7 bytes, allowed",
		"frame 3 of 4, ping, 3 bytes, not allowed", "frame 4 of 4, close, 6 bytes, not read",
	}, p.places())
	assert.Contains(t, eval[string](p, "document.querySelector('.own').textContent"), "Frame 1. The server accepts this: one whole text message of 1 byte")
	p.find("button", "Frame 3 fails.").click()
	p.hasFocus("button", "frame 3 of 4, ping, 3 bytes, not allowed")
	p.gone("button", "Frame 3 fails.")
	assert.Contains(t, p.facts(), "Frame 3 of 4")
	p.find("button", "MASK 0, byte 1, bit 7, breaks a rule")
	p.find("button", "frame 1 of 4, text, 7 bytes, allowed").click()
	p.find("button", "Fix frame 3: mask it").click()
	p.sentence("one whole text message of 1 byte")
	assert.Contains(t, p.bytes(), "898")
	p.find("button", "Undo").click()
	p.sentence("must fail the connection")
	assert.Equal(t, "818137fa213d06828137fa213d05890133888037fa213d", p.bytes())
}

// A frame after the one that the verdict is about has its own line, with its own fixes.
func TestFixALaterFrame(t *testing.T) {
	p := builder(t, "#v1/s/010348656c"+"81026c6f"+"a100"+"8801ff")
	p.sentence("A new message begins before the previous one has ended.")
	p.find("button", "frame 3 of 4, text, 2 bytes, not allowed").click()
	own := func() string { return eval[string](p, "document.querySelector('.own')?.textContent ?? ''") }
	assert.Contains(t, own(), "Frame 3. The connection has failed before this frame, so it is not read. RSV2 is set")
	p.find("button", "Fix frame 3: clear RSV2").click()
	p.isStream("010348656c" + "81026c6f" + "8100" + "8801ff")
	assert.Equal(t, "Frame 3. The connection has failed before this frame, so it is not read. ", own())
	p.find("button", "Undo").click()
	p.isStream("010348656c" + "81026c6f" + "a100" + "8801ff")
	p.find("button", "frame 4 of 4, close, 3 bytes, not allowed").click()
	p.find("button", "Fix frame 4: leave the body out").click()
	p.isStream("010348656c" + "81026c6f" + "a100" + "8800")
	p.find("button", "Fix frame 2: make it a continuation").click()
	p.isStream("010348656c" + "80026c6f" + "a100" + "8800")
}

// Between the frames the strip says what state the receiver is in.
func TestStateBetweenFrames(t *testing.T) {
	for _, c := range []struct {
		what, link string
		want       []string
	}{
		{"whole messages", "s/" + one + two, []string{"", ""}},
		{"§5.4 fragments, and a ping between them", "s/010131" + three + "000132" + "800133" + one,
			[]string{"in a text message: 1 frame so far", "in a text message: 1 frame so far", "in a text message: 2 frames so far", "", ""}},
		{"§5.4 an empty first fragment", "s/0200", []string{"in a binary message: 1 frame so far"}},
		{"§5.5.1 a Close", "s/" + one + "880203e8" + one, []string{"", "closing", ""}},
		{"§7.1.7 a broken rule", "s/" + one + "8300" + one, []string{"", "failed", ""}},
		{"RFC 7692 §7.1.1 context takeover", "s/deflate/c107f248cdc9c90700" + "c105f200110000" + three,
			[]string{"window: 5 bytes", "window: 10 bytes", "window: 10 bytes"}},
		{"RFC 7692 §7.2.3.2 a reference to what is not here", "s/deflate/c105f200110000" + one, []string{"", ""}},
	} {
		t.Run(c.what, func(t *testing.T) {
			p := builder(t, "#v1/"+c.link)
			assert.Equal(t, c.want, eval[[]string](p, "[...document.querySelectorAll('[data-part=strip] li:not(.count)')].map((e) => e.querySelector('.after')?.lastChild.textContent ?? '')"))
		})
	}
}

// After a Close nothing is read, but the frames there can be worked on and moved before it.
func TestFramesAfterAClose(t *testing.T) {
	p := builder(t, "#v1/s/"+"880203e8"+one+"8300")
	assert.Equal(t, []string{"frame 1 of 3, close, 4 bytes, allowed", "frame 2 of 3, text, 3 bytes, not read", "frame 3 of 3, reserved (data), 2 bytes, not allowed"}, p.places())
	p.sentence("This is a Close frame with code 1000")
	p.find("button", "frame 2 of 3, text, 3 bytes, not read").click()
	p.sentence("The sender must not send this: it has already sent Close (§5.5.1). The receiver does not read it.")
	p.find("button", "Move the frame earlier").click()
	p.isStream(one + "880203e8" + "8300")
	p.sentence("one whole text message of 1 byte")
}

// Every edit acts on the selected frame: bits, bytes, fields, hexadecimal and copying.
func TestWorkOnTheSelectedFrame(t *testing.T) {
	p := builder(t, "#v1/s/"+one+two+three)
	p.find("button", "frame 2 of 3, binary, 3 bytes, allowed").click()
	p.find("button", "opcode 0, byte 0, bit 0").click()
	p.isStream(one + "830132" + three)
	p.find("button", "opcode 1, byte 0, bit 0, breaks a rule").click()
	p.find("tab", "Hex").click()
	p.find("textbox", "payload in hexadecimal").fill("41 42 43")
	p.isStream(one + "8203414243" + three)
	p.find("button", "payload, byte 3: 42").click()
	p.find("textbox", "Byte 3 in hexadecimal").fill("ff")
	p.isStream(one + "820341ff43" + three)
	p.clickOn(".hexview summary")
	field := p.find("textbox", "Frame 2 in hexadecimal")
	assert.Equal(t, "82 03 41 ff 43", property[string](field, "value"))
	field.fill("82 02 01 02 8a 00")
	p.isStream(one + "82020102" + "8a00" + three)
	field.fill("82 00")
	p.isStream(one + "8200" + three)
	p.find("button", "Frame 3, payload, byte 2: 33").click()
	p.find("button", "frame 3 of 3, ping, 3 bytes, allowed")
	p.find("heading", "Byte 2: payload")
	p.copies("hex", "89 01 33")
	p.copies("stream", "81 01 31 82 00 89 01 33")
}

// copies presses an entry of the copy menu, and checks what it copies.
func (p *page) copies(form, want string) {
	p.t.Helper()
	got := eval[string](p, `(() => {
		let got = '';
		Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: async (text) => { got = text; } } });
		document.querySelector('[data-act=copy][data-form="`+form+`"]').click();
		return Promise.resolve().then(() => got);
	})()`)
	assert.Equal(p.t, want, got, form)
}

// Text that cannot be used yet stays with the frame that it was typed for, wherever that goes.
func TestDraftsStayWithTheirFrame(t *testing.T) {
	p := builder(t, "#v1/c/"+helloMasked+helloMasked)
	p.find("button", "frame 2 of 2, text, 11 bytes, allowed").click()
	p.find("textbox", "masking key (hexadecimal)").fill("00 0")
	p.find("button", "frame 1 of 2, text, 11 bytes, allowed").click()
	key := func() string {
		return property[string](p.find("textbox", "masking key (hexadecimal)"), "value")
	}
	assert.Equal(t, "37 fa 21 3d", key())
	p.find("button", "Insert a frame before").click()
	p.find("button", "frame 3 of 3, text, 11 bytes, allowed").click()
	p.wait(func() bool { return key() == "00 0" }, "the field says %s", lazily(key))
	p.eventually("location.hash.slice(6) === '" + p.bytes() + "'")
	p.reloaded()
	assert.Equal(t, "00 0", key(), "and after a reload, with the frame still selected")
	p.find("button", "frame 3 of 3, text, 11 bytes, allowed")
}

// A frame of up to 16 bytes is on one line, in every form of its length, and its line of
// levels is not broken anywhere.
func TestAFrameIsOnOneLine(t *testing.T) {
	text := strings.Repeat("41", 16)
	for what, bytes := range map[string]string{
		"masked": "8190" + "00000000" + text, "not masked": "8110" + text, "empty": "8180" + "00000000",
		"in 64 bits": "81ff0000000000000010" + "00000000" + text,
		"in 16 bits": "81fe0010" + "00000000" + text, "with more to show": "81fe0090" + "00000000" + strings.Repeat("41", 144),
		"one character": "8183" + "00000000" + "ec9588",
	} {
		for _, lang := range languages {
			p := open(t, serveFolder(t, siteFolder(t))+lang+"/labs/frame/#v1/c/"+bytes, view{language: lang, width: 1440, height: 900, stillness: true})
			settled(p)
			assert.Len(t, eval[[]float64](p, "[...new Set([...document.querySelectorAll('.figure :is(.bit, .cell, .slot, .more)')].map((e) => Math.round(e.getBoundingClientRect().top)))]"), 1, "%s, %s", lang, what)
			assert.Empty(t, eval[[]string](p, `(() => {
				const broken = [];
				let end = null;
				for (const path of document.querySelectorAll('.figure .wave path')) {
					const at = (n) => { const p = path.getPointAtLength(n).matrixTransform(path.getScreenCTM()); return [p.x, p.y]; };
					const [x, y] = at(0);
					if (end && Math.hypot(x - end[0], y - end[1]) > 1) broken.push(path.getAttribute('class') + ' begins at ' + x + ', ' + y + ', not at ' + end);
					end = at(path.getTotalLength());
				}
				return broken;
			})()`), "%s, %s", lang, what)
		}
	}
}

// The lane is under the row with the chosen byte, its notch at the byte, and choosing moves
// nothing below the lane.
func TestTheLaneIsAtTheByte(t *testing.T) {
	for _, width := range []int64{1440, 768, 320} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			p := open(t, serveFolder(t, siteFolder(t))+"en/labs/frame/#v1/c/8190"+"00000000"+strings.Repeat("41", 16), view{width: width, height: 900, stillness: true})
			settled(p)
			below := "document.querySelector('.below').getBoundingClientRect().top + scrollY"
			was := eval[float64](p, below)
			for _, byte := range []int{2, 6, 13, 21} {
				eval[bool](p, fmt.Sprintf("(document.querySelector('.figure [data-byte=\"%d\"]').click(), true)", byte))
				p.find("heading", fmt.Sprintf("Byte %d: %s", byte, map[bool]string{true: "payload", false: "masking key"}[byte > 5]))
				assert.Empty(t, eval[string](p, fmt.Sprintf(`(() => {
					const cell = document.querySelector('.figure [data-byte="%d"]').getBoundingClientRect();
					const notch = document.querySelector('.notch').getBoundingClientRect();
					const lane = document.querySelector('.lane').getBoundingClientRect();
					if (Math.abs(notch.x + notch.width / 2 - cell.x - cell.width / 2) > 2) return 'the notch is at ' + notch.x + ', the byte at ' + cell.x;
					if (lane.top < cell.bottom || lane.top - cell.bottom > 150) return 'the lane is ' + (lane.top - cell.bottom) + ' under the byte';
					const over = [...document.querySelectorAll('.figure :is(.bit, .cell, .glyph)')].map((e) => e.getBoundingClientRect()).filter((r) => r.top < lane.bottom - 1 && r.bottom > lane.top + 1);
					return over.length ? over.length + ' cells are under the lane' : '';
				})()`, byte)), "byte %d", byte)
				assert.InDelta(t, was, eval[float64](p, below), 1, "nothing below moves")
			}
		})
	}
}

// The table follows the wire: the rows of a byte's fields, then the fields of whole bytes.
func TestTheTableOfFields(t *testing.T) {
	p := builder(t, "#v1/c/81fe007e"+"00000000"+strings.Repeat("41", 126))
	assert.Equal(t, []string{"81 | 1··· ····", "·000 ····", "···· 0001", "fe | 1··· ····", "·111 1110", "007e", "00000000", "414141…"},
		eval[[]string](p, "[...document.querySelectorAll('.fields tbody tr')].map((r) => [r.querySelector('.bytes')?.textContent, r.querySelector('.bits').textContent.trim()].filter(Boolean).join(' | '))"))
	p.find("button", "byte 3: 7e").click()
	p.find("heading", "Byte 3: extended length")
	p.find("checkbox", "MASK").click()
	p.eventually("document.querySelector('.fields [data-of=mask] .bad')?.textContent.includes('not masked')")
	// A row and its part of the figure light together.
	p.find("checkbox", "FIN").focus()
	p.eventually("document.querySelector('.figure .over')?.dataset.of === 'fin'")
	p.find("button", "opcode 1, byte 0, bit 0").hover()
	p.eventually("document.querySelector('.fields .on')?.dataset.of === 'opcode'")
}

// The payload can be read as JSON, when it is JSON, without a character of it changed.
func TestPayloadAsJSON(t *testing.T) {
	p := builder(t, "")
	p.gone("tab", "JSON")
	field := p.find("textbox", "payload as text")
	field.fill(`{"a":[1.0,{"b":"{,}"}],"n":12345678901234567890}`)
	p.find("tab", "JSON").click()
	assert.Equal(t, "{\n  \"a\": [\n    1.0,\n    {\n      \"b\": \"{,}\"\n    }\n  ],\n  \"n\": 12345678901234567890\n}", p.find("tabpanel", "JSON").text())
	p.press("ArrowRight")
	p.hasFocus("tab", "Text")
	p.press("ArrowRight")
	p.hasFocus("tab", "Hex")
	p.press("ArrowRight")
	p.hasFocus("tab", "JSON")
	p.find("button", "Undo").click()
	p.gone("tab", "JSON")
	p.find("textbox", "payload as text")
}

// A payload that is JSON has its JSON view in whatever frame it comes.
func TestJSONInAnyFrame(t *testing.T) {
	const json = "7b2261223a317d" // {"a":1}
	for what, link := range map[string]string{
		"text": "s/8107" + json, "binary": "s/8207" + json, "masked": "c/818700000000" + json, "a first fragment": "s/0107" + json + "8000",
		"a continuation": "s/0100" + "8007" + json,
	} {
		p := builder(t, "#v1/"+link)
		eval[bool](p, "([...document.querySelectorAll('[data-part=strip] [data-act=frame]')].at("+map[bool]string{true: "-1", false: "0"}[what == "a continuation"]+").click(), true)")
		p.find("tab", "JSON").click()
		assert.Contains(t, p.find("tabpanel", "JSON").text(), "\"a\": 1", what)
	}
}

// A long verdict with its fixes leaves most of a small phone's screen to the frame, also
// over a stream.
func TestTheVerdictLeavesRoomOnAPhone(t *testing.T) {
	for _, lang := range languages {
		for _, link := range []string{"c/810548656c6c6f", "s/c107f248cdc9c90700", "s/897e007e" + strings.Repeat("41", 126), "s/" + one + "010131" + two + "a100"} {
			p := open(t, serveFolder(t, siteFolder(t))+lang+"/labs/frame/#v1/"+link, view{language: lang, width: 320, height: 640, stillness: true})
			settled(p)
			p.eventually("document.querySelectorAll('[data-act=fix]').length > 0")
			assert.LessOrEqual(t, eval[float64](p, "document.querySelector('[data-part=verdict]').offsetHeight / innerHeight"), 0.31, "%s %s", lang, link)
			assert.Zero(t, eval[int](p, "document.documentElement.scrollWidth - innerWidth"), "%s %s", lang, link)
		}
	}
}

// The line of levels is over its cells, in every width, also once the panel that sends is open:
// the panel has a wire with a line of its own.
func TestTheWaveIsOverItsCells(t *testing.T) {
	for _, width := range []int64{1440, 768, 320} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			p := open(t, serveFolder(t, siteFolder(t))+"en/labs/frame/", view{width: width, height: 900, stillness: true})
			settled(p)
			p.find("button", "masking key, byte 2: 37").click()
			over := func() {
				t.Helper()
				assert.Empty(t, eval[[]string](p, `[...document.querySelectorAll('.onwire .byte')].flatMap((byte) => {
					const cells = byte.querySelector('.bit').getBoundingClientRect();
					const names = [...byte.querySelectorAll('.brace')].map((e) => { const r = document.createRange(); r.selectNodeContents(e); return r.getBoundingClientRect(); });
					return [...byte.querySelectorAll('.wave path')].flatMap((path) => {
						const { top, bottom } = path.getBoundingClientRect();
						if (bottom > cells.top) return ['the low level at ' + bottom + ' is behind the cells from ' + cells.top];
						return names.some((name) => name.width && name.bottom > top + 2) ? ['the high level at ' + top + ' is behind a name'] : [];
					});
				})`))
			}
			over()
			p.find("button", "Send").click()
			p.eventually(`[...document.styleSheets].some(({ href }) => href?.includes('sending'))`)
			p.eventually(`document.querySelector('.sending .train path')`)
			over()
		})
	}
}

// The sign of a broken bit is on the bit's corner, whatever is under it.
func TestTheSignIsOnItsBit(t *testing.T) {
	for _, width := range []int64{1440, 768, 320} {
		for _, link := range []string{"c/" + helloUnmasked, "c/8105" + helloMasked[4:], "s/" + helloMasked, "s/0900"} {
			p := open(t, serveFolder(t, siteFolder(t))+"en/labs/frame/#v1/"+link, view{width: width, height: 900, stillness: true})
			settled(p)
			assert.Empty(t, eval[string](p, `(() => {
				const run = document.querySelector('.onwire .w1.broken');
				const brace = run.querySelector('.brace').getBoundingClientRect();
				const { top, right } = run.querySelector('.bit').getBoundingClientRect();
				const sign = getComputedStyle(run.querySelector('.brace'), '::before');
				const x = brace.right - parseFloat(sign.right) - 9, y = brace.top + parseFloat(sign.top) + 9;
				return Math.hypot(x - right, y - top) < 6 ? '' : 'the sign is at ' + x + ', ' + y + ', the corner at ' + right + ', ' + top;
			})()`), "%s at %d", link, width)
		}
	}
}

// The names over the fields have one size and do not touch.
func TestNamesOverFieldsStandApart(t *testing.T) {
	for _, lang := range languages {
		for _, width := range []int64{1440, 768, 320} {
			for _, link := range []string{"c/" + helloMasked, "s/827e1388" + strings.Repeat("41", 5000), "c/8105", "s/82ff0000000000010000"} {
				p := open(t, serveFolder(t, siteFolder(t))+lang+"/labs/frame/#v1/"+link, view{language: lang, width: width, height: 900, stillness: true})
				settled(p)
				assert.Empty(t, eval[[]string](p, `(() => {
					const names = [...document.querySelectorAll('.onwire .figure .brace')].filter((e) => e.textContent).map((e) => {
						const range = document.createRange();
						range.selectNodeContents(e);
						return { e, words: e.textContent, at: range.getBoundingClientRect() };
					});
					const faults = [];
					for (const [i, a] of names.entries()) {
						if (getComputedStyle(a.e).font !== getComputedStyle(names[1].e).font) faults.push(a.words + ' is in ' + getComputedStyle(a.e).font);
						for (const b of names.slice(i + 1)) {
							const beside = a.at.top < b.at.bottom && b.at.top < a.at.bottom;
							if (beside && b.at.left - a.at.right < 7.5 && a.at.left - b.at.right < 7.5) faults.push(a.words + ' touches ' + b.words + ': ' + (b.at.left - a.at.right));
						}
						if (a.at.height > 42) faults.push(a.words + ' takes three lines');
					}
					return faults;
				})()`), "%s at %d, %.20s", lang, width, link)
			}
		}
	}
}

// Data after a Close is the sender's fault, though the receiver does not read it (§5.5.1).
func TestDataAfterAClose(t *testing.T) {
	for _, c := range []struct{ what, link, says, not, facts string }{
		{"a text", "s/880203e8" + "810141", "The sender must not send this", "so it is not read", "send.after-close"},
		{"a continuation", "c/888200000000" + "03e8" + "808100000000" + "41", "The sender must not send this", "so it is not read", "frame.continuation.orphan"},
		{"a text that breaks a rule", "s/880203e8" + "a10141", "The sender must not send this: it has already sent Close (§5.5.1). The receiver does not read it. RSV2", "", ""},
		{"a ping", "s/880203e8" + "8900", "so it is not read", "must not send", ""},
	} {
		p := builder(t, "#v1/"+c.link)
		eval[bool](p, "(document.querySelector('[data-part=strip] [data-at=\"1\"]').click(), true)")
		verdict := func() string { return eval[string](p, "document.querySelector('[data-part=verdict]').textContent") }
		p.wait(func() bool { return strings.Contains(verdict(), c.says) }, "%s: %s", c.what, lazily(verdict))
		assert.NotContains(t, verdict(), "No rule broken", c.what)
		assert.Contains(t, verdict(), c.facts, c.what)
		if c.not != "" {
			assert.NotContains(t, verdict(), c.not, c.what)
		}
	}
}

// Every frame of a stream of a few is in sight, whole, and the strip says how many there are.
func TestTheStripShowsEveryFrame(t *testing.T) {
	for _, lang := range languages {
		for _, width := range []int64{1440, 768, 320} {
			for _, frames := range []string{one + two + three, "010131" + three + "000132" + "800133", "010348656c" + "80026c6f" + three + two + "880203e8", one + two + three + "010131" + "800132" + "8a00" + "8300"} {
				p := open(t, serveFolder(t, siteFolder(t))+lang+"/labs/frame/#v1/s/"+frames, view{language: lang, width: width, height: 900, stillness: true})
				settled(p)
				n := len(p.places())
				assert.Empty(t, eval[[]string](p, `(() => {
					const strip = document.querySelector('[data-part=strip]').getBoundingClientRect();
					return [...document.querySelectorAll('[data-part=strip] li')].filter((e) => {
						const { left, right, top, bottom } = e.getBoundingClientRect();
						return left < strip.left - 1 || right > strip.right + 1 || top < strip.top - 1 || bottom > strip.bottom + 1;
					}).map((e) => e.textContent);
				})()`), "%s at %d, %d frames", lang, width, n)
				if n > 3 {
					assert.Contains(t, eval[string](p, "document.querySelector('.strip .count').textContent"), fmt.Sprint(n))
				}
			}
		}
	}
}

// On a small phone the verdict is two lines and its fixes, until a press shows the rest.
func TestTheVerdictFoldsOnAPhone(t *testing.T) {
	for _, lang := range languages {
		for _, link := range []string{"c/" + helloMasked, "s/010348656c", "c/8105" + helloMasked[4:], "s/" + one + "800141", "s/" + one + "010131" + two + "a100"} {
			p := open(t, serveFolder(t, siteFolder(t))+lang+"/labs/frame/#v1/"+link, view{language: lang, width: 320, height: 640, stillness: true})
			settled(p)
			p.eventually("document.querySelector('frame-builder').remedies")
			height := func() float64 { return eval[float64](p, "document.querySelector('[data-part=verdict]').offsetHeight") }
			assert.LessOrEqual(t, height(), 106.0, "%s %s", lang, link)
			was := height()
			p.clickOn(".fold summary")
			p.wait(func() bool { return height() > was }, "%s %s: the verdict stays %v high", lang, link, was)
			assert.NotContains(t, eval[string](p, "getComputedStyle(document.querySelector('.facts > a')).display"), "none")
			assert.LessOrEqual(t, height(), 193.0, "%s %s", lang, link)
		}
	}
}

// A term that moves under a resting pointer after a press is not explained.
func TestATermThatMovesUnderThePointer(t *testing.T) {
	p := builder(t, "")
	shown := func(x int) bool {
		return eval[bool](p, fmt.Sprintf(`(async () => {
			document.querySelector('h1').dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, clientX: 5, clientY: 5 }));
			const term = document.querySelector('.sentence [data-term]');
			term.matches = (s) => s === ':hover' || Element.prototype.matches.call(term, s);
			term.dispatchEvent(new PointerEvent('pointerover', { bubbles: true, pointerType: 'mouse', clientX: %d, clientY: 5 }));
			await new Promise((done) => setTimeout(done, 1500));
			return document.querySelector('.termbox')?.hidden === false;
		})()`, x))
	}
	assert.False(t, shown(5), "the pointer has not moved")
	assert.True(t, shown(6), "it has")
}
