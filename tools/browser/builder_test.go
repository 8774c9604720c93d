package browser

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// builder opens the frame builder on a static host and waits until it is live.
func builder(t *testing.T, fragment string) *page {
	t.Helper()
	p := open(t, serveFolder(t, siteFolder(t))+"en/labs/frame/"+fragment, view{width: 1440, height: 900})
	settled(p)
	return p
}

// sentence waits until the verdict's sentence contains text.
func (p *page) sentence(text string) {
	p.t.Helper()
	p.wait(func() bool { return strings.Contains(p.verdict(), text) }, "the verdict is %s, not %q", lazily(p.verdict), text)
}

func (p *page) verdict() string {
	return eval[string](p, "document.querySelector('.sentence')?.textContent ?? ''") // there is no sentence while a page is loading
}

func (p *page) facts() string { return eval[string](p, "document.querySelector('.facts').textContent") }

// bytes returns the bytes in the builder, which writes its address a moment later.
func (p *page) bytes() string {
	return eval[string](p, "[...document.querySelector('frame-builder').store.state.bytes].map((b) => b.toString(16).padStart(2, '0')).join('')")
}

const (
	helloMasked   = "818537fa213d7f9f4d5158"
	helloUnmasked = "810548656c6c6f"
)

// The build and the page draw every frame the same, with the codec as Go and with the
// module.
func TestFramesLookTheSameBeforeTheModule(t *testing.T) {
	for _, lang := range languages {
		drawn := 0
		for _, path := range pagePaths(t, lang) {
			p := open(t, serveFolder(t, siteFolder(t))+path, view{language: lang})
			settled(p)
			for _, same := range eval[[][]string](p, `fetch(location.pathname).then((r) => r.text()).then((text) => {
				// A lesson's sentences have been through its own care for line breaks.
				const parts = ':is(frame-builder, lesson-frame, exercise-frames) [data-part=figure], frame-builder [data-part=verdict], frame-wire :is([data-part=stage], [data-part=says], [data-part=cost])';
				const built = [...new DOMParser().parseFromString(text, 'text/html').querySelectorAll(parts)];
				const live = [...document.querySelectorAll(parts)].map((e) => e.cloneNode(true));
				// Which byte is chosen is the page's, not the build's; an answer's may not begin with bytes.
				for (const e of [...built, ...live]) e.querySelectorAll('[aria-current], [tabindex]').forEach((c) => { c.removeAttribute('aria-current'); c.removeAttribute('tabindex'); });
				return built.map((e, i) => [e.innerHTML, live[i].innerHTML]).filter(([html]) => html !== '');
			})`) {
				assert.Equal(t, same[0], same[1], path)
				drawn++
			}
		}
		assert.Greater(t, drawn, 7, "figures and sentences in %s", lang)
	}
}

func TestPressABit(t *testing.T) {
	p := builder(t, "")
	p.find("button", "MASK 1, byte 1, bit 7").click()
	p.sentence("This frame from a client is not masked.")
	p.find("button", "MASK 0, byte 1, bit 7, breaks a rule")
	assert.Equal(t, "8105"+helloMasked[4:], p.bytes(), "every other byte stays")
	assert.Contains(t, p.facts(), "MASK is 0, so the 4 key bytes are now read as payload, and 4 bytes at the end become a new frame.")
	p.find("button", "Lay it out again").click()
	p.wait(func() bool { return p.bytes() == helloUnmasked }, "the bytes are %s", lazily(p.bytes))
	p.find("button", "Undo").click()
	p.find("button", "Undo").click()
	p.wait(func() bool { return p.bytes() == helloMasked }, "the bytes are %s", lazily(p.bytes))
	p.find("button", "Redo").click()
	p.wait(func() bool { return p.bytes() == "8105"+helloMasked[4:] }, "the bytes are %s", lazily(p.bytes))
}

