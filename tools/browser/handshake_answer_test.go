package browser

import (
	"encoding/hex"
	"fmt"
	"net"
	"net/http"
	neturl "net/url"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"framelab/site/words"
)

var dateLine = regexp.MustCompile(`\r\nDate: [^\r]*`)

// answered returns a server's response to a request over TCP, without its Date: the head
// of a 101, or the whole of any other response.
func answered(t *testing.T, url, request string) string {
	t.Helper()
	u, err := neturl.Parse(url)
	require.NoError(t, err)
	c, err := net.Dial("tcp", u.Host)
	require.NoError(t, err)
	defer c.Close()
	require.NoError(t, c.SetDeadline(time.Now().Add(patience)))
	_, err = c.Write([]byte(request))
	require.NoError(t, err)
	var all []byte
	for buffer := make([]byte, 4096); ; {
		n, err := c.Read(buffer)
		all = append(all, buffer[:n]...)
		head, _, whole := strings.Cut(string(all), "\r\n\r\n")
		if whole && strings.HasPrefix(head, "HTTP/1.1 101 ") {
			return dateLine.ReplaceAllString(head, "") + "\r\n\r\n"
		}
		if err != nil {
			return dateLine.ReplaceAllString(string(all), "")
		}
	}
}

// computed returns the response that the bench computes for a request.
func (p *page) computed(request string) string {
	p.t.Helper()
	eval[string](p, "(location.hash = '"+link(request)+"')")
	p.wait(func() bool { return p.sentBytes() == request }, "the request is not taken")
	b, err := hex.DecodeString(eval[string](p, `[...document.querySelector('handshake-bench').model.reading.answer.bytes].map((b) => b.toString(16).padStart(2, '0')).join('')`))
	require.NoError(p.t, err)
	return dateLine.ReplaceAllString(string(b), "")
}

