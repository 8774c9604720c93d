package browser

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	cdppage "github.com/chromedp/cdproto/page"
	"github.com/stretchr/testify/assert"

	"framelab/site/words"
)

func home(t *testing.T, url string, v view) *page {
	t.Helper()
	p := open(t, url, v)
	settled(p)
	return p
}

// cells gives the hexadecimal digits that the wire's cells show, those that can be seen.
func (p *page) cells() string {
	return eval[string](p, `[...document.querySelectorAll('.wcell')].filter((c) => c.checkVisibility({ visibilityProperty: true })).map((c) => c.textContent).join('')`)
}

// at drags the slider to a time.
func (p *page) at(time float64) {
	p.t.Helper()
	eval[bool](p, fmt.Sprintf(`(() => { const r = document.querySelector('[name=time]'); r.value = %v; return r.dispatchEvent(new Event('input', { bubbles: true })); })()`, time))
}

// stageIs waits until the slider says a stage.
func (p *page) stageIs(name string) {
	p.t.Helper()
	p.eventually(`document.querySelector('[name=time]').getAttribute('aria-valuetext') === ` + quote(name))
}

func (p *page) textOf(part string) string {
	return eval[string](p, `document.querySelector('[data-part="`+part+`"]').textContent`)
}

// The first screen says what this is, and shows the frame of a word; the figure follows what someone types.
func TestHomeSaysWhatItIs(t *testing.T) {
	for _, lang := range languages {
		w := words.In(lang)
		p := home(t, serveFolder(t, siteFolder(t))+lang+"/", view{language: lang, width: 1280, height: 720})
		p.find("heading", w["home.h1"])
		for _, what := range []string{"h1", "[data-part=cost]", ".wcell:last-child", ".post .go", ".steps .play"} {
			assert.True(t, p.inSight(what), "%s: %s", lang, what)
		}
		assert.Equal(t, "818637fa213ddb6fa9d6b26f", p.cells())
		assert.Equal(t, 1, eval[int](p, `[...document.querySelectorAll('.go')].filter((b) => b.checkVisibility()).length`), "one primary action")
		for _, c := range []struct{ typed, n, all, cells string }{
			{"Hi", "2", "8", "818237fa213d7f93"},
			{"", "0", "6", "818037fa213d"},
			{"\U0001f44d", "4", "10", "818437fa213dc765b0b0"},
		} {
			p.find("textbox", w["home.label"]).fill(c.typed)
			p.wait(func() bool { return strings.HasPrefix(p.cells(), c.cells[:12]) }, "%q: %s", c.typed, lazily(p.cells))
			assert.Equal(t, c.cells[:12], p.cells()[:12], c.typed)
			assert.Regexp(t, c.n+`\D.*\b`+c.all, p.textOf("cost"))
			assert.True(t, strings.HasSuffix(eval[string](p, "document.querySelector('[data-part=open]').hash"), p.cells()))
		}
	}
}

// Send plays the way to the server and back, to its end, and can be paused and gone on with.
func TestSendPlays(t *testing.T) {
	p := home(t, serveFolder(t, siteFolder(t))+"en/", view{})
	p.find("textbox", "A message").fill("Hi")
	p.press("Enter")
	p.find("button", "Pause")
	p.stageIs("bytes")
	p.find("button", "Pause").click()
	p.find("button", "Play")
	assert.Equal(t, "waiting for a frame", p.textOf("got"))
	p.at(6.9)
	p.find("button", "Play").click()
	p.eventually(`document.querySelector('[data-part=came]').textContent === '“Hi” came back'`)
	assert.Equal(t, "Hi", p.textOf("got"))
	p.find("button", "Play") // it has stopped by itself
	assert.Contains(t, p.textOf("says"), "The echo is 4 bytes, 4 fewer")
	assert.Contains(t, p.textOf("source"), "This page drew the key")
	assert.Equal(t, "Hi", property[string](p.find("textbox", "A message"), "value"))
}

