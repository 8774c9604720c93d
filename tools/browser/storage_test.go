package browser

import (
	"strings"
	"testing"

	cdppage "github.com/chromedp/cdproto/page"
	"github.com/stretchr/testify/assert"

	"framelab/site/words"
)

// Strange contents of the browser's storage: other types, other versions, names that
// every object has, and very long values.
var strange = []string{
	`null`, `-1`, `1e308`, `"text"`, `[]`, `{}`, `[null]`, `{oh`, "\x00",
	`{"version":2,"parts":{},"exercises":{}}`, `{"version":1,"parts":null,"exercises":null}`,
	`{"version":1,"parts":{"__proto__":1,"constructor":2,"fields":3},"exercises":{"__proto__":1,"constructor":2}}`,
	`{"__proto__":{"version":1,"parts":{}},"constructor":1,"toString":"x","hasOwnProperty":null}`,
	strings.Repeat("[", 5000) + strings.Repeat("]", 5000), much,
}

// much stands for a text that is longer than pages read.
const much = `"much"`

// localKeys and sessionKeys are all keys that the pages read; the last one is a page's
// own.
var (
	localKeys   = []string{"framelab.theme", "framelab.lang", "framelab.progress", "framelab.aside", "framelab.progress.aside", "framelab.typed"}
	sessionKeys = []string{"framelab.scroll", "framelab.aside", "framelab.page:/some/folder/"}
)

// finds reloads the page with exactly these values in its storage.
func (p *page) finds(local, session map[string]string) {
	p.t.Helper()
	eval[bool](p, "(window.name = "+quote(quote([]map[string]string{local, session}))+", true)")
	p.reloaded()
}

// canFind makes the page start with the storage of finds.
func (p *page) canFind() {
	p.t.Helper()
	call(p, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: `if (window.name.startsWith('[')) {
		const [local, session] = JSON.parse(window.name);
		window.name = '';
		for (const [storage, values] of [[localStorage, local], [sessionStorage, session]]) {
			storage.clear();
			for (const [key, value] of Object.entries(values ?? {})) try { storage.setItem(key, value === '` + much + `' ? JSON.stringify('x'.repeat(4.3e6)) : value); } catch { /* there is no more room */ }
		}
	}`})
}

// The forms of stored values, with a gap for a strange one.
const (
	frameState = `{"bytes":"gQA=","receiver":"server","deflate":false,"laid":null,"drafts":?}`
	frameLab   = `{"state":{"bytes":"gQA=","receiver":"server","deflate":false,"laid":null},"past":?,"future":[],"byte":null,"bit":0}`
)

// Whatever is in the browser's storage, under every key that the pages read, each page
// works: nothing throws, labs are live, and exercises can be checked.
func TestStrangeStorage(t *testing.T) {
	url := serveFolder(t, siteFolder(t)) + "en/"
	for path, shapes := range map[string][]string{
		"":                     {`{"frame-wire 0":?}`, `{"frame-wire 0":{"text":?,"at":?,"sent":?,"came":?,"real":?}}`, `{"frame-wire 0":{"text":"Hi","at":7,"sent":?,"came":"gQJIaQ=="}}`},
		"labs/frame/":          {`{"frame-builder 0":{"lab":` + frameLab + `}}`, `{"frame-builder 0":{"lab":{"state":` + frameState + `,"past":[],"future":[],"byte":0,"bit":0},"more":?}}`},
		"labs/handshake/":      {`{"handshake-bench ":?,"fields":?}`, `{"handshake-bench ":{"state":"#h1/47","past":?,"future":[],"tab":?}}`},
		"lessons/":             {`{"fields":?}`},
		"labs/masking/":        {`{"masking-lab 0":?}`, `{"masking-lab 0":{"state":"#text=a&key=00000000","past":?,"future":[?]}}`},
		"labs/length/":         {`{"length-lab 0":{"state":?,"past":[],"future":[]}}`},
		"lessons/masking/":     {`{"exercise unmask-hello":?,"exercise-frames 0":?,"fields":?}`, `{"exercise unmask-hello":{"before":?,"open":?,"found":true,"solved":true}}`},
		"lessons/one-message/": {`{"lesson-frame 0":?,"echo-lab":?}`, `{"echo-lab":{"real":?,"seen":[{"from":?,"bytes":?,"opcode":?}]}}`, `{"exercise two-sends":{"before":null,"open":?,"found":true,"solved":true}}`},
	} {
		t.Run(path, func(t *testing.T) {
			p := open(t, url+path, view{stillness: true})
			settled(p)
			p.canFind()
			whole := func(what string) {
				t.Helper()
				assert.NotContains(t, eval[string](p, "document.querySelector('#notices').textContent"), "Something went wrong", what)
				if eval[bool](p, "document.querySelector('[data-act=check]') !== null") {
					eval[bool](p, "(document.querySelectorAll('[data-act=check]').forEach((b) => b.click()), true)")
					p.eventually("[...document.querySelectorAll('.finding')].every((f) => f.textContent)")
				}
			}
			for _, value := range strange {
				local, session := map[string]string{}, map[string]string{}
				for _, key := range localKeys {
					local[key] = value
				}
				for _, key := range sessionKeys {
					session[key] = value
				}
				session[sessionKeys[len(sessionKeys)-1]+path] = value
				p.finds(local, session)
				whole(value[:min(len(value), 100)])
				if len(value) > 1000 || value == much {
					continue
				}
				for _, shape := range shapes {
					fill := func(shape string) string { return strings.ReplaceAll(shape, "?", value) }
					p.finds(map[string]string{
						"framelab.typed":    fill(`{"unmask-hello":?,"mask-annyeong":?,"two-sends":?,"who-closes":?}`),
						"framelab.progress": fill(`{"version":1,"exercises":{"two-sends":?,"unmask-hello":{"tries":?,"hints":0}}}`),
					}, map[string]string{
						"framelab.scroll":                      fill(`{"at":?,"of":?,"part":?,"when":9e15}`),
						sessionKeys[len(sessionKeys)-1] + path: `{"version":1,"parts":` + fill(shape) + `}`,
					})
					whole(fill(shape))
				}
			}
		})
	}
}