func TestBitsByKeyboard(t *testing.T) {
	p := builder(t, "")
	p.find("button", "FIN 1, byte 0, bit 7").focus()
	p.press("ArrowRight", "1")
	role, name := p.focused()
	assert.Equal(t, "button RSV1 1, byte 0, bit 6, breaks a rule", role+" "+name)
	p.sentence("RSV1 is set")
	p.press("0")
	p.sentence("accepts this: one whole text message")
	p.press("Home", "Space")
	p.sentence("the first fragment of a text message")
	p.press("End", "ArrowUp")
	_, name = p.focused()
	assert.Equal(t, "opcode 1, byte 0, bit 0", name)
	p.press("Control+z")
	p.sentence("one whole text message")
	p.press("Control+Shift+z")
	p.sentence("the first fragment")
	p.press("Tab")
	_, name = p.focused()
	assert.Equal(t, "masking key, byte 2: 37", name, "the bits are one tab stop, the cells the next")
}

func TestAByteOfThePayload(t *testing.T) {
	p := builder(t, "")
	p.find("button", "payload, byte 6: 7f").click()
	p.find("heading", "Byte 6: payload")
	require.Contains(t, eval[string](p, "document.querySelector('[data-part=drawer]').textContent"), "7f on the wire ⊕ 37, byte 0 of the key, = 48, “H” (§5.3).")
	p.find("button", "payload 1, byte 6, bit 0").click()
	p.sentence("saying “Iello”")
	field := p.find("textbox", "Byte 6 in hexadecimal")
	field.fill("7g")
	assert.Equal(t, "true", p.find("textbox", "Byte 6 in hexadecimal").state("invalid"))
	field.fill("7d")
	p.sentence("saying “Jello”")
}

// The part under the pointer is outlined everywhere it appears, with the key byte that
// masks it.
func TestHoverLightsTheSameByte(t *testing.T) {
	p := builder(t, "")
	p.clickOn(".hexview summary")
	p.eventually(`document.querySelector('.hexrows [data-byte="7"]')`)
	x := eval[float64](p, `(() => { const r = document.querySelector('.hexrows [data-byte="7"]').getBoundingClientRect(); return r.x + r.width / 2; })()`)
	assert.Positive(t, x)
	(&element{p, "button", "payload, byte 6: 7f", p.query("button", "payload, byte 6: 7f")[0].BackendDOMNodeID}).hover()
	p.eventually(`[...document.querySelectorAll('.lit')].map((e) => e.dataset.byte).join() === '2,6,2,6,2,6'`) // in the figure, the table and the hexadecimal rows
}

func TestFieldsLayTheFrameOutAgain(t *testing.T) {
	p := builder(t, "")
	p.find("textbox", "payload as text").fill("안녕")
	p.sentence("6 bytes, masked, saying “안녕”")
	assert.True(t, strings.HasPrefix(p.bytes(), "818637fa213d"), "the key stays: %s", p.bytes())
	p.find("checkbox", "MASK").click()
	p.wait(func() bool { return p.bytes() == "8106ec9588eb8595" }, "the bytes are %s", lazily(p.bytes))
	p.find("checkbox", "MASK").click()
	p.sentence("masked, saying “안녕”")
	p.find("textbox", "payload length").fill("126")
	p.sentence("126 bytes")
	p.find("button", "extended length, byte 2: 00")
	p.find("combobox", "length written in").focus()
	eval[bool](p, `(() => { const s = document.querySelector('select[name=form]'); s.value = '64'; return s.dispatchEvent(new Event('input', { bubbles: true })); })()`)
	p.sentence("The length is written in more bytes than it needs")
	p.find("textbox", "masking key (hexadecimal)").fill("00 00")
	p.find("textbox", "masking key (hexadecimal)")
	assert.Contains(t, eval[string](p, "document.querySelector('#e-key').textContent"), "4 bytes")
	assert.Equal(t, "00 00", property[string](p.find("textbox", "masking key (hexadecimal)"), "value"), "what was typed stays")
}

