package browser

import (
	"encoding/hex"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/site/words"
)

// bench opens the handshake bench on a static host and waits until it is live.
func bench(t *testing.T, lang, fragment string, v view) *page {
	t.Helper()
	v.language = lang
	if v.width == 0 {
		v.width, v.height = 1440, 900
	}
	p := open(t, serveFolder(t, siteFolder(t))+lang+"/labs/handshake/"+fragment, v)
	p.eventually(`document.querySelector('handshake-bench[live]')`)
	return p
}

// head returns the visible lines of one of the bench's two heads.
func (p *page) head(side string) []string {
	return eval[[]string](p, `[...document.querySelectorAll('textarea.hsline[data-side=`+side+`]')].map((a) => a.value)`)
}

func (p *page) sentBytes() string {
	b, err := hex.DecodeString(eval[string](p, `[...document.querySelector('handshake-bench').store.state.request].map((b) => b.toString(16).padStart(2, '0')).join('')`))
	require.NoError(p.t, err)
	return string(b)
}

// link is the address of a request and, if there is one, a response.
func link(heads ...string) string {
	out := "#h1"
	for _, h := range heads {
		out += "/" + hex.EncodeToString([]byte(h))
	}
	return out
}

const (
	rightRequest = "GET /chat HTTP/1.1\r\nHost: server.example.com\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n" +
		"Sec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw==\r\nSec-WebSocket-Version: 13\r\n\r\n"
	rightResponse = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
		"Sec-WebSocket-Accept: HSmrc0sMlYUkAGmm5OPpG2HaGWk=\r\n\r\n"
)

func TestHandshakeLooksTheSameBeforeTheModule(t *testing.T) {
	for _, lang := range languages {
		p := bench(t, lang, "", view{})
		for _, part := range []string{"request", "steps", "response", "outcome"} {
			same := eval[[]string](p, `fetch(location.pathname).then((r) => r.text()).then((text) => {
				const built = new DOMParser().parseFromString(text, 'text/html');
				return [built, document].map((d) => d.querySelector('[data-part=`+part+`]').innerHTML);
			})`)
			assert.Equal(t, same[0], same[1], "%s %s", lang, part)
		}
	}
}

