package browser

import (
	"bytes"
	"image/png"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const sample = `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width">
<title>Sample</title><link rel="icon" href="data:,">
<style>@media (prefers-color-scheme: dark) { body { background: #000; color: #fff } }</style>
<main><h1>Sample</h1>
<label>Bytes <input id="bytes"></label>
<button aria-pressed="false" onclick="this.setAttribute('aria-pressed', 'true')">A switch</button>
<button id="later" hidden>Later</button>
<p id="keys"></p></main>
<script>
document.addEventListener('keydown', (e) => { keys.textContent += (e.shiftKey ? '⇧' : '') + (e.ctrlKey ? '^' : '') + e.key + ' ' });
setTimeout(() => { later.hidden = false }, 200);
</script>`

func samplePage(t *testing.T, html string, v view) *page {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", "default-src 'none'; connect-src 'self'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'")
		_, _ = w.Write([]byte(html))
	}))
	t.Cleanup(server.Close)
	return open(t, server.URL, v)
}

func TestActing(t *testing.T) {
	p := samplePage(t, sample, view{})
	bit := p.find("button", "A switch")
	assert.Equal(t, "false", bit.state("pressed"))
	bit.click()
	assert.Equal(t, "true", bit.state("pressed"))
	p.find("button", "Later")

	field := p.find("textbox", "Bytes")
	field.fill("81 05")
	assert.Equal(t, "81 05", property[string](field, "value"))
	field.fill("82")
	assert.Equal(t, "82", property[string](field, "value"))

	p.press("Tab")
	role, name := p.focused()
	assert.Equal(t, "button A switch", role+" "+name)
	eval[bool](p, "keys.textContent = '', true")
	p.press("Shift+Tab", "ArrowLeft", "1")
	p.eventually("keys.textContent === '⇧Tab ArrowLeft 1 '")
	p.gone("button", "Earlier")
}

func TestLooking(t *testing.T) {
	p := samplePage(t, sample, view{width: 320, dark: true, language: "ko", stillness: true})
	assert.Equal(t, []string{"ko"}, eval[[]string](p, "[...navigator.languages]"))
	assert.True(t, eval[bool](p, "matchMedia('(prefers-color-scheme: dark) and (prefers-reduced-motion: reduce)').matches"))
	shot, err := png.Decode(bytes.NewReader(p.screenshot()))
	require.NoError(t, err)
	assert.Equal(t, 320, shot.Bounds().Dx())
	r, g, b, _ := shot.At(319, 1).RGBA()
	assert.Equal(t, [3]uint32{}, [3]uint32{r, g, b}, "the dark page's background")
}

func TestAxe(t *testing.T) {
	samplePage(t, sample, view{}).axe()
	findings := samplePage(t, `<!doctype html><html><title>x</title><link rel="icon" href="data:,"><img src="data:," alt><input>`, view{}).axeFindings()
	assert.NotEmpty(t, findings)
	assert.Contains(t, findings[0]+findings[1], "html-has-lang")
}

func TestProblemsAreHeard(t *testing.T) {
	p := samplePage(t, sample, view{})
	eval[bool](p, "console.error('one'), console.warn('two'), console.log('fine'), setTimeout(() => { throw new Error('three') }), true")
	eval[int](p, "fetch('/four').then((r) => r.status)")
	p.wait(func() bool { return len(p.disallowed()) >= 5 }, "problems: %s", lazily(func() string { return strings.Join(p.disallowed(), "; ") }))
	problems := p.disallowed()
	require.Len(t, problems, 5, problems) // a 404 appears both as a response and in the log
	for i, text := range []string{"one", "two", "three", "four", "four"} {
		assert.Contains(t, problems[i]+problems[min(i+1, 4)], text)
		p.allow(text)
	}
	assert.Empty(t, p.disallowed())
}