// The slider goes through the stages with the keyboard; buttons and names do too, and links lead to a time.
func TestStepsThroughTheStages(t *testing.T) {
	for _, lang := range languages {
		w := words.In(lang)
		url := serveFolder(t, siteFolder(t)) + lang + "/"
		p := home(t, url+"#wire=2.4", view{language: lang, stillness: true})
		p.stageIs(w["wire.stage.key"]) // nothing moves: a link leads to a stage, and not between two
		p.find("slider", w["wire.time"]).focus()
		p.press("Home")
		p.stageIs(w["wire.stage.word"])
		said := map[string]bool{}
		for _, name := range []string{"bytes", "key", "xor", "header", "cross", "unmask", "echo"} {
			p.hush()
			p.press("ArrowRight")
			p.stageIs(w["wire.stage."+name])
			words := p.said()
			assert.True(t, strings.HasPrefix(words, w["wire.stage."+name]+". "), words)
			said[words] = true
		}
		assert.Len(t, said, 7)
		p.press("ArrowRight", "ArrowLeft")
		p.stageIs(w["wire.stage.unmask"])
		p.find("button", w["wire.first"]).click()
		p.stageIs(w["wire.stage.word"])
		assert.Empty(t, p.cells())
		p.find("button", w["wire.next"]).click()
		p.stageIs(w["wire.stage.bytes"])
		assert.Equal(t, "ec9588eb8595", p.cells())
		p.find("button", w["wire.play"]).click() // a still at a time
		p.stageIs(w["wire.stage.key"])
		p.find("button", w["wire.stage.xor"]).click()
		assert.Equal(t, "37fa213ddb6fa9d6b26f", p.cells())
		p.find("button", w["wire.last"]).click()
		assert.Equal(t, "8106ec9588eb8595", p.cells())
		p.find("button", w["wire.back"]).click()
		p.stageIs(w["wire.stage.unmask"])
		eval[bool](p, "(location.hash = '#wire=5', true)")
		p.stageIs(w["wire.stage.cross"])
	}
}

// With reduced motion Send shows the first still, and nothing moves by itself.
func TestSendWithoutMotion(t *testing.T) {
	p := home(t, serveFolder(t, siteFolder(t))+"en/", view{stillness: true})
	p.find("button", "Send").click()
	p.stageIs("bytes")
	assert.Zero(t, eval[int](p, "document.getAnimations().length"))
	p.gone("button", "Pause")
	p.find("slider", "The way to the server and back").focus()
	p.press("End")
	p.stageIs("echo")
	p.at(2.6)
	p.stageIs("XOR")
	assert.Equal(t, "3", property[string](p.find("slider", "The way to the server and back"), "value"), "it snaps to a stage")
}