// The computed response is the local server's response byte for byte, except for its
// Date.
func TestHandshakeComputesTheServersAnswer(t *testing.T) {
	url := serve(t, "-site", siteFolder(t), "-max-header", "2000")
	u, err := neturl.Parse(url)
	require.NoError(t, err)
	right := "GET /mychat HTTP/1.1\r\nHost: " + u.Host + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
	edit := func(old, new string) string {
		require.Contains(t, right, old)
		return strings.Replace(right, old, new, 1)
	}
	more := func(lines string) string { return edit("13\r\n\r\n", "13\r\n"+lines+"\r\n") }
	for _, lang := range languages {
		w := words.In(lang)
		p := open(t, url+lang+"/labs/handshake/", view{})
		settled(p)
		for _, preset := range []string{"post", "http10", "no-host", "no-token", "short-key", "version-8"} {
			p.find("button", w.T("hs.preset."+preset)).click()
			request := p.sentBytes()
			assert.Equal(t, answered(t, url, request), p.computed(request), preset)
			p.find("button", w.T("hs.send")).click()
			p.wait(func() bool {
				return strings.Contains(eval[string](p, "document.querySelector('[data-part=sent]').innerText"), w.T("hs.sent.same"))
			}, "%s: the answer is not said to be the computed one", preset)
		}
		if lang != "en" {
			continue
		}
		for name, request := range map[string]string{
			"right":                 right,
			"subprotocols":          more("Sec-WebSocket-Protocol: superchat, chat\r\n"),
			"no subprotocol of its": more("Sec-WebSocket-Protocol: soap\r\n"),
			"compression offered":   more("Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"),
			"echo":                  edit("/mychat", "/echo"),
			"echo, compression":     strings.Replace(more("Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"), "/mychat", "/echo", 1),
			"echo, a window":        strings.Replace(more("Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=9; client_no_context_takeover\r\n"), "/mychat", "/echo", 1),
			"echo, bad compression": strings.Replace(more("Sec-WebSocket-Extensions: permessage-deflate; x=1\r\n"), "/mychat", "/echo", 1),
			"echo, a subprotocol":   strings.Replace(more("Sec-WebSocket-Protocol: chat\r\n"), "/mychat", "/echo", 1),
			"raw":                   edit("/mychat", "/raw"),
			"Connection: Upgradex":  edit("Connection: Upgrade", "Connection: Upgradex"),
			"another Host":          edit(u.Host, "evil.example:8080"),
			"the RFC's Host":        edit(u.Host, "server.example.com"),
			"a long Host":           edit(u.Host, strings.Repeat("a", 200)),
			"Host in upper case":    edit(u.Host, strings.ToUpper(strings.Replace(u.Host, "127.0.0.1", "localhost", 1))),
			"own Origin":            more("Origin: http://" + u.Host + "\r\n"),
			"another Origin":        more("Origin: https://evil.example\r\n"),
			"the RFC's Origin":      more("Origin: http://example.com\r\n"),
			"null Origin":           more("Origin: null\r\n"),
			"two Origins":           more("Origin: http://a\r\nOrigin: http://b\r\n"),
			"an empty Origin":       more("Origin:\r\n"),
			"two Hosts":             more("Host: a\r\n"),
			"bare LF":               strings.ReplaceAll(right, "\r\n", "\n"),
			"bare CR":               edit("websocket\r\n", "web\rsocket\r\n"),
			"obs-fold":              edit("Upgrade: websocket", "Upgrade:\r\n websocket"),
			"NUL":                   edit("websocket", "web\x00socket"),
			"no colon":              more("X\r\n"),
			"a space before colon":  more("X : y\r\n"),
			"chunked":               more("Transfer-Encoding: chunked\r\n"),
			"a body":                more("Content-Length: 5\r\n") + "hello",
			"two lengths":           more("Content-Length: 0\r\nContent-Length: 0\r\n"),
			"a length of letters":   more("Content-Length: x\r\n"),
			"too long":              more("X: " + strings.Repeat("y", 2000) + "\r\n"),
			"too many fields":       more(strings.Repeat("X: y\r\n", 100)),
			"version 99, chunked":   strings.Replace(more("Transfer-Encoding: chunked\r\n"), "Version: 13", "Version: 99", 1),
			"a version of letters":  edit("Version: 13", "Version: x"),
			"HTTP/2":                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
			"a fragment":            edit("/mychat", "/mychat#x"),
			"a tab in the line":     edit("GET ", "GET\t"),
			"a key that is none":    edit("dGhlIHNhbXBsZSBub25jZQ==", "안녕"),
			"elsewhere, RFC's Host": strings.Replace(edit(u.Host, "server.example.com"), "/mychat", "/chat", 1),
			"elsewhere, an Origin":  strings.Replace(edit("Host: ", "Origin: http://x\r\nHost: x"), "/mychat", "/chat", 1),
			"early frames":          right + "\x89\x80\x01\x02\x03\x04",
		} {
			real := answered(t, url, request)
			assert.Equal(t, real, p.computed(request), name)
		}
		// A response that is not computed is not shown as computed.
		for _, path := range []string{"/", "/nothing", "/tap/x", "/__proto__"} {
			assert.Empty(t, p.computed(edit("/mychat", path)), path)
			p.sentence(w.T("hs.outcome.elsewhere", "path", path))
		}
		p.computed(edit("/mychat", "/echo?close=1000"))
		p.sentence(w.T("hs.outcome.query"))
		p.computed(edit("/mychat", "/echo?ping=x"))
		p.find("button", w.T("hs.send")).click()
		p.wait(func() bool {
			return strings.Contains(eval[string](p, "document.querySelector('.hsreal .more')?.innerText ?? ''"), w.T("hs.sent.line.more"))
		}, "the difference is not marked")
	}
}

// A sent response belongs to the request that was sent.
func TestHandshakeSentGoesStale(t *testing.T) {
	for _, lang := range languages {
		w := words.In(lang)
		p := bench(t, lang, "", view{})
		stale := func() bool {
			return strings.Contains(eval[string](p, "document.querySelector('[data-part=sent]').innerText"), w.T("hs.sent.stale"))
		}
		p.find("button", w.T("hs.send")).click()
		p.wait(func() bool {
			return strings.Contains(eval[string](p, "document.querySelector('[data-part=sent]').innerText"), "101 ")
		}, "not sent")
		assert.False(t, stale())
		p.find("button", w.T("hs.preset.version-8")).click()
		assert.True(t, stale())
		p.find("button", w.T("tool.undo")).click()
		assert.False(t, stale(), "it is that request again")
	}
}

// Switching from the edited response to the computed one and back loses nothing.
func TestHandshakeKeepsAnEditedResponse(t *testing.T) {
	p := bench(t, "en", link(rightRequest), view{})
	p.find("button", "edited").click()
	p.find("textbox", "Response, line 1").fill("HTTP/1.1 299 Mine")
	p.sentence("299 Mine")
	p.find("button", "computed").click()
	p.sentence("From the next byte on, both send frames")
	p.find("button", "edited").click()
	p.sentence("299 Mine")
	for _, press := range []string{"POST", "The RFC’s example"} {
		p.find("button", press).click()
		p.find("button", "edited").click()
		p.sentence("299 Mine")
	}
	// An unchanged copy of the computed response is computed again.
	p.find("button", "200 instead of 101").click()
	p.find("button", "computed").click()
	p.find("button", "edited").click()
	p.sentence("200 OK")
}