// Each way to break the request is shown with its rule, on the line or for an absent
// field.
func TestHandshakeBreaksTheRequest(t *testing.T) {
	for _, lang := range languages {
		w := words.In(lang)
		p := bench(t, lang, "", view{})
		for _, c := range []struct{ preset, status, rule, line string }{
			{"post", "405 Method Not Allowed", "request.method", "POST /chat HTTP/1.1"},
			{"http10", "505 HTTP Version Not Supported", "request.version", "GET /chat HTTP/1.0"},
			{"no-host", "400 Bad Request", "request.host.missing", ""},
			{"no-token", "400 Bad Request", "request.connection.no-upgrade", "Connection: keep-alive"},
			{"short-key", "400 Bad Request", "request.key.not-16-bytes", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25j"},
			{"version-8", "426 Upgrade Required", "request.version13.unsupported", "Sec-WebSocket-Version: 8"},
		} {
			p.find("button", w.T("hs.preset."+c.preset)).click()
			p.sentence(w.T("hs.outcome.refused", "status", c.status, "rule", w.T("rule."+c.rule)))
			broken := eval[[]string](p, `[...document.querySelectorAll('[data-part=request] [aria-invalid=true]')].map((a) => a.value)`)
			says := eval[string](p, `document.querySelector('[data-part=request] :is(.broken.chosen, .lacking) .hssays').innerText`)
			if c.line == "" {
				assert.Empty(t, broken, c.preset)
			} else {
				assert.Equal(t, []string{c.line}, broken, c.preset)
			}
			assert.Contains(t, says, w.T("rule."+c.rule), c.preset)
			assert.Contains(t, says, "§", c.preset)
			assert.Contains(t, p.head("response")[0], c.status)
		}
		p.find("button", w.T("tool.undo")).click()
		p.sentence(w.T("rule.request.key.not-16-bytes"))
		p.find("button", w.T("hs.example")).click()
		p.sentence(w.T("hs.outcome.open"))
	}
}

// Each way to break the response is shown as a client sees it; a wrong accept value is
// shown with its cause.
func TestHandshakeBreaksTheResponse(t *testing.T) {
	for _, lang := range languages {
		w := words.In(lang)
		p := bench(t, lang, "", view{})
		p.find("button", w.T("hs.preset.post")).click() // the bench returns to the example from a refused request
		p.find("button", w.T("hs.preset.status-200")).click()
		p.sentence(w.T("hs.outcome.status", "status", "200 OK"))
		p.find("button", w.T("hs.preset.subprotocol")).click()
		p.sentence(w.T("rule.response.subprotocol.not-offered"))
		for preset, value := range map[string]string{
			"key-decoded":     "BXhwxM0SZasKmCD9S4BfpPmCnEw=",
			"hex-encoded":     "YjM3YTRmMmNj",
			"leading-space":   "s3mCG3XUBfFRrUGpYOBQiHm5i8g=",
			"guid-lower-case": "WJfwerbIozKsJXHxxI0JTO1SQgU=",
			"no-guid":         "",
			"key-echoed":      "dGhlIHNhbXBsZSBub25jZQ==",
		} {
			p.find("button", w.T("hs.preset."+preset)).click()
			p.sentence(w.T("ex.finding.accept." + preset))
			assert.Contains(t, p.verdict(), w.T("rule.response.accept.wrong"))
			assert.Contains(t, strings.Join(p.head("response"), "\n"), "Sec-WebSocket-Accept: "+value, preset)
			assert.Contains(t, eval[string](p, `document.querySelector('[data-part=response] .broken.chosen .hssays').innerText`), w.T("ex.finding.accept."+preset))
			assert.Equal(t, "true", p.find("button", w.T("hs.edited")).state("pressed"))
		}
		p.find("button", w.T("hs.computed")).click()
		p.sentence(w.T("hs.outcome.open"))
	}
}

func TestHandshakeLineByKeyboard(t *testing.T) {
	p := bench(t, "en", link(rightRequest), view{})
	line := p.find("textbox", "Request, line 2")
	line.focus()
	p.press("End")
	p.write(":8080")
	assert.Contains(t, p.sentBytes(), "\r\nHost: server.example.com:8080\r\nUpgrade")
	p.sentence("From the next byte on, both send frames")
	p.write(" x")
	p.sentence("The value of Host does not have the form of a host name")
	assert.Equal(t, "true", p.find("textbox", "Request, line 2").state("invalid"))
	p.press("Control+z")
	assert.Equal(t, "Host: server.example.com", p.head("request")[1], "what was typed in one go is undone in one go")
	p.press("Control+Shift+z", "Control+z")

	// Enter ends the line with CR LF, and Backspace at the start of a line joins it to
	// the previous one.
	p.press("End", "Enter")
	_, name := p.focused()
	assert.Equal(t, "Request, line 3", name)
	assert.Contains(t, p.sentBytes(), "server.example.com\r\n\r\nUpgrade", "an empty line ends the head")
	p.sentence("There is no Upgrade field")
	p.write("Cookie: 안녕")
	assert.Contains(t, p.sentBytes(), "\r\nCookie: 안녕\r\nUpgrade")
	p.sentence("From the next byte on, both send frames")
	p.press("Home", "Backspace")
	assert.Contains(t, p.sentBytes(), "server.example.comCookie: 안녕\r\nUpgrade")
	_, name = p.focused()
	assert.Equal(t, "Request, line 2", name)
	p.press("ArrowDown")
	_, name = p.focused()
	assert.Equal(t, "Request, line 3", name)
	assert.Contains(t, eval[string](p, `document.querySelector('.chosen .hssays').innerText`), "The protocol that the client wants to switch to")
	p.press("ArrowUp", "End", "Delete")
	assert.Contains(t, p.sentBytes(), "안녕Upgrade: websocket\r\n")

	p.find("button", "The RFC’s example").click()
	p.find("textbox", "Request, line 5").fill("Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEC==")
	p.sentence("From the next byte on, both send frames") // the RFC's own key, which is legal though not canonical
	assert.Equal(t, "AQIDBAUGBwgJCgsMDQ4PEC==", eval[string](p, `document.querySelector('.hssteps .key').textContent`))
	assert.NotEmpty(t, eval[string](p, `document.querySelector('.hssteps li:last-child .changed').textContent`), "what changed is underlined")
	p.eventually(`!document.querySelector('.changed')`)
	accept := eval[string](p, `document.querySelector('.hsvalue.payload').textContent`)
	assert.Contains(t, p.head("response"), "Sec-WebSocket-Accept: "+accept)
}

// The response can be edited and is judged by a client against the request.
func TestHandshakeResponseIsJudgedByAClient(t *testing.T) {
	p := bench(t, "en", link(rightRequest, rightResponse), view{})
	p.sentence("The client accepts this response")
	p.find("textbox", "Response, line 4").fill("Sec-WebSocket-Accept: xSmrc0sMlYUkAGmm5OPpG2HaGWk=")
	p.sentence("no common mistake leads to it")
	p.find("textbox", "Response, line 4").fill("Sec-WebSocket-Accept: hsMRC0SmLyuKagMM5oppg2hAgwK=")
	p.sentence("in the wrong case")
	p.find("textbox", "Response, line 3").fill("Connection: close")
	p.sentence("The server must put the token Upgrade into Connection")
	p.find("button", "computed").click()
	p.sentence("From the next byte on, both send frames")
	p.find("textbox", "Response, line 1").fill("HTTP/1.1 301 Moved")
	p.sentence("No WebSocket opens: the response is 301 Moved")
	assert.Equal(t, "true", p.find("button", "edited").state("pressed"), "typing makes it someone's own")
}

func TestHandshakeMissingFieldsAreNamedAndAdded(t *testing.T) {
	p := bench(t, "en", link("GET / HTTP/1.1\r\n"), view{})
	p.sentence("The server waits")
	p.find("button", "Add CR LF, an empty line").click()
	for _, c := range []struct{ line, then string }{
		{"Host: server.example.com", "There is no Upgrade field"},
		{"Upgrade: websocket", "There is no Connection field"},
		{"Connection: Upgrade", "There is no Sec-WebSocket-Key field"},
		{"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "There is no Sec-WebSocket-Version field"},
		{"Sec-WebSocket-Version: 13", "The server accepts with 101"},
	} {
		p.find("button", "Add "+c.line).click()
		p.sentence(c.then)
	}
	p.find("button", "Add a line").click()
	role, name := p.focused()
	assert.Equal(t, "textbox Request, line 7", role+" "+name)
	assert.Equal(t, "X-Field: value", p.head("request")[6])
}

// CR and LF are visible and can be typed one by one, and all bytes can be typed in
// hexadecimal.
func TestHandshakeRawBytes(t *testing.T) {
	p := bench(t, "en", link(rightRequest), view{})
	p.find("button", "CR LF and hex").click()
	assert.Equal(t, "GET /chat HTTP/1.1⇤⇣", p.head("request")[0])
	p.find("textbox", "Request, line 1").focus()
	p.press("End", "ArrowLeft", "Backspace")
	p.sentence("A line ends with LF only")
	assert.Equal(t, strings.Replace(rightRequest, "\r\n", "\n", 1), p.sentBytes())
	assert.Contains(t, p.head("request")[0], "HTTP/1.1⇣Host: ")
	p.press("Control+z")
	p.sentence("From the next byte on, both send frames")

	raw := p.find("textbox", "The request in hexadecimal")
	raw.fill("47 45 5")
	assert.Equal(t, "true", p.find("textbox", "The request in hexadecimal").state("invalid"))
	p.find("button", "CR LF and hex").focus()
	assert.Equal(t, "47 45 5", property[string](p.find("textbox", "The request in hexadecimal"), "value"), "what was typed is not lost")
	p.find("textbox", "The request in hexadecimal").fill("47 45 54 20 2f ff 00")
	p.sentence("The request target is empty or contains a character that is not allowed in a URI")
	assert.Equal(t, "GET /\xff\x00", p.sentBytes())
	// Typing next to bytes that are not text does not change those.
	p.find("textbox", "Request, line 1").focus()
	p.press("Home")
	p.write("X")
	p.wait(func() bool { return p.sentBytes() == "XGET /\xff\x00" }, "the bytes are %q", lazily(p.sentBytes))
}

func TestHandshakePermalink(t *testing.T) {
	p := bench(t, "en", link(rightRequest, strings.Replace(rightResponse, "101", "200", 1)), view{})
	p.sentence("No WebSocket opens: the response is 200 Switching Protocols")
	p.find("textbox", "Response, line 1").fill("HTTP/1.1 101 X")
	p.sentence("The client accepts this response")
	p.eventually("location.hash === '" + link(rightRequest, strings.Replace(rightResponse, "Switching Protocols", "X", 1)) + "'")
	for _, lang := range languages {
		p := bench(t, lang, "#h1/47zz", view{})
		p.eventually(`document.querySelector('.notice')`)
		assert.Contains(t, eval[string](p, "document.querySelector('.notice').textContent"), words.In(lang).T("link.bad.hex", "at", 7))
		p.sentence(words.In(lang).T("hs.outcome.open"))
		assert.Equal(t, "#h1/47zz", eval[string](p, "location.hash"), "the link is not overwritten")
	}
}

// A row of a head is the same element, with the focus and the caret, when a line is inserted
// before it, and when that line goes again.
func TestHandshakeRowsStay(t *testing.T) {
	p := bench(t, "en", "", view{})
	p.find("button", "no Host").click()
	p.sentence("no Host")
	focused := func() string {
		return eval[string](p, `(({ activeElement: a }) => [a.dataset.line, a.value, a.selectionStart, a.selectionEnd, a === globalThis.row].join(' | '))(document)`)
	}
	eval[bool](p, `(globalThis.row = document.querySelector('textarea[data-side=request][data-line="2"]'), row.focus(), row.setSelectionRange(3, 8), true)`)
	assert.Equal(t, "2 | Connection: Upgrade | 3 | 8 | true", focused())
	for range 2 {
		eval[bool](p, `(document.querySelector('[data-act=undo]').click(), true)`)
		p.sentence("accepts with 101")
		assert.Equal(t, "3 | Connection: Upgrade | 3 | 8 | true", focused())
		eval[bool](p, `(document.querySelector('[data-act=redo]').click(), true)`)
		p.sentence("no Host")
		assert.Equal(t, "2 | Connection: Upgrade | 3 | 8 | true", focused())
	}
}

// Sending happens inside the page, and the page says so.
func TestHandshakeSend(t *testing.T) {
	for _, lang := range languages {
		w := words.In(lang)
		p := bench(t, lang, link(rightRequest), view{})
		says := func(text string) {
			p.find("button", w.T("hs.send")).click()
			p.wait(func() bool {
				return strings.Contains(eval[string](p, `document.querySelector('[data-part=sent]').innerText`), text)
			}, "not said: %s", text)
		}
		says("HTTP/1.1 101 Switching Protocols")
		says(w.T("hs.sent.where"))
		says("81 05 48 65 6c 6c 6f")
		eval[string](p, `(location.hash = '`+link(rightRequest+"\x89\x80\x01\x02\x03\x04")+`')`)
		says(w.T("hs.sent.early", "n", 6))
		says("8a 00")
		p.find("button", w.T("hs.preset.version-8")).click()
		says("426 Upgrade Required")
		eval[string](p, `(location.hash = '`+link("GET")+`')`)
		says(w.T("hs.sent.waiting"))
	}
}

func TestHandshakeCopy(t *testing.T) {
	p := bench(t, "en", link("GET /%25\\' HTTP/1.1\r\n\r\n"), view{})
	eval[bool](p, `(navigator.clipboard.writeText = async (text) => { window.copied = text }, true)`)
	for name, want := range map[string]string{
		"Request as text, with CR LF": "GET /%25\\' HTTP/1.1\r\n\r\n",
		"Shell":                       `(printf 'GET /%%25\\'\'' HTTP/1.1\r\n\r\n'; sleep 1) | nc 127.0.0.1 ` + eval[string](p, "location.port"),
		"Go":                          "\"GET /%25\\\\' HTTP/1.1\\r\\n\" +\n\t\"\\r\\n\"",
		"Python":                      "(b\"GET /%25\\\\' HTTP/1.1\\r\\n\"\n b\"\\r\\n\")",
		"Link to this handshake":      "/en/labs/handshake/" + link("GET /%25\\' HTTP/1.1\r\n\r\n"),
	} {
		eval[bool](p, "(document.querySelector('.tools details.menu').open = true)")
		p.find("button", name).click()
		p.wait(func() bool { return strings.HasSuffix(eval[string](p, "window.copied ?? ''"), want) }, "%s: %s", name, lazily(func() string { return eval[string](p, "window.copied") }))
	}
}

// On a phone the three parts are tabs with their marks.
func TestHandshakeTabs(t *testing.T) {
	p := bench(t, "en", link(rightRequest, "HTTP/1.1 200 OK\r\n\r\n"), view{width: 390, height: 800})
	p.find("tab", "Response a rule is broken")
	assert.Equal(t, "true", p.find("tab", "Response a rule is broken").state("selected"), "what is broken is opened")
	p.find("tab", "Response a rule is broken").focus()
	p.press("ArrowLeft", "ArrowLeft")
	role, name := p.focused()
	assert.Equal(t, "tab Request right", role+" "+name)
	p.find("tabpanel", "Request")
	p.gone("textbox", "Response, line 1")
	p.find("textbox", "Request, line 1")
	p.look(view{width: 1440, height: 900})
	p.find("region", "Response")
	p.find("textbox", "Response, line 1")
}

func TestHandshakeIsAccessible(t *testing.T) {
	for _, lang := range languages {
		w := words.In(lang)
		p := bench(t, lang, link("GET / HTTP/1.1\r\nHost: a b\r\nX\r\n\r\n", strings.Replace(rightResponse, "101", "404", 1)), view{})
		p.find("button", w.T("hs.raw")).click()
		p.find("button", w.T("hs.send")).click()
		for _, v := range []view{{width: 1440, height: 900}, {width: 768, height: 900, dark: true}, {width: 320, height: 640, stillness: true}} {
			v.language = lang
			p.look(v)
			p.axe()
			assert.LessOrEqual(t, eval[int](p, "document.documentElement.scrollWidth"), int(v.width), "wider than the screen")
		}
		p.clickOn(".menu.rest summary") // on a phone the tools are behind a button
		p.find("button", w.T("hs.example")).click()
		p.axe()
		p.wait(func() bool {
			return eval[string](p, "document.querySelector('#said').textContent") == w.T("hs.outcome.open")
		}, "the outcome is not announced")
	}
}

// Text typed while the module is loading is kept.
func TestHandshakeTypedEarly(t *testing.T) {
	arrives := make(chan struct{})
	files := http.FileServer(http.Dir(siteFolder(t)))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, ".wasm") {
			<-arrives
		}
		files.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	p := open(t, server.URL+"/en/labs/handshake/", view{})
	p.find("textbox", "Request, line 2").fill("Host: early.example.com")
	assert.Contains(t, p.verdict(), "The server accepts with 101", "readable without the module")
	close(arrives)
	p.eventually(`document.querySelector('handshake-bench[live]')`)
	assert.Equal(t, "Host: early.example.com", p.head("request")[1])
	p.find("button", "Undo").click()
	p.wait(func() bool { return p.head("request")[1] == "Host: server.example.com" }, "not undone")
}

// No typed or linked input breaks the page: odd heads, one after the other.
func TestHandshakeNothingThrows(t *testing.T) {
	p := bench(t, "en", "", view{})
	p.find("button", "CR LF and hex").click()
	for _, request := range []string{
		"", "\r", "\n", "\r\n", "\r\n\r\n", "G", "GET", "GET / HTTP/1.1\r\n: x\r\n\r\n", "GET / HTTP/1.1\r\nA: b\r\n c\r\n\r\n",
		"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "GET / HTTP/1.1\r\nSec-WebSocket-Key:\r\n\r\n", "GET / HTTP/1.1\r\nSec-WebSocket-Key", "\x00\xff\xed\xa0\x80",
		"GET / HTTP/1.1\r\n" + strings.Repeat("A: b\r\n", 120) + "\r\n", rightRequest + rightRequest, "\u2028\r\nHost: 안녕\r\n\r\n",
	} {
		for _, response := range []string{"", rightResponse, "HTTP/1.1 101 \r\nSec-WebSocket-Accept:\r\n\r\n", "\xff"} {
			eval[string](p, fmt.Sprintf("(location.hash = '%s')", link(request, response)))
			p.find("button", "Send").click()
		}
	}
	p.sentence("")
	assert.Empty(t, eval[string](p, "document.querySelector('#notices').textContent"))
}

// With the local server the bench's example names that server, and the request is sent
// over a real connection, legal or not.
func TestHandshakeSendForReal(t *testing.T) {
	url := serve(t, "-site", siteFolder(t))
	for _, lang := range languages {
		w := words.In(lang)
		p := open(t, url+lang+"/labs/handshake/", view{})
		settled(p)
		says := func(texts ...string) {
			t.Helper()
			p.find("button", w.T("hs.send")).click()
			for _, text := range texts {
				p.wait(func() bool {
					return strings.Contains(eval[string](p, `document.querySelector('[data-part=sent]').innerText`), text)
				}, "not said: %s", text)
			}
		}
		says(w.T("hs.sent.where.real"), "HTTP/1.1 101 Switching Protocols", "88 02 03 e8")
		p.find("button", w.T("hs.preset.version-8")).click()
		says("426 Upgrade Required", "RFC 6455")
		eval[string](p, `(location.hash = '`+link("GET")+`')`)
		says(w.T("hs.sent.waiting"))
		eval[string](p, `(location.hash = '`+link(rightRequest)+`')`)
		says("server.example.com", "403")
	}
}

// A server ignores empty lines before a request (RFC 9112 §2.2), and it ignores Host if
// the target names the server (§3.2.2): the bench accepts both and says so on the line.
func TestHandshakeNotesIgnoredLines(t *testing.T) {
	for _, lang := range languages {
		w := words.In(lang)
		p := bench(t, lang, link("\r\n"+strings.Replace(rightRequest, "/chat", "http://other.example/chat", 1)), view{})
		p.sentence(w.T("hs.outcome.open"))
		says := eval[[]string](p, `[...document.querySelectorAll('[data-part=request] .hsrow')].map((row) => row.className + ': ' + row.querySelector('.hssays').textContent)`)
		require.Len(t, says, 8)
		assert.Contains(t, says[0], "idle")
		assert.Contains(t, says[0], w.T("hs.says.empty"))
		assert.Contains(t, says[1], "needed")
		assert.Contains(t, says[1], w.T("lesson.line.request"))
		assert.Contains(t, says[2], "idle")
		assert.Contains(t, says[2], w.T("hs.says.host"))
	}
}
