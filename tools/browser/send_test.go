package browser

import (
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	cdppage "github.com/chromedp/cdproto/page"
	"github.com/stretchr/testify/assert"

	"framelab/site/words"
)

// builderAt opens the frame builder of a local server, and records the bytes that the server
// says passed over the connections of /raw.
func builderAt(t *testing.T, url, fragment string, v view) *page {
	t.Helper()
	p := open(t, "about:blank", v)
	call(p, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: `{
		window.runs = []; // of each connection, the bytes both ways
		window.WebSocket = class extends WebSocket {
			constructor(url) {
				super(url);
				if (!String(url).endsWith('/raw')) return;
				const passed = { client: '', server: '' };
				window.runs.push(passed);
				this.addEventListener('message', ({ data }) => {
					const { type, from, data: bytes } = JSON.parse(data);
					if (type === 'bytes') passed[from] += [...atob(bytes)].map((c) => c.charCodeAt(0).toString(16).padStart(2, '0')).join('');
				});
			}
		};
	}`})
	lang := v.language
	if lang == "" {
		lang = "en"
	}
	p.visit(url + lang + "/labs/frame/" + fragment)
	settled(p)
	return p
}

// passed returns the bytes that passed over a connection one way, after the handshake.
func (p *page) passed(run int, from string) string {
	all := eval[string](p, fmt.Sprintf("window.runs[%d]?.%s ?? ''", run, from))
	_, frames, _ := strings.Cut(all, hex.EncodeToString([]byte("\r\n\r\n")))
	return frames
}

// sends presses Send and waits for the answer to send n.
func (p *page) sends(n int) {
	p.t.Helper()
	p.find("button", words.In(p.lang())["tool.send"]).click()
	p.answered(n)
}

// answered waits until send n is shown and everything that is expected has come.
func (p *page) answered(n int) {
	p.t.Helper()
	w := words.In(p.lang())
	p.find("button", w.T("send.again.n", "n", n))
	p.eventually(fmt.Sprintf("document.querySelector('.sends .shown [data-n]').dataset.n === '%d' && document.querySelector('#said').textContent !== ''", n))
}

func (p *page) lang() string { return eval[string](p, "document.documentElement.lang") }

// back returns the frames that are listed, in hexadecimal.
func (p *page) framesBack() []string {
	return eval[[]string](p, "[...document.querySelectorAll('.back > li .wirebytes')].map((e) => [...e.querySelectorAll('span')].map((s) => s.textContent).join(' '))")
}

// answerSays waits until the answer contains each text.
func (p *page) answerSays(texts ...string) {
	p.t.Helper()
	answer := func() string { return eval[string](p, "document.querySelector('[data-part=answer]')?.innerText ?? ''") }
	for _, text := range texts {
		p.wait(func() bool { return strings.Contains(answer(), text) }, "no %q in %s", text, lazily(answer))
	}
}

