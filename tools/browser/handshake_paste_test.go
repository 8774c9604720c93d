package browser

import (
	"fmt"
	"net/http"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"framelab/site/words"
)

// pasteInto pastes a text into the focused element, or into the page.
func (p *page) pasteInto(text string) {
	p.t.Helper()
	eval[bool](p, `(() => {
		const data = new DataTransfer();
		data.setData('text/plain', `+strconv.Quote(text)+`);
		const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
		const at = document.activeElement ?? document.body;
		if (at.dispatchEvent(event)) document.execCommand('insertText', false, data.getData('text/plain'));
		return true;
	})()`)
}

const pasted = "POST /a HTTP/1.1\r\nHost: a\r\n\r\n"

// A pasted head replaces the current one, however it is pasted.
func TestHandshakePaste(t *testing.T) {
	curl := "* Connected\n> POST /a HTTP/1.1\n> Host: a\n> \n"
	for name, paste := range map[string]func(p *page, text string){
		"over a line":    func(p *page, text string) { p.pasteInto(text) },
		"over one line":  func(p *page, text string) { p.press("Control+a"); p.pasteInto(text) },
		"over all lines": func(p *page, text string) { p.press("Control+a", "Control+a"); p.pasteInto(text) },
		"typed over a line": func(p *page, text string) {
			p.press("Control+a")
			eval[bool](p, "document.execCommand('insertText', false, "+strconv.Quote(text)+")")
		},
	} {
		for _, text := range []string{pasted, "POST /a HTTP/1.1\nHost: a", curl} {
			t.Run(name+"/"+text[:1], func(t *testing.T) {
				p := bench(t, "en", link(rightRequest), view{})
				p.find("textbox", "Request, line 3").focus()
				paste(p, text)
				p.sentence("The method of an opening handshake must be GET")
				assert.Equal(t, pasted, p.sentBytes())
				p.find("button", "Undo").click()
				p.sentence("From the next byte on, both send frames")
				assert.Equal(t, rightRequest, p.head2(t))
			})
		}
	}
}

// A head that is pasted before the reader of heads has come waits for it, and becomes text in
// the line if the reader does not come.
func TestHandshakePasteBeforeTheReader(t *testing.T) {
	for _, comes := range []bool{true, false} {
		t.Run(strconv.FormatBool(comes), func(t *testing.T) {
			come := make(chan struct{})
			url, _ := brokenSite(t, func(name string) bool { return strings.HasPrefix(name, "pastehead") }, func(w http.ResponseWriter, r *http.Request) {
				<-come
				if !comes {
					http.NotFound(w, r)
					return
				}
				http.ServeFile(w, r, filepath.Join(siteFolder(t), "assets", path.Base(r.URL.Path)))
			})
			p := open(t, url+"en/labs/handshake/"+link(rightRequest), view{})
			settled(p)
			p.find("textbox", "Request, line 3").focus()
			p.press("Control+a")
			p.pasteInto(pasted)
			assert.Equal(t, rightRequest, p.head2(t))
			close(come)
			if comes {
				p.sentence("The method of an opening handshake must be GET")
				assert.Equal(t, pasted, p.sentBytes())
				return
			}
			p.allow("404")
			p.allow("dynamically imported module")
			p.wait(func() bool { return strings.Contains(p.sentBytes(), "\r\nPOST /a HTTP/1.1\r\nHost: a") }, "the bytes are %q", lazily(p.sentBytes))
		})
	}
}

// head2 returns the request's bytes as its lines show them.
func (p *page) head2(t *testing.T) string {
	t.Helper()
	return strings.Join(p.head("request"), "\r\n") + "\r\n"
}

// All lines can be selected, replaced, cut and deleted together.
func TestHandshakeSelectsAllLines(t *testing.T) {
	p := bench(t, "en", link(rightRequest), view{})
	p.find("textbox", "Request, line 4").focus()
	p.press("Control+a", "Control+a")
	assert.True(t, eval[bool](p, "document.querySelector('[data-part=request]').hasAttribute('data-all')"))
	p.press("Escape")
	assert.False(t, eval[bool](p, "document.querySelector('[data-part=request]').hasAttribute('data-all')"))
	assert.Equal(t, rightRequest, p.head2(t))
	p.press("Control+a", "Control+a")
	p.write("G")
	p.wait(func() bool { return p.sentBytes() == "G" }, "the bytes are %q", lazily(p.sentBytes))
	p.write("ET")
	p.wait(func() bool { return p.sentBytes() == "GET" }, "the bytes are %q", lazily(p.sentBytes))
	p.press("Control+z")
	p.find("textbox", "Request, line 5").focus()
	p.press("Control+a", "Control+a", "Delete")
	p.wait(func() bool { return p.sentBytes() == "" }, "the bytes are %q", lazily(p.sentBytes))
	p.press("Control+z")
	p.find("textbox", "Request, line 2").focus()
	p.press("Control+a", "Control+a")
	eval[bool](p, `(() => {
		const data = new DataTransfer();
		document.activeElement.dispatchEvent(new ClipboardEvent('cut', { clipboardData: data, bubbles: true, cancelable: true }));
		window.cut = data.getData('text/plain');
		return true;
	})()`)
	assert.Equal(t, rightRequest, eval[string](p, "window.cut"))
	assert.Empty(t, p.sentBytes())
	// Ctrl+A once selects only the line.
	p.press("Control+z")
	p.find("textbox", "Request, line 2").fill("Host: b")
	p.wait(func() bool { return strings.Contains(p.sentBytes(), "\r\nHost: b\r\nUpgrade") }, "the bytes are %q", lazily(p.sentBytes))
}