// A cell that is pressed says what it is: at rest, plain, masked, in the echo, and where the echo has none.
func TestCellsSayWhatTheyAre(t *testing.T) {
	for _, lang := range languages {
		w := words.In(lang)
		p := home(t, serveFolder(t, siteFolder(t))+lang+"/", view{language: lang, stillness: true})
		cell := func(field string, byte int, hex string) *element {
			t.Helper()
			return p.find("button", w.T("byte.name", "field", w[field], "byte", byte, "hex", hex))
		}
		says := func(want ...string) {
			t.Helper()
			for _, part := range want {
				p.wait(func() bool { return strings.Contains(p.textOf("callout"), part) }, "%s, not %s", lazily(func() string { return p.textOf("callout") }), part)
			}
		}
		p.hush()
		cell("drawer.field.flags", 0, "81").click()
		says(w.T("wire.call", "byte", 0, "hex", "81"), w["wire.about.fin.1"], "opcode 1")
		assert.Contains(t, p.said(), w["wire.about.fin.1"])
		assert.Equal(t, "true", cell("drawer.field.flags", 0, "81").state("expanded"))
		cell("drawer.field.length", 1, "86").click()
		says(w["wire.about.mask.1"], w.T("wire.about.length", "n", "6"))
		cell("field.key", 2, "37").click()
		says(w.T("wire.about.key", "i", 0))
		cell("field.payload", 7, "6f").click()
		says("fa", "95", "“안”", "2")
		p.axe()

		// Escape, the button and a press elsewhere close it; the focus comes back.
		cell("field.payload", 7, "6f").focus()
		p.press("Escape")
		p.eventually("document.querySelector('[data-part=callout]').hidden")
		p.hasFocus("button", w.T("byte.name", "field", w["field.payload"], "byte", 7, "hex", "6f"))
		p.press("Enter")
		p.find("button", w["notice.close"]).focus()
		p.press("Enter")
		p.eventually("document.querySelector('[data-part=callout]').hidden")
		p.hasFocus("button", w.T("byte.name", "field", w["field.payload"], "byte", 7, "hex", "6f"))
		p.press("Enter")
		p.eventually("!document.querySelector('[data-part=callout]').hidden")
		p.find("heading", w["home.h1"])
		p.clickOn("h1")
		p.eventually("document.querySelector('[data-part=callout]').hidden")

		p.at(1)
		cell("field.payload", 6, "ec").click()
		says(w.T("drawer.char.part", "i", 1, "n", 3, "char", "안"))
		p.at(7)
		assert.True(t, eval[bool](p, "document.querySelector('[data-part=callout]').hidden"), "a step closes it")
		p.at(6)
		eval[bool](p, "(document.querySelector('.wgap').click(), true)")
		says(w["wire.gap.used"], w["wire.gap.used.says"])
		p.at(7)
		cell("drawer.field.length", 1, "06").click()
		says(w["wire.about.mask.0"])
		cell("field.payload", 2, "ec").click()
		says("“안”")
		p.press("ArrowLeft")
		says(w["wire.gap"], w["wire.gap.says"])
	}
}

// The cells are one stop of the Tab key; arrows go among those that can be seen, and the callout with them.
func TestCellsByKeyboard(t *testing.T) {
	p := home(t, serveFolder(t, siteFolder(t))+"en/", view{stillness: true})
	p.find("button", "Send").focus()
	p.press("Tab")
	p.hasFocus("button", "flags and opcode, byte 0: 81")
	p.press("End")
	p.hasFocus("button", "payload, byte 11: 6f")
	p.press("ArrowRight")
	p.hasFocus("button", "payload, byte 11: 6f")
	p.press("Home", "ArrowRight", "Enter")
	p.eventually("document.querySelector('[data-part=callout]').textContent.includes('MASK is 1')")
	p.press("ArrowRight")
	p.eventually("document.querySelector('[data-part=callout]').textContent.includes('Byte 2: 37')")
	p.press("Tab")
	p.hasFocus("button", "Close")
	p.press("Escape")
	p.hasFocus("button", "masking key, byte 2: 37")
	p.press("Tab")
	p.hasFocus("button", "First step")
	p.at(1)
	p.find("button", "Send").focus()
	p.press("Tab")
	p.hasFocus("button", "payload, byte 6: ec")
}