// Each thing that /echo can be asked to do is chosen by a switch and seen in the answer; the
// bytes are those that passed.
func TestSendAsksTheServer(t *testing.T) {
	url := serve(t, "-site", siteFolder(t))
	p := builderAt(t, url, "", view{stillness: true})
	p.find("button", "Send to…").click()
	p.hasFocus("textbox", "Target of the request")
	target := func() string { return property[string](p.find("textbox", "Target of the request"), "value") }
	assert.Equal(t, "/echo", target())
	hello := "81 05 48 65 6c 6c 6f"
	n := 0
	for _, c := range []struct {
		turn   string // the switch
		fields map[string]string
		target string
		frames []string
	}{
		{"fragment", nil, "/echo?fragment=2", []string{"01 02 48 65", "00 02 6c 6c", "80 01 6f"}},
		{"fragment", map[string]string{"Most payload bytes of a frame": "4"}, "/echo?fragment=4", []string{"01 04 48 65 6c 6c", "80 01 6f"}},
		{"ping", nil, "/echo?ping=once", []string{"89 06 70 69 6e 67 20 31", hello}},
		{"answer late", map[string]string{"Delay in milliseconds": "1500"}, "/echo?delay=1500", []string{hello}},
		{"close", nil, "/echo?close=1000", []string{hello, "88 02 03 e8"}},
		{"close", map[string]string{"Close code": "4001", "Reason": "안녕 & bye", "Messages before the Close": "0"},
			"/echo?close=4001&reason=%EC%95%88%EB%85%95+%26+bye&after=0", []string{"88 0e 0f a1 ec 95 88 eb 85 95 20 26 20 62 79 65"}},
	} {
		p.choose(c.turn)
		for name, value := range c.fields {
			p.find("textbox", name).fill(value)
		}
		p.wait(func() bool { return len(target()) == len(c.target) }, "the target is %s", lazily(target))
		if len(c.fields) < 2 { // the order of a map is not certain
			assert.Equal(t, c.target, target())
		}
		p.hush()
		n++
		p.sends(n)
		p.wait(func() bool { return len(p.framesBack()) == len(c.frames) }, "%s: %s", c.target, lazily(func() string { return fmt.Sprint(p.framesBack()) }))
		assert.Equal(t, c.frames, p.framesBack(), c.target)
		assert.Equal(t, helloMasked, p.passed(n-1, "client"), c.target)
		assert.Equal(t, strings.ReplaceAll(strings.Join(c.frames, ""), " ", ""), p.passed(n-1, "server"), c.target)
		if c.turn != "ping" {
			assert.True(t, strings.HasPrefix(p.said(), "The server received a whole text message of 5 bytes."), p.said())
		}
		p.choose(c.turn)
		assert.Equal(t, "/echo", target(), "the switch takes everything back")
	}
	// A value that the server will refuse is marked before, and the server's sentence is shown.
	p.choose("fragment")
	p.find("textbox", "Most payload bytes of a frame").fill("0")
	assert.Equal(t, "true", p.find("textbox", "Most payload bytes of a frame").state("invalid"))
	p.find("button", "Send").click()
	p.answerSays("The server refused the handshake", "fragment", "HTTP/1.1 400")
	// More than /raw plays is refused in a sentence of the server's.
	p.choose("fragment")
	eval[bool](p, "(document.querySelector('frame-builder').load(new Uint8Array(1 << 20)), true)")
	p.find("button", "Send").click()
	p.answerSays("the limit is 1048576")
	eval[string](p, "(location.hash = '#v1/c/"+helloMasked+"')")
	p.find("textbox", "Target of the request").fill("echo")
	assert.Equal(t, "true", p.find("textbox", "Target of the request").state("invalid"))
	p.find("textbox", "Target of the request").fill("/echo?server_max_window_bits=9&close=1005")
	p.hush()
	p.find("button", "Send").click()
	p.wait(func() bool { return strings.Join(p.framesBack(), ", ") == hello+", 88 00" }, "%s", lazily(func() string { return fmt.Sprint(p.framesBack()) }))
	p.axe()
}

// choose presses a choice of the panel. A term of the verdict can have the same name.
func (p *page) choose(name string) {
	p.t.Helper()
	choice := "[...document.querySelectorAll('.sending button')].find((b) => b.textContent.trim() === " + quote(name) + ")"
	p.eventually(choice + "?.checkVisibility()")
	eval[bool](p, "("+choice+".click(), true)")
}

// The endpoints are the local server's WebSockets.
func TestSendToOtherEndpoints(t *testing.T) {
	p := builderAt(t, serve(t, "-site", siteFolder(t)), "", view{})
	p.find("button", "Send to…").click()
	p.find("button", "/mychat").click()
	p.sends(1)
	p.find("button", "Show the handshake").click()
	p.answerSays("Sec-WebSocket-Protocol: chat")
	// /raw takes plans, not frames: so the list leaves it out; its complaint is shown whole.
	assert.Empty(t, p.query("button", "/raw"))
	p.find("textbox", "Target of the request").fill("/raw")
	p.sends(2)
	p.wait(func() bool {
		return strings.HasPrefix(eval[string](p, "document.querySelector('.back .alltext')?.textContent ?? ''"), `{"type":"refused",`)
	}, "the server's sentence")
	assert.True(t, strings.HasSuffix(eval[string](p, "document.querySelector('.back .alltext').textContent"), "}"), "it is whole")
	assert.True(t, eval[bool](p, "document.querySelector('.back .alltext').getBoundingClientRect().bottom <= document.querySelector('.back .wirebytes').getBoundingClientRect().top"), "it is over the bytes")
	p.find("button", "/echo").click()
	p.sends(3)
	assert.Equal(t, []string{"81 05 48 65 6c 6c 6f"}, p.framesBack())
}