func TestCloseHasItsOwnFields(t *testing.T) {
	p := builder(t, "#v1/c/888537fa213d3412434452")
	p.sentence("code 1000 (normal closure) and the reason “bye”")
	p.find("textbox", "close code").fill("1005")
	p.sentence("This close code must not be sent in a Close frame")
	p.find("textbox", "close code").fill("4321")
	p.sentence("code 4321 (for private agreement)")
	p.find("textbox", "reason").fill("안녕")
	p.sentence("and the reason “안녕”")
}

func TestHexAcceptsAnyBytes(t *testing.T) {
	p := builder(t, "")
	p.clickOn(".hexview summary")
	field := p.find("textbox", "All bytes in hexadecimal")
	field.fill("89 80 00 00 00 00")
	p.sentence("must answer this empty ping")
	field.fill("89 8")
	assert.Equal(t, "true", p.find("textbox", "All bytes in hexadecimal").state("invalid"))
	p.clickOn(".hexview summary")
	p.clickOn(".hexview summary")
	assert.Equal(t, "89 8", property[string](p.find("textbox", "All bytes in hexadecimal"), "value"), "what was typed is not lost")
	p.sentence("waits for 1 more byte of the header")
	p.find("textbox", "All bytes in hexadecimal").fill("")
	p.sentence("There is nothing here yet")
	p.find("textbox", "All bytes in hexadecimal").fill("81 fe 00")
	p.sentence("The server waits for 1 more byte of the extended length.")
}

func TestPermalink(t *testing.T) {
	p := builder(t, "#v1/s/8a0548656c6c6f")
	p.sentence("The client accepts this pong of 5 bytes")
	p.find("button", "client → server").click()
	p.sentence("not masked")
	p.eventually("location.hash === '#v1/c/8a0548656c6c6f'")
	// The address is right even if the user leaves immediately.
	assert.Equal(t, "#v1/s/8a0548656c6c6f", eval[string](p, `(async () => {
		document.querySelector('[data-receiver="client"][data-act]').click();
		for (let i = 0; i < 10; i++) await null;
		dispatchEvent(new Event('pagehide'));
		return location.hash;
	})()`))
	builder(t, "#v1/c/81%2002%20 68 69").sentence("not masked")
	p = builder(t, "#v1/c/81zz")
	p.wait(func() bool {
		return strings.Contains(eval[string](p, "document.querySelector('#notices').textContent"), "no pair of hexadecimal digits at character 9")
	}, "no word on the link")
	p.sentence("saying “Hello”")
	assert.Equal(t, "#v1/c/81zz", eval[string](p, "location.hash"), "the link is not overwritten")
}

func TestExamplesSayWhatTheyAre(t *testing.T) {
	p := builder(t, "")
	for label, says := range map[string]string{
		"“Hel” + “lo”: two fragments (§5.7)": "the first fragment of a text message",
		"A ping of 126 bytes":                "A control frame has more than 125 bytes of payload",
		"5 bytes in the 16-bit form":         "The length is written in more bytes than it needs",
		"A Close body of one byte":           "The body of the Close frame has one byte",
		"Text that is not UTF-8":             "not valid UTF-8",
		"Cut off in the middle":              "waits for 3 more bytes of the payload",
		"RSV1 and RSV3 set":                  "RSV1 is set",
	} {
		eval[bool](p, "(document.querySelector('.tools details.menu').open = true)")
		p.find("link", label).click()
		p.sentence(says)
	}
	eval[bool](p, "(document.querySelector('.tools details.menu').open = true)")
	p.find("button", "65,536 bytes: the 64-bit length").click()
	p.sentence("one whole binary message of 65,536 bytes")
	p.clickOn(".hexview summary")
	box := p.find("group", "Bytes by offset")
	assert.LessOrEqual(t, eval[int](p, "document.querySelectorAll('.hexrow').length"), 20, "only what is in sight is drawn")
	eval[int](p, "(document.querySelector('.hexrows').scrollTop = 1e9, 1)")
	p.eventually(`document.querySelector('.hexrows [data-byte="65549"]')`)
	assert.NotEmpty(t, box.text())
}