// Pasted fields without a first line are inserted as lines, or after the current first
// line.
func TestHandshakePastesFields(t *testing.T) {
	p := bench(t, "en", link(rightRequest), view{})
	p.find("textbox", "Request, line 3").focus()
	p.press("Home")
	p.pasteInto("origin: http://a\ncookie: b=c\n")
	p.wait(func() bool {
		return strings.Contains(p.sentBytes(), "\r\norigin: http://a\r\ncookie: b=cUpgrade") || strings.Contains(p.sentBytes(), "cookie: b=c\r\nUpgrade")
	}, "the bytes are %q", lazily(p.sentBytes))
	p.press("Control+a", "Control+a")
	p.pasteInto(":authority: a\n:path: /x\nupgrade: websocket\n")
	p.wait(func() bool { return p.sentBytes() == "GET /x HTTP/1.1\r\nHost: a\r\nupgrade: websocket\r\n\r\n" }, "the bytes are %q", lazily(p.sentBytes))
	p.press("Control+a", "Control+a")
	p.pasteInto("Host: b\nConnection: Upgrade\n")
	p.wait(func() bool { return p.sentBytes() == "GET /x HTTP/1.1\r\nHost: b\r\nConnection: Upgrade\r\n\r\n" }, "the bytes are %q", lazily(p.sentBytes))
}

// The dialog says in which form it reads a text, and puts two heads on their sides.
func TestHandshakePasteDialog(t *testing.T) {
	for _, lang := range languages {
		w := words.In(lang)
		p := bench(t, lang, "", view{})
		p.find("button", w.T("tool.paste")).click()
		area := p.find("textbox", w.T("hs.paste.label"))
		says := func(text string) {
			t.Helper()
			p.wait(func() bool {
				return strings.Contains(eval[string](p, "document.querySelector('dialog [data-part=pasted]').textContent"), text)
			}, "not said: %s", text)
		}
		area.fill("Dear all,\nGET / HTTP/1.1")
		says(w.T("hs.paste.bad", "line", 1, "what", "Dear all,"))
		p.axe()
		p.find("button", w.T("hs.paste.use")).click()
		assert.True(t, eval[bool](p, "document.querySelector('dialog').open"), "what cannot be read stays")
		area = p.find("textbox", w.T("hs.paste.label"))
		area.focus()
		p.press("Control+a")
		p.pasteInto("> GET /a HTTP/1.1\n> Host: a\n>\n< HTTP/1.1 404 Not Found\n< \n")
		says(w.T("hs.paste.read", "form", w.T("hs.form.marked")))
		says(w.T("hs.paste.response", "lines", 2, "n", 26))
		p.find("button", w.T("hs.paste.use")).click()
		p.sentence(w.T("hs.outcome.status", "status", "404 Not Found"))
		assert.Equal(t, "GET /a HTTP/1.1\r\nHost: a\r\n\r\n", p.sentBytes())
		assert.Equal(t, []string{"HTTP/1.1 404 Not Found", ""}, p.head("response"))
		assert.Equal(t, "true", p.find("button", w.T("hs.edited")).state("pressed"))
		// A paste anywhere on the page, outside a field.
		eval[bool](p, "(document.activeElement.blur(), true)")
		p.pasteInto(pasted)
		says(w.T("hs.form.plain"))
		p.press("Escape")
		p.gone("textbox", w.T("hs.paste.label"))
		assert.Equal(t, "GET /a HTTP/1.1\r\nHost: a\r\n\r\n", p.sentBytes(), "cancelled")
	}
}

func TestHandshakeClear(t *testing.T) {
	for _, lang := range languages {
		w := words.In(lang)
		p := bench(t, lang, link(rightRequest, "HTTP/1.1 200 OK\r\n\r\n"), view{})
		p.find("button", w.T("hs.clear")).click()
		assert.Equal(t, []string{""}, p.head("request"))
		assert.Empty(t, p.head("response"))
		role, name := p.focused()
		assert.Equal(t, "textbox "+w.T("hs.line.request", "n", 1), role+" "+name)
		p.find("button", w.T("tool.undo")).click()
		p.sentence(w.T("hs.outcome.status", "status", "200 OK"))
		assert.Equal(t, rightRequest, p.head2(t))
	}
}

// The names that every JavaScript object has work as fields in either head, as a path and
// as a subprotocol.
func TestHandshakeAcceptsEveryName(t *testing.T) {
	p := bench(t, "en", "", view{})
	names := eval[[]string](p, "Object.getOwnPropertyNames(Object.prototype)")
	assert.Contains(t, names, "__proto__")
	for _, name := range names {
		request := strings.Replace(rightRequest, "\r\n\r\n", "\r\n"+name+": x\r\nSec-WebSocket-Protocol: "+name+"\r\n\r\n", 1)
		request = strings.Replace(request, "/chat", "/"+name, 1)
		response := strings.Replace(rightResponse, "\r\n\r\n", "\r\n"+name+": x\r\n\r\n", 1)
		eval[string](p, fmt.Sprintf("(location.hash = '%s')", link(request, response)))
		p.wait(func() bool { return len(p.head("request")) == 9 && p.head("request")[6] == name+": x" }, "%s is not drawn", name)
		p.find("textbox", "Request, line 7").focus()
		assert.Contains(t, eval[string](p, "document.querySelector('.chosen .hssays').innerText"), words.In("en").T("lesson.line.other"), name)
		p.find("textbox", "Response, line 5").focus()
		assert.Contains(t, eval[string](p, "document.querySelector('.chosen .hssays').innerText"), words.In("en").T("lesson.line.other"), name)
		p.sentence("The client accepts this response")
	}
}