// A connection that is kept takes one send after another, even half a frame each; without it
// every send has a connection of its own.
func TestSendKeepsTheConnection(t *testing.T) {
	p := builderAt(t, serve(t, "-site", siteFolder(t)), "#v1/c/818537fa213d", view{})
	p.find("button", "Send to…").click()
	p.find("button", "keep it open").click()
	p.sends(1)
	p.answerSays("No message or control frame has arrived completely", "The TCP connection is open.")
	p.hush()
	eval[string](p, "(location.hash = '#v1/c/7f9f4d5158')")
	p.sends(2)
	p.wait(func() bool { return len(p.framesBack()) == 1 }, "%s", lazily(func() string { return fmt.Sprint(p.framesBack()) }))
	assert.Equal(t, []string{"81 05 48 65 6c 6c 6f"}, p.framesBack())
	p.answerSays("over the connection that send 1 opened", "The server received a whole text message of 5 bytes.")
	assert.Equal(t, helloMasked, p.passed(0, "client"))
	assert.Equal(t, 1, eval[int](p, "window.runs.length"))
	p.hush()
	p.find("button", "Send again: 1").click()
	p.answered(3)
	assert.Equal(t, 1, eval[int](p, "window.runs.length"))
	p.find("button", "Close it").click()
	p.answerSays("The TCP connection was then closed from this side.")
	p.hush()
	p.sends(4)
	p.eventually("window.runs.length === 2")
	p.find("button", "a new one for each send").click()
	p.hush()
	p.sends(5)
	p.hush()
	p.sends(6)
	p.eventually("window.runs.length === 4")

	// The server ends a connection that is kept; the next send opens another one.
	p.find("button", "keep it open").click()
	eval[string](p, "(location.hash = '#v1/c/888200000000"+"03e8')")
	p.hush()
	p.sends(7)
	p.answerSays("The server closed the TCP connection (FIN).")
	p.hush()
	p.sends(8)
	p.eventually("window.runs.length === 6")
}

// Every frame of an answer opens in the builder, whole, as a server's; Undo comes back.
func TestOpenTheAnswer(t *testing.T) {
	url := serve(t, "-site", siteFolder(t))
	p := builderAt(t, url, "", view{})
	p.find("button", "Send to…").click()
	p.choose("fragment")
	p.sends(1)
	p.find("button", "Open all in the builder").click()
	p.wait(func() bool { return p.bytes() == "0102486500026c6c80016f" }, "%s", lazily(p.bytes))
	assert.Equal(t, "true", p.find("button", "server → client").state("pressed"))
	p.answerSays("for the bytes before your edit")
	p.find("button", "Undo").click()
	p.wait(func() bool { return p.bytes() == helloMasked }, "%s", lazily(p.bytes))
	eval[bool](p, "(document.querySelectorAll('.back [data-act=open]')[1].click(), true)")
	p.wait(func() bool { return p.bytes() == "00026c6c" }, "%s", lazily(p.bytes))
	p.find("button", "Open what was sent").click()
	p.wait(func() bool { return p.bytes() == helloMasked }, "%s", lazily(p.bytes))
}