// Bytes after the head are judged as frames, and Send agrees.
func TestHandshakeJudgesEarlyBytes(t *testing.T) {
	url := serve(t, "-site", siteFolder(t))
	for _, c := range []struct {
		name, early, rule string
		code              string
	}{
		{"text", "garbage\r\n", "frame.rsv1.not-negotiated", "1002"},
		{"a masked ping", "\x89\x80\x01\x02\x03\x04", "", ""},
		{"an unmasked text", "\x81\x02hi", "frame.mask.missing", "1002"},
		{"a reserved opcode", "\x83\x80\x00\x00\x00\x00", "frame.opcode.reserved", "1002"},
		{"two frames, the second broken", "\x89\x80\x00\x00\x00\x00\x89\xfe", "frame.control.too-long", "1002"},
		{"not UTF-8", "\x81\x81\x00\x00\x00\x00\xff", "message.text.not-utf8", "1007"},
		{"another request", "GET / HTTP/1.1\r\n\r\n", "frame.rsv1.not-negotiated", "1002"},
	} {
		for _, lang := range languages {
			w := words.In(lang)
			p := open(t, url+lang+"/labs/handshake/", view{})
			settled(p)
			request := p.sentOr(c.early)
			eval[string](p, "(location.hash = '"+link(request)+"')")
			n := len(c.early)
			if c.rule == "" {
				p.sentence(w.T("hs.outcome.early", "n", n))
			} else {
				p.sentence(w.T("hs.outcome.early.fails", "n", n, "code", c.code, "rule", w.T("rule."+c.rule)))
			}
			// The outcome is said before the frames are there: their script comes later.
			p.eventually("document.querySelector('[data-part=request-after] .frames')?.innerText")
			facts := eval[string](p, "document.querySelector('[data-part=outcome]').innerText")
			assert.Contains(t, facts, w.T("hs.fact.request", "n", len(request)-n))
			assert.Contains(t, facts, w.T("hs.fact.after", "n", n))
			p.find("button", w.T("hs.send")).click()
			sent := func() string { return eval[string](p, "document.querySelector('[data-part=sent]').innerText") }
			p.wait(func() bool { return strings.Contains(sent(), w.T("hs.sent.early", "n", n)) }, "not sent: %s", lazily(sent))
			if c.rule != "" {
				assert.Contains(t, sent(), w.T("hs.sent.failed", "code", c.code, "rule", w.T("rule."+c.rule)))
				assert.Contains(t, sent(), map[string]string{"1002": "03 ea", "1007": "03 ef"}[c.code], "the server's Close")
			}
		}
	}
	// After a refused request there are no frames.
	p := bench(t, "en", link(strings.Replace(rightRequest, "13", "8", 1)+"\x89\x80\x01\x02\x03\x04"), view{})
	p.sentence("426")
	p.gone("heading", words.In("en").T("hs.after.request"))
	p.find("button", "Send").click()
	p.wait(func() bool {
		return strings.Contains(eval[string](p, "document.querySelector('[data-part=sent]').innerText"), words.In("en").T("hs.sent.unread", "n", 6))
	}, "not said")
}

// Frames behind a head that are there before the script that reads them are judged when it has
// come, and so is a press on Send.
func TestHandshakeFramesBeforeTheirReader(t *testing.T) {
	come := make(chan struct{})
	url, _ := brokenSite(t, func(name string) bool { return strings.HasPrefix(name, "headframes") }, func(w http.ResponseWriter, r *http.Request) {
		<-come
		http.ServeFile(w, r, filepath.Join(siteFolder(t), "assets", path.Base(r.URL.Path)))
	})
	w := words.In("en")
	p := open(t, url+"en/labs/handshake/"+link(rightRequest+"garbage"), view{})
	settled(p)
	p.sentence(w.T("hs.outcome.early", "n", 7))
	p.find("button", "Send").click()
	close(come)
	p.sentence(w.T("hs.outcome.early.fails", "n", 7, "code", "1002", "rule", w.T("rule.frame.rsv1.not-negotiated")))
	sent := func() string { return eval[string](p, "document.querySelector('[data-part=sent]').innerText") }
	p.wait(func() bool { return strings.Contains(sent(), w.T("hs.sent.early", "n", 7)) }, "not sent: %s", lazily(sent))
}