// With the local server the bytes are those of the browser's own connection: what the tap
// told is what is shown, and no two frames have the same key.
func TestHomeOverTheBrowsersConnection(t *testing.T) {
	p := open(t, "about:blank", view{stillness: true})
	call(p, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: `{
		window.tapped = { client: '', server: '' };
		window.WebSocket = class extends WebSocket {
			constructor(url) {
				super(url);
				if (String(url).includes('/tap/')) this.addEventListener('message', ({ data }) => {
					const { type, from, data: bytes } = JSON.parse(data);
					if (type === 'bytes') window.tapped[from] += [...atob(bytes)].map((c) => c.charCodeAt(0).toString(16).padStart(2, '0')).join('');
				});
			}
		};
	}`})
	url := serve(t, "-site", siteFolder(t))
	p.visit(url + "ko/")
	settled(p)
	w := words.In("ko")
	keys := map[string]bool{}
	for _, text := range []string{"안녕", "안녕", "Hi"} {
		p.find("textbox", w["home.label"]).fill(text)
		eval[bool](p, "(window.tapped = { client: '', server: '' }, true)")
		p.find("button", w["home.send"]).click()
		p.eventually("window.tapped.server !== '' && document.querySelector('[data-part=source]').textContent === " + quote(w["wire.source.real"]))
		p.find("button", w["wire.stage.header"]).click()
		sent := p.cells()
		assert.True(t, strings.HasSuffix(eval[string](p, "window.tapped.client"), sent), sent)
		keys[sent[4:12]] = true
		p.find("button", w["wire.stage.echo"]).click()
		assert.True(t, strings.HasSuffix(eval[string](p, "window.tapped.server"), p.cells()), p.cells())
		assert.Equal(t, text, p.textOf("got"))
	}
	assert.Len(t, keys, 3)
	p.reloaded()
	assert.Equal(t, w["wire.source.real"], p.textOf("source"))

	// A browser cuts a long message into several frames; the page does not show them as one of its own.
	p.set("#message", "'x'.repeat(300000)")
	p.find("button", w["home.send"]).click()
	p.stageIs(w["wire.stage.bytes"])
	assert.Regexp(t, "^"+strings.ReplaceAll(regexp.QuoteMeta(w["wire.source.pieces"]), `\{n\}`, `\d+`)+"$", p.textOf("source"))
}

// When the connection fails the page says why, computes the rest itself, and keeps what was typed.
func TestHomeWhenTheConnectionFails(t *testing.T) {
	p := open(t, "about:blank", view{stillness: true})
	p.allow("WebSocket")
	call(p, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{
		Source: `window.WebSocket = class extends WebSocket { constructor(url) { super(String(url).replace(/\/(tap|echo).*/, window.mended ? '$&' : '/nowhere')); } };`,
	})
	p.visit(serve(t, "-site", siteFolder(t)) + "en/")
	settled(p)
	p.find("textbox", "A message").fill("Hi")
	p.find("button", "Send").click()
	p.eventually("document.querySelector('[data-part=source].complaint')")
	assert.Equal(t, words.In("en").T("answer.failed")+" "+words.In("en")["wire.source.page"], p.textOf("source"))
	p.find("button", "Last step").click()
	assert.Equal(t, "Hi", p.textOf("got"))
	assert.Equal(t, "Hi", property[string](p.find("textbox", "A message"), "value"))
}

// On a phone, and on any screen, the whole of it is there and nothing is wider than the
// screen: for words of every length, at every stage, and with a callout open.
func TestHomeFits(t *testing.T) {
	for _, lang := range languages {
		p := home(t, serveFolder(t, siteFolder(t))+lang+"/", view{language: lang, width: 390, height: 844, stillness: true})
		for _, what := range []string{".post .go", ".wcell:last-child", ".post.server .box", ".wsays", ".steps .play"} {
			bottom := eval[float64](p, `document.querySelector("`+what+`").getBoundingClientRect().bottom`)
			assert.LessOrEqual(t, bottom, 844.0, "%s: %s", lang, what)
		}
		for _, width := range append([]int64{640, 641, 1920}, widths...) {
			p.look(view{language: lang, width: width, height: 800, stillness: true})
			assert.Empty(t, eval[[]string](p, strings.ReplaceAll(homeFits, "unbroken", quote(unbroken))), "%s at %d pixels", lang, width)
		}
	}
}