// Nothing is cut: a long frame folds, and is whole on request; so is the reason of a Close.
func TestNothingOfAnAnswerIsCut(t *testing.T) {
	url := serve(t, "-site", siteFolder(t))
	p := builderAt(t, url, "", view{})
	eval[bool](p, "(document.querySelector('[data-size]').click(), true)")
	p.sentence("65,536 bytes")
	p.sends(1)
	p.answerSays("82 7f 00 00 00 00 00 01 00 00", "binary, 65,536 bytes")
	assert.Less(t, eval[int](p, "document.querySelector('.back').textContent.length"), 1000)
	p.find("button", "All 65,546 bytes").click()
	p.eventually("document.querySelector('.allbytes').textContent.replaceAll(' ', '').length === 2 * 65546")
	assert.Equal(t, p.passed(0, "server"), eval[string](p, "document.querySelector('.allbytes').textContent.replaceAll(' ', '')"))
	p.find("button", "Fewer bytes").click()
	p.eventually("!document.querySelector('.allbytes')")

	reason := strings.Repeat("안녕 ", 17) // 119 bytes
	p.find("button", "Send to…").click()
	p.find("textbox", "Target of the request").fill("/echo")
	p.choose("close")
	p.find("textbox", "Reason").fill(reason)
	p.hush()
	p.sends(2)
	p.eventually("document.querySelector('.alltext').textContent === " + quote(reason))
	long := strings.Repeat("안녕 ", 700)
	p = builderAt(t, url, "#v1/c/"+masked(0x81, long), view{})
	p.sends(1)
	p.eventually("document.querySelector('.alltext')?.textContent.length === 2000")
	eval[bool](p, "(document.querySelector('.back [data-act=whole]').click(), true)")
	p.eventually("document.querySelector('.alltext').textContent === " + quote(long))
}

// The sends of a visit survive a reload and a change of language; each can be looked at and
// sent again.
func TestSendsAreKept(t *testing.T) {
	url := serve(t, "-site", siteFolder(t))
	p := builderAt(t, url, "", view{})
	p.sends(1)
	p.find("button", "Send to…").click()
	p.choose("fragment")
	p.find("button", "keep it open").click()
	p.hush()
	p.sends(2)
	p.find("textbox", "payload as text").fill("Hi")
	for _, lang := range []string{"ko", "en"} {
		w := words.In(lang)
		p.inLanguage(lang)
		p.reloaded()
		p.find("button", w["send.to"]).click()
		p.answerSays(w["send.end.left"], w["answer.stale"])
		assert.Equal(t, []string{"01 02 48 65", "00 02 6c 6c", "80 01 6f"}, p.framesBack())
		assert.Equal(t, "/echo?fragment=2", property[string](p.find("textbox", w["send.target"]), "value"))
		assert.Equal(t, "true", p.find("button", w["send.keep.same"]).state("pressed"))
		p.find("button", "1 "+w.T("send.frame", "kind", w["opcode.1"], "n", 5)).click()
		p.wait(func() bool { return len(p.framesBack()) == 1 }, "the first answer")
		p.find("button", "2 "+w.T("send.frame", "kind", w["opcode.1"], "n", 5)).click()
		p.wait(func() bool { return len(p.framesBack()) == 3 }, "the second answer")
	}
	p.hush()
	p.find("button", "Send again: 1").click()
	p.answered(3)
	assert.Equal(t, []string{"81 05 48 65 6c 6c 6f"}, p.framesBack())
	assert.Equal(t, helloMasked, p.passed(0, "client"), "its own bytes, not those of the builder")
	for n := 4; n < 27; n++ {
		p.hush()
		p.sends(n)
	}
	assert.Equal(t, 20, eval[int](p, "document.querySelectorAll('.sends > li').length"))
}

// Without a local server the panel says so, and the codec's own server answers, also what it
// is asked to do.
func TestSendChoicesInsideThePage(t *testing.T) {
	for _, lang := range languages {
		w := words.In(lang)
		p := open(t, serveFolder(t, siteFolder(t))+lang+"/labs/frame/", view{language: lang})
		settled(p)
		p.find("button", w["send.to"]).click()
		p.choose(w["send.ask.fragment"])
		p.sends(1)
		p.answerSays(w["answer.page.server"])
		assert.Equal(t, []string{"01 02 48 65", "00 02 6c 6c", "80 01 6f"}, p.framesBack())
		assert.Contains(t, eval[string](p, "document.querySelector('#send-target-note').textContent"), w["send.to.page"])
		assert.Empty(t, p.query("button", w["send.ask.delay"]), "nothing takes time inside the page")
		p.find("button", w["send.keep.same"]).click()
		p.hush()
		p.sends(2)
		p.hush()
		p.sends(3)
		p.answerSays(w.T("send.where.same", "n", 2))
		p.axe()
	}
}