// A draft that is not text, or that no control can show, does not affect other exercises.
// It is set aside and can be downloaded on the lessons' page, and the page says so.
func TestStrangeDrafts(t *testing.T) {
	for _, lang := range languages {
		w := words.In(lang)
		url := serveFolder(t, siteFolder(t)) + lang + "/"
		p := open(t, url+"lessons/masking/", view{language: lang, stillness: true})
		settled(p)
		drafts := `{"unmask-hello":{"a":1},"mask-annyeong":"` + strings.Repeat("81 ", 200_000) + `","who-closes":"a=server"}`
		eval[bool](p, "localStorage.setItem('framelab.typed', "+quote(drafts)+") ?? true")
		p.visit(url + "lessons/masking/")
		settled(p)
		p.eventually("document.querySelector('.notice')?.textContent.includes(" + quote(w["kept.aside.now"]) + ")")
		assert.True(t, p.inSight(".notice"))
		x := exerciseOf(p, "who-closes")
		assert.Equal(t, 1, eval[int](p, x.section()+".querySelectorAll('.bin .card').length"), "the draft that can be read is there")
		for _, id := range []string{"unmask-hello", "mask-annyeong", "who-closes"} {
			x := exerciseOf(p, id)
			x.use(`[data-act="check"]`)
			x.eventually(x.section() + ".dataset.found")
		}
		p.visit(url + "lessons/")
		aside := eval[string](p, `new Promise((done) => { URL.createObjectURL = (blob) => { blob.text().then(done); return 'data:,'; };
			HTMLAnchorElement.prototype.click = () => {}; document.querySelector('[data-act="aside"]').click(); })`)
		assert.Contains(t, aside, `{"unmask-hello":{"a":1}}`)
		assert.Contains(t, aside, `{"mask-annyeong":"81 81 81`)
		p.tabTo(`[data-act="dropaside"]`)
		p.press("Enter")
		p.eventually("document.querySelector('[data-part=aside]').hidden && document.activeElement !== document.body")
	}
}

// A part of a page's state that cannot be used is set aside with a message; the other
// parts are used.
func TestStrangePageState(t *testing.T) {
	p := builder(t, "")
	p.canFind()
	p.finds(nil, map[string]string{"framelab.page:/some/folder/labs/frame/": `{"version":1,"parts":{"frame-builder 0":{"lab":5},"fields":{"paste":"81 0"}}}`})
	p.eventually("document.querySelector('.notice')?.textContent.includes('it is set aside')")
	assert.Equal(t, []string{`{"frame-builder 0":{"lab":5}}`}, eval[[]string](p, "JSON.parse(sessionStorage.getItem('framelab.aside'))"))
	assert.Equal(t, "81 0", eval[string](p, "document.querySelector('#paste').value"))
	p.sentence("saying “Hello”")
}

// A value that can be neither read nor set aside stays where it is and is never
// overwritten.
func TestNoRoomToSetAside(t *testing.T) {
	url := serveFolder(t, siteFolder(t)) + "en/lessons/"
	p := open(t, url, view{})
	settled(p)
	eval[bool](p, "(localStorage.setItem('framelab.progress', '{oh'), addEventListener('pagehide', () => {}), true)")
	p.visit(url + "#x")
	eval[bool](p, "(sessionStorage.setItem('full', '1'), true)")
	call(p, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: "{ const keep = Storage.prototype.setItem; Storage.prototype.setItem = function (key, text) { if (key === 'framelab.aside') throw new Error('full'); keep.call(this, key, text); }; }"})
	p.reloaded()
	p.eventually("document.querySelector('#notices').textContent.includes('there is no room to set it aside')")
	assert.Equal(t, "{oh", eval[string](p, "localStorage.getItem('framelab.progress')"))
}