// homeFits gives what stands out of the screen, or is too small to press.
const homeFits = `(async () => {
	const found = [];
	const field = document.querySelector('#message');
	const slider = document.querySelector('[name=time]');
	for (const text of ['안녕', '', 'x', unbroken, 'x'.repeat(70000), '👍'.repeat(9)]) {
		field.value = text;
		field.dispatchEvent(new Event('input', { bubbles: true }));
		for (let T = 0; T <= 7; T++) {
			slider.value = T;
			slider.dispatchEvent(new Event('input', { bubbles: true }));
			const seen = [...document.querySelectorAll('.wcell, .wgap')].filter((c) => c.checkVisibility({ visibilityProperty: true }));
			for (const cell of [seen[0], seen.at(-1)]) {
				cell?.click();
				await new Promise((soon) => setTimeout(soon));
				const at = (what, e) => {
					const { left, right, width, height } = e?.getBoundingClientRect() ?? {};
					if (left < 0 || right > innerWidth || width < 18 || height < 24) found.push([text.slice(0, 9), T, what, left, right, width, height].join(' '));
				};
				at('the callout', document.querySelector('.callout:not([hidden])'));
				at('a cell', cell);
				if (document.documentElement.scrollWidth > innerWidth) found.push([text.slice(0, 9), T, 'the page', ...[...document.querySelectorAll('main *')].filter((e) => e.getBoundingClientRect().right > innerWidth).map((e) => e.className?.baseVal ?? e.className).slice(0, 4)].join(' '));
			}
		}
	}
	return [...new Set(found)];
})()`

// Presses before the module is loaded take effect once it is.
func TestPressBeforeTheModule(t *testing.T) {
	p, come := withoutModule(t, "en/")
	p.clickOn("[data-cell='0']")
	close(come)
	p.eventually("document.querySelector('[data-part=callout]').textContent.includes('FIN is 1')")
}

// A message that is sent before the module is there, or even the script, is sent when it comes.
func TestSendBeforeTheModule(t *testing.T) {
	url := serveFolder(t, siteFolder(t)) + "en/"
	for when, script := range map[string]string{
		"before the module": "document.addEventListener('DOMContentLoaded', () => { const f = document.querySelector('form.post'); f.message.value = 'early'; f.requestSubmit(); }, true);",
		"before the script": "new MutationObserver((_, o) => { const f = document.querySelector('form.post'); if (f?.querySelector('button')) { o.disconnect(); f.message.value = 'early'; f.requestSubmit(); } }).observe(document, { childList: true, subtree: true });",
	} {
		t.Run(when, func(t *testing.T) {
			p := open(t, "about:blank", view{stillness: true})
			call(p, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: script})
			p.visit(url)
			p.eventually("document.querySelector('[data-part=cost]').textContent.startsWith('“early” is 5 bytes')")
			p.eventually("document.querySelector('[data-part=source]').textContent.includes('This page drew the key')")
			p.stageIs("bytes")
		})
	}
}

// Text that makes too many bytes stays where it is, and what is shown stays too.
func TestHomeRefusesTooMuchText(t *testing.T) {
	p := home(t, serveFolder(t, siteFolder(t))+"en/", view{stillness: true})
	p.set("#message", "'x'.repeat(1100000)")
	p.eventually("document.querySelector('#message-note').textContent.includes('1,100,000')")
	assert.Equal(t, 1100000, eval[int](p, "document.querySelector('#message').value.length"))
	assert.Contains(t, p.textOf("cost"), "“안녕”")
	p.find("button", "Send").click()
	p.hasFocus("textbox", "A message")
	p.set("#message", "'x'.repeat(1000000)")
	p.eventually("document.querySelector('[data-part=cost]').textContent.includes('1,000,000 bytes') && document.querySelector('[data-part=open]').hidden")
	assert.Equal(t, "81ff00000000000f4240", p.cells()[:20])
	p.find("button", "extended length, byte 9: 40").click()
	p.eventually("document.querySelector('[data-part=callout]').textContent.includes('1,000,000')")
	p.set("#message", "'x'")
	p.eventually("!document.querySelector('[data-part=open]').hidden && document.querySelector('#message-note').hidden")
	p.set("#message", "'\\ud83d'")
	p.eventually("document.querySelector('[data-part=cost]').textContent.includes('3 bytes')")
}