// The wire of a send shows the bytes that passed: the frame on its way, and the answer.
func TestSendPlaysTheWire(t *testing.T) {
	url := serve(t, "-site", siteFolder(t))
	for _, c := range []struct {
		what, fragment, sent, got, back, came string
		stages                                []string // after the crossing
	}{
		{"text", "", helloMasked, "Hello", "810548656c6c6f", "text, 5 bytes came back", []string{"unmask", "echo"}},
		{"binary", "#v1/c/828401020304" + "00ff80c2", "828401020304" + "00ff80c2", "binary, 4 bytes", "820401fd83c6", "binary, 4 bytes came back", []string{"unmask", "echo"}},
		{"a ping", "#v1/c/8980" + "01020304", "898001020304", "ping, 0 bytes", "8a00", "pong, 0 bytes came back", []string{"unmask", "answer"}},
		{"no mask", "#v1/c/" + helloUnmasked, helloUnmasked, "refused", "", "close, ", []string{"check", "answer"}},
		{"two fragments", "#v1/c/018200000000" + "4865" + "808300000000" + "6c6c6f", "0182000000004865", "He", "none", "", []string{"unmask"}},
		{"nothing comes back", "#v1/c/018200000000" + "4865", "0182000000004865", "He", "none", "", []string{"unmask"}},
		{"a reserved opcode", "#v1/c/838000000000", "838000000000", "refused", "", "close, ", []string{"check", "answer"}},
	} {
		p := builderAt(t, url, c.fragment, view{stillness: true})
		p.sends(1)
		at := func(stage string) { p.find("button", stage).click() }
		at("header")
		assert.Equal(t, c.sent, p.cells(), c.what)
		assert.True(t, strings.HasPrefix(p.passed(0, "client"), c.sent), c.what)
		assert.Equal(t, append([]string{"header", "cross"}, c.stages...), eval[[]string](p, "[...document.querySelectorAll('.sentwire [data-stage]')].map((e) => e.textContent)"), c.what)
		assert.Equal(t, "sent:", eval[string](p, "document.querySelector('.tally .dir').textContent"), c.what)
		at(c.stages[0])
		assert.Equal(t, c.got, p.textOf("got"), c.what)
		if c.back == "none" {
			continue
		}
		at(c.stages[1])
		assert.Equal(t, "back:", eval[string](p, "document.querySelector('.tally .dir').textContent"), c.what)
		assert.True(t, strings.HasPrefix(p.passed(0, "server"), p.cells()), "%s: %s", c.what, p.cells())
		if c.back != "" {
			assert.Equal(t, c.back, p.cells(), c.what)
		}
		assert.True(t, strings.HasPrefix(p.textOf("came"), c.came), p.textOf("came"))
		p.clickOn(".wcell")
		p.eventually("!document.querySelector('[data-part=callout]').hidden")
		p.axe()
	}
	// Its slider is not one of the choices.
	p := builderAt(t, url, "", view{stillness: true})
	p.sends(1)
	p.at(5)
	p.find("button", "Send to…").click()
	assert.Equal(t, "/echo", property[string](p.find("textbox", "Target of the request"), "value"))
	// With motion it plays by itself, once.
	p = builderAt(t, url, "", view{})
	p.sends(1)
	p.find("button", "Pause")
	p.eventually("document.querySelector('[data-part=came]').textContent === 'text, 5 bytes came back'")
	p.find("button", "Play")
	assert.NotContains(t, eval[string](p, "location.hash"), "wire", "the address is the builder's")
}