// sentOr returns the bench's own request with bytes after its head.
func (p *page) sentOr(early string) string {
	p.t.Helper()
	return p.sentBytes() + early
}

// A client's duties are those of its RFCs: it ignores what only the server must not do.
func TestHandshakeClientsDuties(t *testing.T) {
	more := func(line string) string { return strings.Replace(rightResponse, "\r\n\r\n", "\r\n"+line+"\r\n\r\n", 1) }
	edit := func(old, new string) string { return strings.Replace(rightResponse, old, new, 1) }
	for _, lang := range languages {
		w := words.In(lang)
		for _, c := range []struct{ response, outcome, rule string }{
			{more("Content-Length: 0"), "hs.outcome.ignores", "response.content-length"},
			{more("Content-Length: 5"), "hs.outcome.ignores", "response.content-length"},
			{more("Transfer-Encoding: chunked"), "hs.outcome.ignores", "response.transfer-encoding"},
			{more("X: a\r\n b"), "hs.outcome.ignores", "head.obs-fold"},
			{edit(" Switching Protocols", ""), "hs.outcome.may", "response.status.space-missing"},
			{edit("HTTP/1.1", "HTTP/1.0"), "hs.outcome.may", "response.version"},
			{edit("HTTP/1.1", "http/1.1"), "hs.outcome.may", "response.version.malformed"},
			{strings.ReplaceAll(rightResponse, "\r\n", "\n"), "hs.outcome.may", "head.bare-lf"},
			{more("X : y"), "hs.outcome.may", "head.space-before-colon"},
			{edit("Connection: Upgrade", "Connection: Upgrade, a b"), "hs.outcome.may", "response.connection.malformed"},
			{edit("Upgrade: websocket", "Upgrade: h2c"), "hs.outcome.fails", "response.upgrade"},
			{edit("Connection: Upgrade\r\n", ""), "hs.outcome.fails", "response.connection.missing"},
			{more("Sec-WebSocket-Protocol: soap"), "hs.outcome.fails", "response.subprotocol.not-offered"},
			{more("Sec-WebSocket-Extensions: x"), "hs.outcome.fails", "response.extensions.not-offered"},
			{"HTTP/1.1 100 Continue\r\n\r\n" + edit("Upgrade: websocket", "Upgrade: h2c"), "hs.outcome.fails", "response.upgrade"},
		} {
			p := bench(t, lang, link(rightRequest, c.response), view{})
			p.sentence(w.T(c.outcome, "rule", w.T("rule."+c.rule)))
		}
		p := bench(t, lang, link(rightRequest, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"+rightResponse), view{})
		p.sentence(w.T("hs.outcome.taken"))
		p.find("textbox", w.T("hs.line.response", "n", 1)).focus()
		assert.Contains(t, eval[string](p, "document.querySelector('.chosen .hssays').innerText"), w.T("hs.says.interim"))
		eval[string](p, "(location.hash = '"+link(rightRequest, "HTTP/1.1 100 Continue\r\n\r\n")+"')")
		p.sentence(w.T("hs.outcome.client.waiting"))
		eval[string](p, "(location.hash = '"+link(rightRequest, rightResponse+"\x81\x85")+"')")
		p.sentence(w.T("hs.outcome.taken.fails", "n", 2, "code", "1002", "rule", w.T("rule.frame.mask.forbidden")))
		eval[string](p, "(location.hash = '"+link(rightRequest, rightResponse+"\x81\x02hi")+"')")
		p.sentence(w.T("hs.outcome.taken.more", "n", 4))
	}
}

// An empty value that breaks a rule makes a broken line, not a missing one.
func TestHandshakeEmptyValue(t *testing.T) {
	p := bench(t, "en", link(rightRequest, strings.Replace(rightResponse, " HSmrc0sMlYUkAGmm5OPpG2HaGWk=", "", 1)), view{})
	p.sentence(words.In("en").T("rule.response.accept.wrong"))
	assert.Equal(t, "true", p.find("textbox", "Response, line 4").state("invalid"))
	assert.Equal(t, 0, eval[int](p, "document.querySelectorAll('[data-part=response] .lacking').length"))
}

// However long a head is, only a bounded part is drawn, and the page says how much is
// not.
func TestHandshakeDrawsBounded(t *testing.T) {
	p := bench(t, "en", "", view{})
	for name, request := range map[string]string{
		"line ends":       strings.Repeat("\r\n", 32000),
		"fields":          "GET / HTTP/1.1\r\n" + strings.Repeat("a: b\r\n", 10000) + "\r\n",
		"colons":          strings.Repeat(":\r\n", 20000),
		"LF":              strings.Repeat("\n", 65000),
		"early line ends": rightRequest + strings.Repeat("\r\n", 32000),
		"early frames":    rightRequest + strings.Repeat("\x89\x80\x00\x00\x00\x00", 10000),
		"one line":        strings.Repeat("a", 65000),
		"one long value":  strings.Replace(rightRequest, "/chat", "/"+strings.Repeat("안", 20000), 1),
		"tiny frames":     rightRequest + strings.Repeat("\x80\x00", 32000),
	} {
		eval[string](p, "(location.hash = '"+link(request)+"')")
		p.wait(func() bool { return p.sentBytes() == request }, "%s: not taken", name)
		assert.Less(t, eval[int](p, "document.querySelectorAll('handshake-bench *').length"), 4000, name)
		assert.LessOrEqual(t, eval[int](p, "document.querySelectorAll('textarea.hsline').length"), 400, name)
		if strings.Count(request, "\r\n") > 1000 {
			assert.Contains(t, eval[string](p, "document.querySelector('[data-part=request]').innerText"), "not drawn here", name)
		}
	}
	// The part that is not drawn is still in the request.
	request := rightRequest + strings.Repeat("\r\n", 32000)
	eval[string](p, "(location.hash = '"+link(request)+"')")
	p.wait(func() bool { return p.sentBytes() == request }, "not taken")
	p.find("button", "CR LF and hex").click()
	typed := strings.ReplaceAll(property[string](p.find("textbox", "The request in hexadecimal"), "value"), " ", "")
	assert.True(t, typed == hex.EncodeToString([]byte(request)), "all bytes are there")
}

// A link to half a million frames opens: a bounded number is dissected, and the page says
// how many are left.
func TestBuilderOpensAnyNumberOfFrames(t *testing.T) {
	for _, lang := range languages {
		w := words.In(lang)
		p := open(t, serveFolder(t, siteFolder(t))+lang+"/labs/frame/", view{})
		p.eventually(`document.querySelector('frame-builder[live]')`)
		eval[bool](p, "(location.hash = '#v1/s/' + '8000'.repeat(500000), true)")
		p.eventually(`document.querySelector('frame-builder').store.state.bytes.length === 1000000`)
		p.wait(func() bool {
			return strings.Contains(eval[string](p, "document.querySelector('[data-part=strip]').textContent"), w.T("stream.bound", "n", 2000, "bytes", 1000000-4000))
		}, "the bound is not said")
		assert.Less(t, eval[int](p, "document.querySelectorAll('frame-builder *').length"), 6000)
		eval[bool](p, "(location.hash = '#v1/c/' + '81'.repeat(70000), true)")
		p.find("button", w.T("tool.undo"))
	}
}

// No chip moves when it is pressed, so that the next press hits the intended one.
func TestHandshakeChipsStay(t *testing.T) {
	for _, v := range []view{{width: 1280, height: 720}, {width: 390, height: 844}} {
		p := bench(t, "en", "", v)
		place := func(name string) string {
			return fmt.Sprint(eval[[]float64](p, `(() => { const r = [...document.querySelectorAll('handshake-bench button')].find((b) => b.textContent.trim() === `+"`"+name+"`"+`).getBoundingClientRect(); return [r.x, r.y]; })()`))
		}
		for _, preset := range []string{"post", "http10", "no-host", "no-token", "short-key", "version-8", "status-200", "subprotocol", "key-decoded", "hex-encoded", "leading-space", "guid-lower-case", "no-guid", "key-echoed"} {
			name := words.In("en").T("hs.preset." + preset)
			p.find("button", name).click()
			before := place(name)
			p.find("button", name).click()
			assert.Equal(t, before, place(name), preset)
			if v.width < 1000 {
				continue // a row that scrolls sideways by itself
			}
			other := place("POST")
			p.find("button", "no Host").click()
			assert.Equal(t, other, place("POST"), preset)
		}
		if v.width < 1000 {
			continue
		}
		before := place("Send") + place("POST")
		eval[bool](p, "(navigator.clipboard.writeText = async () => {}, document.querySelector('.tools details.menu').open = true, true)")
		p.find("button", "Go").click()
		p.eventually("document.querySelector('#mention')")
		assert.Equal(t, before, place("Send")+place("POST"), "after copying")
	}
}