func TestSeveralBrokenRules(t *testing.T) {
	p := builder(t, "#v1/c/d10548656c6c6f")
	p.sentence("RSV1 is set")
	assert.Contains(t, p.facts(), "3 rules broken")
	eval[bool](p, "(document.querySelector('.others').open = true)")
	assert.Contains(t, eval[string](p, "document.querySelector('.others').innerText"), "frame.mask.missing")
}

func TestSendInsideThePage(t *testing.T) {
	p := builder(t, "")
	p.find("button", "Send").click()
	answer := p.find("region", "Answer")
	p.wait(func() bool { return strings.Contains(answer.text(), "81 05 48 65 6c 6c 6f") }, "no echo in %s", lazily(answer.text))
	assert.Contains(t, answer.text(), "the server inside this page")
	p.find("button", "MASK 1, byte 1, bit 7").click()
	p.find("button", "Send").click()
	p.wait(func() bool { return strings.Contains(answer.text(), "code 1002") }, "no Close in %s", lazily(answer.text))
	p.find("button", "server → client").click()
	p.find("button", "Send").click()
	p.wait(func() bool { return strings.Contains(answer.text(), "a client inside this page") }, "no word on the client in %s", lazily(answer.text))
}

func TestSendToTheLocalServer(t *testing.T) {
	url := serve(t, "-site", siteFolder(t))
	for _, c := range []struct {
		what, fragment string
		says           []string
	}{
		{"text", "", []string{"81 05 48 65 6c 6c 6f"}},
		{"binary", "#v1/c/8286" + "00000000" + "000102030405", []string{"82 06 00 01 02 03 04 05"}},
		{"a ping", "#v1/c/898000000000", []string{"8a 00"}},
		{"fragments", "#v1/c/018200000000" + "4865" + "808300000000" + "6c6c6f", []string{"81 05 48 65 6c 6c 6f"}},
		{"a Close", "#v1/c/888200000000" + "0bb8", []string{"88 02 0b b8", "the server closes the TCP connection"}},
		{"no mask", "#v1/c/810548656c6c6f", []string{"fails the connection", "88 25 03 ea", "frame.mask.missing"}},
		{"half a frame", "#v1/c/8185000000", []string{"No message or control frame has arrived completely"}},
	} {
		p := open(t, url+"en/labs/frame/"+c.fragment, view{})
		settled(p)
		p.find("button", "Send").click()
		answer := p.find("region", "Answer")
		for _, says := range append(c.says, "over a new TCP connection to this server") {
			p.wait(func() bool { return strings.Contains(answer.text(), says) }, "%s: %s", c.what, lazily(answer.text))
		}
	}
}

// No typed or linked input breaks the page: odd inputs, one after the other.
func TestNothingThrows(t *testing.T) {
	p := builder(t, "")
	for _, hex := range []string{"", "8", "81", "ff", "ffff", "817f", "817fffffffffffffffff", "82ff8000000000000000", "88", "8801", "880203ed", "8102c328", "0000", "8a7e007d", "7f", strings.Repeat("81", 200), strings.Repeat("00", 5000)} {
		eval[string](p, "(location.hash = '#v1/c/"+hex+"')")
		eval[string](p, "(location.hash = '#v1/s/"+hex+"')")
		for _, tab := range []string{"Hex", "Text"} {
			p.find("tab", tab).click()
		}
		p.clickOn(".hexview summary")
		p.find("button", "Add a frame at the end").click()
		p.find("button", "Undo").click()
		p.find("button", "Send").click()
		p.find("region", "Answer")
		p.eventually(`document.querySelector('[data-part=answer]')?.textContent`)
	}
}