// Of several frames each is on the wire with its own answer; a frame that is not read has none.
func TestSendStepsThroughItsFrames(t *testing.T) {
	masked := "818537fa213d" + "7f9f4d5158"
	fragmented := "018200000000" + "4865" + "808300000000" + "6c6c6f"
	ping, closing := "898100000000"+"70", "888200000000"+"03e8"
	for _, lang := range languages {
		w := words.In(lang)
		p := builderAt(t, serve(t, "-site", siteFolder(t)), "#v1/c/"+masked+fragmented+ping+closing, view{stillness: true, language: lang})
		p.sends(1)
		for i, frame := range []struct{ sent, back string }{
			{masked, "810548656c6c6f"},
			{"018200000000" + "4865", ""},
			{"808300000000" + "6c6c6f", "810548656c6c6f"},
			{ping, "8a0170"},
			{closing, "880203e8"},
		} {
			place := w.T("send.wire.frame", "i", i+1, "n", 5)
			p.wait(func() bool { return eval[string](p, "document.querySelector('.wirepick span').textContent") == place }, "%s", place)
			shown := func() string { return eval[string](p, "document.querySelector('[data-part=wire]').innerText") }
			p.clickOn(".sentwire [data-stage='4']")
			assert.Equal(t, frame.sent, p.cells(), place)
			if frame.back == "" {
				assert.Empty(t, eval[string](p, "document.querySelector(\".sentwire [data-stage='7']\")?.textContent ?? ''"), place)
				p.clickOn(".sentwire [data-stage='6']")
				assert.Contains(t, shown(), w["send.wire.none"], place)
			} else {
				p.clickOn(".sentwire [data-stage='7']")
				assert.Equal(t, frame.back, p.cells(), place)
			}
			if i < 4 {
				p.find("button", w["send.wire.next"]).click()
				p.hasFocus("button", w["send.wire.next"])
			}
		}
		assert.Equal(t, "true", eval[string](p, "document.querySelector('.wirepick [data-form=\"1\"]').ariaDisabled"))
		p.find("button", w["send.wire.previous"]).click()
		p.eventually("document.querySelector('.sentwire [data-stage=\"7\"]')")
		p.axe()
		// After a frame that fails the connection nothing is read.
		p = builderAt(t, serve(t, "-site", siteFolder(t)), "#v1/c/"+helloUnmasked+masked, view{stillness: true, language: lang})
		p.sends(1)
		p.find("button", w["send.wire.next"]).click()
		p.eventually("document.querySelector('.sentwire [data-part=got]').textContent === " + quote(w["send.wire.unread"]))
		assert.Equal(t, w["send.wire.check"], eval[string](p, "document.querySelector(\".sentwire [data-stage='6']\").textContent"))
	}
}

// After Send the answer is what is in sight; the choices are a line, which "Send to…" opens.
func TestSendShowsTheAnswerFirst(t *testing.T) {
	url := serve(t, "-site", siteFolder(t))
	for _, lang := range languages {
		w := words.In(lang)
		for _, size := range [][2]int64{{1440, 900}, {1280, 800}, {320, 700}, {390, 844}} {
			p := builderAt(t, url, "", view{stillness: true, language: lang, width: size[0], height: size[1]})
			what := fmt.Sprint(lang, size)
			// Both buttons are in the first row of the tools, beside each other.
			assert.True(t, eval[bool](p, `(() => {
				const [send, to] = ['send', 'sendto'].map((act) => document.querySelector('[data-act=' + act + ']').getBoundingClientRect());
				const first = document.querySelector('.toolbar .ways').getBoundingClientRect();
				return send.top === to.top && to.left - send.right < 8 && Math.abs(send.top - first.top) < 8 && to.right <= innerWidth;
			})()`), what)
			p.sends(1)
			p.wait(func() bool { return p.inSight("#sending-title") && p.inSight(".said li") }, "%s: the answer", what)
			assert.Less(t, eval[int](p, "Math.round(document.querySelector('#sending-title').getBoundingClientRect().top)"), 110, what)
			assert.True(t, eval[bool](p, "document.querySelector('.sentwire .stage').getBoundingClientRect().top < innerHeight / 2"), what)
			assert.Empty(t, p.query("textbox", w["send.target"]), what)
			assert.Equal(t, "GET /echo · "+w["send.way.new"]+" · "+w["send.way.change"], eval[string](p, "document.querySelector('.sendway summary').textContent"))
			p.find("button", w["send.to"]).click()
			p.hasFocus("textbox", w["send.target"])
			p.fits(lang, "the panel of Send")
			p.axe()
		}
	}
}

