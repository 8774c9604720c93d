package site

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// viewIn returns a view in a language, with the scripts that the bench names.
func viewIn(lang string) view {
	return view{Words: all()[lang], Lang: lang, assets: assetNames{
		pasteHeadScript + "." + lang + ".js":  "assets/pastehead.js",
		headFramesScript + "." + lang + ".js": "assets/headframes.js",
	}}
}

// benched draws a request as the bench does before its module is loaded.
func benched(t *testing.T, lang, request string) Bench {
	t.Helper()
	b, err := viewIn(lang).bench([]byte(request), "x-", false)
	require.NoError(t, err)
	return b
}

func TestBenchDrawsTheRFCsExample(t *testing.T) {
	for lang := range all() {
		b, err := viewIn(lang).Bench()
		require.NoError(t, err)
		assert.Equal(t, b.Example, b.Request)
		assert.Equal(t, 9, strings.Count(string(b.Rows), "<textarea"), "a line each, the empty one too")
		for _, html := range []string{string(b.Rows), string(b.Answer), string(b.Outcome)} {
			assert.NotContains(t, html, ` broken"`, lang)
			assert.NotContains(t, html, `hsrow broken`, lang)
		}
		// RFC 6455 §1.3's digest and value.
		assert.Contains(t, string(b.Steps), `<span class="hsbyte">b3</span><span class="hsbyte">7a</span>`)
		assert.Contains(t, string(b.Steps), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
		assert.Contains(t, string(b.Answer), "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=</textarea>")
		assert.Contains(t, string(b.Answer), "Sec-WebSocket-Protocol: chat</textarea>")
		assert.Contains(t, unmarked.ReplaceAllString(string(b.Outcome), "$1"), esc(all()[lang].T("hs.outcome.open")))
	}
}

func TestBenchSaysWhatIsBroken(t *testing.T) {
	const right = "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
	for _, c := range []struct{ name, request, rows, outcome string }{
		{"method", strings.Replace(right, "GET", "PUT", 1), `<span class="bad">PUT</span>`, "405 Method Not Allowed. The method of an opening handshake must be GET."},
		{"line", strings.Replace(right, "13", "8", 1), `<span class="bad">8</span></div>`, "426 Upgrade Required."},
		{"absent", strings.Replace(right, "Upgrade: websocket\r\n", "", 1), "Add Upgrade: websocket</button>", "400 Bad Request. There is no Upgrade field"},
		{"optional", strings.Replace(right, "\r\n\r\n", "\r\nCookie: a=b\r\n\r\n", 1), `class="hsrow optional"><div class="hstext"><div class="hsmirror" aria-hidden="true"><span class="n">Cookie`, "accepts with 101"},
		{"incomplete", strings.TrimSuffix(right, "\r\n"), `data-field="missing.blank"`, "The server waits"},
		{"in the middle of a line", "GET /", `class="hsrow waiting chosen">`, "The server waits"},
		{"bare LF", strings.Replace(right, "\r\n", "\n", 1), `<span class="bad">⇣</span>`, "A line ends with LF only"},
		{"after the head", right + "\x81\x00", `class="hsrow after">`, "accepts with 101"},
		{"nothing", " \r\n", `aria-invalid="true"`, "400 Bad Request"},
		{"an unknown method", strings.Replace(right, "GET", "get", 1), `<span class="bad">get</span>`, "501 Not Implemented"},
		{"empty lines first", "\r\n\r\n" + right, "A server ignores empty lines before the request line", "accepts with 101"},
		{"only empty lines", "\r\n", `class="hsrow idle chosen">`, "The server waits"},
		{"a URI for a target", strings.Replace(right, "GET /", "GET http://b/", 1), "so a server ignores the Host field’s value", "accepts with 101"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := benched(t, "en", c.request)
			assert.Contains(t, string(b.Rows), c.rows)
			assert.Contains(t, unmarked.ReplaceAllString(string(b.Outcome), "$1"), c.outcome)
			benched(t, "ko", c.request)
		})
	}
}

func TestBenchSaysWhereLinesAreWritten(t *testing.T) {
	rows := string(benched(t, "en", "GET / HTTP/1.1\r\nHost: a\r\nCookie: a=b\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n").Rows)
	for _, want := range []string{"6455#section-4.1", "9110#section-7.2", "9110#section-5.1", "6455#section-11.3.1", "9112#section-2.1"} {
		assert.Contains(t, rows, "/rfc"+want+`"`)
	}
}