// The page leaves a ping and a Close without an answer, says so, and offers it while the connection is open.
func TestSendAnswersAPing(t *testing.T) {
	p := builderAt(t, serve(t, "-site", siteFolder(t)), "", view{stillness: true})
	p.find("button", "Send to…").click()
	p.find("textbox", "Target of the request").fill("/echo?ping=once&close=4001&after=2")
	p.sends(1)
	none := "This page sends only your bytes, so it did not answer."
	p.answerSays(none)
	assert.Empty(t, p.query("button", "Answer with this pong"), "the connection is closed")
	p.find("button", "keep it open").click()
	p.hush()
	p.sends(2)
	p.find("button", "Answer with this pong").click()
	p.answered(3)
	p.wait(func() bool { return len(p.passed(1, "client")) == 2*(11+12) }, "%s", lazily(func() string { return p.passed(1, "client") }))
	pong := p.passed(1, "client")[2*11:]
	assert.Equal(t, "8a86", pong[:4])
	p.find("button", "2 text, 5 bytes").click()
	p.eventually("document.querySelector('.answer') && !document.querySelector('.answer .due')")
	p.hush()
	p.sends(4)
	p.answerSays(none)
	p.find("button", "Answer with Close").click()
	p.answerSays("The server closed the TCP connection (FIN).")
	assert.True(t, strings.HasPrefix(p.passed(1, "client")[2*(11+12+11):], "8882"), p.passed(1, "client"))
	// A Close that answers one, and one of a connection that failed, ask for none.
	for i, fragment := range []string{"888200000000" + "03e8", helloUnmasked} {
		eval[string](p, "(location.hash = '#v1/c/"+fragment+"')")
		p.hush()
		p.sends(6 + i)
		assert.False(t, eval[bool](p, "Boolean(document.querySelector('.answer .due'))"), fragment)
	}
}

// A program that the browser does not let the page copy can be read, and Escape closes it.
func TestAProgramToCopyByHand(t *testing.T) {
	for _, v := range []view{{}, {width: 320, height: 700}} {
		p := builderAt(t, serve(t, "-site", siteFolder(t)), "", v)
		eval[bool](p, "(navigator.clipboard.writeText = () => Promise.reject(new Error('no')), true)")
		p.find("button", "Send to…").click()
		p.find("button", "Python").click()
		p.eventually("document.querySelector('.notice textarea')")
		assert.Greater(t, eval[int](p, "document.querySelector('.notice textarea').clientHeight"), 150)
		assert.True(t, p.inSight(".notice textarea"))
		assert.True(t, p.inSight(".notice button"))
		p.press("Escape")
		p.eventually("!document.querySelector('.notice')")
	}
}

// The style that comes with Send is for its panel alone.
func TestTheStyleOfSendIsItsOwn(t *testing.T) {
	p := builderAt(t, serve(t, "-site", siteFolder(t)), "", view{stillness: true})
	p.sends(1)
	strangers := eval[[]string](p, `(() => {
		const rules = (list) => [...list].flatMap((r) => (r.selectorText ? [r.selectorText] : r.cssRules ? rules(r.cssRules) : []));
		const own = [...document.styleSheets].filter((s) => s.href?.includes('/sending.'));
		const known = new Set([...document.styleSheets].filter((s) => !own.includes(s)).flatMap((s) => rules(s.cssRules)));
		return own.flatMap((s) => rules(s.cssRules)).filter((s) => !known.has(s))
			.filter((s) => [...document.querySelectorAll(s.replace(/::[\w-]+/g, ''))].some((e) => !e.closest('.sending')));
	})()`)
	assert.Empty(t, strangers)
}
